import type { IncomingHttpHeaders } from 'node:http';
import type { KycProviderName, KycReason } from '@freehold/shared/kyc';

/** What a provider says of a check, in our words. */
export interface KycReading {
  readonly externalId: string;
  /** The case this check was opened for, as the provider kept it. */
  readonly subject: string;
  /**
   * `open`: nothing is handed in. `in_review`: somebody or something looks at it. `abandoned`: the check ended without
   * anything being handed in.
   */
  readonly verdict: 'open' | 'in_review' | 'approved' | 'retry' | 'rejected' | 'abandoned';
  /** Names the review behind the verdict, so that it is acted on once; null while there is none. */
  readonly reviewRef: string | null;
  readonly reasons: readonly KycReason[];
  /** ISO 3166-1 numeric of where the person lives; null when the provider does not say. */
  readonly country: number | null;
}

export interface KycOpening {
  /** Id of our case: all the provider learns of the person from us. */
  readonly subject: string;
  readonly returnUrl: string;
}

export interface OpenedCheck {
  readonly id: string;
  /** The person's page, where the provider gives it only once. */
  readonly url: string | null;
}

/** What a webhook is about. Its content is never acted on. */
export interface KycEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly externalId: string;
  /** How we know that it is the provider's. */
  readonly verdict: string;
}

/** One company that checks identities. All but `event` throw `ProviderError`. */
export interface KycProvider {
  readonly name: KycProviderName;
  /** What the provider calls a check: 'applicant', 'inquiry', 'session'. */
  readonly objectType: string;
  /**
   * `person`: one check per person for ever, begun anew by `restart`. `attempt`: another one per attempt.
   * `visit`: another one whenever the person comes, since its page cannot be asked for again.
   */
  readonly checkPer: 'person' | 'attempt' | 'visit';
  /** Opens a check; repeating it under the same key answers with the same one. */
  open(opening: KycOpening, idempotencyKey: string): Promise<OpenedCheck>;
  /** A fresh, short-lived address of the person's page. */
  link(externalId: string, opening: KycOpening): Promise<string>;
  /** Forgets what was handed in, so that the person may begin anew. */
  restart(externalId: string): Promise<void>;
  read(externalId: string): Promise<KycReading>;
  /** What these bytes tell; throws a sentence when the provider did not sign them. */
  event(raw: Buffer, headers: IncomingHttpHeaders): KycEvent;
}
