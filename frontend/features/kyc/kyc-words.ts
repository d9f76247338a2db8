import type { KycProviderName, KycReason, KycState, WalletStanding } from '@freehold/shared/kyc';
import type { Tone } from '#ui/badge.tsx';

interface Words {
  readonly label: string;
  readonly tone: Tone;
}

/** States as administrators and investors read them. */
export const kycStateWords: Readonly<Record<KycState, Words>> = {
  NOT_STARTED: { label: 'Not started', tone: 'neutral' },
  PENDING: { label: 'Begun', tone: 'info' },
  IN_REVIEW: { label: 'In review', tone: 'info' },
  APPROVED: { label: 'Approved', tone: 'good' },
  RETRY: { label: 'Asked again', tone: 'warn' },
  REJECTED: { label: 'Rejected', tone: 'bad' },
  EXPIRED: { label: 'Expired', tone: 'warn' },
  REVOKED: { label: 'Revoked', tone: 'bad' },
};

export const wordOfKycState = (state: string): string =>
  Object.entries(kycStateWords).find(([name]) => name === state)?.[1].label ?? state;

/** What was wrong, and what makes it right. */
export const kycReasonSentences: Readonly<Record<KycReason, string>> = {
  DOCUMENT_UNREADABLE:
    'The photo of your document could not be read. Take it again in daylight, all four corners in the picture.',
  DOCUMENT_EXPIRED: 'Your document has expired. Use one that is still valid.',
  DOCUMENT_NOT_ACCEPTED:
    'This kind of document is not accepted. Use a passport, an identity card or a driving licence.',
  DOCUMENT_FORGED: 'The document did not pass the check for authenticity.',
  FACE_MISMATCH:
    'The selfie did not match the document. Take it again, face uncovered, looking at the camera.',
  DATA_MISMATCH: 'What you entered differs from the document. Write your name as the document has it.',
  ADDRESS_UNPROVEN:
    'Your address could not be confirmed. Add a bill or bank statement of the last three months.',
  COUNTRY_NOT_SERVED: 'Investors from your country cannot be served at the moment.',
  WATCH_LIST: 'The check found something that a person has to look into.',
  DUPLICATE_PERSON: 'Somebody with your document has an account already. Sign in to that one.',
  UNDER_AGE: 'Investors must be of age.',
  ABANDONED: 'The check was not finished. Start it again when you have your document at hand.',
  VALIDITY_OVER: 'The time for which the check counts is over. It takes a few minutes to do it again.',
  OTHER: 'The check did not pass. Please try again, or write to us.',
};

export function reasonSentence(code: string): string {
  return Object.entries(kycReasonSentences).find(([name]) => name === code)?.[1] ?? code;
}

/** A step of the history holds codes, or words of a person. */
export function historyReason(reason: string | null): string | null {
  if (reason === null) return null;
  return reason.split(', ').map(reasonSentence).join(' ');
}

export const providerNames: Readonly<Record<KycProviderName, string>> = {
  sumsub: 'Sumsub',
  persona: 'Persona',
  veriff: 'Veriff',
};

/** What the registry says of a wallet, and what it waits for. */
export const walletStandingWords: Readonly<Record<WalletStanding, Words>> = {
  NONE: { label: 'Not verified on chain', tone: 'neutral' },
  ATTESTING: { label: 'Being recorded on chain', tone: 'info' },
  ATTESTED: { label: 'Verified on chain', tone: 'good' },
  REVOKING: { label: 'Being taken back on chain', tone: 'warn' },
  FAILED: { label: 'Not recorded, tried again shortly', tone: 'bad' },
};
