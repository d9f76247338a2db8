import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { allowed, type KeptPermit, permitToSend, uncovered } from './permit.ts';

const wallet = `0x${'11'.repeat(20)}` as const;
const asset = `0x${'22'.repeat(20)}` as const;

interface Promised {
  readonly id: number;
  readonly expiry: number;
  amount: bigint;
}

interface UnderWay {
  readonly amount: bigint;
  readonly permit: KeptPermit | undefined;
}

/** A wallet, its token on chain, and the book's memory of both, as the marketplace uses them. */
class World {
  allowance = 0n;
  nonce = 0n;
  now = 0;
  taken = 0n;
  failed = 0;
  readonly used: string[] = [];
  orders: Promised[] = [];
  kept: KeptPermit[] = [];
  flight: UnderWay[] = [];
  #ids = 0;

  get #permission() {
    return { allowance: this.allowance, nonce: this.nonce };
  }

  get bound(): bigint {
    return [...this.orders, ...this.flight].reduce((sum, { amount }) => sum + amount, 0n);
  }

  place(amount: bigint, life: number, extra: bigint): void {
    const expiry = this.now + life;
    const total = this.bound + amount;
    this.#ids += 1;
    if (allowed(this.#permission, this.kept, expiry) < total) {
      const { nonce } = this;
      if (this.kept.some((permit) => permit.state === 'SENT' && permit.nonce === nonce)) return;
      const value = total + extra;
      const id = String(this.#ids);
      this.kept.push({
        ...{ id, state: 'WAITING', wallet, asset, value, nonce, deadline: expiry, signature: '0x' },
      });
    }
    this.orders.push({ id: this.#ids, expiry, amount });
  }

  /** Settles a part of an order in a transaction that waits for its block. */
  settle(which: number, part: bigint): void {
    const order = this.orders[which % (this.orders.length || 1)];
    if (order === undefined) return;
    const amount = part < order.amount ? part : order.amount;
    const before = this.flight.reduce((sum, under) => sum + under.amount, 0n);
    const permit = permitToSend(this.#permission, this.kept, { amount: amount + before, now: this.now });
    if (permit !== undefined) {
      assert.equal(permit.state, 'WAITING', 'a permit is sent once');
      assert.ok(this.allowance < amount + before, 'and only where the allowance would not do');
      this.kept = this.kept.map((one) => (one.id === permit.id ? { ...one, state: 'SENT' } : one));
    }
    order.amount -= amount;
    this.orders = this.orders.filter((one) => one.amount > 0n);
    this.flight.push({ amount, permit });
  }

  mine(): void {
    const first = this.flight.shift();
    if (first === undefined) return;
    const { permit, amount } = first;
    if (permit !== undefined) {
      if (permit.nonce === this.nonce && permit.deadline >= this.now) this.usePermit(permit.value);
      this.used.push(permit.id);
      this.kept = this.kept.filter(({ id }) => id !== permit.id);
    }
    if (this.allowance < amount) {
      this.failed += 1;
      return;
    }
    this.allowance -= amount;
    this.taken += amount;
  }

  usePermit(value: bigint): void {
    this.allowance = value;
    this.nonce += 1n;
  }

  cancel(which: number): void {
    this.orders.splice(which % (this.orders.length || 1), 1);
  }

  /** Time passes when nothing is under way: the book leaves a margin for that. */
  wait(seconds: number): void {
    while (this.flight.length > 0) this.mine();
    this.now += seconds;
    this.orders = this.orders.filter(({ expiry }) => expiry >= this.now);
  }

  /** As the resting check: the latest orders end until what is left is covered. */
  look(): void {
    if (this.flight.length > 0) return;
    const limit = allowed(this.#permission, this.kept, this.now);
    const orders = this.orders.map(({ id, amount }) => ({ id: String(id), sequence: BigInt(id), amount }));
    const ended = new Set(uncovered(orders, this.bound, limit).map(({ id }) => Number(id)));
    this.orders = this.orders.filter(({ id }) => !ended.has(id));
    assert.ok(this.bound <= limit || this.orders.length === 0, 'what is left is covered');
  }
}

const amounts = fc.bigInt(1n, 100n);
const step = fc.oneof(
  fc.record({ kind: fc.constant('place'), amount: amounts, life: fc.nat(20), extra: fc.bigInt(0n, 30n) }),
  fc.record({ kind: fc.constant('settle'), which: fc.nat(9), part: amounts }),
  fc.record({ kind: fc.constant('mine') }),
  fc.record({ kind: fc.constant('cancel'), which: fc.nat(9) }),
  fc.record({ kind: fc.constant('wait'), seconds: fc.nat(8) }),
);
const foreign = fc.record({ kind: fc.constant('elsewhere'), value: fc.bigInt(0n, 150n) });

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type Foreign = typeof foreign extends fc.Arbitrary<infer S> ? S : never;

function act(world: World, one: Step | Foreign): void {
  if ('life' in one) world.place(one.amount, one.life, one.extra);
  else if ('part' in one) world.settle(one.which, one.part);
  else if ('which' in one) world.cancel(one.which);
  else if ('seconds' in one) world.wait(one.seconds);
  else if ('value' in one) world.usePermit(one.value);
  else world.mine();
}

describe('permits kept with orders', () => {
  it('cover every trade while the wallet signs nothing elsewhere, each used at most once', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const world = new World();
        for (const one of steps) act(world, one);
        world.wait(0);
        assert.equal(world.failed, 0);
        assert.equal(new Set(world.used).size, world.used.length);
      }),
      { numRuns: 3_000 },
    );
  });

  it('leave only covered orders after a look, whatever else the wallet signs', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(step, foreign), { maxLength: 60 }), (steps) => {
        const world = new World();
        for (const one of steps) {
          act(world, one);
          world.look();
        }
        const { failed } = world;
        // From here on nobody interferes: what the last look left is settled without a failure.
        world.wait(0);
        const before = world.failed;
        world.look();
        while (world.orders.length > 0) world.settle(0, 100n);
        world.wait(0);
        assert.equal(world.failed, before, `${failed} failures while others interfered`);
        assert.equal(new Set(world.used).size, world.used.length);
      }),
      { numRuns: 3_000 },
    );
  });

  it('are told which orders to end: the latest, and no more than needed', () => {
    const orders = [10n, 20n, 30n].map((amount, index) => ({
      id: String(index),
      sequence: BigInt(index),
      amount,
    }));
    const ending = (limit: bigint) => uncovered(orders, 60n, limit).map(({ id }) => id);
    assert.deepEqual(ending(60n), []);
    assert.deepEqual(ending(59n), ['2']);
    assert.deepEqual(ending(25n), ['2', '1']);
    assert.deepEqual(ending(0n), ['2', '1', '0']);
  });
});
