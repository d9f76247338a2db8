import { stripeId } from '../core/ids.ts';
import { API_VERSION, type StripeContext } from './context.ts';
import type { EventRecord } from './records.ts';

/**
 * Records that something happened to `object` (as the API shows it now) and queues the webhook for it. Called inside
 * the transaction of the change itself.
 */
export function emit(
  context: StripeContext,
  type: string,
  object: object,
  previousAttributes?: Readonly<Record<string, unknown>>,
): EventRecord {
  const { world, settings, cause } = context;
  const id = stripeId('evt');
  const created = world.clock.now();
  const body = JSON.stringify({
    id,
    object: 'event',
    api_version: API_VERSION,
    created,
    data: {
      object,
      ...(previousAttributes === undefined ? {} : { previous_attributes: previousAttributes }),
    },
    livemode: false,
    pending_webhooks: settings.webhookUrl === undefined ? 0 : 1,
    request: { id: cause?.requestId ?? null, idempotency_key: cause?.idempotencyKey ?? null },
    type,
  });
  const record = context.events.insert({ id, created, type, body });
  if (settings.webhookUrl !== undefined) {
    world.deliveries.enqueue({
      provider: 'stripe',
      message: id,
      topic: type,
      endpoint: settings.webhookUrl,
      body,
    });
  }
  return record;
}
