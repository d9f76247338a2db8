import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { NotReady, Parked, ProviderError } from '../../payments/domain/provider-error.ts';
import { daysAfter, type KycRow, stateOf } from './kyc-case.ts';
import { KycCases } from './kyc-cases.ts';
import type { KycProvider, KycReading } from './kyc-provider.ts';
import { type KycTransition, transitionsFor } from './kyc-state.ts';

/** Brings a case in line with what its provider says now. Doing it again changes nothing. */
@Injectable()
export class KycSync {
  readonly #validDays: number;

  constructor(
    private readonly prisma: PrismaService,
    private readonly cases: KycCases,
    configuration: Configuration,
  ) {
    this.#validDays = configuration.environment.KYC_VALID_DAYS;
  }

  /** For the inbox: an event told that something happened to a check; the check itself is read, never the event. */
  async check(tx: PrismaTransaction, provider: KycProvider, externalId: string): Promise<void> {
    const reading = await this.#read(provider, externalId);
    if (reading === null) return;
    const row = await this.#caseOf(tx, provider, reading);
    if (row === null) return;
    await this.take(tx, row.userId, provider, reading);
  }

  /** Acts on a reading, in the caller's transaction. */
  async take(
    tx: PrismaTransaction,
    userId: string,
    provider: KycProvider,
    reading: KycReading,
  ): Promise<KycRow> {
    let row = await this.cases.lock(tx, userId);
    // A check of an earlier attempt, or with an earlier provider, decides nothing any more.
    if (row.provider !== provider.name || (row.externalId ?? reading.externalId) !== reading.externalId) {
      return row;
    }
    const { reviewRef } = reading;
    const standing = { state: stateOf(row), reviewRef: row.reviewRef, renewing: row.renewingSince !== null };
    const steps = transitionsFor(standing, reading);
    for (const [index, step] of steps.entries()) {
      const quiet = index < steps.length - 1;
      const facts = { externalId: reading.externalId, readAt: new Date(), ...this.#facts(step, reading) };
      const reasons = ['askAgain', 'reject', 'expire', 'revoke'].includes(step) ? reading.reasons : [];
      row = await this.cases.move(tx, row, step, { actor: provider.name, reasons, facts, quiet });
    }
    const refused = steps.length === 0 && standing.renewing && reading.verdict === 'retry';
    return tx.kycCase.update({
      where: { id: row.id },
      data: {
        externalId: reading.externalId,
        readAt: new Date(),
        ...(reviewRef === null ? {} : { reviewRef }),
        ...(refused ? { reasons: [...reading.reasons] } : {}),
      },
    });
  }

  #facts(step: KycTransition, reading: KycReading) {
    if (step === 'expire' || step === 'revoke') return { renewingSince: null };
    if (step !== 'approve' && step !== 'renew') return {};
    if (reading.country === null) {
      throw new Parked(`${reading.externalId} is approved, but nothing says where the person lives`);
    }
    const now = new Date();
    return {
      country: reading.country,
      approvedAt: now,
      validUntil: daysAfter(now, this.#validDays),
      renewingSince: null,
      revokedBy: null,
      secondLookBy: null,
      secondLookAt: null,
    };
  }

  async #read(provider: KycProvider, externalId: string): Promise<KycReading | null> {
    try {
      return await provider.read(externalId);
    } catch (error) {
      // Deleted there, as the law may ask; what was decided stands.
      if (error instanceof ProviderError && error.outcome === 'absent') return null;
      throw error;
    }
  }

  /** The case of a check: by the check's id, or by ours when the answer that named it got lost. Null for strangers. */
  async #caseOf(tx: PrismaTransaction, provider: KycProvider, reading: KycReading): Promise<KycRow | null> {
    const { externalId, subject } = reading;
    const known = await tx.kycCase.findFirst({ where: { provider: provider.name, externalId } });
    if (known !== null) return known;
    if (!z.uuid().safeParse(subject).success) {
      // Veriff tells whose session it is only with the decision.
      if (subject === '' && reading.verdict === 'open') throw new NotReady(`nobody knows ${externalId} yet`);
      return null;
    }
    return tx.kycCase.findUnique({ where: { id: subject } });
  }

  /** Reads a case's check now and acts on it. */
  async refresh(userId: string, provider: KycProvider, externalId: string): Promise<void> {
    const reading = await this.#read(provider, externalId);
    if (reading === null) return;
    await this.prisma.transaction((tx) => this.take(tx, userId, provider, reading));
  }
}
