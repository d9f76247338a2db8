import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Address } from 'viem';
import { type IndexerProcess, Rig, until } from './support/rig.ts';
import { mineTransfers, tellStory } from './support/story.ts';

describe('rebuilding the projection', { timeout: 540_000 }, () => {
  let rig: Rig;
  let token: Address;
  let indexer: IndexerProcess;

  before(async () => {
    rig = await Rig.create();
    token = await tellStory(rig.world, 'Elm Street 1');
    indexer = await rig.startIndexer({ INDEXER_AUDIT_MS: '200' });
    await rig.caughtUp();
    // A fork on the way: what it left behind must not show in the derived tables.
    const snapshot = await rig.world.client.snapshot();
    await mineTransfers(rig.world, token, 4, 1);
    await rig.caughtUp();
    await rig.world.client.revert({ id: snapshot });
    await mineTransfers(rig.world, token, 30, 2);
    await rig.caughtUp();
  });

  after(() => rig.stop());

  for (const from of ['chain', 'raw']) {
    test(`from ${from}: every derived table comes back identical beside the running indexer`, async () => {
      const { code, output } = await rig.rebuild(`--from=${from}`);
      assert.equal(code, 0, output);
      assert.match(output, /identical\./);
      assert.doesNotMatch(output, /DIFFERENT/);
      assert.match(output, /transfer +identical +[1-9]/);
    });
  }

  test('a wrong row is named, and --apply puts it right under the running indexer', async () => {
    await rig.pool.query(
      'UPDATE chain.balance SET amount = amount + 1 WHERE ctid = (SELECT min(ctid) FROM chain.balance)',
    );
    // Other reasons not to be ready may come and go before.
    const differs = /add up to .*, but its supply there is/;
    await until('the audit to find it', async () => differs.test((await indexer.status())?.reason ?? ''));
    assert.equal((await indexer.status())?.ready, false);
    const found = await rig.rebuild();
    assert.equal(found.code, 1);
    assert.match(found.output, /balance +DIFFERENT/);
    assert.match(found.output, /balance: only in the live table: \(31337,/);
    const repaired = await rig.rebuild('--apply');
    assert.equal(repaired.code, 0, repaired.output);
    await until('the audit to be content', async () => (await indexer.status())?.ready === true);
    await mineTransfers(rig.world, token, 3, 3);
    await rig.caughtUp();
    await rig.assertExact();
  });

  test('a dropped schema is created and filled again', async () => {
    await indexer.kill();
    await rig.pool.query('DROP SCHEMA chain CASCADE');
    const { code, output } = await rig.rebuild('--apply');
    assert.equal(code, 0, output);
    await rig.assertExact();
    indexer = await rig.startIndexer();
    await mineTransfers(rig.world, token, 3, 4);
    await rig.caughtUp();
    await rig.assertExact();
    assert.equal((await rig.rebuild()).code, 0);
  });
});
