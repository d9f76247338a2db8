import { randomBytes } from 'node:crypto';
import type { Express } from 'express';
import { z } from 'zod';
import { type CircleContext, freshRecord } from '../context.ts';
import type { CircleRouter } from '../endpoint.ts';
import { invalidEntity, notFound } from '../errors.ts';
import { presentSubscription } from '../presenters.ts';
import type { SubscriptionRecord } from '../records.ts';
import { confirmationMessage } from './notify.ts';
import type { SigningIdentity } from './sns-certificate.ts';

const MAX_ACTIVE = 3;
const TOPIC_ARN = 'arn:aws:sns:us-east-1:908968368384:sandbox_platform-notifications-topic';

export function subscriptionRoutes(context: CircleContext, router: CircleRouter): void {
  router.get('/v1/notifications/subscriptions', {
    params: z.object({}),
    work: () => ({ data: active(context).reverse().map(presentSubscription) }),
  });
  router.post('/v1/notifications/subscriptions', {
    params: z.object({ endpoint: z.url({ protocol: /^https?$/ }) }),
    work: ({ input }) => ({ data: presentSubscription(subscribe(context, input.endpoint)) }),
  });
  router.delete('/v1/notifications/subscriptions/:id', {
    params: z.object({}),
    work: ({ id }) => {
      const subscription = context.subscriptions.find(id);
      if (subscription === undefined || subscription.status === 'deleted') throw notFound('Subscription', id);
      if (subscription.status === 'pending') {
        throw invalidEntity('A subscription with a pending subscription detail cannot be deleted.');
      }
      context.subscriptions.update({ ...subscription, status: 'deleted' });
      return { data: {} };
    },
  });
}

/** What Amazon serves in real life: the certificate and the confirmation link. */
export function snsRoutes(app: Express, context: CircleContext, identity: SigningIdentity): void {
  app.get(`/sns/${identity.fileName}`, (_, response) => {
    response.type('application/x-pem-file').send(identity.certificatePem);
  });
  app.get('/sns', (request, response) => {
    const query = z.object({ Action: z.string(), Token: z.string() }).safeParse(request.query);
    const subscription = query.success
      ? context.subscriptions.all({ token: query.data.Token })[0]
      : undefined;
    if (subscription === undefined || query.data?.Action !== 'ConfirmSubscription') {
      response
        .status(400)
        .type('text/xml')
        .send('<ErrorResponse><Error><Code>InvalidParameter</Code></Error></ErrorResponse>');
      return;
    }
    if (subscription.status === 'pending') {
      context.world.database.transaction(() =>
        context.subscriptions.update({ ...subscription, status: 'confirmed' }),
      );
    }
    response
      .type('text/xml')
      .send(
        `<ConfirmSubscriptionResponse><ConfirmSubscriptionResult><SubscriptionArn>${subscription.topicArn}:${subscription.id}</SubscriptionArn></ConfirmSubscriptionResult></ConfirmSubscriptionResponse>`,
      );
  });
}

function active(context: CircleContext): SubscriptionRecord[] {
  return context.subscriptions.all().filter((subscription) => subscription.status !== 'deleted');
}

/** The same endpoint again is the same subscription; while it is unconfirmed the question is asked once more. */
function subscribe(context: CircleContext, endpoint: string): SubscriptionRecord {
  const subscriptions = active(context);
  const existing = subscriptions.find((subscription) => subscription.endpoint === endpoint);
  if (existing === undefined && subscriptions.length >= MAX_ACTIVE) {
    throw invalidEntity(`At most ${MAX_ACTIVE} subscriptions can be active at a time in the sandbox.`);
  }
  const subscription =
    existing ??
    context.subscriptions.insert({
      ...freshRecord(context.world),
      endpoint,
      topicArn: TOPIC_ARN,
      token: randomBytes(32).toString('hex'),
      status: 'pending',
    });
  if (subscription.status === 'pending') {
    context.world.deliveries.enqueue(confirmationMessage(context, subscription));
  }
  return subscription;
}
