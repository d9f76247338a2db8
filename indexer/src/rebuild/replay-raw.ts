import type pg from 'pg';
import { bornContracts } from '../fold/folder.ts';
import { buildBatch } from '../pipeline/batch-builder.ts';
import type { Projection } from '../pipeline/projection.ts';
import type { Hex, RawLog } from '../rpc/wire.ts';
import type { BlockRow } from '../store/batch.ts';
import { LIVE_SCHEMA, toHex } from '../store/chain-tx.ts';

const BLOCKS_PER_BATCH = 2_000;

type RawRow = {
  readonly block_number: string;
  readonly log_index: number;
  readonly block_hash: Buffer;
  readonly tx_hash: Buffer;
  readonly address: Buffer;
  readonly topic0: Buffer | null;
  readonly topic1: Buffer | null;
  readonly topic2: Buffer | null;
  readonly topic3: Buffer | null;
  readonly data: Buffer;
};

type StoredBlock = {
  readonly number: string;
  readonly hash: Buffer;
  readonly parent_hash: Buffer | null;
  readonly timestamp: string;
};

/** Fills the shadow behind `projection` from the stored raw events up to `target`, without asking any node. */
export async function replayRaw(
  live: pg.PoolClient,
  projection: Projection,
  target: { readonly chainId: number; readonly number: number; readonly hash: Hex },
): Promise<void> {
  const { registry } = projection;
  while (projection.cursor.number < target.number) {
    const from = projection.cursor.number;
    const blocks = await readBlocks(live, target, from);
    const logs =
      blocks.length === 0 ? [] : await readLogs(live, target.chainId, from, Number(blocks.at(-1)?.number));
    const born = bornContracts(registry, logs).filter((contract) => !registry.has(contract.address));
    registry.add(born);
    const counts = new Map<number, number>();
    for (const log of logs) counts.set(log.blockNumber, (counts.get(log.blockNumber) ?? 0) + 1);
    const rows = blocks.map(
      (block): BlockRow => ({
        number: Number(block.number),
        hash: toHex(block.hash),
        parentHash: block.parent_hash === null ? null : toHex(block.parent_hash),
        timestamp: Number(block.timestamp),
        eventCount: counts.get(Number(block.number)) ?? 0,
      }),
    );
    const last = rows.at(-1);
    // The cursor's own block is always stored, so the last read ends there.
    if (last === undefined) throw new Error(`schema chain has no block at its own cursor ${target.number}`);
    const previous = { number: from, hash: projection.cursor.hash };
    const marks = { head: target.number, safe: last.number, final: last.number };
    await projection.commit(buildBatch(registry, { previous, last, logs, born, blocks: rows, marks }));
  }
}

async function readBlocks(
  live: pg.PoolClient,
  target: { readonly chainId: number; readonly number: number },
  after: number,
): Promise<readonly StoredBlock[]> {
  const { rows } = await live.query<StoredBlock>(
    `SELECT number, hash, parent_hash, timestamp FROM ${LIVE_SCHEMA}.block
     WHERE chain_id = $1 AND number > $2 AND (has_events OR number = $3) ORDER BY number LIMIT ${BLOCKS_PER_BATCH}`,
    [target.chainId, after, target.number],
  );
  return rows;
}

async function readLogs(live: pg.PoolClient, chainId: number, after: number, to: number): Promise<RawLog[]> {
  const { rows } = await live.query<RawRow>(
    `SELECT block_number, log_index, block_hash, tx_hash, address, topic0, topic1, topic2, topic3, data
     FROM ${LIVE_SCHEMA}.raw_event WHERE chain_id = $1 AND block_number > $2 AND block_number <= $3
     ORDER BY block_number, log_index`,
    [chainId, after, to],
  );
  return rows.map((row) => ({
    blockNumber: Number(row.block_number),
    logIndex: row.log_index,
    blockHash: toHex(row.block_hash),
    txHash: toHex(row.tx_hash),
    address: toHex(row.address),
    topics: [row.topic0, row.topic1, row.topic2, row.topic3].filter((topic) => topic !== null).map(toHex),
    data: toHex(row.data),
    timestamp: null,
  }));
}
