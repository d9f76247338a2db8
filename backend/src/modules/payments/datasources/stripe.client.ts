import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { z } from 'zod';
import { Configuration } from '../../../config/configuration.ts';
import { ProviderError } from '../domain/provider-error.ts';
import {
  type StripeBalanceTransactionObject,
  type StripeCharge,
  type StripeDispute,
  type StripeEvent,
  type StripePaymentIntent,
  type StripePayoutObject,
  type StripeRefund,
  type StripeSession,
  stripeBalanceTransaction,
  stripeCharge,
  stripeDispute,
  stripeEvent,
  stripePaymentIntent,
  stripePayout,
  stripeRefund,
  stripeSession,
} from '../domain/stripe-objects.ts';

const PAGE = 100;
/** The SDK does not retry 429; these pauses are ours. */
const RATE_LIMIT_PAUSES_MS = [500, 1_000, 2_000, 4_000];

export interface NewCheckoutSession {
  readonly paymentId: string;
  readonly amountCents: bigint;
  /** What the tenant reads on the payment page. */
  readonly title: string;
  readonly customerEmail: string;
  readonly returnUrl: string;
  readonly cancelUrl: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Stripe, as far as we need it. Throws `ProviderError`. */
@Injectable()
export class StripeClient {
  readonly #sdk: Stripe;
  readonly #webhookSecret: string;

  constructor(configuration: Configuration) {
    const { STRIPE_API_KEY, STRIPE_API_URL, STRIPE_WEBHOOK_SECRET } = configuration.environment;
    const url = new URL(STRIPE_API_URL);
    const secure = url.protocol === 'https:';
    this.#webhookSecret = STRIPE_WEBHOOK_SECRET;
    this.#sdk = new Stripe(STRIPE_API_KEY, {
      host: url.hostname,
      port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
      protocol: secure ? 'https' : 'http',
      telemetry: false,
      timeout: 20_000,
      maxNetworkRetries: 2,
    });
  }

  /** The event a webhook carries; throws when the signature is not Stripe's. */
  verifiedEvent(raw: Buffer, signature: string): StripeEvent {
    return stripeEvent.parse(this.#sdk.webhooks.constructEvent(raw, signature, this.#webhookSecret));
  }

  async createSession(input: NewCheckoutSession, idempotencyKey: string): Promise<StripeSession> {
    const metadata = { ...input.metadata };
    return this.#read(stripeSession, () =>
      this.#sdk.checkout.sessions.create(
        {
          mode: 'payment',
          client_reference_id: input.paymentId,
          customer_email: input.customerEmail,
          line_items: [
            {
              quantity: 1,
              price_data: {
                currency: 'usd',
                // Exact: cents of one rent are far below 2^53, and Stripe wants a JSON number.
                unit_amount: Number(input.amountCents),
                product_data: { name: input.title },
              },
            },
          ],
          allowed_payment_method_types: ['card', 'us_bank_account'],
          success_url: input.returnUrl,
          cancel_url: input.cancelUrl,
          metadata,
          payment_intent_data: { metadata, description: input.title },
        },
        { idempotencyKey },
      ),
    );
  }

  session(id: string): Promise<StripeSession> {
    return this.#read(stripeSession, () => this.#sdk.checkout.sessions.retrieve(id));
  }

  expireSession(id: string): Promise<StripeSession> {
    return this.#read(stripeSession, () => this.#sdk.checkout.sessions.expire(id));
  }

  paymentIntent(id: string): Promise<StripePaymentIntent> {
    return this.#read(stripePaymentIntent, () => this.#sdk.paymentIntents.retrieve(id));
  }

  charge(id: string): Promise<StripeCharge> {
    return this.#read(stripeCharge, () =>
      this.#sdk.charges.retrieve(id, { expand: ['balance_transaction'] }),
    );
  }

  payout(id: string): Promise<StripePayoutObject> {
    return this.#read(stripePayout, () => this.#sdk.payouts.retrieve(id));
  }

  refund(id: string): Promise<StripeRefund> {
    return this.#read(stripeRefund, () => this.#sdk.refunds.retrieve(id));
  }

  dispute(id: string): Promise<StripeDispute> {
    return this.#read(stripeDispute, () => this.#sdk.disputes.retrieve(id));
  }

  balanceTransaction(id: string): Promise<StripeBalanceTransactionObject> {
    return this.#read(stripeBalanceTransaction, () => this.#sdk.balanceTransactions.retrieve(id));
  }

  /** The balance transactions a payout is made of. */
  async transactionsOfPayout(payoutId: string): Promise<StripeBalanceTransactionObject[]> {
    return this.#pages((startingAfter) =>
      this.#sdk.balanceTransactions.list({ payout: payoutId, limit: PAGE, ...startingAfter }),
    );
  }

  /** All balance transactions from the newest back to those created at `since`. */
  async transactionsSince(since: Date): Promise<StripeBalanceTransactionObject[]> {
    const gte = Math.floor(since.getTime() / 1_000);
    return this.#pages((startingAfter) =>
      this.#sdk.balanceTransactions.list({ created: { gte }, limit: PAGE, ...startingAfter }),
    );
  }

  /** Events that happened after the event `after`, oldest first; all known ones when it is null. */
  async eventsAfter(after: string | null): Promise<StripeEvent[]> {
    const events: StripeEvent[] = [];
    for (let cursor = after; ; ) {
      const page = await this.#read(eventPage, () =>
        this.#sdk.events.list({ limit: PAGE, ...(cursor === null ? {} : { ending_before: cursor }) }),
      );
      events.push(...page.data.toReversed());
      // Without a cursor the first page is the newest: what lies behind it is left to the balance transactions.
      if (after === null || !page.has_more || page.data[0] === undefined) return events;
      cursor = page.data[0].id;
    }
  }

  async #pages(
    list: (startingAfter: { starting_after?: string }) => Promise<unknown>,
  ): Promise<StripeBalanceTransactionObject[]> {
    const found: StripeBalanceTransactionObject[] = [];
    for (;;) {
      const last = found.at(-1);
      const page = await this.#read(transactionPage, () =>
        list(last === undefined ? {} : { starting_after: last.id }),
      );
      found.push(...page.data);
      if (!page.has_more || page.data.length === 0) return found;
    }
  }

  async #read<Schema extends z.ZodType>(
    schema: Schema,
    call: () => Promise<unknown>,
  ): Promise<z.output<Schema>> {
    for (const pause of [...RATE_LIMIT_PAUSES_MS, null]) {
      try {
        return schema.parse(await call());
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeRateLimitError) || pause === null) throw translated(error);
        await sleep(pause * (0.5 + Math.random() / 2));
      }
    }
    throw new Error('unreachable');
  }
}

const transactionPage = pageOf(stripeBalanceTransaction);
const eventPage = pageOf(stripeEvent);

function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), has_more: z.boolean() });
}

function translated(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const code = error.code ?? String(error.statusCode ?? error.type);
  const outcome =
    error.statusCode === 404
      ? 'absent'
      : error.statusCode !== undefined &&
          error.statusCode >= 400 &&
          error.statusCode < 500 &&
          error.statusCode !== 409
        ? 'refused'
        : 'unknown';
  return new ProviderError('stripe', outcome, code, error.message, error);
}
