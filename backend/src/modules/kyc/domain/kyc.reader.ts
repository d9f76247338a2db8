import { FreeholdError } from '@freehold/shared/errors';
import type { KycDetail, KycInvestor, KycState, KycStatus } from '@freehold/shared/kyc';
import { Injectable } from '@nestjs/common';
import { pageOfRows, readingPage } from '../../../common/database/page-by-id.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import { type KycRow, mayStart, providerOf, reasonsIn, stateOf } from './kyc-case.ts';
import { WalletStandings } from './wallet-standings.ts';

interface Page {
  readonly state?: KycState | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Where identity checks stand, for their owners and for administrators. */
@Injectable()
export class KycReader {
  constructor(
    private readonly prisma: PrismaService,
    private readonly transitions: TransitionLog,
    private readonly wallets: WalletStandings,
  ) {}

  async own(userId: string): Promise<KycStatus> {
    const row = await this.prisma.client.kycCase.findUnique({ where: { userId } });
    return {
      ...standingOf(row),
      mayStart: mayStart(row, new Date()),
      renewing: row?.renewingSince != null,
      wallets: await this.wallets.of(userId),
    };
  }

  /** Newest accounts first; the cursor is the id of the last one seen. */
  async list(page: Page): Promise<{ items: KycInvestor[]; nextCursor: string | null }> {
    const { limit, state } = page;
    const users = await this.prisma.client.user.findMany({
      where: { role: 'investor', ...ofState(state) },
      include: { kycCase: true, _count: { select: { wallets: true } } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      ...readingPage(page),
    });
    const { shown, nextCursor } = pageOfRows(users, limit);
    const items = shown.map((user) => ({
      ...personOf(user),
      ...standingOf(user.kycCase),
      wallets: user._count.wallets,
      secondLookDue: secondLookIsDue(user.kycCase),
    }));
    return { items, nextCursor };
  }

  /** Throws NOT_FOUND. */
  async detail(userId: string): Promise<KycDetail> {
    const { client } = this.prisma;
    const user = await client.user.findUnique({ where: { id: userId }, include: { kycCase: true } });
    if (user?.role !== 'investor') throw new FreeholdError('NOT_FOUND');
    const row = user.kycCase;
    const people = await this.#people([row?.revokedBy, row?.secondLookBy]);
    return {
      ...personOf(user),
      ...standingOf(row),
      wallets: await this.wallets.of(userId),
      secondLookDue: secondLookIsDue(row),
      externalId: row?.externalId ?? null,
      attempts: row?.attempt ?? 0,
      readAt: row?.readAt?.toISOString() ?? null,
      revokedBy: people.get(row?.revokedBy ?? '') ?? null,
      secondLookBy: people.get(row?.secondLookBy ?? '') ?? null,
      timeline: await this.transitions.of(client, 'kyc', userId),
    };
  }

  async #people(ids: readonly (string | null | undefined)[]) {
    const known = ids.filter((id): id is string => typeof id === 'string');
    const users = await this.prisma.client.user.findMany({
      where: { id: { in: known } },
      select: { id: true, name: true },
    });
    return new Map(users.map((user) => [user.id, user]));
  }
}

const personOf = ({ id, name, email }: { id: string; name: string; email: string }) => ({ id, name, email });

const ofState = (state: KycState | undefined) => {
  if (state === undefined) return {};
  return state === 'NOT_STARTED'
    ? { OR: [{ kycCase: null }, { kycCase: { state } }] }
    : { kycCase: { state } };
};

const secondLookIsDue = (row: KycRow | null): boolean =>
  row !== null && stateOf(row) === 'REVOKED' && row.revokedBy !== null && row.secondLookBy === null;

function standingOf(row: KycRow | null) {
  return {
    state: stateOf(row),
    reasons: row === null ? [] : reasonsIn(row),
    note: row?.note ?? null,
    provider: row === null ? null : providerOf(row),
    country: row?.country ?? null,
    validUntil: row?.validUntil?.toISOString() ?? null,
    accreditedUntil: row?.accreditedUntil?.toISOString().slice(0, 10) ?? null,
    updatedAt: row?.updatedAt.toISOString() ?? null,
  };
}
