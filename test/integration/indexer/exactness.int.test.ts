import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Rig } from './support/rig.ts';
import { mineTransfers, tellStory } from './support/story.ts';

describe('the tables against an independent fold of the chain', { timeout: 540_000 }, () => {
  let rig: Rig;

  before(async () => {
    rig = await Rig.create();
  });

  after(() => rig.stop());

  test('a whole story told before the indexer starts is mirrored exactly', async () => {
    const token = await tellStory(rig.world, 'Elm Street 1');
    await mineTransfers(rig.world, token, 40, 1);
    const indexer = await rig.startIndexer();
    await rig.caughtUp();
    await rig.assertExact();
    assert.equal(await rig.count('dividend_payment'), 6);
    assert.equal(await rig.count('property_token'), 1);
    assert.equal((await indexer.status())?.role, 'leader');
  });

  test('a second property told while the indexer runs is mirrored exactly', async () => {
    const token = await tellStory(rig.world, 'Oak Avenue 2');
    await mineTransfers(rig.world, token, 10, 2);
    await rig.caughtUp();
    await rig.assertExact();
    assert.equal(await rig.count('property_token'), 2);
    assert.equal(await rig.count('contract', "kind = 'compliance'"), 2);
  });

  test('final never exceeds what is indexed and lags the head as the node says', async () => {
    const cursor = await rig.cursor();
    const final = await rig.world.client.getBlock({ blockTag: 'finalized' });
    assert.equal(cursor?.final, Number(final.number));
    assert.equal(await rig.count('block', `NOT has_events AND number < ${cursor?.final}`), 0);
  });

  test('every commit is announced on chain_advanced', async () => {
    const client = await rig.pool.connect();
    try {
      const heard = new Promise<string>((done) => client.once('notification', (m) => done(m.payload ?? '')));
      await client.query('LISTEN chain_advanced');
      await rig.world.mineEmpty(1);
      const head = await rig.world.client.getBlockNumber();
      assert.equal(await heard, `31337:${head}`);
    } finally {
      client.release(true);
    }
  });

  test('holders_before gives the register at the record date of a dividend', async () => {
    const { rows } = await rig.pool.query<{ holders: string; total: string; supply: string }>(
      `SELECT count(*) AS holders, sum(h.amount) AS total, max(d.supply) AS supply FROM chain.dividend d,
         chain.holders_before(d.chain_id, d.token, d.declared_block, d.declared_log) h
       WHERE d.cancelled_block IS NULL GROUP BY d.id`,
    );
    assert.equal(rows.length, 2);
    for (const row of rows) assert.deepEqual([row.holders, row.total], ['5', row.supply]);
  });
});
