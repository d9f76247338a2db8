import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Address } from 'viem';
import { type IndexerProcess, Rig, until } from './support/rig.ts';
import { mineTransfers, tellStory } from './support/story.ts';

describe('forks of the chain', { timeout: 540_000 }, () => {
  let rig: Rig;
  let indexer: IndexerProcess;
  let token: Address;

  before(async () => {
    // The final block lags by 64: every fork below reaches only unfinalised blocks.
    rig = await Rig.create(32);
    token = await tellStory(rig.world, 'Elm Street 1');
    await mineTransfers(rig.world, token, 10, 1);
    indexer = await rig.startIndexer();
    await rig.caughtUp();
  });

  after(() => rig.stop());

  /** Mines `old` blocks, lets the indexer see them, then replaces them by `next` other ones. */
  async function replace(old: () => Promise<void>, next: () => Promise<void>): Promise<void> {
    const { client } = rig.world;
    const snapshot = await client.snapshot();
    await old();
    await rig.caughtUp();
    await client.revert({ id: snapshot });
    await next();
    await rig.caughtUp();
    await rig.assertExact();
  }

  const transfers = (blocks: number, seed: number) => () => mineTransfers(rig.world, token, blocks, seed);

  test('one block is replaced by two', async () => {
    await replace(transfers(1, 10), transfers(2, 11));
  });

  test('one block is replaced by another of the same height', async () => {
    await replace(transfers(1, 12), transfers(1, 13));
  });

  test('six blocks are replaced by seven', async () => {
    await replace(transfers(6, 14), transfers(7, 15));
  });

  test('six blocks are replaced by two, and the shorter chain then grows past the old head', async () => {
    await replace(transfers(6, 16), transfers(2, 17));
    await transfers(9, 18)();
    await rig.caughtUp();
    await rig.assertExact();
  });

  test('the node itself drops four blocks with their transactions', async () => {
    await transfers(5, 19)();
    await rig.caughtUp();
    await rig.world.reorganise(4);
    await transfers(1, 20)();
    await rig.caughtUp();
    await rig.assertExact();
  });

  test('the chain flips between two forks five times', async () => {
    for (let round = 0; round < 5; round += 1)
      await replace(transfers(3, 30 + round), transfers(3 + (round % 2), 40 + round));
  });

  test('a property and its dividend vanish with the fork that bore them', async () => {
    const before = await rig.count('property_token');
    await replace(async () => void (await tellStory(rig.world, 'Orphan Lane 3')), transfers(8, 50));
    assert.equal(await rig.count('property_token'), before);
    assert.equal(await rig.count('contract', "kind = 'property_token'"), before);
    await replace(
      async () => void (await tellStory(rig.world, 'Orphan Lane 4')),
      async () => void (await tellStory(rig.world, 'Birch Road 5')),
    );
    assert.equal(await rig.count('property_token'), before + 1);
  });

  test('a dividend half paid on one fork is paid to other holders on the next', async () => {
    await replace(
      async () => void (await tellStory(rig.world, 'Twice Told 6')),
      async () => {
        await transfers(2, 60)();
        await tellStory(rig.world, 'Twice Told 6');
      },
    );
  });

  test('a fork that happened while the indexer was down is found at its start', async () => {
    const { client } = rig.world;
    const snapshot = await client.snapshot();
    await transfers(7, 70)();
    await rig.caughtUp();
    await indexer.kill('SIGKILL');
    await client.revert({ id: snapshot });
    await transfers(9, 71)();
    indexer = await rig.startIndexer();
    await rig.caughtUp();
    await rig.assertExact();
  });

  test('every fork is journalled, with its orphaned events and a retraction for each block', async () => {
    assert.ok((await rig.count('fork')) >= 10);
    const { rows } = await rig.pool.query<{ forks: string; rows: string; applied: string; standing: string }>(
      `SELECT (SELECT sum(orphaned_events) FROM chain.fork) AS forks,
         (SELECT count(*) FROM chain.raw_event_orphan) AS rows,
         (SELECT sum(CASE kind WHEN 'applied' THEN event_count ELSE -event_count END) FROM chain.outbox) AS applied,
         (SELECT count(*) FROM chain.raw_event) AS standing`,
    );
    assert.equal(rows[0]?.forks, rows[0]?.rows);
    assert.equal(rows[0]?.applied, rows[0]?.standing);
  });
});

describe('a fork below the final block', { timeout: 540_000 }, () => {
  test('halts indexing, changes nothing, says so, stays alive and goes on after a rebuild', async () => {
    const rig = await Rig.create(1);
    try {
      const { client } = rig.world;
      const snapshot = await client.snapshot();
      await tellStory(rig.world, 'Elm Street 1');
      const indexer = await rig.startIndexer();
      await rig.caughtUp();
      const before = await rig.cursor();
      const transfers = await rig.count('transfer');
      await client.revert({ id: snapshot });
      await rig.world.mineEmpty(40);
      await until('the indexer to halt', async () => (await rig.cursor())?.halted !== null);
      assert.match((await rig.cursor())?.halted ?? '', /final/);
      assert.deepEqual({ ...(await rig.cursor()), halted: null }, before);
      assert.equal(await rig.count('transfer'), transfers);
      const response = await fetch(`${indexer.url}/health/ready`);
      assert.equal(response.status, 503);
      assert.match(await response.text(), /final/);
      assert.equal((await fetch(`${indexer.url}/health/live`)).status, 200);

      // The other chain is right after all: a rebuild puts it in place, and the halted process goes on by itself.
      const { code, output } = await rig.rebuild('--apply');
      assert.equal(code, 0, output);
      await until('the indexer to go on', async () => (await indexer.status())?.ready === true);
      await rig.world.mineEmpty(1);
      await rig.caughtUp();
      await rig.assertExact();
      assert.ok((await rig.count('outbox', "kind = 'retracted'")) > 0);
    } finally {
      await rig.stop();
    }
  });
});
