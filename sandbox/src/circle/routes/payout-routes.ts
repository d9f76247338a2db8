import { z } from 'zod';
import { SECOND_MS } from '../../core/clock.ts';
import { randomText } from '../../core/ids.ts';
import { MICROS_PER_CENT } from '../../core/ledger.ts';
import { type CircleContext, freshRecord } from '../context.ts';
import { type CircleRouter, idempotencyKeyParam } from '../endpoint.ts';
import { invalidEntity, notFound } from '../errors.ts';
import { moneySchema, toMicros } from '../money.ts';
import { notify } from '../notifications/notify.ts';
import { pageParams, toQuery } from '../paging.ts';
import { presentPayout } from '../presenters.ts';
import type { PayoutRecord } from '../records.ts';
import { findAccount } from './wire-routes.ts';

const TASK_PAYOUT = 'circle.payout';
const PAYOUT_MS = 15 * 60 * SECOND_MS;

const createParams = z.object({
  idempotencyKey: idempotencyKeyParam,
  destination: z.object({ type: z.enum(['wire', 'cbit']), id: z.string() }),
  amount: moneySchema,
});

/** Redeeming USDC: from the Circle balance back to the company's bank. */
export function payoutRoutes(context: CircleContext, router: CircleRouter): void {
  context.world.schedule.define(TASK_PAYOUT, (id) => completePayout(context, context.payouts.get(id)));
  const path = '/v1/businessAccount/payouts';
  router.get(path, {
    params: z.object({ ...pageParams, destination: z.string().optional(), status: z.string().optional() }),
    work: ({ input }) => {
      const where = { destination: input.destination, status: input.status };
      return { data: context.payouts.list(toQuery(input, where)).data.map(presentPayout) };
    },
  });
  router.get(`${path}/:id`, {
    params: z.object({}),
    work: ({ id }) => {
      const payout = context.payouts.find(id);
      if (payout === undefined) throw notFound('Payout', id);
      return { data: presentPayout(payout) };
    },
  });
  router.post(path, {
    params: createParams,
    work: ({ input }) => ({ data: presentPayout(createPayout(context, input)) }),
  });
}

function createPayout(context: CircleContext, input: z.infer<typeof createParams>): PayoutRecord {
  const { ledger, schedule, clock } = context.world;
  const account = findAccount(context, input.destination.id);
  const amount = toMicros(input.amount.amount);
  if (amount === 0n || amount % MICROS_PER_CENT !== 0n)
    throw invalidEntity('A payout is a positive number of whole cents.');
  const payout = context.payouts.insert({
    ...freshRecord(context.world),
    destinationType: input.destination.type,
    destination: account.id,
    destinationName: account.description,
    amount: String(amount),
    status: 'pending',
    errorCode: null,
    trackingRef: `CIR${randomText(7).toUpperCase()}`,
  });
  if (ledger.balance('circle:available') < amount) {
    const failed = context.payouts.update({ ...payout, status: 'failed', errorCode: 'insufficient_funds' });
    notify(context, 'payouts', presentPayout(failed));
    return failed;
  }
  const key = `circle:payout:${payout.id}`;
  ledger.move(
    `${key}:created`,
    `payout ${payout.id} leaves Circle`,
    'circle:available',
    'circle:payout_in_transit',
    amount,
  );
  notify(context, 'payouts', presentPayout(payout));
  schedule.add({ name: TASK_PAYOUT, payload: payout.id, dueMs: clock.nowMs() + PAYOUT_MS });
  return payout;
}

function completePayout(context: CircleContext, payout: PayoutRecord): void {
  const { ledger, clock } = context.world;
  const key = `circle:payout:${payout.id}:complete`;
  ledger.move(
    key,
    `Circle payout ${payout.trackingRef ?? ''}`,
    'circle:payout_in_transit',
    'bank:operating',
    BigInt(payout.amount),
  );
  const complete = context.payouts.update({ ...payout, status: 'complete', updateDate: clock.iso() });
  notify(context, 'payouts', presentPayout(complete));
}
