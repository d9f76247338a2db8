import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { propertyTokenAbi } from '@freehold/contracts/abis';
import {
  cancelAllOrders,
  cancelOrder,
  haltMarket,
  listOrders,
  listOwnTrades,
  listTape,
  placeOrder,
  readCandles,
  readDepth,
  readMarket,
  readOrder,
  readOrderTerms,
  resumeMarket,
} from '@freehold/shared/marketplace';
import { codeOf } from '../../common/testing/test-people.ts';
import { agent, SHARE } from './testing/market-chain-rig.ts';
import { type MarketRig, startMarketRig, type Trader, USDC } from './testing/market-rig.ts';

const issuesOf = (body: unknown): string[] =>
  typeof body === 'object' && body !== null && 'issues' in body && Array.isArray(body.issues)
    ? body.issues.map(({ path }: { path: string }) => path)
    : [];

describe('the order book', () => {
  let rig: MarketRig;
  let alice: Trader;
  let bob: Trader;
  before(async () => {
    rig = await startMarketRig();
    alice = await rig.trader({ shares: 100n * SHARE });
    bob = await rig.trader({ usdc: 100_000n * USDC });
  });
  after(() => rig?.close());
  const market = () => ({ params: { id: rig.propertyId } });

  it('trades two signed orders and settles them on chain, with the fee of either side', async () => {
    const sell = await rig.place(alice, { side: 'SELL', lots: 100_000n, cents: 5_000n });
    assert.deepEqual([sell.state, sell.accepted], ['OPEN', false]);
    await rig.lead();
    const depth = await bob.browser.call(readDepth, market());
    assert.deepEqual(depth.asks, [
      { price: { amount: '50000000', currency: 'USDC' }, shares: (10n * SHARE).toString(), orders: 1 },
    ]);
    const buy = await rig.place(bob, { side: 'BUY', lots: 40_000n, cents: 5_100n });
    const before = await rig.balance('usdc', bob.account.address);
    await rig.settleAll();
    const { transitions: _, ...bought } = await bob.browser.call(readOrder, { params: { id: buy.id } });
    assert.deepEqual([bought.state, bought.matched], ['FILLED', (4n * SHARE).toString()]);
    const sold = await alice.browser.call(readOrder, { params: { id: sell.id } });
    assert.deepEqual([sold.state, sold.open], ['PARTIALLY_FILLED', (6n * SHARE).toString()]);
    // 4 shares at the price of the order that rested, 200 USDC, and 0.5 % of either side.
    assert.equal(await rig.balance('shares', bob.account.address), 4n * SHARE);
    assert.equal(before - (await rig.balance('usdc', bob.account.address)), 201n * USDC);
    assert.equal(await rig.balance('usdc', alice.account.address), 199n * USDC);
    const { items } = await bob.browser.call(listOwnTrades, { query: {} });
    assert.deepEqual(
      items.map(({ state, side, fee, orderId }) => [state, side, fee.amount, orderId]),
      [['FINAL', 'BUY', '1000000', buy.id]],
    );
    assert.match(items[0]?.txHash ?? '', /^0x[0-9a-f]{64}$/);
  });

  it('tells best prices, spread, last trade, tape and candles', async () => {
    await rig.place(bob, { side: 'BUY', lots: 10_000n, cents: 4_900n });
    await rig.lead();
    const view = await bob.browser.call(readMarket, market());
    assert.equal(view.bestBid?.price.amount, '49000000');
    assert.equal(view.bestAsk?.price.amount, '50000000');
    assert.equal(view.spread?.amount, '1000000');
    assert.deepEqual([view.lastTrade?.price.amount, view.daysSinceLastTrade], ['50000000', 0]);
    const tape = await bob.browser.call(listTape, { ...market(), query: {} });
    assert.deepEqual(
      tape.items.map(({ price, side }) => [price.amount, side]),
      [['50000000', 'BUY']],
    );
    const candles = await bob.browser.call(readCandles, { ...market(), query: { interval: '1d' } });
    assert.deepEqual(
      candles.items.map(({ open, high, low, close, shares, trades }) => [
        ...[open.amount, high.amount, low.amount, close.amount, shares, trades],
      ]),
      [['50000000', '50000000', '50000000', '50000000', (4n * SHARE).toString(), 1]],
    );
  });

  it('cancels what is left of an order, and frees what it bound', async () => {
    const carol = await rig.trader({ shares: 5n * SHARE });
    const order = await rig.place(carol, { side: 'SELL', lots: 50_000n, cents: 9_000n });
    await rig.lead();
    const terms = () =>
      carol.browser.call(readOrderTerms, { ...market(), query: { wallet: carol.account.address } });
    assert.equal((await terms()).freeShares, '0');
    await carol.browser.call(cancelOrder, { params: { id: order.id } });
    await rig.lead();
    const ended = await carol.browser.call(readOrder, { params: { id: order.id } });
    assert.deepEqual([ended.state, ended.reason, ended.open], ['CANCELLED', 'CANCELLED', '0']);
    assert.deepEqual(
      ended.transitions.map(({ to }) => to),
      ['OPEN', 'CANCELLED'],
    );
    assert.equal((await terms()).freeShares, (5n * SHARE).toString());
    const again = await carol.browser.send(cancelOrder, { params: { id: order.id } });
    assert.equal(codeOf(again.body), 'ILLEGAL_TRANSITION');
    const stranger = await bob.browser.send(cancelOrder, { params: { id: order.id } });
    assert.equal(codeOf(stranger.body), 'NOT_FOUND');
  });

  it('cancels all own orders and nobody else’s', async () => {
    const carol = await rig.trader({ shares: 5n * SHARE });
    for (const cents of [9_000n, 9_100n]) await rig.place(carol, { side: 'SELL', lots: 10_000n, cents });
    await rig.lead();
    const { cancelling } = await carol.browser.call(cancelAllOrders, { body: {} });
    assert.equal(cancelling, 2);
    await rig.lead();
    const { items } = await carol.browser.call(listOrders, { query: {} });
    assert.deepEqual(
      items.map(({ state }) => state),
      ['CANCELLED', 'CANCELLED'],
    );
    const others = await alice.browser.call(listOrders, { query: { state: 'PARTIALLY_FILLED' } });
    assert.equal(others.items.length, 1);
  });

  it('lets a market order trade at no worse than its price, and ends the rest', async () => {
    const order = await rig.place(bob, { side: 'BUY', lots: 90_000n, cents: 5_000n, type: 'market' });
    await rig.settleAll();
    const done = await bob.browser.call(readOrder, { params: { id: order.id } });
    assert.deepEqual(
      [done.state, done.reason, done.matched],
      ['CANCELLED', 'NO_COUNTERPARTY', (6n * SHARE).toString()],
    );
  });

  it('ends an order of an investor who would meet himself', async () => {
    const carol = await rig.trader({ shares: 5n * SHARE, usdc: 1_000n * USDC });
    const sell = await rig.place(carol, { side: 'SELL', lots: 10_000n, cents: 4_950n });
    const buy = await rig.place(carol, { side: 'BUY', lots: 10_000n, cents: 4_960n });
    await rig.lead();
    assert.deepEqual((await rig.order(buy.id)).reason, 'SELF_TRADE');
    assert.equal((await rig.order(sell.id)).state, 'OPEN');
    await carol.browser.call(cancelOrder, { params: { id: sell.id } });
    await rig.lead();
  });

  it('refuses what breaks the rules of the market, field by field', async () => {
    const answer = await rig.attempt(alice, {
      ...{ side: 'SELL', lots: 10_000n, cents: 5_000n, life: 100 },
      change: { feeBps: 10, minShares: 1n, settler: alice.account.address, taker: bob.account.address },
    });
    assert.equal(codeOf(answer.body), 'ORDER_TERMS_REFUSED');
    const fields = ['order.expiry', 'order.feeBps', 'order.minShares', 'order.settler', 'order.taker'];
    assert.deepEqual(issuesOf(answer.body).toSorted(), fields);
  });

  it('refuses a signature, a wallet, a nonce and an order that is not there to give', async () => {
    const body = await rig.signed(alice, { side: 'SELL', lots: 10_000n, cents: 6_000n });
    const forged = { ...body, order: { ...body.order, price: '70000000' } };
    const place = (trader: Trader, given: typeof body) =>
      trader.browser.send(placeOrder, { ...market(), body: given });
    assert.equal(codeOf((await place(alice, forged)).body), 'ORDER_SIGNATURE_INVALID');
    assert.equal(codeOf((await place(bob, body)).body), 'ORDER_WALLET_NOT_OWN');
    assert.equal((await place(alice, body)).status, 201);
    assert.equal(codeOf((await place(alice, body)).body), 'ALREADY_EXISTS');
    const nonce = BigInt(body.order.nonce);
    const same = await rig.attempt(alice, { side: 'SELL', lots: 10_000n, cents: 7_000n, nonce });
    assert.equal(codeOf(same.body), 'ORDER_NONCE_TAKEN');
    const more = await rig.attempt(alice, { side: 'SELL', lots: 900_000n, cents: 7_000n });
    assert.equal(codeOf(more.body), 'ORDER_EXCEEDS_FREE');
  });

  it('answers a repeated request with the same order', async () => {
    const body = await rig.signed(alice, { side: 'SELL', lots: 10_000n, cents: 8_000n });
    const request = { ...market(), body, idempotencyKey: 'the-same-request' };
    const first = await alice.browser.call(placeOrder, request);
    const second = await alice.browser.call(placeOrder, request);
    assert.equal(second.id, first.id);
    assert.equal(await rig.prisma.client.marketOrder.count({ where: { hash: first.hash } }), 1);
  });

  it('refuses an order that would fail on chain, naming the contract’s error', async () => {
    const frozen = await rig.trader({ shares: 5n * SHARE });
    const call = { address: rig.token, abi: propertyTokenAbi, functionName: 'setAddressFrozen' };
    await rig.send(agent, { ...call, args: [frozen.account.address, true] });
    const stopped = await rig.attempt(frozen, { side: 'SELL', lots: 10_000n, cents: 5_500n });
    assert.deepEqual([stopped.status, codeOf(stopped.body)], [409, 'ORDER_WOULD_FAIL']);
    assert.deepEqual(issuesOf(stopped.body), ['contract.ERC7943CannotSend']);
    const poor = await rig.trader();
    const broke = await rig.attempt(poor, { side: 'BUY', lots: 10_000n, cents: 5_500n });
    assert.deepEqual(issuesOf(broke.body), ['contract.MarketplaceInsufficientBalance']);
  });

  it('takes no order while the market is halted, and lets cancel', async () => {
    const order = await rig.place(alice, { side: 'SELL', lots: 10_000n, cents: 8_800n });
    await rig.admin.call(haltMarket, { ...market(), body: { reason: 'news are coming' } });
    const answer = await rig.attempt(alice, { side: 'SELL', lots: 10_000n, cents: 8_900n });
    assert.equal(codeOf(answer.body), 'MARKET_HALTED');
    await alice.browser.call(cancelOrder, { params: { id: order.id } });
    await rig.lead();
    assert.equal((await rig.order(order.id)).state, 'CANCELLED');
    await rig.admin.call(resumeMarket, { ...market(), body: { reason: 'news are out' } });
    assert.equal((await alice.browser.call(readMarket, market())).state, 'OPEN');
  });

  it('lists own trades page by page, without gap or repetition where many came at one moment', async () => {
    const [seller, buyer] = [
      await rig.trader({ shares: 10n * SHARE }),
      await rig.trader({ usdc: 10_000n * USDC }),
    ];
    for (let order = 0; order < 5; order += 1) {
      await rig.place(seller, { side: 'SELL', lots: 10_000n, cents: 4_950n });
    }
    await rig.place(buyer, { side: 'BUY', lots: 50_000n, cents: 4_950n });
    await rig.lead();
    const whole = (await buyer.browser.call(listOwnTrades, { query: { limit: 200 } })).items;
    assert.equal(whole.length, 5);
    const stamps = await rig.prisma.client.marketTrade.findMany({
      where: { id: { in: whole.map(({ id }) => id) } },
      distinct: ['createdAt'],
    });
    assert.equal(stamps.length, 1, 'the trades of one order are made at one moment');
    for (const limit of [1, 2, 4, 5]) {
      const pages: string[][] = [];
      let cursor: string | undefined;
      do {
        const page = await buyer.browser.call(listOwnTrades, { query: { limit, cursor } });
        pages.push(page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      assert.deepEqual(
        pages.flat(),
        whole.map(({ id }) => id),
      );
      // The last page is full where it fits exactly, and no empty one follows.
      assert.equal(pages.length, Math.ceil(5 / limit));
    }
    const sold = (await seller.browser.call(listOwnTrades, { query: {} })).items;
    assert.deepEqual([sold.length, new Set(sold.map(({ side }) => side))], [5, new Set(['SELL'])]);
    const here = { marketId: rig.propertyId, limit: 200 };
    assert.equal((await buyer.browser.call(listOwnTrades, { query: here })).items.length, 5);
    const elsewhere = { marketId: crypto.randomUUID() };
    assert.deepEqual((await buyer.browser.call(listOwnTrades, { query: elsewhere })).items, []);
  });
});
