import { illegalTransition } from '@freehold/shared/errors';
import type { Address, Hash, Hex } from 'viem';

/**
 * Life of an intended transaction. RESERVED has no nonce; SIGNED has one, and the signed bytes are stored; BROADCAST
 * was accepted by a node; MINED is in a block; FINAL and REVERTED are in a finalized block. FAILED was refused by the
 * simulation and never had a nonce. A nonce taken by somebody else's transaction sends it back to RESERVED.
 */
export const transactionStates = [
  'RESERVED',
  'SIGNED',
  'BROADCAST',
  'MINED',
  'FINAL',
  'REVERTED',
  'FAILED',
] as const;
export type TransactionState = (typeof transactionStates)[number];

const steps: Readonly<Record<TransactionState, readonly TransactionState[]>> = {
  RESERVED: ['SIGNED', 'FAILED'],
  SIGNED: ['BROADCAST', 'MINED', 'RESERVED'],
  BROADCAST: ['MINED', 'RESERVED'],
  MINED: ['FINAL', 'REVERTED', 'BROADCAST'],
  FINAL: [],
  REVERTED: ['RESERVED'],
  FAILED: ['RESERVED'],
};

/** Throws `ILLEGAL_TRANSITION` unless a transaction may go from one state to the other. */
export function assertTransactionStep(from: TransactionState, to: TransactionState): void {
  if (!steps[from].includes(to)) throw illegalTransition('chain transaction', from, to);
}

/** States in which a transaction holds a nonce that no final block has used yet. */
export const inFlightStates = ['SIGNED', 'BROADCAST', 'MINED'] as const satisfies readonly TransactionState[];

export const walletRoles = ['operator'] as const;
export type WalletRole = (typeof walletRoles)[number];

/** What somebody wants to happen on chain, once. */
export interface ChainIntent {
  /** Business key: the same key is the same transaction, for ever. */
  readonly key: string;
  readonly walletRole: WalletRole;
  readonly to: Address;
  readonly data: Hex;
  /** Native coin in wei; default none. */
  readonly value?: bigint;
  /** Gas it needs at least, for calls that swallow failures inside: to an estimate they look cheap. */
  readonly minimumGas?: bigint;
  /** What it is for, in a few words: 'dividend.pay'. */
  readonly purpose: string;
  /** Id that ties it to the thing it serves, in logs and reports. */
  readonly correlationId: string;
}

/** How an intent stands, as its requester sees it. */
export interface ChainTransactionStatus {
  readonly key: string;
  readonly state: TransactionState;
  readonly txHash: Hash | null;
  readonly blockNumber: bigint | null;
  /** Custom error of the contract, such as 'TreasuryDailyLimitExceeded', or a code of ours. */
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
}
