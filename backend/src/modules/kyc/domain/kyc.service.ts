import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { ProviderCalls } from '../../payments/domain/provider-calls.ts';
import { ProviderError } from '../../payments/domain/provider-error.ts';
import { KycSync } from './kyc.sync.ts';
import { type KycRow, renewalIsOpen, stateOf } from './kyc-case.ts';
import { KycCases } from './kyc-cases.ts';
import type { KycProvider, KycReading, OpenedCheck } from './kyc-provider.ts';
import { KycProviders } from './kyc-providers.ts';

/** What an investor does about the own identity check. */
@Injectable()
export class KycService {
  readonly #returnUrl: string;

  constructor(
    private readonly prisma: PrismaService,
    private readonly providers: KycProviders,
    private readonly cases: KycCases,
    private readonly sync: KycSync,
    private readonly calls: ProviderCalls,
    configuration: Configuration,
  ) {
    this.#returnUrl = `${configuration.environment.PUBLIC_WEB_URL}/onboarding?returned=1`;
  }

  /**
   * The address of the provider's page, for a new check, one under way, or a renewal; null when the check moved on by
   * itself. Throws KYC_IN_REVIEW, KYC_CLOSED, KYC_NOT_DUE, UPSTREAM_UNAVAILABLE, PROVIDER_REFUSED.
   */
  async start(userId: string): Promise<string | null> {
    const row = await this.#begin(userId);
    const provider = this.providers.find(row.provider);
    if (provider === undefined) throw new FreeholdError('UPSTREAM_UNAVAILABLE');
    try {
      return await this.#pageOf(row, provider);
    } catch (error) {
      throw asFreeholdError(error);
    }
  }

  /** What is stored before anything is asked of the provider: who, which attempt, where. */
  async #begin(userId: string): Promise<KycRow> {
    const { chosen } = this.providers;
    return this.prisma.transaction(async (tx) => {
      const row = await this.cases.lock(tx, userId);
      const state = stateOf(row);
      if (state === 'IN_REVIEW') throw new FreeholdError('KYC_IN_REVIEW');
      if (state === 'REJECTED' || state === 'REVOKED') throw new FreeholdError('KYC_CLOSED');
      if (state === 'APPROVED' && !renewalIsOpen(row, new Date())) throw new FreeholdError('KYC_NOT_DUE');
      const underWay = state === 'PENDING' || row.renewingSince !== null;
      const moved = row.provider !== chosen.name;
      const provider = this.providers.find(row.provider);
      if (underWay && provider !== undefined && provider.checkPer !== 'visit') return row;
      const facts = {
        provider: chosen.name,
        attempt: row.attempt + 1,
        externalId: chosen.checkPer === 'person' && !moved ? row.externalId : null,
      };
      if (state === 'APPROVED') {
        return tx.kycCase.update({ where: { id: row.id }, data: { ...facts, renewingSince: new Date() } });
      }
      if (state === 'PENDING') return tx.kycCase.update({ where: { id: row.id }, data: facts });
      return this.cases.move(tx, row, 'start', { actor: userId, facts });
    });
  }

  async #pageOf(row: KycRow, provider: KycProvider): Promise<string | null> {
    const opening = { subject: row.id, returnUrl: this.#returnUrl };
    if (row.externalId === null) {
      const { id, url } = await this.#open(row, provider);
      return url ?? provider.link(id, opening);
    }
    const reading = await provider.read(row.externalId);
    const decided = reading.reviewRef !== null;
    if (decided && reading.reviewRef !== row.reviewRef) {
      // Something happened there that nobody told us.
      await this.prisma.transaction((tx) => this.sync.take(tx, row.userId, provider, reading));
      return null;
    }
    if (decided && !canBeHandedInAgain(reading)) await provider.restart(row.externalId);
    return provider.link(row.externalId, opening);
  }

  async #open(row: KycRow, provider: KycProvider): Promise<OpenedCheck> {
    const turn = provider.checkPer === 'person' ? 'person' : String(row.attempt);
    const intent = { provider: provider.name, kind: 'kyc-check', subjectId: `${row.id}:${turn}` };
    const opening = { subject: row.id, returnUrl: this.#returnUrl };
    const opened = await this.calls.make(intent, (key) => provider.open(opening, key));
    await this.prisma.client.kycCase.updateMany({
      where: { id: row.id, attempt: row.attempt, externalId: null },
      data: { externalId: opened.id },
    });
    return opened;
  }
}

/** Asked for more, the same check takes it; otherwise it must be begun anew. */
const canBeHandedInAgain = (reading: KycReading): boolean => reading.verdict === 'retry';

/** What a caller is told when a provider does not play along. */
export function asFreeholdError(error: unknown): unknown {
  if (!(error instanceof ProviderError)) return error;
  if (error.outcome === 'unknown')
    return new FreeholdError('UPSTREAM_UNAVAILABLE', undefined, { cause: error });
  return new FreeholdError('PROVIDER_REFUSED', 'The identity provider refused. Try again later.', {
    cause: error,
  });
}
