import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { kycChannel, notify } from '../../blockchain/domain/channels.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { asFreeholdError } from './kyc.service.ts';
import { KycSync } from './kyc.sync.ts';
import { type KycRow, stateOf } from './kyc-case.ts';
import { KycCases } from './kyc-cases.ts';
import { KycProviders } from './kyc-providers.ts';

interface Decision {
  readonly userId: string;
  readonly reason: string;
  /** The administrator. */
  readonly actor: string;
}

/** What administrators decide about investors' identity checks. */
@Injectable()
export class KycReviewService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly providers: KycProviders,
    private readonly cases: KycCases,
    private readonly sync: KycSync,
  ) {}

  /** Reads the check from its provider and acts on what it says. Throws KYC_NOT_STARTED, UPSTREAM_UNAVAILABLE. */
  async refresh(userId: string): Promise<void> {
    const row = await this.prisma.client.kycCase.findUnique({ where: { userId } });
    const provider = this.providers.find(row?.provider ?? null);
    if (row === null || row.externalId === null || provider === undefined) {
      await this.#known(userId);
      throw new FreeholdError('KYC_NOT_STARTED');
    }
    try {
      await this.sync.refresh(userId, provider, row.externalId);
    } catch (error) {
      throw asFreeholdError(error);
    }
  }

  /** Takes effect at once, since it protects; another administrator looks at it afterwards. */
  async revoke({ userId, reason, actor }: Decision): Promise<void> {
    await this.#decide(userId, async (tx, row) => {
      // The answer to a first attempt got lost; what it did stands.
      if (stateOf(row) === 'REVOKED' && row.revokedBy === actor && row.note === reason) return;
      const facts = { revokedBy: actor, secondLookBy: null, secondLookAt: null, renewingSince: null };
      await this.cases.move(tx, row, 'revoke', { actor, note: reason, facts });
    });
  }

  /** Throws SECOND_PERSON_NEEDED when the same administrator looks twice. */
  async lookAgain({ userId, reason, actor, agrees }: Decision & { readonly agrees: boolean }): Promise<void> {
    await this.#decide(userId, async (tx, row) => {
      if (row.secondLookBy === actor) return;
      if (row.revokedBy === actor) throw new FreeholdError('SECOND_PERSON_NEEDED');
      const facts = { secondLookBy: actor, secondLookAt: new Date() };
      if (agrees) {
        if (stateOf(row) !== 'REVOKED') throw new FreeholdError('ILLEGAL_TRANSITION');
        await tx.kycCase.update({ where: { id: row.id }, data: { ...facts, updatedAt: new Date() } });
        const seen = { noun: 'kyc', nounId: userId, from: 'REVOKED', to: 'REVOKED', actor, reason } as const;
        await recordStep(tx, { ...seen, detail: { transition: 'confirm' } });
        return;
      }
      await this.cases.move(tx, row, 'reinstate', { actor, note: reason, facts });
    });
  }

  async reopen({ userId, reason, actor }: Decision): Promise<void> {
    await this.#decide(userId, async (tx, row) => {
      if (stateOf(row) === 'NOT_STARTED' && row.note === reason) return;
      const facts = { revokedBy: null, secondLookBy: null, secondLookAt: null };
      await this.cases.move(tx, row, 'reopen', { actor, note: reason, facts });
    });
  }

  /** `until` is the last day, 'YYYY-MM-DD'; null ends it. Throws VALIDATION_FAILED for a day that is over. */
  async accredit({
    userId,
    until,
    reason,
    actor,
  }: Decision & { readonly until: string | null }): Promise<void> {
    const accreditedUntil = until === null ? null : new Date(`${until}T23:59:59Z`);
    if (accreditedUntil !== null && accreditedUntil.getTime() <= Date.now()) {
      const issues = [{ path: 'until', message: 'must be today or later' }];
      throw new FreeholdError('VALIDATION_FAILED', undefined, { issues });
    }
    await this.#decide(userId, async (tx, row) => {
      if (row.accreditedUntil?.getTime() === accreditedUntil?.getTime()) return;
      await tx.kycCase.update({
        where: { id: row.id },
        data: { accreditedUntil, attestDueAt: new Date(), updatedAt: new Date() },
      });
      const state = stateOf(row);
      const detail = { transition: until === null ? 'unaccredit' : 'accredit', until };
      await recordStep(tx, { noun: 'kyc', nounId: userId, from: state, to: state, actor, reason, detail });
      await notify(tx, kycChannel);
    });
  }

  async #decide(userId: string, act: (tx: PrismaTransaction, row: KycRow) => Promise<void>): Promise<void> {
    await this.prisma.transaction(async (tx) => act(tx, await this.cases.lock(tx, userId)));
  }

  async #known(userId: string): Promise<void> {
    const user = await this.prisma.client.user.findUnique({ where: { id: userId } });
    if (user?.role !== 'investor') throw new FreeholdError('NOT_FOUND');
  }
}
