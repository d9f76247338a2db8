import { createSign } from 'node:crypto';

export interface SnsMessage {
  readonly Type: 'Notification' | 'SubscriptionConfirmation';
  readonly MessageId: string;
  readonly TopicArn: string;
  readonly Message: string;
  readonly Timestamp: string;
  readonly Token?: string | undefined;
  readonly SubscribeURL?: string | undefined;
}

const SIGNED_FIELDS = {
  Notification: ['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
} as const;

/** The text Amazon SNS signs: each field's name and value on lines of their own, fields in byte order. */
export function stringToSign(message: SnsMessage): string {
  return SIGNED_FIELDS[message.Type].map((field) => `${field}\n${message[field] ?? ''}\n`).join('');
}

/** Base64 signature; version 1 is RSA-SHA1, version 2 RSA-SHA256. */
export function signSns(message: SnsMessage, privateKeyPem: string, version: '1' | '2'): string {
  return createSign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256')
    .update(stringToSign(message), 'utf8')
    .sign(privateKeyPem, 'base64');
}
