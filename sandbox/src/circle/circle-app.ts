import express, { type Express } from 'express';
import qs from 'qs';
import { z } from 'zod';
import { type ControlledProvider, controlRoutes } from '../control/control-routes.ts';
import { homeRoutes } from '../control/home-page.ts';
import type { World } from '../core/world.ts';
import { recentCircle } from './circle-home.ts';
import { type CircleContext, type CircleSettings, createCircleContext } from './context.ts';
import { CircleRouter } from './endpoint.ts';
import { signMessage, toMessage } from './notifications/notify.ts';
import type { SigningIdentity } from './notifications/sns-certificate.ts';
import { snsRoutes, subscriptionRoutes } from './notifications/subscription-routes.ts';
import { accountRoutes } from './routes/account-routes.ts';
import { circleControlRoutes } from './routes/circle-control-routes.ts';
import { payoutRoutes } from './routes/payout-routes.ts';
import { recipientRoutes, transferRoutes } from './routes/transfer-routes.ts';
import { wireRoutes } from './routes/wire-routes.ts';

/** The Circle Mint side: API, SNS, control API. */
export function createCircleApp(
  world: World,
  settings: CircleSettings,
  identity: SigningIdentity,
): { app: Express; context: CircleContext } {
  const context = createCircleContext(world, settings);
  world.deliveries.signWith('circle', (message, forged) => signMessage(context, identity, message, forged));

  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', (text: string) => qs.parse(text));
  homeRoutes(app, world, {
    provider: 'circle',
    title: 'Circle Mint, as the sandbox plays it',
    about:
      'The bridge from dollars to USDC on this machine: wires from the company’s bank become a balance, transfers really send USDC on the local chain. Wires arrive in batches every 15 virtual minutes.',
    recent: () => recentCircle(context),
  });
  controlRoutes(app, world, controlledCircle(context));
  circleControlRoutes(app, context);
  snsRoutes(app, context, identity);
  app.use(express.json({ limit: '1mb' }));
  const router = new CircleRouter(app, context);
  accountRoutes(context, router);
  wireRoutes(context, router);
  recipientRoutes(context, router);
  transferRoutes(context, router);
  payoutRoutes(context, router);
  subscriptionRoutes(context, router);
  app.use('/v1', (request, response) => {
    response
      .status(404)
      .json({ code: 404, message: `The sandbox does not know ${request.method} ${request.originalUrl}` });
  });
  return { app, context };
}

function controlledCircle(context: CircleContext): ControlledProvider {
  const { world } = context;
  return {
    provider: 'circle',
    events: (limit) =>
      context.notifications.list({ limit }).data.map((notification) => ({
        id: notification.id,
        topic: notification.topic,
        createDate: notification.createDate,
        message: z.record(z.string(), z.unknown()).parse(JSON.parse(notification.message)),
      })),
    replay: (order, copies) => {
      const notifications = context.notifications.all();
      if (order === 'reverse') notifications.reverse();
      const subscriptions = context.subscriptions.all({ status: 'confirmed' });
      for (const notification of notifications) {
        for (const subscription of subscriptions) {
          for (let copy = 0; copy < copies; copy += 1)
            world.deliveries.resend(toMessage(notification, subscription));
        }
      }
      return notifications.length * subscriptions.length * copies;
    },
  };
}
