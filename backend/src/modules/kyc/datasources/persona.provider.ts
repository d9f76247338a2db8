import type { IncomingHttpHeaders } from 'node:http';
import { countryOf } from '@freehold/shared/countries';
import { z } from 'zod';
import type { KycEvent, KycOpening, KycProvider, KycReading, OpenedCheck } from '../domain/kyc-provider.ts';
import { reasonsOf } from '../domain/kyc-reasons.ts';
import { callProvider } from './provider-http.ts';
import { headerOf, hmacHex, sameHex, signedJson } from './signatures.ts';

const VERSION = '2023-01-05';
/** Seconds by which the time of a signature may be off. */
const TOLERANCE_S = 300;

export interface PersonaSettings {
  /** With its path: `https://api.withpersona.com/api/v1`. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly templateId: string;
  readonly webhookSecret: string;
}

/** Of an inquiry only what we need: it also carries a name, a birthday and an address, which stay there. */
const inquirySchema = z.object({
  data: z.object({
    id: z.string().min(1),
    attributes: z.object({
      status: z.string(),
      'reference-id': z.string().nullish(),
      'decisioned-at': z.string().nullish(),
      'failed-at': z.string().nullish(),
      'address-country-code': z.string().nullish(),
      tags: z.array(z.string()).nullish(),
    }),
  }),
});
const linkSchema = z.object({ meta: z.object({ 'one-time-link': z.url() }) });
const eventSchema = z.object({
  data: z.object({
    id: z.string().min(1),
    attributes: z.object({
      name: z.string(),
      payload: z.object({ data: z.object({ type: z.string(), id: z.string().min(1) }) }),
    }),
  }),
});

const verdicts: Readonly<Record<string, KycReading['verdict']>> = {
  created: 'open',
  pending: 'open',
  completed: 'in_review',
  needs_review: 'in_review',
  approved: 'approved',
  failed: 'retry',
  declined: 'rejected',
  expired: 'abandoned',
};

/** Persona: an inquiry per attempt, opened by a one-time link. */
export class PersonaProvider implements KycProvider {
  readonly name = 'persona';
  readonly objectType = 'inquiry';
  readonly checkPer = 'attempt';
  readonly #settings: PersonaSettings;

  constructor(settings: PersonaSettings) {
    this.#settings = settings;
  }

  async open({ subject, returnUrl }: KycOpening, idempotencyKey: string): Promise<OpenedCheck> {
    const attributes = {
      'inquiry-template-id': this.#settings.templateId,
      'reference-id': subject,
      'redirect-uri': returnUrl,
    };
    const body = JSON.stringify({ data: { attributes } });
    const { data } = await this.#call('POST', '/inquiries', inquirySchema, {
      body,
      headers: { 'idempotency-key': idempotencyKey },
    });
    return { id: data.id, url: null };
  }

  async link(externalId: string): Promise<string> {
    const path = `/inquiries/${encodeURIComponent(externalId)}/generate-one-time-link`;
    return (await this.#call('POST', path, linkSchema, { body: '{}' })).meta['one-time-link'];
  }

  /** Never asked for: every attempt is an inquiry of its own. */
  async restart(): Promise<void> {}

  async read(externalId: string): Promise<KycReading> {
    const path = `/inquiries/${encodeURIComponent(externalId)}`;
    const { data } = await this.#call('GET', path, inquirySchema);
    const { status, tags, ...attributes } = data.attributes;
    const verdict = verdicts[status] ?? 'in_review';
    const decided = ['approved', 'retry', 'rejected'].includes(verdict);
    const at = attributes['decisioned-at'] ?? attributes['failed-at'] ?? '';
    const code = attributes['address-country-code'];
    return {
      externalId: data.id,
      subject: attributes['reference-id'] ?? '',
      verdict,
      reviewRef: decided ? `${data.id}/${status}/${at}` : null,
      reasons:
        verdict === 'abandoned'
          ? ['ABANDONED']
          : decided && verdict !== 'approved'
            ? reasonsOf(tags ?? [])
            : [],
      country: code == null ? null : (countryOf(code)?.numeric ?? null),
    };
  }

  event(raw: Buffer, headers: IncomingHttpHeaders): KycEvent {
    // While a secret is being replaced there are two signatures, separated by a space.
    const signed = headerOf(headers['persona-signature'])
      .split(' ')
      .some((pair) => this.#isSigned(pair, raw));
    if (!signed) throw new Error('wrong signature');
    const { data } = eventSchema.parse(signedJson(raw));
    const { name, payload } = data.attributes;
    if (payload.data.type !== 'inquiry') throw new Error(`about a ${payload.data.type}`);
    return {
      eventId: data.id,
      eventType: name,
      externalId: payload.data.id,
      verdict: 'persona-signature v1 hmac-sha256',
    };
  }

  #isSigned(pair: string, raw: Buffer): boolean {
    const fields = new Map(pair.split(',').map((field) => [field.slice(0, 2), field.split('=')[1] ?? '']));
    const [time, signature] = [fields.get('t=') ?? '', fields.get('v1') ?? ''];
    if (!/^\d{10}$/.test(time) || Math.abs(Date.now() / 1_000 - Number(time)) > TOLERANCE_S) return false;
    return sameHex(signature, hmacHex('sha256', this.#settings.webhookSecret, `${time}.`, raw));
  }

  #call<T>(
    method: 'GET' | 'POST',
    path: string,
    answer: z.ZodType<T>,
    { body, headers = {} }: { body?: string; headers?: Record<string, string> } = {},
  ): Promise<T> {
    const { apiUrl, apiKey } = this.#settings;
    return callProvider(
      {
        provider: this.name,
        method,
        url: new URL(`${apiUrl.replace(/\/$/, '')}${path}`),
        headers: () => ({
          authorization: `Bearer ${apiKey}`,
          'persona-version': VERSION,
          'key-inflection': 'kebab',
          'content-type': 'application/json',
          ...headers,
        }),
        ...(body === undefined ? {} : { body }),
      },
      answer,
    );
  }
}
