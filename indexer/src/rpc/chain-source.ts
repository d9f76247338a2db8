import type { Header, Hex, RawLog } from './wire.ts';

/** One eth_getLogs filter: logs of any of `addresses` whose topics match position by position (null = any). */
export type LogFilter = {
  readonly addresses: readonly Hex[];
  readonly topics?: readonly (readonly Hex[] | null)[];
};

export type BlockMark = { readonly number: number; readonly hash: Hex };

/** The node's own finality tags; null when the node does not know them. */
export type Finality = { readonly safe: BlockMark | null; readonly final: BlockMark | null };

export type RangeAnswer = {
  readonly logs: readonly RawLog[];
  readonly first: Header;
  readonly last: Header;
};

/** The chain as the pipeline needs it; the node behind it may be one fork today and another tomorrow. */
export interface ChainSource {
  latest(): Promise<Header>;
  finality(): Promise<Finality>;
  /** Headers of the given numbers, null where the chain has no such block (any more). */
  headers(numbers: readonly number[]): Promise<readonly (Header | null)[]>;
  /** Logs of the block with this hash; throws when the node does not know that block. */
  logsOfBlock(hash: Hex, filters: readonly LogFilter[]): Promise<readonly RawLog[]>;
  /** Logs of an inclusive range and the headers at its ends. */
  logsOfRange(from: number, to: number, filters: readonly LogFilter[]): Promise<RangeAnswer>;
}
