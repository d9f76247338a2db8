/**
 * How a call to a provider ended when it did not succeed. `refused`: the provider said no and nothing happened.
 * `unknown`: nobody can say whether it happened (time-out, broken connection, 5xx): ask, or repeat with the same key.
 * `absent`: there is no such object.
 */
export type ProviderOutcome = 'refused' | 'unknown' | 'absent';

export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly provider: string;
  readonly outcome: ProviderOutcome;
  /** The provider's own code, or the HTTP status. */
  readonly code: string;

  constructor(provider: string, outcome: ProviderOutcome, code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.provider = provider;
    this.outcome = outcome;
    this.code = code;
  }
}

/** The object is not yet what it will be; the event is looked at again later. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}

/** Nobody here understands this object: the event is set aside with the reason, and a person is told. */
export class Parked extends Error {
  override readonly name = 'Parked';
}
