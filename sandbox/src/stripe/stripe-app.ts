import express, { type Express } from 'express';
import qs from 'qs';
import { z } from 'zod';
import { type ControlledProvider, controlRoutes } from '../control/control-routes.ts';
import { homeRoutes } from '../control/home-page.ts';
import { IdempotencyStore } from '../core/idempotency.ts';
import { stripeId } from '../core/ids.ts';
import type { World } from '../core/world.ts';
import { createStripeContext, type StripeContext, type StripeSettings } from './context.ts';
import { defineBalanceTasks } from './flows/balance-flow.ts';
import { defineChargeTasks } from './flows/charge-flow.ts';
import { defineDisputeTasks } from './flows/dispute-flow.ts';
import { definePayoutTasks } from './flows/payout-flow.ts';
import { hostedRoutes } from './hosted/hosted-routes.ts';
import { createStripeRouter } from './router.ts';
import { checkoutRoutes } from './routes/checkout-routes.ts';
import { customerRoutes } from './routes/customer-routes.ts';
import { disputeRoutes } from './routes/dispute-routes.ts';
import { accountRoutes, eventRoutes } from './routes/event-routes.ts';
import { balanceRoutes, chargeRoutes, payoutRoutes, refundRoutes } from './routes/money-routes.ts';
import { paymentIntentRoutes } from './routes/payment-intent-routes.ts';
import { stripeControlRoutes } from './routes/stripe-control-routes.ts';
import { signatureHeader } from './signature.ts';
import { recentStripe } from './stripe-home.ts';

const FORGED_SECRET = 'whsec_not_the_right_secret';

/** The Stripe side: API, hosted pages, control API. */
export function createStripeApp(world: World, settings: StripeSettings): Express {
  const context = createStripeContext(world, settings);
  world.deliveries.signWith('stripe', (message, forged) => ({
    body: message.body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'stripe-signature': signatureHeader(
        message.body,
        forged ? FORGED_SECRET : settings.webhookSecret,
        Math.floor(Date.now() / 1_000),
      ),
    },
  }));
  defineBalanceTasks(context);
  defineChargeTasks(context);
  defineDisputeTasks(context);
  definePayoutTasks(context);

  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', (text: string) => qs.parse(text, { depth: 6, arrayLimit: 1_000 }));
  homeRoutes(app, world, {
    provider: 'stripe',
    title: 'Stripe, as the sandbox plays it',
    about:
      'The payment provider of Freehold on this machine: the API the official SDK speaks, payable pages, signed webhooks and payouts to the company’s bank. Time here is virtual: nothing settles until the clock moves.',
    recent: () => recentStripe(context),
  });
  controlRoutes(app, world, controlledStripe(context));
  stripeControlRoutes(app, context);
  app.use(express.raw({ type: () => true, limit: '1mb' }));
  hostedRoutes(app, context);
  apiRoutes(app, context);
  return app;
}

function apiRoutes(app: Express, context: StripeContext): void {
  const router = createStripeRouter(app, context, new IdempotencyStore(context.world.database, 'stripe'));
  customerRoutes(context, router);
  checkoutRoutes(context, router);
  paymentIntentRoutes(context, router);
  chargeRoutes(context, router);
  balanceRoutes(context, router);
  payoutRoutes(context, router);
  refundRoutes(context, router);
  disputeRoutes(context, router);
  eventRoutes(context, router);
  accountRoutes(router);
  app.use('/v1', (request, response) => {
    response
      .status(404)
      .set('request-id', stripeId('req'))
      .json({
        error: {
          type: 'invalid_request_error',
          message: `Unrecognized request URL (${request.method}: ${request.originalUrl}). The sandbox does not know this route.`,
        },
      });
  });
}

function controlledStripe(context: StripeContext): ControlledProvider {
  const { world, settings } = context;
  return {
    provider: 'stripe',
    events: (limit) =>
      context.events
        .list({ limit })
        .data.map((event) => z.record(z.string(), z.unknown()).parse(JSON.parse(event.body))),
    replay: (order, copies) => {
      const endpoint = settings.webhookUrl;
      if (endpoint === undefined) return 0;
      const events = context.events.all();
      if (order === 'reverse') events.reverse();
      for (const event of events) {
        for (let copy = 0; copy < copies; copy += 1) {
          world.deliveries.resend({
            provider: 'stripe',
            message: event.id,
            topic: event.type,
            endpoint,
            body: event.body,
          });
        }
      }
      return events.length * copies;
    },
  };
}
