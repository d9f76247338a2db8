import type { ContractRegistry, FollowedContract } from '../fold/contract-registry.ts';
import { foldLogs } from '../fold/folder.ts';
import type { ChainSource } from '../rpc/chain-source.ts';
import { type Header, InconsistentAnswerError, type RawLog } from '../rpc/wire.ts';
import type { Batch, BlockRow, CursorPosition, Marks } from '../store/batch.ts';

type Ingredients = {
  readonly previous: CursorPosition;
  readonly last: Pick<Header, 'number' | 'hash'>;
  readonly logs: readonly RawLog[];
  readonly born: readonly FollowedContract[];
  readonly blocks: readonly BlockRow[];
  readonly marks: Marks;
};

export function buildBatch(registry: ContractRegistry, parts: Ingredients): Batch {
  return {
    previous: parts.previous,
    next: { number: parts.last.number, hash: parts.last.hash },
    blocks: parts.blocks,
    logs: parts.logs,
    contracts: parts.born,
    fold: foldLogs(registry, parts.logs),
    marks: parts.marks,
  };
}

type EventBlock = { readonly log: RawLog; count: number };

function blocksWithEvents(logs: readonly RawLog[]): EventBlock[] {
  const blocks: EventBlock[] = [];
  for (const log of logs) {
    const last = blocks.at(-1);
    if (last !== undefined && last.log.blockNumber === log.blockNumber) last.count += 1;
    else blocks.push({ log, count: 1 });
  }
  return blocks;
}

/** One row for every header, whether it holds events or not. */
export function rowsOfHeaders(headers: readonly Header[], logs: readonly RawLog[]): BlockRow[] {
  const counts = new Map(blocksWithEvents(logs).map((block) => [block.log.blockNumber, block.count]));
  return headers.map(({ number, hash, parentHash, timestamp }) => ({
    number,
    hash,
    parentHash,
    timestamp,
    eventCount: counts.get(number) ?? 0,
  }));
}

/** One row for every block with events and one for the last; headers are fetched only if logs carry no time. */
export async function rowsOfRange(
  source: ChainSource,
  last: Header,
  logs: readonly RawLog[],
): Promise<BlockRow[]> {
  const events = blocksWithEvents(logs);
  const headers = await missingHeaders(source, last, events);
  const rows = events.map(({ log, count }): BlockRow => {
    const header = headers.get(log.blockNumber);
    if (header !== undefined && header.hash !== log.blockHash)
      throw new InconsistentAnswerError(`block ${log.blockNumber} changed while it was read`);
    return {
      number: log.blockNumber,
      hash: log.blockHash,
      parentHash: header?.parentHash ?? null,
      timestamp: log.timestamp ?? header?.timestamp ?? 0,
      eventCount: count,
    };
  });
  if (rows.at(-1)?.number !== last.number) rows.push({ ...last, eventCount: 0 });
  return rows;
}

async function missingHeaders(
  source: ChainSource,
  last: Header,
  events: readonly EventBlock[],
): Promise<Map<number, Header>> {
  const headers = new Map([[last.number, last]]);
  const wanted = events
    .filter(({ log }) => log.timestamp === null && !headers.has(log.blockNumber))
    .map(({ log }) => log.blockNumber);
  if (wanted.length === 0) return headers;
  for (const header of await source.headers(wanted)) {
    if (header === null) throw new InconsistentAnswerError('a block with logs vanished while it was read');
    headers.set(header.number, header);
  }
  return headers;
}
