import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NaiveBook } from '../../testing/naive-book.ts';
import { RandomCommands } from '../../testing/random-commands.ts';
import type { Command, EngineEvent, EngineOrder, Side } from './engine.types.ts';
import { CommandRefused, MatchingEngine } from './matching-engine.ts';

const SHARE = 10n ** 18n;
const NEVER = 2 ** 40 - 1;
const NOON = 1_700_000_000;

/** A book that takes one command after the other, and says what happened in a line each. */
function book() {
  const engine = MatchingEngine.empty();
  let at = NOON;
  const give = (command: DistributedOmit<Command, 'sequence' | 'at'>) =>
    engine.apply({ ...command, sequence: engine.sequence + 1, at }).map(line);
  const place = (id: string, side: Side, price: bigint, shares: bigint, more: Partial<EngineOrder> = {}) =>
    give({
      kind: 'place',
      order: {
        ...{ id, side, price, shares: shares * SHARE, investor: `investor of ${id}` },
        ...{ expiry: NEVER, immediate: false, ...more },
      },
    });
  return {
    engine,
    give,
    sell: (id: string, price: bigint, shares: bigint, more?: Partial<EngineOrder>) =>
      place(id, 'SELL', price, shares, more),
    buy: (id: string, price: bigint, shares: bigint, more?: Partial<EngineOrder>) =>
      place(id, 'BUY', price, shares, more),
    wait: (seconds: number) => {
      at += seconds;
    },
  };
}

type DistributedOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function line(event: EngineEvent): string {
  switch (event.kind) {
    case 'traded':
      return `${event.takerId} takes ${event.shares / SHARE} of ${event.makerId} at ${event.price}`;
    case 'rested':
      return `${event.orderId} rests with ${event.shares / SHARE}`;
    case 'ended':
      return `${event.orderId} ends with ${event.unfilled / SHARE}: ${event.ending}`;
  }
}

describe('The order book', () => {
  it('matches the best price first, and of equal prices the earliest order', () => {
    const { sell, buy } = book();
    sell('late and dear', 102n, 5n);
    sell('first', 100n, 5n);
    sell('second', 100n, 5n);
    assert.deepEqual(buy('taker', 102n, 12n), [
      'taker takes 5 of first at 100',
      'first ends with 0: FILLED',
      'taker takes 5 of second at 100',
      'second ends with 0: FILLED',
      'taker takes 2 of late and dear at 102',
      'taker ends with 0: FILLED',
    ]);
  });

  it('gives the one who comes the price of the one who waited', () => {
    const { sell, buy } = book();
    buy('generous', 110n, 4n);
    assert.deepEqual(sell('modest', 90n, 1n), [
      'modest takes 1 of generous at 110',
      'modest ends with 0: FILLED',
    ]);
  });

  it('rests what finds no counterparty at its price', () => {
    const { engine, sell, buy } = book();
    sell('ask', 101n, 3n);
    assert.deepEqual(buy('bid', 100n, 2n), ['bid rests with 2']);
    assert.deepEqual(engine.depth(5), {
      bids: [{ price: 100n, shares: 2n * SHARE, orders: 1 }],
      asks: [{ price: 101n, shares: 3n * SHARE, orders: 1 }],
    });
  });

  it('ends what is left of an immediate order', () => {
    const { engine, sell, buy } = book();
    sell('ask', 100n, 3n);
    assert.deepEqual(buy('now', 100n, 5n, { immediate: true }), [
      'now takes 3 of ask at 100',
      'ask ends with 0: FILLED',
      'now ends with 2: NO_COUNTERPARTY',
    ]);
    assert.deepEqual(engine.orders(), []);
  });

  it('never lets an investor trade with himself, from whichever wallet', () => {
    const { engine, sell, buy } = book();
    sell('of another', 99n, 1n);
    sell('own', 100n, 3n, { investor: 'anna' });
    assert.deepEqual(buy('also own', 100n, 5n, { investor: 'anna' }), [
      'also own takes 1 of of another at 99',
      'of another ends with 0: FILLED',
      'also own ends with 4: SELF_TRADE',
    ]);
    assert.equal(engine.remaining('own'), 3n * SHARE);
  });

  it('cancels one order, all of an investor, and nothing that is gone', () => {
    const { engine, sell, buy, give } = book();
    sell('ask', 100n, 3n, { investor: 'anna' });
    buy('bid', 90n, 2n, { investor: 'anna' });
    buy('of another', 90n, 2n);
    assert.deepEqual(give({ kind: 'cancel', orderId: 'ask' }), ['ask ends with 3: CANCELLED']);
    assert.deepEqual(give({ kind: 'cancel', orderId: 'ask' }), []);
    assert.deepEqual(give({ kind: 'cancelAll', investor: 'anna' }), ['bid ends with 2: CANCELLED']);
    assert.deepEqual(
      engine.orders().map(({ id }) => id),
      ['of another'],
    );
  });

  it('matches nothing that has expired, whether it was swept or not', () => {
    const { sell, buy, give, wait } = book();
    sell('short', 100n, 3n, { expiry: NOON + 10 });
    buy('short bid', 50n, 3n, { expiry: NOON + 10 });
    wait(10);
    assert.deepEqual(give({ kind: 'expire' }), []);
    wait(1);
    assert.deepEqual(buy('taker', 100n, 1n), ['short ends with 3: EXPIRED', 'taker rests with 1']);
    assert.deepEqual(give({ kind: 'expire' }), ['short bid ends with 3: EXPIRED']);
    assert.deepEqual(sell('too late', 40n, 1n, { expiry: NOON }), ['too late ends with 1: EXPIRED']);
  });

  it('gives shares of a failed settlement back, at the place the order had', () => {
    const { engine, sell, buy, give } = book();
    sell('first', 100n, 2n);
    sell('second', 100n, 2n);
    buy('taker', 100n, 3n);
    const reopened = (id: string, sequence: number, shares: bigint, side: Side, price: bigint) =>
      give({
        kind: 'reopen',
        order: {
          ...{ id, sequence, side, price, shares: shares * SHARE, investor: `investor of ${id}` },
          ...{ expiry: NEVER, immediate: false },
        },
      });
    assert.deepEqual(reopened('first', 1, 2n, 'SELL', 100n), ['first rests with 2']);
    assert.deepEqual(reopened('second', 2, 1n, 'SELL', 100n), ['second rests with 2']);
    assert.deepEqual(
      engine.orders().map(({ id }) => id),
      ['first', 'second'],
    );
    assert.deepEqual(reopened('taker', 3, 3n, 'BUY', 100n), [
      'taker takes 2 of first at 100',
      'first ends with 0: FILLED',
      'taker takes 1 of second at 100',
      'taker ends with 0: FILLED',
    ]);
  });

  it('refuses commands that are missing one, go back in time, or name what cannot be', () => {
    const { engine, sell, give } = book();
    sell('ask', 100n, 3n);
    const before = engine.orders();
    const order = { ...before[0], id: 'new' };
    for (const [command, reason] of [
      [{ kind: 'expire', sequence: 3, at: NOON }, /came after 1/],
      [{ kind: 'expire', sequence: 1, at: NOON }, /came after 1/],
      [{ kind: 'expire', sequence: 2, at: NOON - 1 }, /back in time/],
    ] as const) {
      assert.throws(() => engine.apply(command), reason);
    }
    assert.ok(before[0]);
    const [resting] = before;
    for (const [bad, reason] of [
      [{ ...resting, ...order, shares: 0n }, /no shares/],
      [{ ...resting, ...order, price: 0n }, /no price/],
      [resting, /is placed/],
    ] as const) {
      assert.throws(() => give({ kind: 'place', order: bad }), reason);
    }
    assert.throws(() => give({ kind: 'reopen', order: { ...resting, sequence: 2 } }), CommandRefused);
    assert.deepEqual(engine.orders(), before);
    assert.equal(engine.sequence, 1);
  });
});

