import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { LogService } from '../../../common/logging/log.service.ts';
import { SnsVerifier } from '../datasources/sns-verifier.ts';
import { StripeClient } from '../datasources/stripe.client.ts';
import { circleNotification } from './circle-objects.ts';
import { ProviderInbox, type ReceivedEvent } from './provider-inbox.ts';
import { type SnsMessage, snsMessage } from './sns-message.ts';
import type { StripeEvent } from './stripe-objects.ts';

/** Takes what providers send: verifies, keeps, answers. Acting on it is the inbox task's. */
@Injectable()
export class WebhookService {
  constructor(
    private readonly stripeClient: StripeClient,
    private readonly sns: SnsVerifier,
    private readonly inbox: ProviderInbox,
    private readonly log: LogService,
  ) {}

  /** Throws WEBHOOK_SIGNATURE_INVALID, with nothing written, unless Stripe signed these bytes. */
  async stripe(raw: Buffer, signature: string): Promise<void> {
    let event: StripeEvent;
    try {
      event = this.stripeClient.verifiedEvent(raw, signature);
    } catch (error) {
      throw this.#refused('stripe', error instanceof Error ? error.message : 'not a Stripe event');
    }
    await this.inbox.keep([stripeReceived(event, raw, 'webhook')]);
  }

  /** Throws WEBHOOK_SIGNATURE_INVALID, with nothing written, unless Amazon SNS signed this message. */
  async circle(raw: Buffer): Promise<void> {
    const parsed = snsMessage.safeParse(jsonOf(raw));
    if (!parsed.success) throw this.#refused('circle', 'not an SNS message');
    const message = parsed.data;
    const refusal = await this.#judge(message);
    if (refusal !== null) throw this.#refused('circle', refusal);
    if (message.Type === 'SubscriptionConfirmation') {
      await this.sns.confirm(message.SubscribeURL);
      this.log.logger.info({ topic: message.TopicArn }, 'confirmed the subscription to Circle notifications');
      return;
    }
    if (message.Type === 'Notification') await this.inbox.keep([circleReceived(message, raw)]);
  }

  async #judge(message: SnsMessage): Promise<string | null> {
    try {
      return await this.sns.refusal(message);
    } catch (error) {
      // No certificate, no verdict: SNS delivers again.
      throw new FreeholdError('UPSTREAM_UNAVAILABLE', undefined, { cause: error });
    }
  }

  #refused(provider: string, reason: string): FreeholdError {
    this.log.logger.warn({ provider, reason, alarm: 'webhook-refused' }, 'a webhook was refused');
    return new FreeholdError('WEBHOOK_SIGNATURE_INVALID');
  }
}

/** An event of Stripe as the inbox keeps it. */
export function stripeReceived(
  event: StripeEvent,
  raw: Uint8Array,
  source: 'webhook' | 'sweep',
): ReceivedEvent {
  const { object } = event.data;
  return {
    provider: 'stripe',
    eventId: event.id,
    eventType: event.type,
    objectType: object.object,
    objectId: object.id ?? object.object,
    raw,
    source,
    verdict: source === 'webhook' ? 'stripe v1 hmac-sha256' : 'read from the API',
  };
}

const objectWithId = z.looseObject({ id: z.string() });
/** Keys of a notification that do not hold the object. */
const envelope = new Set(['clientId', 'notificationType', 'version', 'customAttributes']);

function circleReceived(message: SnsMessage, raw: Buffer): ReceivedEvent {
  const notification = circleNotification.safeParse(jsonOf(Buffer.from(message.Message)));
  const entries = notification.success ? Object.entries(notification.data) : [];
  const object = entries
    .filter(([name]) => !envelope.has(name))
    .map(([, value]) => objectWithId.safeParse(value))
    .find((candidate) => candidate.success);
  const kind = notification.success ? notification.data.notificationType : 'unreadable';
  return {
    provider: 'circle',
    eventId: message.MessageId,
    eventType: kind,
    objectType: kind,
    objectId: object?.data?.id ?? message.MessageId,
    raw,
    source: 'webhook',
    verdict: `sns signature v${message.SignatureVersion}`,
  };
}

function jsonOf(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw).toString('utf8'));
  } catch {
    return undefined;
  }
}
