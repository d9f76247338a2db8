import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Message, Signed } from '../../core/deliveries.ts';
import { type CircleContext, CLIENT_ID, freshRecord } from '../context.ts';
import type { NotificationRecord, SubscriptionRecord } from '../records.ts';
import type { SigningIdentity } from './sns-certificate.ts';
import { type SnsMessage, signSns } from './sns-signature.ts';

const snsSchema = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation']),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
});

/** Topic → the member of the message that carries the resource. */
export const TOPICS = {
  wire: 'wire',
  deposits: 'deposit',
  transfers: 'transfer',
  payouts: 'payout',
  addressBookRecipients: 'addressBookRecipient',
} as const;
export type Topic = keyof typeof TOPICS;

/** Tells every confirmed subscription about `resource` as it is now. Called inside the change's transaction. */
export function notify(context: CircleContext, topic: Topic, resource: object): void {
  const record = freshRecord(context.world);
  const message = JSON.stringify({
    clientId: CLIENT_ID,
    notificationType: topic,
    version: 1,
    customAttributes: { clientId: CLIENT_ID },
    [TOPICS[topic]]: resource,
  });
  const notification = context.notifications.insert({ ...record, topic, message });
  for (const subscription of context.subscriptions.all({ status: 'confirmed' })) {
    context.world.deliveries.enqueue(toMessage(notification, subscription));
  }
}

export function toMessage(notification: NotificationRecord, subscription: SubscriptionRecord): Message {
  const sns: SnsMessage = {
    Type: 'Notification',
    MessageId: notification.id,
    TopicArn: subscription.topicArn,
    Message: notification.message,
    Timestamp: notification.createDate,
  };
  return {
    provider: 'circle',
    message: notification.id,
    topic: notification.topic,
    endpoint: subscription.endpoint,
    body: JSON.stringify(sns),
  };
}

export function confirmationMessage(context: CircleContext, subscription: SubscriptionRecord): Message {
  const query = new URLSearchParams({
    Action: 'ConfirmSubscription',
    TopicArn: subscription.topicArn,
    Token: subscription.token,
  });
  const sns: SnsMessage = {
    Type: 'SubscriptionConfirmation',
    MessageId: randomUUID(),
    Token: subscription.token,
    TopicArn: subscription.topicArn,
    Message: `You have chosen to subscribe to the topic ${subscription.topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    SubscribeURL: `${context.settings.publicUrl()}/sns?${query}`,
    Timestamp: new Date().toISOString(),
  };
  return {
    provider: 'circle',
    message: sns.MessageId,
    topic: 'SubscriptionConfirmation',
    endpoint: subscription.endpoint,
    body: JSON.stringify(sns),
  };
}

/** Completes a stored message with what is signed at the moment of sending. */
export function signMessage(
  context: CircleContext,
  identity: SigningIdentity,
  message: Message,
  forged: boolean,
): Signed {
  const sns = snsSchema.parse(JSON.parse(message.body));
  const signature = signSns(sns, identity.privateKeyPem, context.settings.signatureVersion);
  const url = context.settings.publicUrl();
  const body = JSON.stringify({
    ...sns,
    SignatureVersion: context.settings.signatureVersion,
    Signature: forged ? forge(signature) : signature,
    SigningCertURL: `${url}/sns/${identity.fileName}`,
    UnsubscribeURL: `${url}/sns?Action=Unsubscribe&SubscriptionArn=${encodeURIComponent(sns.TopicArn)}`,
  });
  return {
    body,
    headers: {
      'content-type': 'text/plain; charset=UTF-8',
      'user-agent': 'Amazon Simple Notification Service Agent',
      'x-amz-sns-message-type': sns.Type,
      'x-amz-sns-message-id': sns.MessageId,
      'x-amz-sns-topic-arn': sns.TopicArn,
    },
  };
}

function forge(signature: string): string {
  const bytes = Buffer.from(signature, 'base64');
  bytes[0] = (bytes[0] ?? 0) ^ 0xff;
  return bytes.toString('base64');
}
