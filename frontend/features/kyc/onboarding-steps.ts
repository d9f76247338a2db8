import type { KycStatus } from '@freehold/shared/kyc';
import type { StepState } from '#ui/steps.tsx';

export interface OnboardingProgress {
  readonly email: StepState;
  readonly wallet: StepState;
  readonly identity: StepState;
  readonly chain: StepState;
  /** Nothing is left to do. */
  readonly done: boolean;
}

const underWay = ['PENDING', 'IN_REVIEW'];
const refused = ['RETRY', 'REJECTED', 'EXPIRED', 'REVOKED'];

function identityStep({ state }: KycStatus): StepState {
  if (state === 'APPROVED') return 'passed';
  if (refused.includes(state)) return 'failed';
  return underWay.includes(state) ? 'running' : 'waiting';
}

function chainStep({ state, wallets }: KycStatus): StepState {
  if (state !== 'APPROVED' || wallets.length === 0) return 'waiting';
  if (wallets.every(({ standing }) => standing === 'ATTESTED')) return 'passed';
  return wallets.some(({ standing }) => standing === 'FAILED') ? 'failed' : 'running';
}

/** Where somebody stands on the way to the first purchase. */
export function onboardingProgress(kyc: KycStatus, emailConfirmed: boolean): OnboardingProgress {
  const email = emailConfirmed ? 'passed' : 'running';
  const wallet = kyc.wallets.length > 0 ? 'passed' : 'waiting';
  const identity = identityStep(kyc);
  const chain = chainStep(kyc);
  const steps = [email, wallet, identity, chain];
  return { email, wallet, identity, chain, done: steps.every((step) => step === 'passed') };
}

/** Whether the page should look again by itself, since something moves without the reader. */
export function isMoving(kyc: KycStatus): boolean {
  return underWay.includes(kyc.state) || kyc.renewing || chainStep(kyc) === 'running';
}
