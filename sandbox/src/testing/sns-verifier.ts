import { createPublicKey, createVerify, X509Certificate } from 'node:crypto';
import { z } from 'zod';

const envelopeSchema = z.object({
  Type: z.string(),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.url(),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** Written from Amazon's description, sharing nothing with the signer: parses and verifies, or throws. */
export async function verifySns(body: string): Promise<Envelope> {
  const envelope = envelopeSchema.parse(JSON.parse(body));
  const lines: string[] = [];
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined) lines.push(name, value);
  };
  add('Message', envelope.Message);
  add('MessageId', envelope.MessageId);
  add('SubscribeURL', envelope.SubscribeURL);
  add('Timestamp', envelope.Timestamp);
  add('Token', envelope.Token);
  add('TopicArn', envelope.TopicArn);
  add('Type', envelope.Type);
  const certificate = new X509Certificate(await (await fetch(envelope.SigningCertURL)).text());
  const verifier = createVerify(envelope.SignatureVersion === '1' ? 'sha1' : 'sha256');
  verifier.update(`${lines.join('\n')}\n`);
  const genuine = verifier.verify(
    createPublicKey(certificate.publicKey.export({ type: 'spki', format: 'pem' })),
    envelope.Signature,
    'base64',
  );
  if (!genuine) throw new Error('the SNS signature is wrong');
  return envelope;
}
