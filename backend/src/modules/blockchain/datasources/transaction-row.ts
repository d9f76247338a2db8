import type { Prisma } from '@freehold/database/client';
import { type Address, getAddress, type Hash, type Hex, isHash, isHex } from 'viem';
import { transactionState } from '../domain/chain-sender.ts';
import type { TransactionState } from '../domain/chain-transaction.ts';
import type { Fees } from '../domain/fee-policy.ts';
import type { SignedTransaction } from '../domain/transaction-signer.ts';

export interface StoredVariant extends SignedTransaction, Fees {
  readonly gasLimit: bigint;
  readonly createdAt: Date;
}

export interface StoredTransaction {
  readonly id: string;
  readonly key: string;
  readonly purpose: string;
  readonly correlationId: string;
  readonly to: Address;
  readonly data: Hex;
  readonly value: bigint;
  readonly minimumGas: bigint;
  readonly state: TransactionState;
  readonly nonce: bigint | null;
  readonly blockNumber: bigint | null;
  readonly blockHash: string | null;
  readonly lastBroadcastAt: Date | null;
  /** Signed forms of the present nonce, oldest first. */
  readonly variants: readonly StoredVariant[];
}

type TransactionRow = Prisma.ChainTransactionGetPayload<{ include: { variants: true } }>;

/** A row with its variants, parsed; throws when what is stored is not what was signed. */
export function toTransaction(row: TransactionRow): StoredTransaction {
  return {
    id: row.id,
    key: row.key,
    purpose: row.purpose,
    correlationId: row.correlationId,
    to: getAddress(row.toAddress),
    data: hex(row.data),
    value: BigInt(row.value.toFixed(0)),
    minimumGas: BigInt(row.minimumGas?.toFixed(0) ?? '0'),
    state: transactionState(row.state),
    nonce: row.nonce,
    blockNumber: row.blockNumber,
    blockHash: row.blockHash,
    lastBroadcastAt: row.lastBroadcastAt,
    variants: row.variants
      .filter((variant) => variant.nonce === row.nonce)
      .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
      .map((variant) => ({
        raw: hex(variant.raw),
        hash: hash(variant.hash),
        createdAt: variant.createdAt,
        gasLimit: BigInt(variant.gasLimit.toFixed(0)),
        maxFeePerGas: BigInt(variant.maxFeePerGas.toFixed(0)),
        maxPriorityFeePerGas: BigInt(variant.maxPriorityFeePerGas.toFixed(0)),
      })),
  };
}

/** Stored bytes; throws when they are not hex. */
export function hex(text: string): Hex {
  if (!isHex(text)) throw new Error('A stored transaction is not hex.');
  return text;
}

function hash(text: string): Hash {
  if (!isHash(text)) throw new Error('A stored transaction hash is not 32 bytes.');
  return text;
}
