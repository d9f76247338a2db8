import type { Address, Hash, Hex } from 'viem';
import type { Fees } from './fee-policy.ts';

export interface CallRequest {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
  readonly value: bigint;
}

export interface Receipt {
  readonly hash: Hash;
  readonly succeeded: boolean;
  readonly blockNumber: bigint;
  readonly blockHash: Hash;
  readonly gasUsed: bigint;
  readonly effectiveGasPrice: bigint;
}

/** `known`: the node has it already. `spent`: the nonce is used. `underpriced`: a variant with better fees is there. */
export type BroadcastVerdict = 'accepted' | 'known' | 'spent' | 'underpriced';

/** The contract said no: nothing was sent. */
export class ChainRevert extends Error {
  override readonly name = 'ChainRevert';
  /** Raw revert data, `0x` when there was none. */
  readonly data: Hex;

  constructor(message: string, data: Hex) {
    super(message);
    this.data = data;
  }
}

/** What the sender needs of an EVM node. Every method but `broadcast` is a read; all throw when the node is away. */
export interface ChainNode {
  readonly chainId: number;
  transactionCount(address: Address, at: 'latest' | 'pending' | 'finalized'): Promise<bigint>;
  /** Runs the call against the newest state; throws `ChainRevert` when the contract refuses. */
  simulate(call: CallRequest): Promise<void>;
  estimateGas(call: CallRequest): Promise<bigint>;
  suggestedFees(): Promise<Fees>;
  broadcast(raw: Hex): Promise<BroadcastVerdict>;
  receipt(hash: Hash): Promise<Receipt | null>;
  finalizedBlock(): Promise<bigint>;
}
