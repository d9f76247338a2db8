import type { CheckRecord } from './records.ts';

export interface Outcome {
  readonly label: string;
  readonly answer: NonNullable<CheckRecord['answer']> | 'on_hold' | 'nothing';
  /** Sumsub's labels; the other providers translate them. */
  readonly labels: readonly string[];
}

/** What may come of a check, to be chosen on the page or through the control API. */
export const OUTCOMES = {
  approve: { label: 'Approve', answer: 'approved', labels: [] },
  blurry: { label: 'Ask again: the photo is blurry', answer: 'retry', labels: ['UNSATISFACTORY_PHOTOS'] },
  expired: { label: 'Ask again: the document has expired', answer: 'retry', labels: ['EXPIRATION_DATE'] },
  selfie: { label: 'Ask again: the selfie does not match', answer: 'retry', labels: ['BAD_SELFIE'] },
  address: {
    label: 'Ask again: the address is not proven',
    answer: 'retry',
    labels: ['BAD_PROOF_OF_ADDRESS'],
  },
  forged: { label: 'Reject for good: forged document', answer: 'rejected', labels: ['FORGERY'] },
  region: { label: 'Reject for good: country not served', answer: 'rejected', labels: ['WRONG_USER_REGION'] },
  listed: { label: 'Reject for good: on a watch list', answer: 'rejected', labels: ['BLOCKLIST'] },
  hold: { label: 'Put on hold for a person to look at', answer: 'on_hold', labels: [] },
  nothing: { label: 'Leave it pending', answer: 'nothing', labels: [] },
} as const satisfies Record<string, Outcome>;

export type OutcomeName = keyof typeof OUTCOMES;

export const isOutcome = (name: string): name is OutcomeName => Object.hasOwn(OUTCOMES, name);
