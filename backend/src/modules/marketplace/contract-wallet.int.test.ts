import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { placeOrder, readOrder } from '@freehold/shared/marketplace';
import { codeOf } from '../../common/testing/test-people.ts';
import { SHARE } from './testing/market-chain-rig.ts';
import { type MarketRig, startMarketRig, type Trader, USDC } from './testing/market-rig.ts';
import { safeTrader } from './testing/safe-trader.ts';

const LOTS = 10_000n;

describe('orders of contract wallets', () => {
  let rig: MarketRig;
  before(async () => {
    rig = await startMarketRig();
  });
  after(() => rig?.close());

  const read = (trader: Trader, id: string) => trader.browser.call(readOrder, { params: { id } });

  it('are taken when the wallet says the signature is its own, and settled, permits included', async () => {
    const safe = await safeTrader(rig, { shares: 10n * SHARE });
    const buyer = await safeTrader(rig, { usdc: 1_000n * USDC });
    const sell = await rig.place(safe, { side: 'SELL', lots: 2n * LOTS, cents: 5_000n, permit: {} });
    const buy = await rig.place(buyer, { side: 'BUY', lots: 2n * LOTS, cents: 5_000n, permit: {} });
    await rig.settleAll();
    assert.equal((await read(safe, sell.id)).state, 'FILLED');
    assert.equal((await read(buyer, buy.id)).state, 'FILLED');
    assert.equal(await rig.balance('shares', buyer.account.address), 2n * SHARE);
    assert.equal(await rig.balance('usdc', safe.account.address), 99_500_000n);
  });

  it('are refused when the wallet does not say so', async () => {
    const safe = await safeTrader(rig, { shares: 10n * SHARE });
    const other = await rig.trader();
    const body = await rig.signed(safe, { side: 'SELL', lots: LOTS, cents: 6_000n, permit: {} });
    const foreign = await rig.signed(
      { ...safe, account: { ...other.account, address: safe.account.address } },
      { side: 'SELL', lots: LOTS, cents: 6_000n, nonce: BigInt(body.order.nonce) },
    );
    const place = (given: typeof body) =>
      safe.browser.send(placeOrder, { params: { id: rig.propertyId }, body: given });
    assert.equal(
      codeOf((await place({ ...body, signature: foreign.signature })).body),
      'ORDER_SIGNATURE_INVALID',
    );
    assert.equal((await place(body)).status, 201);
  });

  it('end when the wallet changes its owner before the trade is sent, and the other side stays', async () => {
    const safe = await safeTrader(rig, { shares: 10n * SHARE });
    const buyer = await rig.trader({ usdc: 1_000n * USDC });
    const sell = await rig.place(safe, { side: 'SELL', lots: LOTS, cents: 4_500n, permit: {} });
    const buy = await rig.place(buyer, { side: 'BUY', lots: LOTS, cents: 4_500n });
    await rig.lead();
    await safe.changeOwner();
    const before = await rig.prisma.client.marketSettlement.count();
    await rig.settleAll();
    assert.equal(await rig.prisma.client.marketSettlement.count(), before, 'nothing was sent');
    const ended = await read(safe, sell.id);
    assert.equal(ended.state, 'CANCELLED');
    assert.match(ended.reason ?? '', /^MarketplaceInvalidSignature\(/);
    assert.equal((await read(buyer, buy.id)).state, 'OPEN');
    const seller = await rig.trader({ shares: 10n * SHARE });
    await rig.place(seller, { side: 'SELL', lots: LOTS, cents: 4_500n });
    await rig.settleAll();
    assert.equal((await read(buyer, buy.id)).state, 'FILLED');
  });

  it('end when the wallet changes its owner between the sending and the block', async () => {
    const safe = await safeTrader(rig, { shares: 10n * SHARE });
    const buyer = await rig.trader({ usdc: 1_000n * USDC });
    const sell = await rig.place(safe, { side: 'SELL', lots: LOTS, cents: 4_600n, permit: {} });
    const buy = await rig.place(buyer, { side: 'BUY', lots: LOTS, cents: 4_600n });
    await rig.lead();
    await rig.settleOnce();
    await safe.changeOwner();
    await rig.settleAll();
    const trade = (await rig.trades()).at(-1);
    assert.equal(trade?.state, 'REVERTED');
    const ended = await read(safe, sell.id);
    assert.equal(ended.state, 'CANCELLED');
    assert.match(ended.reason ?? '', /^MarketplaceInvalidSignature\(/);
    assert.equal((await read(buyer, buy.id)).state, 'OPEN');
    assert.equal(await rig.balance('shares', safe.account.address), 10n * SHARE);
  });
});
