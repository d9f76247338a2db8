import type { ChainTransactionState } from '@freehold/shared/primitives';
import type { AllocationState, VerificationState } from '@freehold/shared/token';
import type { Tone } from '#ui/badge.tsx';

/** Where a chain transaction of ours stands, and with it what it waits for. */
export const chainStateWords: Readonly<Record<ChainTransactionState, string>> = {
  RESERVED: 'Queued, waiting for its turn',
  SIGNED: 'Signed, about to be sent',
  BROADCAST: 'Sent, waiting for a block',
  MINED: 'In a block, waiting to become final',
  FINAL: 'Final',
  REPLACED: 'Replaced by a later transaction',
  REVERTED: 'Refused by the contract',
};

interface Words {
  readonly label: string;
  readonly tone: Tone;
}

export const allocationWords: Readonly<Record<AllocationState, Words>> = {
  PENDING: { label: 'Queued', tone: 'neutral' },
  SUBMITTED: { label: 'Sent', tone: 'info' },
  CONFIRMED: { label: 'Confirmed', tone: 'info' },
  FINAL: { label: 'Issued', tone: 'good' },
  FAILED: { label: 'Failed', tone: 'bad' },
};

export const verificationWords: Readonly<Record<VerificationState, Words>> = {
  UNVERIFIED: { label: 'Not verified', tone: 'neutral' },
  PENDING: { label: 'Being recorded', tone: 'info' },
  VERIFIED: { label: 'Verified', tone: 'good' },
  EXPIRED: { label: 'Expired', tone: 'warn' },
  REVOKED: { label: 'Revoked', tone: 'bad' },
};
