import type { KycProviderName, KycState, WalletStanding } from '@freehold/shared/kyc';
import { kycReasonSentences } from '@freehold/shared/kyc-sentences';
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
