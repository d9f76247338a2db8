import { z } from 'zod';
import { ACCOUNT_ID, BANK_ACCOUNT_ID, type StripeContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { createdParam, pageParams } from '../params.ts';
import type { EventRecord } from '../records.ts';
import type { StripeRouter } from '../router.ts';
import { listOf, toQuery } from './lists.ts';

const RETENTION_SECONDS = 30 * 86_400;
const jsonObject = z.record(z.string(), z.unknown());

const listSchema = z.strictObject({
  ...pageParams,
  created: createdParam,
  type: z.string().optional(),
  types: z.array(z.string()).max(20).optional(),
  delivery_success: z.enum(['true', 'false']).optional(),
});
type ListInput = z.infer<typeof listSchema>;

export function eventRoutes(context: StripeContext, router: StripeRouter): void {
  router.get('/v1/events', listSchema, (input) => listEvents(context, input));
  router.get('/v1/events/:id', z.strictObject({}), (_, id) => {
    const event = context.events.find(id);
    if (event === undefined || event.created < oldest(context)) throw notFound('event', id);
    return presentEvent(event);
  });
}

function oldest(context: StripeContext): number {
  return context.world.clock.now() - RETENTION_SECONDS;
}

function presentEvent(event: EventRecord): object {
  return jsonObject.parse(JSON.parse(event.body));
}

/** Filters that SQL does not know are applied page by page, so that a page is as full as it can be. */
function listEvents(context: StripeContext, input: ListInput): object {
  const wanted = input.types ?? (input.type === undefined ? undefined : [input.type]);
  const from = Math.max(input.created?.from ?? 0, oldest(context));
  const created = { from, to: input.created?.to };
  if (wanted === undefined && input.delivery_success === undefined) {
    return listOf(context.events.list(toQuery({ ...input, created })), '/v1/events', presentEvent);
  }
  const everything = context.events.list(toQuery({ ...input, created, limit: 1_000_000 })).data;
  const matching = everything.filter(
    (event) =>
      (wanted === undefined || wanted.some((pattern) => matchesType(pattern, event.type))) &&
      (input.delivery_success === undefined ||
        (input.delivery_success === 'true') === delivered(context, event.id)),
  );
  const data =
    input.ending_before === undefined ? matching.slice(0, input.limit) : matching.slice(-input.limit);
  return {
    object: 'list',
    data: data.map(presentEvent),
    has_more: matching.length > data.length,
    url: '/v1/events',
  };
}

function matchesType(pattern: string, type: string): boolean {
  return pattern.endsWith('.*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}

function delivered(context: StripeContext, event: string): boolean {
  const open = context.world.database.get(
    "SELECT 1 AS found FROM delivery WHERE provider = 'stripe' AND message = ? AND state <> 'delivered' LIMIT 1",
    event,
  );
  return open === undefined;
}

export function accountRoutes(router: StripeRouter): void {
  const account = {
    id: ACCOUNT_ID,
    object: 'account',
    business_profile: { name: 'Freehold', url: null },
    business_type: 'company',
    capabilities: { card_payments: 'active', us_bank_account_ach_payments: 'active', transfers: 'active' },
    charges_enabled: true,
    country: 'US',
    default_currency: 'usd',
    details_submitted: true,
    email: 'finance@freehold.example',
    external_accounts: {
      object: 'list',
      data: [
        {
          id: BANK_ACCOUNT_ID,
          object: 'bank_account',
          account: ACCOUNT_ID,
          account_holder_name: 'Freehold',
          account_holder_type: 'company',
          bank_name: 'STRIPE TEST BANK',
          country: 'US',
          currency: 'usd',
          default_for_currency: true,
          last4: '6789',
          routing_number: '110000000',
          status: 'new',
        },
      ],
      has_more: false,
      url: `/v1/accounts/${ACCOUNT_ID}/external_accounts`,
    },
    metadata: {},
    payouts_enabled: true,
    settings: {
      payouts: {
        debit_negative_balances: true,
        schedule: { delay_days: 2, interval: 'daily' },
        statement_descriptor: null,
      },
    },
    type: 'standard',
  };
  router.get('/v1/account', z.strictObject({}), () => account);
  router.get('/v1/accounts/:id', z.strictObject({}), (_, id) => {
    if (id !== ACCOUNT_ID) throw notFound('account', id, 'account');
    return account;
  });
}
