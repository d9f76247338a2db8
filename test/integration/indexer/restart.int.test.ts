import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Address } from 'viem';
import { randomFrom } from './support/accounts.ts';
import { Rig, until } from './support/rig.ts';
import { mineTransfers, tellStory } from './support/story.ts';

const KILLS = 4;

describe('restarts', { timeout: 540_000 }, () => {
  let rig: Rig;
  let token: Address;

  before(async () => {
    rig = await Rig.create();
    token = await tellStory(rig.world, 'Elm Street 1');
  });

  after(() => rig.stop());

  test('kill -9 at random moments of a running stream loses and doubles nothing', async () => {
    const random = randomFrom(7);
    let kills = 0;
    // However long an indexer takes to begin: the stream goes on until enough of them have died in it.
    const chain = (async () => {
      for (let round = 0; kills < KILLS; round += 1) await mineTransfers(rig.world, token, 10, 100 + round);
      await tellStory(rig.world, 'Kill Street 9');
    })();
    while (kills < KILLS) {
      const indexer = await rig.startLeader();
      await new Promise((done) => setTimeout(done, random(250)));
      await indexer.kill('SIGKILL');
      kills += 1;
    }
    await chain;
    const indexer = await rig.startLeader();
    await rig.caughtUp();
    await rig.assertExact();
    assert.equal((await rig.cursor())?.fence, kills + 1);
    const duplicates = await rig.count('outbox', "kind = 'retracted'");
    assert.equal(duplicates, 0);
    await indexer.kill();
  });

  test('SIGTERM ends the process by itself with exit code 0', async (t) => {
    const indexer = await rig.startLeader();
    await rig.caughtUp();
    const started = performance.now();
    const { code } = await indexer.kill('SIGTERM');
    assert.equal(code, 0);
    t.diagnostic(`ended after ${Math.round(performance.now() - started)} ms (goal: 3,000)`);
  });

  test('a node that goes away and comes back is followed again without a restart', async () => {
    const indexer = await rig.startLeader();
    await rig.caughtUp();
    rig.world.node.process.kill('SIGSTOP');
    await new Promise((done) => setTimeout(done, 700));
    rig.world.node.process.kill('SIGCONT');
    await mineTransfers(rig.world, token, 3, 900);
    await rig.caughtUp();
    await rig.assertExact();
    await indexer.kill();
  });

  test('a database that drops every connection is written to again', async () => {
    const indexer = await rig.startLeader();
    await rig.caughtUp();
    await rig.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name LIKE 'freehold-indexer%'`,
    );
    await mineTransfers(rig.world, token, 3, 901);
    await rig.caughtUp();
    await rig.assertExact();
    assert.equal((await indexer.status())?.role, 'leader');
    await indexer.kill();
  });

  test('a WebSocket node is followed by its announcements', async () => {
    const rpcUrl = rig.world.node.rpcUrl.replace('http:', 'ws:');
    // The next look at its own pace would be in four minutes: longer than anything here waits.
    const indexer = await rig.startLeader({ RPC_URL: rpcUrl, INDEXER_POLL_MS: '60000' });
    await rig.caughtUp();
    await mineTransfers(rig.world, token, 1, 902);
    await rig.caughtUp();
    await mineTransfers(rig.world, token, 5, 903);
    await rig.caughtUp();
    await rig.assertExact();
    await indexer.kill();
  });
});

describe('two indexers', { timeout: 540_000 }, () => {
  let rig: Rig;
  let token: Address;

  before(async () => {
    rig = await Rig.create();
    token = await tellStory(rig.world, 'Elm Street 1');
  });

  after(() => rig.stop());

  async function leaderAndStandby() {
    const one = await rig.startLeader();
    const two = await rig.startIndexer();
    await until('the second to be ready', async () => (await two.status())?.ready === true);
    assert.equal((await two.status())?.role, 'standby');
    return { one, two };
  }

  test('the standby takes over when the leader is killed', async (t) => {
    const { one, two } = await leaderAndStandby();
    await rig.caughtUp();
    const before = await rig.cursor();
    await one.kill('SIGKILL');
    const died = performance.now();
    await until('the standby to lead', async () => (await two.status())?.role === 'leader');
    t.diagnostic(`led after ${Math.round(performance.now() - died)} ms (goal: 2,000)`);
    await mineTransfers(rig.world, token, 3, 1);
    await rig.caughtUp();
    await rig.assertExact();
    assert.equal((await rig.cursor())?.fence, (before?.fence ?? 0) + 1);
    await two.kill();
  });

  test('a leader that was stopped and wakes up after the take-over writes nothing', async () => {
    const { one, two } = await leaderAndStandby();
    one.child.kill('SIGSTOP');
    await until('the standby to lead', async () => (await two.status())?.role === 'leader');
    await mineTransfers(rig.world, token, 5, 2);
    await rig.caughtUp();
    one.child.kill('SIGCONT');
    await mineTransfers(rig.world, token, 5, 3);
    await rig.caughtUp();
    await until('the old leader to stand by', async () => (await one.status())?.role === 'standby');
    await rig.assertExact();
    await Promise.all([one.kill(), two.kill()]);
  });
});
