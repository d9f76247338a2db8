import type { ChainSource, Finality } from '../rpc/chain-source.ts';
import type { Header } from '../rpc/wire.ts';
import type { Marks } from '../store/batch.ts';
import { HaltError } from '../store/chain-tx.ts';
import { backfill } from './backfill.ts';
import { buildBatch, rowsOfHeaders } from './batch-builder.ts';
import { adoptChildren, logsOfBlocks } from './collect.ts';
import type { Projection } from './projection.ts';
import { RangePlanner } from './range-planner.ts';
import { resolveFork } from './reorg.ts';

/** Final blocks are read by ranges when at least so many are missing. */
const BACKFILL_FROM = 20;
/** Unfinalised blocks written in one transaction when catching up; at the head it is one. */
const BLOCKS_PER_COMMIT = 50;

export type PipelineOptions = {
  readonly source: ChainSource;
  readonly projection: Projection;
  /** Blocks behind the head that count as final on a node without the finality tags. */
  readonly finalityBlocks: number;
  readonly signal: AbortSignal;
};

/** Brings the tables to a head of the chain, step by step, whatever happened to the chain in between. */
export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #planner = new RangePlanner();

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  /** Catches up with `latest`. Anything thrown left the tables as they were after the last commit. */
  async advance(latest: Header): Promise<void> {
    const { source, projection, signal } = this.#options;
    const finality = await source.finality();
    const marks = this.#marks(latest, finality);
    await this.#checkFinalBlock(finality, latest);
    if (marks.final - projection.cursor.number >= BACKFILL_FROM) {
      const linked = await backfill({
        source,
        projection,
        planner: this.#planner,
        to: marks.final,
        marks,
        signal,
      });
      if (!linked) await resolveFork(source, projection, latest);
    }
    while (!signal.aborted && projection.cursor.number < latest.number) {
      const advanced = await this.#follow(latest, marks);
      if (!advanced) return;
    }
    await this.#checkHead(latest);
    await projection.mark(marks);
  }

  #marks(latest: Header, { safe, final }: Finality): Marks {
    const fallback = Math.max(latest.number - this.#options.finalityBlocks, -1);
    // The tags are asked for after the head and may already be beyond it.
    const finalNumber = Math.min(final?.number ?? fallback, latest.number);
    const safeNumber = Math.min(safe?.number ?? fallback, latest.number);
    return { head: latest.number, final: finalNumber, safe: Math.max(safeNumber, finalNumber) };
  }

  /** Indexes the next blocks towards `latest`; false when the node's view changed meanwhile: ask again. */
  async #follow(latest: Header, marks: Marks): Promise<boolean> {
    const { source, projection } = this.#options;
    const { number, hash } = projection.cursor;
    const to = Math.min(number + BLOCKS_PER_COMMIT, latest.number);
    const headers =
      to === number + 1 && to === latest.number ? [latest] : await this.#headers(number + 1, to);
    const first = headers?.[0];
    if (headers === null || first === undefined) return false;
    if (hash !== null && first.parentHash !== hash) {
      await resolveFork(source, projection, latest);
      return projection.cursor.number < number;
    }
    if (headers.some((header, i) => i > 0 && header.parentHash !== headers[i - 1]?.hash)) return false;
    await this.#commit(headers, marks);
    return true;
  }

  async #headers(from: number, to: number): Promise<readonly Header[] | null> {
    const numbers = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const headers = await this.#options.source.headers(numbers);
    const present = headers.filter((header) => header !== null);
    return present.length === numbers.length ? present : null;
  }

  async #commit(headers: readonly Header[], marks: Marks): Promise<void> {
    const { source, projection } = this.#options;
    const { registry, cursor } = projection;
    const last = headers.at(-1);
    if (last === undefined) return;
    const logs = await logsOfBlocks(source, headers, registry.filters());
    const adopted = await adoptChildren(registry, logs, (filters) => logsOfBlocks(source, headers, filters));
    const blocks = rowsOfHeaders(headers, adopted.logs);
    const previous = { number: cursor.number, hash: cursor.hash };
    await projection.commit(buildBatch(registry, { previous, last, ...adopted, blocks, marks }));
  }

  /** A head at or below the cursor is a fork when its hash is another; otherwise the node merely lags. */
  async #checkHead(latest: Header): Promise<void> {
    const { source, projection } = this.#options;
    if (latest.number > projection.cursor.number) return;
    const ours = await projection.storedHashAt(latest.number);
    if (ours === undefined || ours === latest.hash) return;
    await resolveFork(source, projection, latest);
  }

  /** What the chain calls final must be what is stored at that height. */
  async #checkFinalBlock({ final }: Finality, latest: Header): Promise<void> {
    const { source, projection } = this.#options;
    if (final === null || final.number > projection.cursor.number) return;
    const ours = await projection.storedHashAt(final.number);
    if (ours === undefined || ours === final.hash) return;
    if (final.number <= projection.floor)
      throw new HaltError(
        `The node calls block ${final.number} ${final.hash} final, the index holds ${ours} there as final. Nothing was ` +
          'changed. Check the node behind RPC_URL; if its chain is right, rebuild the projection.',
      );
    await resolveFork(source, projection, latest);
  }
}
