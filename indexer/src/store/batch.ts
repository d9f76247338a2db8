import type { FollowedContract } from '../fold/contract-registry.ts';
import type { Fold } from '../fold/folder.ts';
import type { Hex, RawLog } from '../rpc/wire.ts';

export type BlockRow = {
  readonly number: number;
  readonly hash: Hex;
  readonly parentHash: Hex | null;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly eventCount: number;
};

/** The chain's own marks when a batch was read; block numbers. */
export type Marks = { readonly head: number; readonly safe: number; readonly final: number };

/** Where the tables stand. `hash` is null only before block 0. */
export type CursorPosition = { readonly number: number; readonly hash: Hex | null };

/** Everything one commit writes: blocks after `previous` up to and including `next`. */
export type Batch = {
  readonly previous: CursorPosition;
  readonly next: { readonly number: number; readonly hash: Hex };
  /** Ascending; blocks with events, the last one, and in the unfinalised part every block. */
  readonly blocks: readonly BlockRow[];
  readonly logs: readonly RawLog[];
  readonly contracts: readonly FollowedContract[];
  readonly fold: Fold;
  readonly marks: Marks;
};
