import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { marketplaceAbi, propertyTokenAbi } from '@freehold/contracts/abis';
import { createPublicClient, createTestClient, http } from 'viem';
import { SHARE } from './testing/market-chain-rig.ts';
import { type MarketRig, startMarketRig, type Trader, USDC } from './testing/market-rig.ts';

const PAIRS = 6;
const LOTS = 10_000n;

describe('a settlement with permits', () => {
  let rig: MarketRig;
  before(async () => {
    rig = await startMarketRig();
  });
  after(() => rig?.close());

  /** A worker in a process of its own: matches, settles and sends. */
  async function startWorker(): Promise<ChildProcess> {
    const { environment, deployment } = rig;
    const told = JSON.stringify({ databaseUrl: rig.system.database.url, environment, deployment });
    const program = join(import.meta.dirname, 'testing/worker-process.js');
    const child = spawn(process.execPath, [program, told], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (child.stdout) await once(child.stdout, 'data');
    return child;
  }
  async function kill(child: ChildProcess): Promise<void> {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  it('doubles and loses nothing when its worker is killed at every stage', async () => {
    const transport = http(rig.rpcUrl);
    const chain = createTestClient({ mode: 'anvil', transport });
    const reader = createPublicClient({ transport });
    const { client } = rig.prisma;
    const [sellers, buyers]: [Trader[], Trader[]] = [[], []];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      sellers.push(await rig.trader({ shares: 10n * SHARE, allows: false }));
      buyers.push(await rig.trader({ usdc: 1_000n * USDC, allows: false }));
    }
    // One after the other reaches each of these, and the worker dies there.
    const stages = [
      async () => (await client.marketTrade.count()) > 0,
      async () => (await client.marketPermit.count({ where: { state: 'SENT' } })) > 0,
      async () => (await client.chainTransaction.count({ where: { state: { not: 'RESERVED' } } })) > 0,
      async () => (await client.marketTrade.count({ where: { state: 'CONFIRMED' } })) > 0,
      async () => (await client.marketTrade.count({ where: { state: 'FINAL' } })) > 0,
    ];
    const moving = { on: true };
    const miner = (async () => {
      while (moving.on) {
        await chain.mine({ blocks: 1 }).catch(() => undefined);
        await sleep(150);
      }
    })();
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const [seller, buyer] = [sellers[pair], buyers[pair]];
      assert.ok(seller && buyer);
      const cents = 5_000n + BigInt(pair);
      await rig.place(seller, { side: 'SELL', lots: 2n * LOTS, cents, permit: {} });
      await rig.place(buyer, { side: 'BUY', lots: LOTS, cents, permit: {} });
      const worker = await startWorker();
      const reached = stages[pair];
      if (reached === undefined) {
        const open = { state: { notIn: ['FINAL', 'REVERTED'] } };
        while (
          (await client.marketTrade.count()) < PAIRS ||
          (await client.marketTrade.count({ where: open }))
        )
          await sleep(50);
      } else {
        while (!(await reached())) await sleep(5);
      }
      await kill(worker);
    }
    moving.on = false;
    await miner;
    await rig.settleAll();

    const trades = await rig.trades();
    assert.deepEqual(
      trades.map(({ state }) => state),
      trades.map(() => 'FINAL'),
    );
    assert.equal(trades.length, PAIRS);
    // The cheapest seller is met first: some have sold twice, some nothing.
    const orders = await client.marketOrder.findMany({ where: { side: 'SELL' } });
    for (const { account } of sellers) {
      const order = orders.find(({ maker }) => maker === account.address.toLowerCase());
      const sold = BigInt(order?.matchedShares.toFixed(0) ?? '-1');
      assert.equal(await rig.balance('shares', account.address), 10n * SHARE - sold);
      const nonces = { address: rig.token, abi: propertyTokenAbi, functionName: 'nonces' } as const;
      const used = await reader.readContract({ ...nonces, args: [account.address] });
      assert.equal(used, sold > 0n ? 1n : 0n, 'one permit for both trades');
    }
    for (const { account } of buyers) assert.equal(await rig.balance('shares', account.address), SHARE);
    const executed = await reader.getContractEvents({
      ...{ address: rig.deployment.marketplace, abi: marketplaceAbi, eventName: 'TradeExecuted' },
      fromBlock: 0n,
    });
    assert.equal(executed.length, PAIRS, 'each trade happened once on chain');
    const sellersWhoSold = orders.filter(({ matchedShares }) => matchedShares.toFixed(0) !== '0').length;
    assert.equal(await client.marketPermit.count({ where: { state: 'USED' } }), PAIRS + sellersWhoSold);
    assert.equal(await client.marketPermit.count({ where: { state: 'WAITING' } }), PAIRS - sellersWhoSold);
    const open = orders.filter(({ openShares }) => openShares.toFixed(0) !== '0').length;
    assert.equal(await client.marketReservation.count(), open, 'what is open is bound and nothing else');
  });
});
