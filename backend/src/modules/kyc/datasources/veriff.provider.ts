import type { IncomingHttpHeaders } from 'node:http';
import { countryOf } from '@freehold/shared/countries';
import { z } from 'zod';
import type { KycEvent, KycOpening, KycProvider, KycReading, OpenedCheck } from '../domain/kyc-provider.ts';
import { reasonOfVeriff } from '../domain/kyc-reasons.ts';
import { callProvider } from './provider-http.ts';
import { headerOf, hmacHex, sameHex, signedJson } from './signatures.ts';

export interface VeriffSettings {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly sharedSecret: string;
}

const sessionSchema = z.object({ verification: z.object({ id: z.string().min(1), url: z.url() }) });
/** Of a decision only what we need: the person in it stays there. */
const decisionSchema = z.object({
  verification: z
    .object({
      id: z.string(),
      attemptId: z.string().nullish(),
      code: z.number(),
      reasonCode: z.number().nullish(),
      vendorData: z.string().nullish(),
      decisionTime: z.string().nullish(),
      document: z.object({ country: z.string().nullish() }).nullish(),
    })
    .nullish(),
});
const eventSchema = z.union([
  z.object({ id: z.string().min(1), attemptId: z.string().nullish(), code: z.number(), action: z.string() }),
  z
    .object({
      verification: z.object({
        id: z.string().min(1),
        code: z.number(),
        status: z.string(),
        decisionTime: z.string().nullish(),
      }),
    })
    .transform(({ verification }) => ({
      id: verification.id,
      attemptId: verification.decisionTime,
      code: verification.code,
      action: verification.status,
    })),
]);

const verdicts: Readonly<Record<number, KycReading['verdict']>> = {
  7001: 'open',
  7002: 'in_review',
  9001: 'approved',
  9102: 'rejected',
  9103: 'retry',
  9104: 'abandoned',
  9121: 'in_review',
};

/** Veriff: a session per visit, whose page is named once, when it is made. */
export class VeriffProvider implements KycProvider {
  readonly name = 'veriff';
  readonly objectType = 'session';
  readonly checkPer = 'visit';
  readonly #settings: VeriffSettings;

  constructor(settings: VeriffSettings) {
    this.#settings = settings;
  }

  /** A session made twice does no harm: the one whose id we keep is the one that counts. */
  async open({ subject, returnUrl }: KycOpening): Promise<OpenedCheck> {
    const body = JSON.stringify({ verification: { callback: returnUrl, vendorData: subject } });
    const { verification } = await this.#call('POST', '/v1/sessions', sessionSchema, body);
    return verification;
  }

  async link(externalId: string): Promise<string> {
    throw new Error(`Veriff names the page of session ${externalId} only once.`);
  }

  /** Never asked for: every visit is a session of its own. */
  async restart(): Promise<void> {}

  async read(externalId: string): Promise<KycReading> {
    const path = `/v1/sessions/${encodeURIComponent(externalId)}/decision`;
    const { verification } = await this.#call('GET', path, decisionSchema, undefined, externalId);
    const nothing = { externalId, subject: '', reviewRef: null, reasons: [], country: null } as const;
    // Without a decision Veriff does not say whether anything was handed in.
    if (verification == null) return { ...nothing, verdict: 'open' };
    const verdict = verdicts[verification.code] ?? 'in_review';
    const decided = ['approved', 'retry', 'rejected'].includes(verdict);
    const country = verification.document?.country;
    return {
      externalId,
      subject: verification.vendorData ?? '',
      verdict,
      reviewRef: decided
        ? `${externalId}/${verification.code}/${verification.decisionTime ?? verification.attemptId ?? ''}`
        : null,
      reasons:
        verdict === 'abandoned'
          ? ['ABANDONED']
          : verdict === 'retry' || verdict === 'rejected'
            ? reasonOfVeriff(verification.reasonCode ?? null)
            : [],
      country: country == null ? null : (countryOf(country)?.numeric ?? null),
    };
  }

  event(raw: Buffer, headers: IncomingHttpHeaders): KycEvent {
    const { apiKey, sharedSecret } = this.#settings;
    if (headerOf(headers['x-auth-client']) !== apiKey) throw new Error('of another integration');
    const expected = hmacHex('sha256', sharedSecret, raw);
    if (!sameHex(headerOf(headers['x-hmac-signature']), expected)) throw new Error('wrong signature');
    const event = eventSchema.parse(signedJson(raw));
    return {
      eventId: `${event.id}/${event.code}/${event.attemptId ?? ''}`,
      eventType: event.action,
      externalId: event.id,
      verdict: 'x-hmac-signature hmac-sha256',
    };
  }

  #call<T>(
    method: 'GET' | 'POST',
    path: string,
    answer: z.ZodType<T>,
    body?: string,
    signed: string = body ?? '',
  ): Promise<T> {
    const { apiUrl, apiKey, sharedSecret } = this.#settings;
    return callProvider(
      {
        provider: this.name,
        method,
        url: new URL(path, apiUrl),
        headers: () => ({
          'content-type': 'application/json',
          'x-auth-client': apiKey,
          'x-hmac-signature': hmacHex('sha256', sharedSecret, signed),
        }),
        ...(body === undefined ? {} : { body }),
      },
      answer,
    );
  }
}
