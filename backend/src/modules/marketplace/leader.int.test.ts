import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { boundBy } from '@freehold/shared/signed-order';
import { BackgroundTasks } from '../../common/tasks/background-tasks.service.ts';
import { type BookRig, startBookRig } from './testing/book-rig.ts';
import { replayed } from './testing/replayed.ts';

const KILLS = 5;

/** A worker in a process of its own, ready to lead. */
async function startLeader(databaseUrl: string): Promise<ChildProcess> {
  const program = join(import.meta.dirname, 'testing/leader-process.js');
  const child = spawn(process.execPath, [program, databaseUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

describe('the leader of a market', () => {
  let rig: BookRig;
  before(async () => {
    rig = await startBookRig(20_261);
  });
  after(() => rig?.close());

  const caughtUp = async (): Promise<void> => {
    for (;;) {
      const { applied, last } = await rig.progress();
      if (applied === last) return;
      await sleep(50);
    }
  };

  /** Everything the tables say is what the journal alone says. */
  async function assertEqualsReplay(): Promise<void> {
    const { client } = rig.prisma;
    const replay = await replayed(rig.prisma, rig.marketId);
    const orders = await client.marketOrder.findMany({ orderBy: { sequence: 'asc' } });
    for (const row of orders) {
      const said = replay.orders.get(row.id);
      const inTables = [row.openShares, row.matchedShares].map((value) => value.toFixed(0));
      assert.deepEqual(
        [...inTables, row.state, row.reason],
        [String(said?.open), String(said?.matched), said?.state, said?.reason],
      );
    }
    const trades = await client.marketTrade.findMany({ orderBy: [{ number: 'asc' }, { index: 'asc' }] });
    assert.deepEqual(
      trades.map((row) => [
        ...[Number(row.number), row.index, row.sellOrderId, row.buyOrderId],
        ...[row.price, row.shares, row.cost, row.buyerFee, row.sellerFee].map((value) => value.toFixed(0)),
      ]),
      replay.trades.map((said) => [
        ...[said.number, said.index, said.sellOrderId, said.buyOrderId],
        ...[said.price, said.shares, said.cost, said.buyerFee, said.sellerFee].map(String),
      ]),
    );
    await assertPromises(replay.trades.length);
    const numbers = await client.marketCommand.findMany({
      select: { number: true },
      orderBy: { number: 'asc' },
    });
    assert.deepEqual(
      numbers.map(({ number }) => Number(number)),
      numbers.map((_, index) => index + 1),
    );
  }

  /** Every open share of an order and every unsettled trade is bound, and nothing else. */
  async function assertPromises(trades: number): Promise<void> {
    const { client } = rig.prisma;
    const promises = await client.marketReservation.findMany();
    const amounts = new Map(promises.map(({ subjectId, amount }) => [subjectId, amount.toFixed(0)]));
    const orders = await client.marketOrder.findMany();
    for (const { id, side, price, feeBps, openShares } of orders) {
      const terms = {
        side: side === 'SELL' ? 'SELL' : 'BUY',
        price: BigInt(price.toFixed(0)),
        feeBps,
      } as const;
      const amount = boundBy(terms, BigInt(openShares.toFixed(0)));
      assert.equal(amounts.get(id) ?? '0', amount.toString());
    }
    const ids = new Set(orders.map(({ id }) => id));
    assert.equal(promises.filter(({ subjectId }) => !ids.has(subjectId)).length, 2 * trades);
  }

  it('loses and doubles nothing when it is killed again and again while orders stream in', async () => {
    let streaming = true;
    const stream = (async () => {
      while (streaming) await rig.command(10);
    })();
    for (let round = 0; round < KILLS; round += 1) {
      const { applied: before } = await rig.progress();
      const leader = await startLeader(rig.system.database.url);
      // Killed once it has really led, in the middle of whatever it does then.
      while ((await rig.progress()).applied <= before) await sleep(5);
      await sleep(20 * round);
      await kill(leader);
    }
    streaming = false;
    await stream;
    const last = await startLeader(rig.system.database.url);
    await caughtUp();
    await kill(last);
    const engine = await rig.prisma.client.marketEngine.findUniqueOrThrow({
      where: { marketId: rig.marketId },
    });
    assert.equal(engine.term, BigInt(KILLS + 1), 'each process became leader');
    assert.ok((await rig.prisma.client.marketTrade.count()) > 50, 'there was something to lose');
    await assertEqualsReplay();
  });

  it('is one at a time: a standby takes over when it dies', async () => {
    const first = await startLeader(rig.system.database.url);
    await rig.command(50);
    await caughtUp();
    const second = await startLeader(rig.system.database.url);
    const term = async () =>
      (await rig.prisma.client.marketEngine.findUniqueOrThrow({ where: { marketId: rig.marketId } })).term;
    const before = await term();
    await rig.command(50);
    await caughtUp();
    assert.equal(await term(), before, 'the standby waits');
    await kill(first);
    await rig.command(50);
    await caughtUp();
    assert.equal(await term(), before + 1n);
    await kill(second);
    await assertEqualsReplay();
  });

  it('writes nothing any more once another has taken over, and leads anew afterwards', async () => {
    const tasks = rig.system.app.get(BackgroundTasks);
    const { client } = rig.prisma;
    const engine = { where: { marketId: rig.marketId } };
    const { term } = await client.marketEngine.findUniqueOrThrow(engine);
    // The server lets go of the lock of the one that died a moment later.
    while ((await client.marketEngine.findUniqueOrThrow(engine)).term === term) {
      await tasks.runOnce('market-leader');
      await sleep(20);
    }
    // Another leader that this process has not heard of.
    await client.marketEngine.update({ ...engine, data: { term: { increment: 1 } } });
    await rig.command(20);
    const { applied } = await client.marketEngine.findUniqueOrThrow(engine);
    await tasks.runOnce('market-leader');
    assert.equal((await client.marketEngine.findUniqueOrThrow(engine)).applied, applied);
    await tasks.runOnce('market-leader');
    await caughtUp();
    await assertEqualsReplay();
  });
});
