import type { Deployment } from '@freehold/contracts/deployments';
import type pg from 'pg';
import { Pipeline } from '../pipeline/pipeline.ts';
import { type PipelineObserver, Projection } from '../pipeline/projection.ts';
import { chainStart } from '../process/chain-start.ts';
import type { ChainSource } from '../rpc/chain-source.ts';
import type { Header } from '../rpc/wire.ts';
import { ChainStore, type Cursor } from '../store/chain-store.ts';
import { differingRows, digestTables, type TableDigest } from './derived-tables.ts';
import { replayRaw } from './replay-raw.ts';
import { adoptShadow, createShadow, dropShadow, restoreLiveSchema } from './shadow-schema.ts';

const SHADOW = 'chain_rebuild';
const SILENT: PipelineObserver = { committed: () => undefined, rewound: () => undefined };
const CATCH_UP_ROUNDS = 20;

export type RebuildOptions = {
  /** Must be allowed to create schemas. */
  readonly pool: pg.Pool;
  readonly source: ChainSource;
  readonly deployment: Deployment;
  readonly chainId: number;
  /** `chain`: read everything from the node again; `raw`: replay the stored raw events. */
  readonly from: 'chain' | 'raw';
  /** Put the result in place of the live tables unless they are identical. */
  readonly apply: boolean;
  readonly report: (line: string) => void;
};

export type TableComparison = {
  readonly table: string;
  readonly live: TableDigest | null;
  readonly rebuilt: TableDigest;
};

export type RebuildResult = {
  readonly number: number;
  readonly identical: boolean;
  readonly applied: boolean;
  readonly tables: readonly TableComparison[];
};

/** Derives every table anew beside the live ones, compares them row for row by digest, and replaces them if asked. */
export async function rebuildChain(options: RebuildOptions): Promise<RebuildResult> {
  const { pool, chainId, report } = options;
  if (await restoreLiveSchema(pool)) report('Schema chain was missing and has been created.');
  await createShadow(pool, SHADOW);
  const live = await pool.connect();
  try {
    const shadow = new ChainStore({ pool, chainId, schema: SHADOW });
    const start = await chainStart(options.source, options.deployment);
    const projection = await Projection.claim(shadow, SILENT, start);
    const comparable = await fillShadow(options, live, projection);
    const tables = await compare(options, live, comparable);
    const identical = comparable && tables.every(({ live, rebuilt }) => live?.digest === rebuilt.digest);
    const applied = options.apply && !identical;
    await live.query('COMMIT');
    if (applied) await adoptShadow(pool, SHADOW, chainId);
    return { number: projection.cursor.number, identical, applied, tables };
  } finally {
    live.release(true);
    await dropShadow(pool, SHADOW);
  }
}

/**
 * Brings the shadow to the block the live tables stand on, in a snapshot of them that `live` keeps open.
 * False when there is nothing to compare with: no live tables, or they are of another chain.
 */
async function fillShadow(
  options: RebuildOptions,
  live: pg.PoolClient,
  projection: Projection,
): Promise<boolean> {
  const { source, from } = options;
  const pipeline = new Pipeline({
    source,
    projection,
    finalityBlocks: 0,
    signal: new AbortController().signal,
  });
  for (let round = 0; round < CATCH_UP_ROUNDS; round += 1) {
    await live.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const cursor = await snapshotCursor(live, options);
    if (cursor === null || cursor.hash === null) {
      if (from === 'raw') throw new Error('There are no raw events to replay. Use --from=chain.');
      await advanceTo(pipeline, projection, await source.latest());
      return false;
    }
    if (from === 'raw') {
      await replayRaw(live, projection, {
        chainId: options.chainId,
        number: cursor.number,
        hash: cursor.hash,
      });
      return true;
    }
    const [header] = await source.headers([cursor.number]);
    if (header === null || header === undefined || header.hash !== cursor.hash) {
      // Either the live tables follow another chain for good, or a fork is just being followed.
      if (round > 2) {
        await advanceTo(pipeline, projection, await source.latest());
        return false;
      }
    } else {
      await advanceTo(pipeline, projection, header);
      if (projection.cursor.hash === cursor.hash) return true;
    }
    await live.query('COMMIT');
    await new Promise((done) => setTimeout(done, 300));
  }
  throw new Error(
    'The live tables and the chain never agreed on a block; is the node reorganising all the time?',
  );
}

async function advanceTo(pipeline: Pipeline, projection: Projection, header: Header): Promise<void> {
  for (let attempt = 0; attempt < 5 && projection.cursor.hash !== header.hash; attempt += 1)
    await pipeline.advance(header);
}

async function snapshotCursor(
  live: pg.PoolClient,
  options: RebuildOptions,
): Promise<Pick<Cursor, 'number' | 'hash'> | null> {
  const { rows } = await live.query<{ number: string; hash: Buffer | null }>(
    'SELECT number, hash FROM chain.cursor WHERE chain_id = $1',
    [options.chainId],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return { number: Number(row.number), hash: row.hash === null ? null : `0x${row.hash.toString('hex')}` };
}

async function compare(
  { pool, chainId, report }: RebuildOptions,
  live: pg.PoolClient,
  comparable: boolean,
): Promise<TableComparison[]> {
  const before = await digestTables(live, 'chain', chainId);
  const rebuilt = await digestTables(pool, SHADOW, chainId);
  const tables: TableComparison[] = [];
  for (const [table, digest] of rebuilt) {
    const old = before.get(table) ?? null;
    tables.push({ table, live: comparable ? old : null, rebuilt: digest });
    if (!comparable || old?.digest === digest.digest) continue;
    const { onlyLive, onlyRebuilt } = await differingRows(
      table,
      { live, shadow: pool, schema: SHADOW },
      chainId,
    );
    for (const row of onlyLive) report(`${table}: only in the live table: ${row}`);
    for (const row of onlyRebuilt) report(`${table}: only in the rebuilt table: ${row}`);
  }
  return tables;
}
