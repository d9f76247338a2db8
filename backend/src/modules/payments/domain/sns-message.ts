import { z } from 'zod';

const common = {
  MessageId: z.string().min(1).max(200),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.url(),
};

/** An Amazon SNS message as it arrives over HTTP. */
export const snsMessage = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('Notification'), Subject: z.string().optional(), ...common }),
  z.object({
    Type: z.literal('SubscriptionConfirmation'),
    SubscribeURL: z.url(),
    Token: z.string(),
    ...common,
  }),
  z.object({
    Type: z.literal('UnsubscribeConfirmation'),
    SubscribeURL: z.url(),
    Token: z.string(),
    ...common,
  }),
]);
export type SnsMessage = z.output<typeof snsMessage>;

/** The bytes SNS signs: named fields in a fixed order, each name and value on its own line. */
export function stringToSign(message: SnsMessage): string {
  const fields: (readonly [string, string | undefined])[] =
    message.Type === 'Notification'
      ? [
          ['Message', message.Message],
          ['MessageId', message.MessageId],
          ['Subject', message.Subject],
          ['Timestamp', message.Timestamp],
          ['TopicArn', message.TopicArn],
          ['Type', message.Type],
        ]
      : [
          ['Message', message.Message],
          ['MessageId', message.MessageId],
          ['SubscribeURL', message.SubscribeURL],
          ['Timestamp', message.Timestamp],
          ['Token', message.Token],
          ['TopicArn', message.TopicArn],
          ['Type', message.Type],
        ];
  return fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}\n${value}\n`])).join('');
}

/**
 * Whether a URL may be fetched on the word of a message. `allowed` holds hosts, with the port when it is not the usual
 * one; a `*` stands for one label ('sns.*.amazonaws.com'). Only loopback hosts may go without TLS.
 */
export function mayFetch(url: URL, allowed: readonly string[]): boolean {
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) return false;
  if (url.username !== '' || url.password !== '') return false;
  return allowed.some((pattern) => {
    const expression = pattern.trim().toLowerCase().split('.').map(labelPattern).join('\\.');
    return new RegExp(`^${expression}$`).test(url.host);
  });
}

const labelPattern = (label: string): string =>
  label === '*' ? '[a-z0-9-]+' : label.replace(/[^a-z0-9-]/g, (character) => `\\${character}`);
