import type { ChainSource, RangeAnswer } from '../rpc/chain-source.ts';
import { sortLogs } from '../rpc/node.source.ts';
import { asksForSmallerRange, RpcConnectionError } from '../rpc/transport.ts';
import type { Marks } from '../store/batch.ts';
import { buildBatch, rowsOfRange } from './batch-builder.ts';
import { adoptChildren } from './collect.ts';
import type { Projection } from './projection.ts';
import type { RangePlanner } from './range-planner.ts';

const IN_FLIGHT = 3;

type Flight = {
  readonly from: number;
  readonly to: number;
  /** How many contracts the request knew; later ones are asked for separately. */
  readonly known: number;
  readonly answer: Promise<RangeAnswer>;
};

export type BackfillOptions = {
  readonly source: ChainSource;
  readonly projection: Projection;
  readonly planner: RangePlanner;
  /** Last block to index; everything up to it is final. */
  readonly to: number;
  readonly marks: Marks;
  readonly signal: AbortSignal;
};

/**
 * Indexes final blocks by ranges, several requests ahead of the writer, committing strictly in order.
 * Returns false when the chain does not continue from the cursor: a fork the caller must resolve first.
 */
export async function backfill(options: BackfillOptions): Promise<boolean> {
  const { source, projection, planner, to, signal } = options;
  const flights: Flight[] = [];
  let next = projection.cursor.number + 1;
  try {
    while (!signal.aborted && (next <= to || flights.length > 0)) {
      while (flights.length < IN_FLIGHT && next <= to) {
        const flight = launch(options, next);
        flights.push(flight);
        next = flight.to + 1;
      }
      const flight = flights.shift();
      if (flight === undefined) break;
      const answer = await land(flight, planner);
      if (answer === null) {
        // Asked for too much: forget what was ahead and ask again from here with the smaller range.
        await Promise.allSettled(flights.map((ahead) => ahead.answer));
        flights.length = 0;
        next = flight.from;
        continue;
      }
      if (answer.first.parentHash !== projection.cursor.hash && projection.cursor.hash !== null) return false;
      await commitRange(options, flight, answer);
    }
    return true;
  } finally {
    await Promise.allSettled(flights.map((ahead) => ahead.answer));
  }

  function launch({ projection }: BackfillOptions, from: number): Flight {
    const end = Math.min(from + planner.size - 1, to);
    const answer = source.logsOfRange(from, end, projection.registry.filters());
    // It is awaited later; until then a failure must not count as unhandled.
    answer.catch(() => undefined);
    return { from, to: end, known: projection.registry.size, answer };
  }
}

/** Null when the range was too large and the planner has learnt it. */
async function land(flight: Flight, planner: RangePlanner): Promise<RangeAnswer | null> {
  const blocks = flight.to - flight.from + 1;
  try {
    const answer = await flight.answer;
    planner.succeeded(blocks, answer.logs.length);
    return answer;
  } catch (error) {
    const tooMuch = asksForSmallerRange(error) || error instanceof RpcConnectionError;
    if (!tooMuch || blocks === 1) throw error;
    planner.refused(blocks, error instanceof Error ? error.message : '');
    return null;
  }
}

async function commitRange(options: BackfillOptions, flight: Flight, answer: RangeAnswer): Promise<void> {
  const { source, projection, marks } = options;
  const { registry, cursor } = projection;
  const fetchMore = async (filters: Parameters<ChainSource['logsOfRange']>[2]) =>
    (await source.logsOfRange(flight.from, flight.to, filters)).logs;
  let logs = answer.logs;
  // Contracts born in a range that was still being written when this one was requested.
  const late = registry.since(flight.known).map((contract) => contract.address);
  if (late.length > 0) logs = sortLogs([...logs, ...(await fetchMore([{ addresses: late }]))]);
  const adopted = await adoptChildren(registry, logs, fetchMore);
  const blocks = await rowsOfRange(source, answer.last, adopted.logs);
  const previous = { number: cursor.number, hash: cursor.hash };
  await projection.commit(buildBatch(registry, { previous, last: answer.last, ...adopted, blocks, marks }));
}
