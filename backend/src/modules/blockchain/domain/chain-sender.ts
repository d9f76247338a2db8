import { randomUUID } from 'node:crypto';
import type { PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { type Hash, isHash } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import {
  assertTransactionStep,
  type ChainIntent,
  type ChainTransactionStatus,
  type TransactionState,
  transactionStates,
} from './chain-transaction.ts';
import { notify, senderChannel } from './channels.ts';
import { recordStep } from './state-transition.ts';

/**
 * The only way to make something happen on chain. `submit` writes an intent and returns: pass the caller's database
 * transaction, and the intent exists exactly when the caller's own change does. A dispatcher elsewhere signs and
 * sends; whoever asked reads the state later.
 */
@Injectable()
export class ChainSender {
  constructor(
    private readonly prisma: PrismaService,
    private readonly configuration: Configuration,
  ) {}

  /** Writes the intent unless its key exists. Throws when the key was used for another call. */
  async submit(intent: ChainIntent, tx?: PrismaTransaction): Promise<{ readonly created: boolean }> {
    if (tx === undefined) return this.prisma.transaction((own) => this.submit(intent, own));
    const id = randomUUID();
    const { count } = await tx.chainTransaction.createMany({
      data: [
        {
          id,
          chainId: BigInt(this.configuration.environment.CHAIN_ID),
          key: intent.key,
          walletRole: intent.walletRole,
          toAddress: intent.to.toLowerCase(),
          data: intent.data,
          value: (intent.value ?? 0n).toString(),
          minimumGas: intent.minimumGas?.toString() ?? null,
          purpose: intent.purpose,
          correlationId: intent.correlationId,
          state: 'RESERVED',
        },
      ],
      skipDuplicates: true,
    });
    if (count === 1) {
      await recordStep(tx, step(id, null, 'RESERVED', 'sender', intent.purpose));
      await notify(tx, senderChannel);
      return { created: true };
    }
    const existing = await tx.chainTransaction.findUniqueOrThrow({ where: { key: intent.key } });
    const same =
      existing.toAddress === intent.to.toLowerCase() &&
      existing.data === intent.data &&
      BigInt(existing.value.toFixed(0)) === (intent.value ?? 0n);
    if (!same) throw new Error(`The transaction key ${intent.key} was used for another call.`);
    return { created: false };
  }

  /** How the intents stand; a key never submitted has no entry. */
  async statuses(
    keys: readonly string[],
    tx: PrismaTransaction = this.prisma.client,
  ): Promise<ReadonlyMap<string, ChainTransactionStatus>> {
    if (keys.length === 0) return new Map();
    const rows = await tx.chainTransaction.findMany({ where: { key: { in: [...keys] } } });
    return new Map(
      rows.map((row) => [
        row.key,
        {
          key: row.key,
          state: transactionState(row.state),
          txHash: hashOrNull(row.txHash),
          blockNumber: row.blockNumber,
          failureCode: row.failureCode,
          failureMessage: row.failureMessage,
        },
      ]),
    );
  }

  async status(key: string, tx?: PrismaTransaction): Promise<ChainTransactionStatus | null> {
    return (await this.statuses([key], tx)).get(key) ?? null;
  }

  /**
   * Tries a FAILED or REVERTED intent again; true when it was one. Safe because neither can take effect any more:
   * the first never had a nonce, the second used its nonce in a final block.
   */
  async retry(key: string, actor: string, tx?: PrismaTransaction): Promise<boolean> {
    if (tx === undefined) return this.prisma.transaction((own) => this.retry(key, actor, own));
    const row = await tx.chainTransaction.findUnique({ where: { key } });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    const state = transactionState(row.state);
    if (state !== 'FAILED' && state !== 'REVERTED') return false;
    assertTransactionStep(state, 'RESERVED');
    const { count } = await tx.chainTransaction.updateMany({
      where: { id: row.id, state },
      data: { state: 'RESERVED', ...withoutNonce, failureCode: null, failureMessage: null },
    });
    if (count !== 1) return false;
    await recordStep(tx, step(row.id, state, 'RESERVED', actor, 'tried again'));
    await notify(tx, senderChannel);
    return true;
  }
}

/** Columns of an intent that has no nonce (any more). */
export const withoutNonce = {
  walletAddress: null,
  nonce: null,
  txHash: null,
  blockNumber: null,
  blockHash: null,
  gasUsed: null,
  effectiveGasPrice: null,
  broadcastCount: 0,
  lastBroadcastAt: null,
} as const;

/** The state a row says, refused when it is none. */
export function transactionState(text: string): TransactionState {
  const state = transactionStates.find((known) => known === text);
  if (state === undefined) throw new Error(`Unknown state of a chain transaction: ${text}`);
  return state;
}

const hashOrNull = (text: string | null): Hash | null => (text !== null && isHash(text) ? text : null);

function step(
  id: string,
  from: TransactionState | null,
  to: TransactionState,
  actor: string,
  reason: string,
) {
  return { noun: 'chain_transaction', nounId: id, from, to, actor, reason } as const;
}
