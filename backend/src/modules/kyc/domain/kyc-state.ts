import { illegalTransition } from '@freehold/shared/errors';
import type { KycState } from '@freehold/shared/kyc';
import type { KycReading } from './kyc-provider.ts';

interface Transition {
  readonly from: readonly KycState[];
  readonly to: KycState;
}

/**
 * Every way in which an identity check moves. What a provider decides can be reconsidered there: a rejected person may
 * be submitted again, an approved one revoked. What an administrator revoked only administrators give back.
 */
export const kycTransitions = {
  /** The person begins, or begins anew. */
  start: { from: ['NOT_STARTED', 'RETRY', 'EXPIRED'], to: 'PENDING' },
  /** The person handed in what was asked for. */
  submit: { from: ['NOT_STARTED', 'PENDING', 'RETRY', 'EXPIRED', 'REJECTED'], to: 'IN_REVIEW' },
  /** The provider gave it back without a decision. */
  sendBack: { from: ['IN_REVIEW'], to: 'PENDING' },
  approve: { from: ['IN_REVIEW'], to: 'APPROVED' },
  askAgain: { from: ['PENDING', 'IN_REVIEW'], to: 'RETRY' },
  reject: { from: ['IN_REVIEW'], to: 'REJECTED' },
  /** Checked again while the approval stood; it lasts longer now. */
  renew: { from: ['APPROVED'], to: 'APPROVED' },
  /** The time is over, or the provider no longer stands by it and asks for more. */
  expire: { from: ['APPROVED'], to: 'EXPIRED' },
  /** The provider found something, or an administrator did. */
  revoke: { from: ['APPROVED'], to: 'REVOKED' },
  /** A second administrator disagrees with a revocation. */
  reinstate: { from: ['REVOKED'], to: 'APPROVED' },
  /** An administrator lets a closed case begin anew. */
  reopen: { from: ['REJECTED', 'REVOKED'], to: 'NOT_STARTED' },
} as const satisfies Record<string, Transition>;

export type KycTransition = keyof typeof kycTransitions;

/** The state a transition leads to; throws `ILLEGAL_TRANSITION` when it does not start here. */
export function nextKycState(state: KycState, transition: KycTransition): KycState {
  const { from, to }: Transition = kycTransitions[transition];
  if (!from.includes(state)) throw illegalTransition('identity check', state, to);
  return to;
}

interface Standing {
  readonly state: KycState;
  readonly reviewRef: string | null;
  readonly renewing: boolean;
}

/** The transitions that follow from what the provider says; none when it says nothing new. */
export function transitionsFor(standing: Standing, reading: KycReading): readonly KycTransition[] {
  const { state } = standing;
  const known = reading.reviewRef !== null && reading.reviewRef === standing.reviewRef;
  switch (reading.verdict) {
    case 'open':
      return state === 'IN_REVIEW' ? ['sendBack'] : [];
    case 'abandoned':
      return state === 'PENDING' || state === 'IN_REVIEW' ? ['askAgain'] : [];
    case 'in_review':
      return canSubmit(state) ? ['submit'] : [];
    case 'approved':
      if (known || state === 'REVOKED') return [];
      return state === 'APPROVED' ? ['renew'] : [...submitted(state), 'approve'];
    case 'retry':
      if (known || state === 'REVOKED') return [];
      // A renewal that did not pass takes nothing away before the time is over.
      if (state === 'APPROVED') return standing.renewing ? [] : ['expire'];
      return [...submitted(state), 'askAgain'];
    case 'rejected':
      if (known || state === 'REVOKED' || state === 'REJECTED') return [];
      return state === 'APPROVED' ? ['revoke'] : [...submitted(state), 'reject'];
  }
}

const canSubmit = (state: KycState): boolean => {
  const { from }: Transition = kycTransitions.submit;
  return from.includes(state);
};

/** A decision means that something was handed in, whether or not we heard of it. */
const submitted = (state: KycState): readonly KycTransition[] => (state === 'IN_REVIEW' ? [] : ['submit']);
