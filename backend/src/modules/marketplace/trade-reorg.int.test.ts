import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { marketplaceAbi, usdcAbi } from '@freehold/contracts/abis';
import { readOrder } from '@freehold/shared/marketplace';
import { createPublicClient, createTestClient, http } from 'viem';
import { development, SHARE } from './testing/market-chain-rig.ts';
import { type MarketRig, startMarketRig, type Trader, USDC } from './testing/market-rig.ts';

const LOTS = 10_000n;

describe('a trade whose block the chain forgets', () => {
  let rig: MarketRig;
  before(async () => {
    // Final is what lies 64 blocks behind the head: here blocks may vanish.
    rig = await startMarketRig({ slotsInAnEpoch: 32 });
  });
  // What one test leaves undone must not stop the next.
  afterEach(() => chain().setAutomine(true));
  after(() => rig?.close());

  const chain = () => createTestClient({ mode: 'anvil', transport: http(rig.rpcUrl) });
  const reader = () => createPublicClient({ transport: http(rig.rpcUrl) });
  const read = (trader: Trader, id: string) => trader.browser.call(readOrder, { params: { id } });
  const lastTrade = async () => {
    const trade = (await rig.trades()).at(-1);
    assert.ok(trade);
    return trade;
  };
  const stepsOf = async (nounId: string) => {
    const rows = await rig.prisma.client.stateTransition.findMany({
      where: { nounId },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ toState }) => toState);
  };
  const statusOf = async (transactionKey: string) =>
    (await rig.prisma.client.chainTransaction.findUniqueOrThrow({ where: { key: transactionKey } })).state;
  const keyOf = async (settlementId: string | null) => {
    assert.ok(settlementId);
    const row = await rig.prisma.client.marketSettlement.findUniqueOrThrow({ where: { id: settlementId } });
    return row.transactionKey;
  };
  /** The block of the last trade and those after it are replaced by empty ones; nothing is mined by itself until `mined`. */
  const reorganise = async (): Promise<void> => {
    await chain().setAutomine(false);
    const { blockNumber } = await lastTrade();
    assert.ok(blockNumber !== null);
    const depth = Number((await reader().getBlockNumber({ cacheTime: 0 })) - blockNumber) + 1;
    await chain().request({ method: 'anvil_reorg', params: [depth, []] } as never);
  };
  /** Whether a transaction of this key waits for a block. */
  const waits = async (key: string): Promise<boolean> => {
    const variants = await rig.prisma.client.chainTransactionVariant.findMany({
      where: { transaction: { key } },
    });
    const seen = await Promise.all(
      variants.map(({ hash }) =>
        reader()
          .getTransaction({ hash: `0x${hash.slice(2)}` })
          .catch(() => null),
      ),
    );
    return seen.some((transaction) => transaction?.blockNumber === null);
  };
  /** Mines until the transaction is in a block, and not beyond: it must not become final here. */
  const mined = async (key: string): Promise<void> => {
    await rig.sendUntil(async () => {
      if ((await statusOf(key)) === 'MINED') return true;
      // A node that mines by itself may be about to: another block would only lie on top of its own.
      if (!(await chain().getAutomine()) && (await waits(key))) await chain().mine({ blocks: 1 });
      return false;
    });
    await chain().setAutomine(true);
  };
  const bound = async (trader: Trader): Promise<bigint> => {
    const { _sum } = await rig.prisma.client.marketReservation.aggregate({
      where: { wallet: trader.account.address.toLowerCase() },
      _sum: { amount: true },
    });
    return BigInt(_sum.amount?.toFixed(0) ?? '0');
  };

  /** Two orders, met and in a block that is not final. */
  async function confirmed(cents: bigint) {
    const seller = await rig.trader({ shares: 10n * SHARE, allows: false });
    const buyer = await rig.trader({ usdc: 1_000n * USDC });
    // The shares were minted by the operator's key past the sender, who takes that for granted once it is final.
    await chain().mine({ blocks: 70 });
    const sell = await rig.place(seller, { side: 'SELL', lots: LOTS, cents, permit: {} });
    const buy = await rig.place(buyer, { side: 'BUY', lots: LOTS, cents });
    await rig.lead();
    await rig.settleOnce();
    const key = await keyOf((await lastTrade()).settlementId);
    await mined(key);
    await rig.settleOnce();
    assert.equal((await lastTrade()).state, 'CONFIRMED');
    assert.equal(await bound(seller), 0n);
    return { seller, buyer, sell, buy, key };
  }
  const executed = async (hash: string): Promise<number> => {
    const logs = await reader().getContractEvents({
      ...{ address: rig.deployment.marketplace, abi: marketplaceAbi, eventName: 'TradeExecuted' },
      fromBlock: 0n,
    });
    return logs.filter(({ args }) => args.sellHash === hash).length;
  };

  it('goes back to being settled, is sent again, and is final once', async () => {
    const { seller, buyer, sell, buy, key } = await confirmed(5_000n);
    await reorganise();
    assert.equal(await rig.balance('shares', buyer.account.address), 0n, 'the block is gone');
    await rig.sendUntil(async () => (await statusOf(key)) !== 'MINED');
    await rig.settleOnce();
    const gone = await lastTrade();
    assert.deepEqual([gone.state, gone.txHash, gone.blockNumber], ['SUBMITTED', null, null]);
    assert.equal(await bound(seller), SHARE, 'the promise stands again');
    await mined(key);
    await rig.settleOnce();
    await chain().mine({ blocks: 70 });
    await rig.sendUntil(async () => (await statusOf(key)) === 'FINAL');
    await rig.settleOnce();
    const trade = await lastTrade();
    assert.equal(trade.state, 'FINAL');
    assert.deepEqual(await stepsOf(trade.id), [
      ...['MATCHED', 'SUBMITTED', 'CONFIRMED'],
      ...['SUBMITTED', 'CONFIRMED', 'FINAL'],
    ]);
    assert.equal(await rig.balance('shares', buyer.account.address), SHARE);
    assert.equal((await read(seller, sell.id)).state, 'FILLED');
    assert.equal((await read(buyer, buy.id)).state, 'FILLED');
    assert.deepEqual([await bound(seller), await bound(buyer)], [0n, 0n]);
    assert.equal(await executed(sell.hash), 1);
    assert.equal(await rig.prisma.client.marketSettlement.count({ where: { transactionKey: key } }), 1);
  });

  it('reopens both orders with the reason when it cannot be settled in the new branch', async () => {
    const { seller, buyer, sell, buy, key } = await confirmed(5_100n);
    await reorganise();
    // In the new branch all USDC stands still for a while.
    const usdc = { address: rig.deployment.usdc, abi: usdcAbi, args: [] };
    await chain().setAutomine(true);
    await rig.send(development(0), { ...usdc, functionName: 'pause' });
    await chain().setAutomine(false);
    await rig.sendUntil(async () => (await statusOf(key)) !== 'MINED');
    await rig.settleOnce();
    await mined(key);
    await rig.settleOnce();
    assert.equal((await lastTrade()).state, 'SUBMITTED', 'nothing is taken back before it is final');
    await rig.send(development(0), { ...usdc, functionName: 'unpause' });
    await chain().mine({ blocks: 70 });
    await rig.sendUntil(async () => (await statusOf(key)) === 'FINAL');
    await rig.settleOnce();
    const trade = await lastTrade();
    assert.equal(trade.state, 'REVERTED');
    assert.match(trade.reason ?? '', /paused/i);
    for (const [trader, { id }] of [
      [seller, sell],
      [buyer, buy],
    ] as const) {
      const { state, reason, open } = await read(trader, id);
      assert.deepEqual([state, reason, open], ['OPEN', trade.reason, SHARE.toString()]);
    }
    assert.equal(await bound(seller), SHARE);
    assert.equal(await executed(sell.hash), 0);
    await rig.lead();
    // Both came back at their old prices and meet again.
    const again = await lastTrade();
    assert.notEqual(again.id, trade.id);
    await rig.settleOnce();
    const next = await keyOf((await lastTrade()).settlementId);
    await mined(next);
    await chain().mine({ blocks: 70 });
    await rig.sendUntil(async () => (await statusOf(next)) === 'FINAL');
    await rig.settleOnce();
    assert.equal((await read(seller, sell.id)).state, 'FILLED');
    assert.equal(await executed(sell.hash), 1);
    assert.equal(await rig.balance('shares', buyer.account.address), SHARE);
  });
});
