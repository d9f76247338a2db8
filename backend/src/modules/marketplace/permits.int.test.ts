import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { usdcAbi } from '@freehold/contracts/abis';
import { placeOrder, readOrder, readOrderTerms } from '@freehold/shared/marketplace';
import { BackgroundTasks } from '../../common/tasks/background-tasks.service.ts';
import { codeOf } from '../../common/testing/test-people.ts';
import { development, SHARE } from './testing/market-chain-rig.ts';
import { type MarketRig, type OrderWish, startMarketRig, type Trader, USDC } from './testing/market-rig.ts';

const LOTS = 10_000n;

describe('orders with permits', () => {
  let rig: MarketRig;
  before(async () => {
    rig = await startMarketRig();
  });
  after(() => rig?.close());

  const market = () => ({ params: { id: rig.propertyId } });
  const read = (trader: Trader, id: string) => trader.browser.call(readOrder, { params: { id } });
  const terms = (trader: Trader) =>
    trader.browser.call(readOrderTerms, { ...market(), query: { wallet: trader.account.address } });
  const permits = (trader: Trader) =>
    rig.prisma.client.marketPermit.findMany({
      where: { wallet: trader.account.address.toLowerCase() },
      orderBy: { createdAt: 'asc' },
    });
  const states = async (trader: Trader) => (await permits(trader)).map(({ state }) => state);
  const lookAround = () => rig.system.app.get(BackgroundTasks).runOnce('market-resting-check');
  const issuesOf = (body: unknown): string[] =>
    typeof body === 'object' && body !== null && 'issues' in body && Array.isArray(body.issues)
      ? body.issues.map(({ path }: { path: string }) => path)
      : [];
  /** The token is given a permit by somebody else, as a stranger who saw it could. */
  const useElsewhere = async (trader: Trader, wish: OrderWish, asset: `0x${string}`): Promise<void> => {
    const { permit } = await rig.signed(trader, { ...wish, permit: wish.permit ?? {} });
    assert.ok(permit);
    const { value, deadline, signature } = permit;
    await rig.send(development(9), {
      ...{ address: asset, abi: usdcAbi, functionName: 'permit' },
      args: [trader.account.address, rig.deployment.marketplace, BigInt(value), BigInt(deadline), signature],
    });
  };

  it('settles two wallets that never sent a transaction, each permit used once', async () => {
    const seller = await rig.trader({ shares: 10n * SHARE, allows: false });
    const buyer = await rig.trader({ usdc: 1_000n * USDC, allows: false });
    const sell = await rig.place(seller, { side: 'SELL', lots: 4n * LOTS, cents: 5_000n, permit: {} });
    const buy = await rig.place(buyer, { side: 'BUY', lots: 2n * LOTS, cents: 5_000n, permit: {} });
    assert.deepEqual(await states(seller), ['WAITING']);
    const before = await terms(seller);
    assert.deepEqual([before.freeShares, before.spending.shares.promised], ['0', (4n * SHARE).toString()]);
    await rig.settleAll();
    assert.equal((await read(buyer, buy.id)).state, 'FILLED');
    assert.equal((await read(seller, sell.id)).state, 'PARTIALLY_FILLED');
    assert.deepEqual([await states(seller), await states(buyer)], [['USED'], ['USED']]);
    // The rest is settled by what the permit allowed: nothing more has to be signed, nothing more is sent.
    const other = await rig.trader({ usdc: 1_000n * USDC, allows: false });
    await rig.place(other, { side: 'BUY', lots: 2n * LOTS, cents: 5_000n, permit: {} });
    await rig.settleAll();
    assert.equal((await read(seller, sell.id)).state, 'FILLED');
    assert.equal(await rig.balance('shares', seller.account.address), 6n * SHARE);
    assert.equal((await terms(seller)).spending.shares.allowance, '0', 'not a share more than was signed');
    assert.equal(await rig.prisma.client.marketPermit.count({ where: { state: 'SENT' } }), 0);
  });

  it('covers several orders of one wallet with the permit of the last', async () => {
    const seller = await rig.trader({ shares: 10n * SHARE, allows: false });
    const first = await rig.place(seller, { side: 'SELL', lots: LOTS, cents: 6_000n, permit: {} });
    const second = await rig.place(seller, { side: 'SELL', lots: 2n * LOTS, cents: 6_000n, permit: {} });
    const values = (await permits(seller)).map(({ value }) => value.toFixed(0));
    assert.deepEqual(values, [SHARE, 3n * SHARE].map(String));
    const buyer = await rig.trader({ usdc: 1_000n * USDC });
    await rig.place(buyer, { side: 'BUY', lots: 3n * LOTS, cents: 6_000n });
    await rig.settleAll();
    assert.equal((await read(seller, first.id)).state, 'FILLED');
    assert.equal((await read(seller, second.id)).state, 'FILLED');
    await lookAround();
    assert.deepEqual(await states(seller), ['STALE', 'USED']);
  });

  it('does not need a permit where enough is allowed, and keeps none', async () => {
    const seller = await rig.trader({ shares: 10n * SHARE });
    await rig.place(seller, { side: 'SELL', lots: LOTS, cents: 9_900n, permit: {} });
    assert.deepEqual(await permits(seller), []);
  });

  it('refuses a permit that its token would not take, saying which part is wrong', async () => {
    const seller = await rig.trader({ shares: 10n * SHARE, allows: false });
    const wish: OrderWish = { side: 'SELL', lots: LOTS, cents: 6_000n };
    const without = await rig.attempt(seller, wish);
    assert.deepEqual(issuesOf(without.body), ['contract.MarketplaceInsufficientAllowance']);
    const refused = async (permit: OrderWish['permit']) => {
      const { body } = await rig.attempt(seller, { ...wish, permit });
      assert.equal(codeOf(body), 'ORDER_PERMIT_REFUSED');
      return issuesOf(body);
    };
    assert.deepEqual(await refused({ nonce: 7n }), ['permit.nonce']);
    assert.deepEqual(await refused({ deadline: Math.floor(Date.now() / 1_000) + 60 }), ['permit.deadline']);
    const body = await rig.signed(seller, { ...wish, permit: {} });
    assert.ok(body.permit);
    const larger = { ...body, permit: { ...body.permit, value: (5n * SHARE).toString() } };
    const forged = await seller.browser.send(placeOrder, { ...market(), body: larger });
    assert.deepEqual(issuesOf(forged.body), ['permit.signature']);
    const noSignature = { ...body, permit: { ...body.permit, signature: '0x1234' } };
    const short = await seller.browser.send(placeOrder, { ...market(), body: noSignature });
    assert.deepEqual(issuesOf(short.body), ['permit.signature']);
    // Good, and too small for the order.
    const small = await rig.attempt(seller, { ...wish, permit: { value: SHARE / 2n } });
    assert.deepEqual(issuesOf(small.body), ['contract.MarketplaceInsufficientAllowance']);
    assert.deepEqual(await permits(seller), []);
  });

  it('settles although a stranger has used the permit first', async () => {
    const seller = await rig.trader({ shares: 10n * SHARE, allows: false });
    const buyer = await rig.trader({ usdc: 1_000n * USDC });
    const wish: OrderWish = { side: 'SELL', lots: LOTS, cents: 5_500n, permit: {} };
    const sell = await rig.place(seller, wish);
    await rig.place(buyer, { side: 'BUY', lots: LOTS, cents: 5_500n });
    await rig.lead();
    await rig.settleOnce();
    assert.deepEqual(await states(seller), ['SENT']);
    // Between the signing of our transaction and its block.
    await useElsewhere(seller, { ...wish, permit: { value: SHARE } }, rig.token);
    await rig.settleAll();
    assert.equal((await read(seller, sell.id)).state, 'FILLED');
    assert.deepEqual(await states(seller), ['USED']);
  });

  it('ends what is not covered any more when the wallet used another permit, and says so', async () => {
    const buyer = await rig.trader({ usdc: 1_000n * USDC, allows: false });
    const early = await rig.place(buyer, { side: 'BUY', lots: LOTS, cents: 4_000n, permit: {} });
    const late = await rig.place(buyer, { side: 'BUY', lots: LOTS, cents: 4_100n, permit: {} });
    await rig.lead();
    await lookAround();
    assert.equal((await read(buyer, late.id)).state, 'OPEN', 'nothing happens while the permits are good');
    // Enough for the first, not for both.
    const value = 41n * USDC;
    await useElsewhere(
      buyer,
      { side: 'BUY', lots: LOTS, cents: 4_000n, permit: { value } },
      rig.deployment.usdc,
    );
    await lookAround();
    await rig.lead();
    const [kept, ended] = [await read(buyer, early.id), await read(buyer, late.id)];
    assert.equal(kept.state, 'OPEN');
    assert.deepEqual([ended.state, ended.reason], ['CANCELLED', 'PERMIT_STALE']);
    assert.deepEqual(await states(buyer), ['STALE', 'STALE']);
    const seller = await rig.trader({ shares: 10n * SHARE });
    await rig.place(seller, { side: 'SELL', lots: LOTS, cents: 4_000n });
    await rig.settleAll();
    assert.equal((await read(buyer, early.id)).state, 'FILLED');
  });

  it('ends an order at the settlement when its permit became worthless after it was matched', async () => {
    const seller = await rig.trader({ shares: 10n * SHARE, allows: false });
    const buyer = await rig.trader({ usdc: 1_000n * USDC });
    const sell = await rig.place(seller, { side: 'SELL', lots: 2n * LOTS, cents: 5_600n, permit: {} });
    const buy = await rig.place(buyer, { side: 'BUY', lots: 2n * LOTS, cents: 5_600n });
    await rig.lead();
    await useElsewhere(seller, { side: 'SELL', lots: LOTS, cents: 1n, permit: { value: 1n } }, rig.token);
    await rig.settleAll();
    const ended = await read(seller, sell.id);
    assert.equal(ended.state, 'CANCELLED');
    assert.match(ended.reason ?? '', /^MarketplaceInsufficientAllowance\(/);
    assert.equal((await read(buyer, buy.id)).state, 'OPEN', 'the other order waits for somebody else');
  });

  it('takes the next permit only when the one under way is in a block', async () => {
    const seller = await rig.trader({ shares: 10n * SHARE, allows: false });
    const buyer = await rig.trader({ usdc: 1_000n * USDC });
    await rig.place(seller, { side: 'SELL', lots: LOTS, cents: 5_700n, permit: {} });
    await rig.place(buyer, { side: 'BUY', lots: LOTS, cents: 5_700n });
    await rig.lead();
    await rig.settleOnce();
    assert.equal((await terms(seller)).spending.shares.permit?.underWay, true);
    const wish: OrderWish = { side: 'SELL', lots: 2n * LOTS, cents: 9_000n, permit: {} };
    assert.equal(codeOf((await rig.attempt(seller, wish)).body), 'ORDER_PERMIT_UNDER_WAY');
    await rig.settleAll();
    const next = await rig.place(seller, wish);
    assert.equal((await read(seller, next.id)).state, 'OPEN');
    assert.deepEqual(await states(seller), ['USED', 'WAITING']);
  });
});
