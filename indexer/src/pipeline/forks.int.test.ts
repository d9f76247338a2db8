import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { migrate } from '@freehold/database/migrate';
import { createPool } from '@freehold/database/pool';
import { type TemporaryDatabase, temporaryDatabase } from '@freehold/scripts/embedded/postgres';
import fc from 'fast-check';
import type pg from 'pg';
import { DERIVED_TABLES } from '../rebuild/derived-tables.ts';
import { ChainStore } from '../store/chain-store.ts';
import { Pipeline } from './pipeline.ts';
import { type PipelineObserver, Projection } from './projection.ts';
import { type Act, type FakeBlock, FakeNode, fakeContracts, genesis, mineOn } from './testing/fake-chain.ts';

const FINAL_LAG = 12;
const SILENT: PipelineObserver = { committed: () => undefined, rewound: () => undefined };

/** Go back `back` blocks, mine the given ones there, and maybe look in between. */
type Step = {
  readonly back: number;
  readonly blocks: readonly (readonly Act[])[];
  readonly restart: boolean;
};

const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.nat(10),
  a: fc.nat(4),
  b: fc.nat(4),
  n: fc.integer({ min: 1, max: 60 }),
});
const step: fc.Arbitrary<Step> = fc.record({
  back: fc.nat(6),
  blocks: fc.array(fc.array(act, { maxLength: 5 }), { maxLength: 8 }),
  restart: fc.boolean(),
});

describe('random walks over random forks', { timeout: 300_000 }, () => {
  let database: TemporaryDatabase;
  let pool: pg.Pool;
  let nextChain = 1;

  before(async () => {
    database = await temporaryDatabase();
    await migrate(database.url);
    pool = createPool(database.url, 'indexer', { max: 2 });
  });

  after(async () => {
    await pool.end();
    await database.drop();
  });

  /** An indexer of its own on a chain id of its own, in the same tables. */
  async function indexerOn(node: FakeNode, chainId: number) {
    const store = new ChainStore({ pool, chainId });
    const start = {
      genesisHash: genesis().header.hash,
      startBlock: 1,
      before: genesis().header,
      contracts: fakeContracts,
    };
    const projection = await Projection.claim(store, SILENT, start);
    const signal = new AbortController().signal;
    const pipeline = new Pipeline({ source: node, projection, finalityBlocks: FINAL_LAG, signal });
    const follow = async (): Promise<void> => {
      for (let attempt = 0; attempt < 6; attempt += 1) await pipeline.advance(await node.latest());
    };
    return { follow, projection };
  }

  /** Every derived row as text, without the chain id, which differs between the walker and the fresh index. */
  async function rowsOf(chainId: number): Promise<Record<string, readonly string[]>> {
    const tables: Record<string, readonly string[]> = {};
    for (const [table, { columns, where }] of Object.entries(DERIVED_TABLES)) {
      const { rows } = await pool.query<{ row: string }>(
        `SELECT (to_jsonb(t) - 'chain_id')::text AS row FROM (SELECT ${columns} FROM chain.${table} WHERE ${where}) t
         WHERE t.chain_id = $1 ORDER BY 1`,
        [chainId],
      );
      tables[table] = rows.map(({ row }) => row);
    }
    return tables;
  }

  test('end in the same tables as a fresh index of the last chain', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
        const [walked, fresh] = [nextChain, nextChain + 1];
        nextChain += 2;
        let head: FakeBlock = genesis();
        const node = new FakeNode(head, FINAL_LAG);
        let { follow, projection } = await indexerOn(node, walked);
        for (const [salt, { back, blocks, restart }] of steps.entries()) {
          // Never below what is final: that is another test.
          for (let i = 0; i < back && head.parent !== null && head.header.number > projection.floor; i += 1)
            head = head.parent;
          for (const acts of blocks) head = mineOn(head, acts, salt);
          node.head = head;
          if (restart) ({ follow, projection } = await indexerOn(node, walked));
          await follow();
        }
        // A node whose head is lower is taken for lagging, so the last word is a longer chain.
        const height = Math.max(projection.cursor.number, head.header.number) + 1;
        while (head.header.number < height) head = mineOn(head, [], 99);
        node.head = head;
        await follow();
        assert.equal(projection.cursor.hash, head.header.hash);
        await (await indexerOn(node, fresh)).follow();
        assert.deepEqual(await rowsOf(walked), await rowsOf(fresh));
      }),
      { numRuns: Number(process.env.FORK_RUNS ?? 25) },
    );
  });

  test('leave an outbox in which applied minus retracted is what stands', async () => {
    const { rows } = await pool.query<{ wrong: string }>(
      `SELECT count(*) AS wrong FROM (
         SELECT chain_id, sum(CASE kind WHEN 'applied' THEN event_count ELSE -event_count END) AS net FROM chain.outbox GROUP BY chain_id
       ) o WHERE net <> (SELECT count(*) FROM chain.raw_event r WHERE r.chain_id = o.chain_id)`,
    );
    assert.equal(rows[0]?.wrong, '0');
  });
});
