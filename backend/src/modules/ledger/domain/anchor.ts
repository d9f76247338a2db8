export const anchorStates = ['PENDING', 'SUBMITTED', 'CONFIRMED', 'FINAL', 'FAILED'] as const;
export type AnchorState = (typeof anchorStates)[number];

/** What the contract is told: the root over the first `size` entries continues the history that ended in `previousHead`. */
export interface AnchorClaim {
  readonly sequence: bigint;
  readonly size: bigint;
  /** 32 bytes each, as 0x-hex. */
  readonly root: `0x${string}`;
  readonly previousHead: `0x${string}`;
}

/** A claim on its way to the chain, or there. */
export interface Anchor extends AnchorClaim {
  readonly chainId: number;
  readonly contract: `0x${string}`;
  readonly head: `0x${string}`;
  readonly state: AnchorState;
  readonly txHash: `0x${string}` | null;
  readonly blockNumber: bigint | null;
  readonly createdAt: Date;
}

/** An anchor as the indexer mirrored it from the chain. */
export interface MirroredAnchor {
  readonly sequence: bigint;
  readonly root: `0x${string}`;
  readonly head: `0x${string}`;
  readonly txHash: `0x${string}`;
  readonly blockNumber: bigint;
  readonly final: boolean;
}

/** Rows of `ledger.anchor` and of the chain's projection. */
export interface AnchorStore {
  /** Adds the anchor over all that is sealed; null when nothing was sealed since the last one. One caller at a time. */
  create(headOf: (claim: AnchorClaim) => `0x${string}`): Promise<Anchor | null>;
  /** Oldest first. */
  unfinished(): Promise<readonly Anchor[]>;
  find(sequence: bigint): Promise<Anchor | null>;
  latest(): Promise<Anchor | null>;
  mirrored(sequence: bigint): Promise<MirroredAnchor | null>;
  advance(sequence: bigint, to: AnchorState, mirrored?: MirroredAnchor): Promise<void>;
}

/** Speaks for the LedgerAnchor contract without a connection to the chain. */
export interface AnchorContract {
  /** The head which the contract will compute. */
  headOf(claim: AnchorClaim): `0x${string}`;
  /** Calldata of `anchor(…)` with the signatures that are needed. */
  signedCall(claim: AnchorClaim): Promise<`0x${string}`>;
}

/** Hands calldata to the sender of transactions; the same key is sent once. */
export interface AnchorSender {
  submit(anchor: Anchor, data: `0x${string}`): Promise<void>;
  /** 'failed' when the transaction cannot take effect any more. */
  outcome(anchor: Anchor): Promise<'under way' | 'done' | 'failed'>;
  retry(anchor: Anchor): Promise<void>;
}
