import { verify, X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Configuration } from '../../../config/configuration.ts';
import { mayFetch, type SnsMessage, stringToSign } from '../domain/sns-message.ts';

const TIMEOUT_MS = 5_000;
const LARGEST_CERTIFICATE = 20_000;
const KEPT_CERTIFICATES = 20;

/** Tells whether Amazon SNS signed a message, and confirms subscriptions. */
@Injectable()
export class SnsVerifier {
  readonly #allowed: readonly string[];
  readonly #certificates = new Map<string, X509Certificate>();

  constructor(configuration: Configuration) {
    this.#allowed = configuration.environment.CIRCLE_SNS_CERT_HOSTS.split(',');
  }

  /** The reason to refuse the message, or null when its signature is good. Throws when no certificate can be read. */
  async refusal(message: SnsMessage): Promise<string | null> {
    const url = new URL(message.SigningCertURL);
    if (!mayFetch(url, this.#allowed)) return `certificates are not read from ${url.host}`;
    const certificate = await this.#certificate(url);
    const now = Date.now();
    if (now < Date.parse(certificate.validFrom) || now > Date.parse(certificate.validTo)) {
      this.#certificates.delete(url.href);
      return 'the signing certificate is not valid now';
    }
    const algorithm = message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
    const signature = Buffer.from(message.Signature, 'base64');
    const good = verify(algorithm, Buffer.from(stringToSign(message)), certificate.publicKey, signature);
    return good ? null : 'the signature does not match';
  }

  /** Visits the link that confirms a subscription. Throws when its host is not allowed or does not answer well. */
  async confirm(subscribeUrl: string): Promise<void> {
    const url = new URL(subscribeUrl);
    if (!mayFetch(url, this.#allowed)) throw new Error(`Subscriptions are not confirmed at ${url.host}.`);
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.body?.cancel();
    if (!response.ok)
      throw new Error(`The subscription was not confirmed: ${url.host} answered ${response.status}.`);
  }

  async #certificate(url: URL): Promise<X509Certificate> {
    const known = this.#certificates.get(url.href);
    if (known !== undefined) return known;
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    if (!response.ok || text.length > LARGEST_CERTIFICATE) {
      throw new Error(`No certificate at ${url.host}: status ${response.status}.`);
    }
    const certificate = new X509Certificate(text);
    if (this.#certificates.size >= KEPT_CERTIFICATES) this.#certificates.clear();
    this.#certificates.set(url.href, certificate);
    return certificate;
  }
}
