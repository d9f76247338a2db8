import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import { KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } from '@peculiar/x509';
import type { World } from '../../core/world.ts';

export interface SigningIdentity {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
  /** The name under which the certificate is served. */
  readonly fileName: string;
}

const META_KEY = 'circle.sns_private_key';
const META_CERTIFICATE = 'circle.sns_certificate';
const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2_048,
};

/** The key SNS messages are signed with: made once, kept with the rest of the state. */
export async function loadSigningIdentity(world: World): Promise<SigningIdentity> {
  const { database } = world;
  if (database.readMeta(META_KEY) === undefined) {
    const fresh = await generate();
    database.transaction(() => {
      database.writeMeta(META_KEY, fresh.privateKeyPem);
      database.writeMeta(META_CERTIFICATE, fresh.certificatePem);
    });
  }
  const privateKeyPem = database.readMeta(META_KEY) ?? '';
  const certificatePem = database.readMeta(META_CERTIFICATE) ?? '';
  const print = createHash('sha256').update(certificatePem).digest('hex').slice(0, 32);
  return { privateKeyPem, certificatePem, fileName: `SimpleNotificationService-${print}.pem` };
}

async function generate(): Promise<{ privateKeyPem: string; certificatePem: string }> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=sns.sandbox.freehold.local',
      notBefore: new Date(Date.now() - 86_400_000),
      notAfter: new Date(Date.now() + 10 * 365 * 86_400_000),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true)],
    },
    webcrypto,
  );
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const lines = pkcs8.match(/.{1,64}/g) ?? [];
  return {
    privateKeyPem: `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`,
    certificatePem: certificate.toString('pem'),
  };
}
