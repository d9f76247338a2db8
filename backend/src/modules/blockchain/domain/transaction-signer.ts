import type { Address, Hash, Hex } from 'viem';
import type { Fees } from './fee-policy.ts';

export interface UnsignedTransaction extends Fees {
  readonly chainId: number;
  readonly nonce: bigint;
  readonly to: Address;
  readonly data: Hex;
  readonly value: bigint;
  readonly gasLimit: bigint;
}

export interface SignedTransaction {
  readonly raw: Hex;
  readonly hash: Hash;
}

/** Holds one key. A local key in development; a key service elsewhere. */
export interface TransactionSigner {
  readonly address: Address;
  sign(transaction: UnsignedTransaction): Promise<SignedTransaction>;
}

/** What a wallet may do in a day and at once. Contracts bound it again. */
export interface SigningLimits {
  readonly transactionsPerDay: number;
  /** Wei of native coin, fees included at their upper bound. */
  readonly weiPerTransaction: bigint;
  readonly weiPerDay: bigint;
}

export interface SignedToday {
  readonly transactions: number;
  readonly wei: bigint;
}

/** The sentence that says which limit a transaction would break, or null when it may be signed. */
export function limitBroken(
  limits: SigningLimits,
  today: SignedToday,
  transaction: UnsignedTransaction,
): string | null {
  const wei = costBound(transaction);
  if (wei > limits.weiPerTransaction)
    return `one transaction may cost ${limits.weiPerTransaction} wei, this one up to ${wei}`;
  if (today.wei + wei > limits.weiPerDay)
    return `the wallet may spend ${limits.weiPerDay} wei a day, this would make ${today.wei + wei}`;
  if (today.transactions >= limits.transactionsPerDay)
    return `the wallet may sign ${limits.transactionsPerDay} transactions a day`;
  return null;
}

/** The most wei a transaction can cost. */
export const costBound = (transaction: UnsignedTransaction): bigint =>
  transaction.value + transaction.gasLimit * transaction.maxFeePerGas;
