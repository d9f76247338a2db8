import type { Prisma } from '@freehold/database/client';
import {
  type ComplianceAct,
  type ComplianceActDetail,
  type ComplianceActState,
  complianceActSchema,
  type frozenHoldingSchema,
} from '@freehold/shared/compliance';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { checksumAddress } from '../../../common/chain/address.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import { RegisterProjection } from '../datasources/register.projection.ts';
import { RegisterService } from './register.service.ts';

type ActRow = Prisma.ComplianceActGetPayload<{ include: { calls: true; notices: true } }>;
const parts = {
  calls: { orderBy: { propertyId: 'asc' as const } },
  notices: { orderBy: { wallet: 'asc' as const } },
};

/** Acts as administrators and auditors see them. */
@Injectable()
export class ComplianceReader {
  constructor(
    private readonly prisma: PrismaService,
    private readonly transitions: TransitionLog,
    private readonly projection: RegisterProjection,
    private readonly registers: RegisterService,
  ) {}

  async read(id: string): Promise<ComplianceActDetail> {
    const row = await this.prisma.client.complianceAct.findUnique({ where: { id }, include: parts });
    const [act] = row === null ? [] : await this.#views([row]);
    if (act === undefined) throw new FreeholdError('NOT_FOUND');
    return { ...act, transitions: await this.transitions.of(this.prisma.client, 'compliance_act', id) };
  }

  /** Newest first. */
  async list(query: {
    readonly state?: ComplianceActState | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  }): Promise<{ items: ComplianceAct[]; nextCursor: string | null }> {
    const { state, cursor, limit } = query;
    if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) {
      const issues = [{ path: 'query.cursor', message: 'is not a cursor of this list' }];
      throw new FreeholdError('VALIDATION_FAILED', undefined, { issues });
    }
    const rows = await this.prisma.client.complianceAct.findMany({
      where: {
        ...(state === undefined ? {} : { state }),
        ...(cursor === undefined ? {} : { position: { lt: BigInt(cursor) } }),
      },
      include: parts,
      orderBy: { position: 'desc' },
      take: limit + 1,
    });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return { items: await this.#views(shown), nextCursor: last?.position.toString() ?? null };
  }

  /** What is held back now. */
  async frozen(): Promise<z.infer<typeof frozenHoldingSchema>[]> {
    const rows = await this.projection.frozen();
    const tokens = await this.#tokens(rows.map(({ token }) => token));
    const owners = await this.registers.owners(rows.map(({ holder }) => holder));
    return rows.flatMap((row) => {
      const token = tokens.get(row.token.toLowerCase());
      if (token === undefined) return [];
      const owner = owners.get(row.holder.toLowerCase()) ?? null;
      return [
        {
          ...token,
          wallet: row.holder,
          owner,
          frozen: row.frozen,
          frozenShares: row.frozen_amount.toString(),
        },
      ];
    });
  }

  async #tokens(addresses: readonly string[]) {
    const tokens = await this.prisma.client.tokenization.findMany({
      where: { tokenAddress: { in: [...new Set(addresses)], mode: 'insensitive' } },
    });
    const properties = await this.prisma.client.property.findMany({
      where: { id: { in: tokens.map(({ propertyId }) => propertyId) } },
      select: { id: true, name: true },
    });
    return new Map(
      tokens.map(({ propertyId, tokenAddress, symbol }) => {
        const propertyName = properties.find(({ id }) => id === propertyId)?.name ?? '';
        return [tokenAddress?.toLowerCase() ?? '', { propertyId, propertyName, symbol }] as const;
      }),
    );
  }

  async #views(rows: readonly ActRow[]): Promise<ComplianceAct[]> {
    const wallets = rows.flatMap(({ wallet, toWallet }) => [
      wallet,
      ...(toWallet === null ? [] : [toWallet]),
    ]);
    const ids = rows.flatMap(({ proposedBy, decidedBy, notices }) => [
      proposedBy,
      ...(decidedBy === null ? [] : [decidedBy]),
      ...notices.flatMap(({ userId }) => userId ?? []),
    ]);
    const [tokens, owners, people] = await Promise.all([
      this.#tokens(rows.flatMap(({ calls }) => calls.map(({ token }) => token))),
      this.registers.owners(wallets),
      this.prisma.client.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
    ]);
    const person = (id: string | null) => people.find((it) => it.id === id) ?? null;
    return rows.map((row) =>
      complianceActSchema.parse({
        id: row.id,
        kind: row.kind,
        state: row.state,
        wallet: checksumAddress(row.wallet),
        owner: owners.get(row.wallet) ?? null,
        toWallet: row.toWallet === null ? null : checksumAddress(row.toWallet),
        toOwner: owners.get(row.toWallet ?? '') ?? null,
        shares: row.shares?.toFixed(0) ?? null,
        reason: row.reason,
        proposedBy: person(row.proposedBy),
        decidedBy: person(row.decidedBy),
        decisionReason: row.decisionReason,
        notices: row.notices.map(({ wallet, userId }) => ({
          wallet: checksumAddress(wallet),
          person: person(userId),
        })),
        calls: row.calls.map(({ token, propertyId, state, txHash, problem }) => ({
          propertyName: '',
          symbol: '',
          ...tokens.get(token),
          ...{ propertyId, state, txHash, problem },
        })),
        createdAt: row.createdAt.toISOString(),
      }),
    );
  }
}
