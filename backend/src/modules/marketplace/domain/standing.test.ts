import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Command, EngineEvent } from './matching/engine.types.ts';
import { foldCommand, type Standing } from './standing.ts';

const SHARE = 10n ** 18n;
const USDC = 1_000_000n;

const standing = (id: string, change: Partial<Standing> = {}): Standing => ({
  ...{
    id,
    side: 'SELL',
    feeBps: 50,
    open: 10n * SHARE,
    reopening: 0n,
    matched: 0n,
    state: 'OPEN',
    reason: null,
  },
  ...change,
});
const book = (...orders: Standing[]) => new Map(orders.map((order) => [order.id, order]));
const cancel: Command = { kind: 'cancel', orderId: 'a', sequence: 9, at: 1 };
const place = (id: string): Command => ({
  ...{ kind: 'place', sequence: 9, at: 1 },
  order: { id, investor: 'i', side: 'BUY', price: 50n * USDC, shares: SHARE, expiry: 2, immediate: false },
});
const traded = (shares: bigint): EngineEvent => ({
  ...{ kind: 'traded', takerId: 'b', makerId: 'a', price: 50n * USDC, shares },
});

describe('how orders stand after a command', () => {
  it('gives a trade its cost and the fee of either side, and both orders what is left', () => {
    const orders = book(standing('a', { feeBps: 100 }), standing('b', { side: 'BUY', open: 4n * SHARE }));
    const trades = foldCommand(orders, place('b'), [
      traded(4n * SHARE),
      { kind: 'ended', orderId: 'b', unfilled: 0n, ending: 'FILLED' },
    ]);
    assert.deepEqual(trades, [
      {
        ...{ number: 9, index: 0, at: 1, takerSide: 'BUY', sellOrderId: 'a', buyOrderId: 'b' },
        ...{ price: 50n * USDC, shares: 4n * SHARE, cost: 200n * USDC, buyerFee: USDC, sellerFee: 2n * USDC },
      },
    ]);
    assert.deepEqual(
      orders.get('a'),
      standing('a', { feeBps: 100, open: 6n * SHARE, matched: 4n * SHARE, state: 'PARTIALLY_FILLED' }),
    );
    assert.deepEqual(
      orders.get('b'),
      standing('b', { side: 'BUY', open: 0n, matched: 4n * SHARE, state: 'FILLED' }),
    );
  });

  it('keeps why somebody ended an order', () => {
    const ended: EngineEvent = { kind: 'ended', orderId: 'a', unfilled: SHARE, ending: 'CANCELLED' };
    const byHimself = book(standing('a'));
    foldCommand(byHimself, cancel, [ended]);
    assert.deepEqual([byHimself.get('a')?.state, byHimself.get('a')?.reason], ['CANCELLED', 'CANCELLED']);
    const byChain = book(standing('a'));
    foldCommand(byChain, cancel, [ended], 'ComplianceLocked(1)');
    assert.equal(byChain.get('a')?.reason, 'ComplianceLocked(1)');
  });

  it('lets shares of a failed settlement rest again', () => {
    const orders = book(standing('a', { open: SHARE, reopening: 2n * SHARE, matched: SHARE }));
    const order = {
      id: 'a',
      investor: 'i',
      side: 'SELL',
      price: USDC,
      shares: 2n * SHARE,
      expiry: 9,
      immediate: false,
    } as const;
    const reopen: Command = { kind: 'reopen', order: { ...order, sequence: 3 }, sequence: 9, at: 1 };
    foldCommand(orders, reopen, [{ kind: 'rested', orderId: 'a', shares: 3n * SHARE }]);
    assert.deepEqual(
      orders.get('a'),
      standing('a', { open: 3n * SHARE, matched: SHARE, state: 'PARTIALLY_FILLED' }),
    );
  });

  it('does not call an order complete while shares of it are on their way back', () => {
    const orders = book(
      standing('a', { open: SHARE, reopening: 2n * SHARE }),
      standing('b', { side: 'BUY' }),
    );
    foldCommand(orders, place('b'), [
      traded(SHARE),
      { kind: 'ended', orderId: 'a', unfilled: 0n, ending: 'FILLED' },
    ]);
    assert.equal(orders.get('a')?.state, 'PARTIALLY_FILLED');
  });
});
