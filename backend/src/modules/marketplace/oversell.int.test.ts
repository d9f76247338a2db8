import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { FreeholdError } from '@freehold/shared/errors';
import { PrismaService } from '../../common/database/prisma.service.ts';
import type { Actor } from '../../common/http/freehold-request.ts';
import { codeOf } from '../../common/testing/test-people.ts';
import { JournalStore } from './datasources/journal.store.ts';
import { MarketChain } from './datasources/market.chain.ts';
import { PermitChain } from './datasources/permit.chain.ts';
import { PermitStore } from './datasources/permit.store.ts';
import { ReservationStore } from './datasources/reservation.store.ts';
import { MarketService } from './domain/market.service.ts';
import { OrderService } from './domain/order.service.ts';
import { OrderChecks } from './domain/order-checks.ts';
import { SHARE } from './testing/market-chain-rig.ts';
import { type MarketRig, startMarketRig, USDC } from './testing/market-rig.ts';

const ORDERS = 1_000;
const NO_ANSWER = /^UPSTREAM_UNAVAILABLE$|timeout|timed out|took too long|start a transaction/iu;

describe('a thousand orders at the same moment against one balance', () => {
  let rig: MarketRig;
  before(async () => {
    rig = await startMarketRig();
  });
  after(() => rig?.close());

  it('lets in exactly what the balance covers, whichever process they come to', async () => {
    // 100 shares against 1,000 orders of 0.4 each: 250 fit.
    const seller = await rig.trader({ shares: 100n * SHARE });
    const { app } = rig.system;
    const process = () =>
      new OrderService(
        app.get(PrismaService),
        app.get(MarketService),
        app.get(MarketChain),
        app.get(OrderChecks),
        app.get(PermitChain),
        app.get(PermitStore),
        app.get(ReservationStore),
        app.get(JournalStore),
      );
    const processes = [process(), process(), process()];
    const bodies = await Promise.all(
      Array.from({ length: ORDERS }, () => rig.signed(seller, { side: 'SELL', lots: 4_000n, cents: 5_000n })),
    );
    const { userId } = seller.browser;
    const actor: Actor = {
      userId,
      sessionId: userId,
      role: 'investor',
      name: 'Some',
      email: 'some@freehold.example',
      secondFactor: 'NOT_NEEDED',
      emailConfirmed: true,
      provedAt: new Date(),
    };
    const outcomes = await Promise.all(
      bodies.map(async ({ order, signature }, index) => {
        const request = { operationId: randomUUID(), order, signature, immediate: false };
        const place = () => processes[index % processes.length]?.place(actor, rig.propertyId, request);
        for (;;) {
          const outcome = await Promise.resolve(place()).then(
            () => 'placed',
            (error: unknown) => (error instanceof FreeholdError ? error.code : String(error)),
          );
          // Where a thousand wait for few connections on a busy machine, some get no answer and ask again, as clients do.
          if (!NO_ANSWER.test(outcome)) return outcome;
        }
      }),
    );
    const count = (outcome: string) => outcomes.filter((one) => one === outcome).length;
    const others = outcomes.filter((one) => one !== 'placed' && one !== 'ORDER_EXCEEDS_FREE');
    assert.deepEqual([count('placed'), count('ORDER_EXCEEDS_FREE'), others], [250, ORDERS - 250, []]);
    await rig.lead();
    const { _sum } = await rig.prisma.client.marketReservation.aggregate({
      where: { wallet: seller.account.address.toLowerCase() },
      _sum: { amount: true },
    });
    assert.equal(_sum.amount?.toFixed(0), (100n * SHARE).toString());
    assert.equal(await rig.prisma.client.marketCommand.count(), 250);
  });

  it('counts what is matched and not yet settled, and what was settled only once', async () => {
    const seller = await rig.trader({ shares: 10n * SHARE });
    const buyer = await rig.trader({ usdc: 1_000n * USDC });
    const wish = { side: 'SELL', lots: 60_000n, cents: 4_000n } as const;
    await rig.place(seller, wish);
    await rig.place(buyer, { side: 'BUY', lots: 60_000n, cents: 4_000n });
    await rig.lead();
    assert.equal(codeOf((await rig.attempt(seller, wish)).body), 'ORDER_EXCEEDS_FREE');
    await rig.settleAll();
    assert.equal(codeOf((await rig.attempt(seller, wish)).body), 'ORDER_WOULD_FAIL');
    await rig.place(seller, { ...wish, lots: 40_000n });
  });
});
