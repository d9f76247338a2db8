import { randomUUID } from 'node:crypto';
import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { ProviderError } from './provider-error.ts';
import type { Provider } from './provider-inbox.ts';

export interface CallIntent {
  readonly provider: Provider;
  /** What is asked for: 'checkout-session', 'transfer'. */
  readonly kind: string;
  /** Our id of the thing it is asked for; one call of a kind per thing. */
  readonly subjectId: string;
}

/**
 * Calls to providers that change something there. Each is a row before it is a call: `started` is committed first, the
 * outcome after, and what nobody knows stays UNKNOWN until it is asked or repeated under the same key.
 */
@Injectable()
export class ProviderCalls {
  constructor(private readonly prisma: PrismaService) {}

  /** Writes the intent with a fresh key inside the caller's transaction, unless it is there; answers its key. */
  async intend(tx: PrismaTransaction, intent: CallIntent): Promise<string> {
    const where = { provider_kind_subjectId: { ...intent } };
    const id = randomUUID();
    const key = randomUUID();
    const { count } = await tx.providerCall.createMany({
      data: [{ id, ...intent, idempotencyKey: key, state: 'CREATED' }],
      skipDuplicates: true,
    });
    if (count === 1) await recordStep(tx, step(id, null, 'CREATED'));
    return (await tx.providerCall.findUniqueOrThrow({ where })).idempotencyKey;
  }

  /**
   * Makes the call and notes how it went. `call` gets the stored key. Repeating is safe as far as the provider honours
   * keys. Throws what the call throws; a `ProviderError` tells whether it may have happened.
   */
  async make<Answer extends { readonly id: string }>(
    intent: CallIntent,
    call: (idempotencyKey: string) => Promise<Answer>,
  ): Promise<Answer> {
    await this.prisma.transaction((tx) => this.intend(tx, intent));
    const row = await this.#start(intent);
    try {
      const answer = await call(row.idempotencyKey);
      await this.#finish(row.id, row.attempts, 'DONE', { responseId: answer.id });
      return answer;
    } catch (error) {
      const refused = error instanceof ProviderError && error.outcome !== 'unknown';
      const code = error instanceof ProviderError ? error.code : 'ERROR';
      const message = error instanceof Error ? error.message : String(error);
      await this.#finish(row.id, row.attempts, refused ? 'FAILED' : 'UNKNOWN', {
        errorCode: code,
        errorMessage: message.slice(0, 1_000),
      });
      throw error;
    }
  }

  async #start(intent: CallIntent): Promise<{ id: string; idempotencyKey: string; attempts: number }> {
    return this.prisma.transaction(async (tx) => {
      const row = await tx.providerCall.update({
        where: { provider_kind_subjectId: { ...intent } },
        data: { state: 'STARTED', attempts: { increment: 1 }, startedAt: new Date() },
      });
      await tx.providerCallAttempt.create({
        data: { callId: row.id, attempt: row.attempts, phase: 'started' },
      });
      return row;
    });
  }

  async #finish(
    callId: string,
    attempt: number,
    state: 'DONE' | 'FAILED' | 'UNKNOWN',
    facts: Prisma.ProviderCallUpdateInput,
  ): Promise<void> {
    await this.prisma.transaction(async (tx) => {
      await tx.providerCall.update({ where: { id: callId }, data: { ...facts, state } });
      await tx.providerCallAttempt.create({ data: { callId, attempt, phase: 'finished', outcome: state } });
      await recordStep(tx, step(callId, 'STARTED', state));
    });
  }
}

const step = (id: string, from: string | null, to: string) =>
  ({ noun: 'provider_call', nounId: id, from, to, actor: 'provider-calls' }) as const;