describe('The order book beside a naive one', () => {
  for (const [name, seed, operations, market] of [
    ['a crowded market', 1, 700_000, { investors: 40, prices: 12, lifetime: 90 }],
    ['few investors', 2, 200_000, { investors: 3, prices: 30, lifetime: 400 }],
    ['a deep book', 3, 100_000, { investors: 500, prices: 400, lifetime: 2_000 }],
  ] as const) {
    it(`says and holds the same through ${operations.toLocaleString('en-US')} commands of ${name}, rebuilt on the way`, () => {
      const commands = new RandomCommands({ seed, ...market });
      const naive = new NaiveBook();
      let engine = MatchingEngine.empty();
      const seen = { traded: 0, rested: 0, ended: 0 };
      for (let i = 1; i <= operations; i++) {
        const command = commands.next();
        const events = engine.apply(command);
        if (!sameEvents(events, naive.apply(command))) assert.fail(`command ${i} differs`);
        for (const { kind } of events) seen[kind] += 1;
        commands.hear(events);
        if (i % 5_000 !== 0) continue;
        assert.deepEqual(engine.orders(), naive.inPriority());
        engine = new MatchingEngine({
          sequence: command.sequence,
          at: command.at,
          orders: engine.orders().reverse(),
        });
      }
      for (const [kind, times] of Object.entries(seen))
        assert.ok(times > operations / 50, `${times} × ${kind}`);
    });
  }
});

function sameEvents(some: readonly EngineEvent[], others: readonly EngineEvent[]): boolean {
  return some.length === others.length && some.every((event, i) => sameEvent(event, others[i]));
}

function sameEvent(a: EngineEvent, b: EngineEvent | undefined): boolean {
  if (a.kind === 'traded')
    return (
      b?.kind === 'traded' &&
      a.takerId === b.takerId &&
      a.makerId === b.makerId &&
      a.price === b.price &&
      a.shares === b.shares
    );
  if (a.kind === 'rested') return b?.kind === 'rested' && a.orderId === b.orderId && a.shares === b.shares;
  return b?.kind === 'ended' && a.orderId === b.orderId && a.unfilled === b.unfilled && a.ending === b.ending;
}
