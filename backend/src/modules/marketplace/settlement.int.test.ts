import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { propertyTokenAbi, usdcAbi } from '@freehold/contracts/abis';
import { readOrder } from '@freehold/shared/marketplace';
import { agent, SHARE } from './testing/market-chain-rig.ts';
import { type MarketRig, startMarketRig, type Trader, USDC } from './testing/market-rig.ts';
import { replayed } from './testing/replayed.ts';

describe('settling on chain', () => {
  let rig: MarketRig;
  before(async () => {
    rig = await startMarketRig();
  });
  after(() => rig?.close());

  const stateOf = async (trader: Trader, id: string) => {
    const { state, reason, open, matched } = await trader.browser.call(readOrder, { params: { id } });
    return { state, reason, open: BigInt(open), matched: BigInt(matched) };
  };
  const bound = async (trader: Trader): Promise<bigint> => {
    const { _sum } = await rig.prisma.client.marketReservation.aggregate({
      where: { wallet: trader.account.address.toLowerCase() },
      _sum: { amount: true },
    });
    return BigInt(_sum.amount?.toFixed(0) ?? '0');
  };

  it('settles many trades in one transaction and frees every promise', async () => {
    const seller = await rig.trader({ shares: 20n * SHARE });
    const buyers: Trader[] = [];
    for (let more = 3; more > 0; more -= 1) buyers.push(await rig.trader({ usdc: 1_000n * USDC }));
    await rig.place(seller, { side: 'SELL', lots: 120_000n, cents: 5_000n });
    for (const buyer of buyers) await rig.place(buyer, { side: 'BUY', lots: 40_000n, cents: 5_000n });
    await rig.lead();
    assert.equal(await bound(seller), 12n * SHARE);
    await rig.settleAll();
    const trades = await rig.trades();
    assert.deepEqual(
      trades.map(({ state }) => state),
      ['FINAL', 'FINAL', 'FINAL'],
    );
    assert.equal(new Set(trades.map(({ txHash }) => txHash)).size, 1);
    for (const buyer of buyers) {
      assert.equal(await rig.balance('shares', buyer.account.address), 4n * SHARE);
      assert.equal(await bound(buyer), 0n);
    }
    assert.equal(await bound(seller), 0n);
  });

  it('gives the shares of a failed trade back to the good order and ends the other with the reason', async () => {
    const seller = await rig.trader({ shares: 10n * SHARE });
    const buyer = await rig.trader({ usdc: 1_000n * USDC });
    const sell = await rig.place(seller, { side: 'SELL', lots: 100_000n, cents: 5_000n });
    const buy = await rig.place(buyer, { side: 'BUY', lots: 40_000n, cents: 5_000n });
    await rig.lead();
    await rig.settleOnce();
    // Between the check and the block the buyer moves his money away.
    const args = [agent.address, 1_000n * USDC];
    await rig.send(buyer.account, {
      address: rig.deployment.usdc,
      abi: usdcAbi,
      functionName: 'transfer',
      args,
    });
    await rig.settleAll();
    const trade = (await rig.trades()).at(-1);
    assert.equal(trade?.state, 'REVERTED');
    assert.match(trade?.reason ?? '', /^ERC20|^MarketplaceInsufficient|exceeds/);
    const bought = await stateOf(buyer, buy.id);
    assert.equal(bought.state, 'CANCELLED');
    assert.match(bought.reason ?? '', /^MarketplaceInsufficientBalance\(/);
    assert.equal(await bound(buyer), 0n);
    const sold = await stateOf(seller, sell.id);
    assert.deepEqual([sold.state, sold.open, sold.matched], ['OPEN', 10n * SHARE, 0n]);
    assert.equal(await bound(seller), 10n * SHARE);
    assert.equal(await rig.balance('shares', seller.account.address), 10n * SHARE);
    // The order that stays is met by the next.
    const other = await rig.trader({ usdc: 1_000n * USDC });
    await rig.place(other, { side: 'BUY', lots: 100_000n, cents: 5_000n });
    await rig.settleAll();
    assert.equal((await stateOf(seller, sell.id)).state, 'FILLED');
    assert.equal(await rig.balance('shares', other.account.address), 10n * SHARE);
  });

  it('takes back a trade that would fail before it is sent, and matches its good order with the next', async () => {
    const seller = await rig.trader({ shares: 10n * SHARE });
    const buyer = await rig.trader({ usdc: 1_000n * USDC });
    const sell = await rig.place(seller, { side: 'SELL', lots: 50_000n, cents: 5_000n });
    const buy = await rig.place(buyer, { side: 'BUY', lots: 50_000n, cents: 5_000n });
    await rig.lead();
    const args = [seller.account.address, true];
    const call = { address: rig.token, abi: propertyTokenAbi, functionName: 'setAddressFrozen' };
    await rig.send(agent, { ...call, args });
    const before = await rig.prisma.client.marketSettlement.count();
    await rig.settleAll();
    assert.equal(await rig.prisma.client.marketSettlement.count(), before);
    const sold = await stateOf(seller, sell.id);
    assert.equal(sold.state, 'CANCELLED');
    assert.match(sold.reason ?? '', /^ERC7943CannotSend\(/);
    const bought = await stateOf(buyer, buy.id);
    assert.deepEqual([bought.state, bought.open], ['OPEN', 5n * SHARE]);
    const other = await rig.trader({ shares: 10n * SHARE });
    await rig.place(other, { side: 'SELL', lots: 50_000n, cents: 5_000n });
    await rig.settleAll();
    assert.equal((await stateOf(buyer, buy.id)).state, 'FILLED');
  });

  it('leaves the book that a replay of the journal gives', async () => {
    const { orders, resting } = await replayed(rig.prisma, rig.propertyId);
    const rows = await rig.prisma.client.marketOrder.findMany({ orderBy: { sequence: 'asc' } });
    const open = rows.filter(({ openShares }) => openShares.toFixed(0) !== '0').map(({ id }) => id);
    assert.deepEqual(resting.map(({ id }) => id).toSorted(), open.toSorted());
    for (const row of rows) assert.equal(String(orders.get(row.id)?.open), row.openShares.toFixed(0), row.id);
  });
});
