import type { MovementState, Treasury } from '@freehold/shared/treasury';
import type { Tone } from '#ui/badge.tsx';

type StageId = keyof Treasury['pipeline'];

export interface Stage {
  readonly id: StageId;
  readonly label: string;
  /** What money standing here waits for. */
  readonly waitsFor: string;
}

export interface StageGroup {
  readonly id: 'stripe' | 'bank' | 'circle' | 'chain';
  readonly title: string;
  readonly stages: readonly Stage[];
}

/** The way of the money, in order. */
export const stageGroups: readonly StageGroup[] = [
  {
    id: 'stripe',
    title: 'Stripe',
    stages: [
      { id: 'stripePending', label: 'Pending', waitsFor: 'Card payments become available after two days.' },
      { id: 'stripeAvailable', label: 'Available', waitsFor: 'Waits for the next daily payout.' },
      { id: 'stripeInTransit', label: 'Payout on its way', waitsFor: 'Waits for the bank to receive it.' },
    ],
  },
  {
    id: 'bank',
    title: 'Bank',
    stages: [
      { id: 'bank', label: 'Operating account', waitsFor: 'Waits for you to send a wire to Circle.' },
      { id: 'wireInTransit', label: 'Wire on its way', waitsFor: 'Waits for Circle to receive it.' },
    ],
  },
  {
    id: 'circle',
    title: 'Circle',
    stages: [
      { id: 'circlePending', label: 'Deposit pending', waitsFor: 'Waits for Circle to credit it as USDC.' },
      { id: 'circle', label: 'USDC at Circle', waitsFor: 'Waits for you to move it to the treasury.' },
    ],
  },
  {
    id: 'chain',
    title: 'Chain',
    stages: [
      {
        id: 'chainTransfer',
        label: 'Transfer on its way',
        waitsFor: 'Waits for the chain to make it final.',
      },
      {
        id: 'treasury',
        label: 'In the treasury',
        waitsFor: 'Waits for a statement to be approved and its dividend run.',
      },
      {
        id: 'dividends',
        label: 'Funded, not paid yet',
        waitsFor: 'Waits for holders to be paid or to claim.',
      },
    ],
  },
];

export const movementWords: Readonly<Record<MovementState, { readonly label: string; readonly tone: Tone }>> =
  {
    CREATED: { label: 'Queued', tone: 'neutral' },
    SUBMITTED: { label: 'Sent', tone: 'info' },
    UNKNOWN: { label: 'Outcome unknown, being asked', tone: 'warn' },
    PENDING: { label: 'On its way', tone: 'info' },
    SETTLED: { label: 'Settled', tone: 'good' },
    FAILED: { label: 'Failed', tone: 'bad' },
    RETURNED: { label: 'Returned', tone: 'bad' },
  };

/** True while a movement is under way, so that looking again soon makes sense. */
export function isMoving(state: MovementState): boolean {
  return state === 'CREATED' || state === 'SUBMITTED' || state === 'UNKNOWN' || state === 'PENDING';
}
