import type { IncomingHttpHeaders } from 'node:http';
import { countryOf } from '@freehold/shared/countries';
import { z } from 'zod';
import { ProviderError } from '../../payments/domain/provider-error.ts';
import type { KycEvent, KycOpening, KycProvider, KycReading, OpenedCheck } from '../domain/kyc-provider.ts';
import { reasonsOf } from '../domain/kyc-reasons.ts';
import { callProvider } from './provider-http.ts';
import { headerOf, hmacHex, sameHex, signedJson } from './signatures.ts';

const LINK_SECONDS = 1_800;

export interface SumsubSettings {
  readonly apiUrl: string;
  readonly appToken: string;
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** What webhooks are signed with: never chosen by the webhook itself. */
  readonly webhookDigest: 'sha256' | 'sha512';
  readonly level: string;
}

const applicantSchema = z.object({
  id: z.string().min(1),
  externalUserId: z.string(),
  info: z
    .object({
      country: z.string().optional(),
      addresses: z.array(z.object({ country: z.string().optional() })).optional(),
    })
    .optional(),
  fixedInfo: z.object({ country: z.string().optional() }).optional(),
  review: z.object({
    reviewStatus: z.string(),
    attemptId: z.string().optional(),
    reviewDate: z.string().optional(),
    reviewResult: z
      .object({
        reviewAnswer: z.enum(['GREEN', 'RED']),
        rejectLabels: z.array(z.string()).optional(),
        reviewRejectType: z.string().optional(),
      })
      .optional(),
  }),
});
type Applicant = z.output<typeof applicantSchema>;

const eventSchema = z.object({
  applicantId: z.string().min(1),
  type: z.string().min(1),
  /** Text, whatever its name says. */
  createdAtMs: z.coerce.string().default(''),
  correlationId: z.string().default(''),
});
const linkSchema = z.object({ url: z.url() });
const doneSchema = z.looseObject({});
const algorithms = { sha256: 'HMAC_SHA256_HEX', sha512: 'HMAC_SHA512_HEX' } as const;

/** Sumsub: one applicant per person, signed requests, webhooks signed under a secret of their own. */
export class SumsubProvider implements KycProvider {
  readonly name = 'sumsub';
  readonly objectType = 'applicant';
  readonly checkPer = 'person';
  readonly #settings: SumsubSettings;

  constructor(settings: SumsubSettings) {
    this.#settings = settings;
  }

  /** Sumsub has no idempotency keys: the applicant's external id is one, and a second request finds the first. */
  async open({ subject }: KycOpening): Promise<OpenedCheck> {
    const path = `/resources/applicants?levelName=${encodeURIComponent(this.#settings.level)}`;
    try {
      const { id } = await this.#call('POST', path, z.object({ id: z.string() }), {
        externalUserId: subject,
      });
      return { id, url: null };
    } catch (error) {
      if (!(error instanceof ProviderError) || error.code !== '409') throw error;
      const known = `/resources/applicants/-;externalUserId=${encodeURIComponent(subject)}/one`;
      return { id: (await this.#call('GET', known, applicantSchema)).id, url: null };
    }
  }

  async link(_: string, { subject, returnUrl }: KycOpening): Promise<string> {
    const path = '/resources/sdkIntegrations/levels/-/websdkLink';
    const { url } = await this.#call('POST', path, linkSchema, {
      levelName: this.#settings.level,
      userId: subject,
      ttlInSecs: LINK_SECONDS,
      redirect: { successUrl: returnUrl, rejectUrl: returnUrl },
    });
    return url;
  }

  async restart(externalId: string): Promise<void> {
    await this.#call('POST', `/resources/applicants/${encodeURIComponent(externalId)}/reset`, doneSchema);
  }

  async read(externalId: string): Promise<KycReading> {
    const path = `/resources/applicants/${encodeURIComponent(externalId)}/one`;
    return readingOf(await this.#call('GET', path, applicantSchema));
  }

  event(raw: Buffer, headers: IncomingHttpHeaders): KycEvent {
    const { webhookDigest, webhookSecret } = this.#settings;
    const algorithm = headerOf(headers['x-payload-digest-alg']);
    if (algorithm !== algorithms[webhookDigest]) throw new Error(`signed with ${algorithm || 'nothing'}`);
    const expected = hmacHex(webhookDigest, webhookSecret, raw);
    if (!sameHex(headerOf(headers['x-payload-digest']), expected)) throw new Error('wrong digest');
    const event = eventSchema.parse(signedJson(raw));
    // There is no event id; the same happening always carries the same moment.
    const eventId = `${event.applicantId}/${event.type}/${event.createdAtMs || event.correlationId}`;
    return {
      eventId,
      eventType: event.type,
      externalId: event.applicantId,
      verdict: `x-payload-digest ${algorithm}`,
    };
  }

  #call<T>(method: 'GET' | 'POST', path: string, answer: z.ZodType<T>, payload?: object): Promise<T> {
    const { apiUrl, appToken, secretKey } = this.#settings;
    const body = payload === undefined ? undefined : JSON.stringify(payload);
    return callProvider(
      {
        provider: this.name,
        method,
        url: new URL(path, apiUrl),
        headers: () => {
          const time = String(Math.floor(Date.now() / 1_000));
          return {
            'content-type': 'application/json',
            'x-app-token': appToken,
            'x-app-access-ts': time,
            'x-app-access-sig': hmacHex('sha256', secretKey, `${time}${method}${path}`, body ?? ''),
          };
        },
        ...(body === undefined ? {} : { body }),
      },
      answer,
    );
  }
}

function readingOf({ id, externalUserId, info, fixedInfo, review }: Applicant): KycReading {
  const lives = info?.addresses?.find(({ country }) => country !== undefined)?.country;
  const code = lives ?? fixedInfo?.country ?? info?.country;
  const result = review.reviewStatus === 'completed' ? review.reviewResult : undefined;
  const common = {
    externalId: id,
    subject: externalUserId,
    country: code === undefined ? null : (countryOf(code)?.numeric ?? null),
  };
  if (result === undefined) {
    const verdict = review.reviewStatus === 'init' ? 'open' : 'in_review';
    return { ...common, verdict, reviewRef: null, reasons: [] };
  }
  // The date tells apart two answers to one attempt: an approval and what was found later.
  const reviewRef = `${result.reviewAnswer}/${review.attemptId ?? ''}/${review.reviewDate ?? ''}`;
  if (result.reviewAnswer === 'GREEN') return { ...common, verdict: 'approved', reviewRef, reasons: [] };
  const verdict = result.reviewRejectType === 'RETRY' ? 'retry' : 'rejected';
  return { ...common, verdict, reviewRef, reasons: reasonsOf(result.rejectLabels ?? []) };
}
