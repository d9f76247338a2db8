import type { DividendBatch, DividendState, PayoutState } from '@freehold/shared/dividend';
import type { Tone } from '#ui/badge.tsx';

interface Words {
  readonly label: string;
  readonly tone: Tone;
  readonly waitsFor?: string;
}

export const dividendWords: Readonly<Record<DividendState, Words>> = {
  DRAFT: { label: 'Draft', tone: 'neutral', waitsFor: 'Waits for its statement to be approved.' },
  APPROVED: {
    label: 'Approved',
    tone: 'warn',
    waitsFor: 'Waits to be declared, which fixes who holds what.',
  },
  DECLARED: {
    label: 'Declared',
    tone: 'warn',
    waitsFor: 'Waits to be run: funded and paid to every holder.',
  },
  FUNDED: { label: 'Funded', tone: 'info', waitsFor: 'Waits for the first batch of payouts.' },
  PAYING: { label: 'Paying', tone: 'info', waitsFor: 'Waits for the remaining batches.' },
  PAID: { label: 'Paid', tone: 'good' },
  SWEPT: { label: 'Swept', tone: 'neutral' },
  CANCELLED: { label: 'Cancelled', tone: 'neutral' },
};

export const payoutWords: Readonly<Record<PayoutState, Words>> = {
  ENTITLED: { label: 'Entitled', tone: 'neutral', waitsFor: 'Waits for its batch.' },
  SENT: { label: 'Sent', tone: 'info', waitsFor: 'Waits for a block.' },
  CONFIRMED: { label: 'Confirmed', tone: 'info', waitsFor: 'Waits to become final.' },
  FINAL: { label: 'Paid', tone: 'good' },
  HELD: { label: 'Held', tone: 'bad', waitsFor: 'The wallet could not receive it; it stays claimable.' },
  CLAIMABLE: { label: 'Claimable', tone: 'warn', waitsFor: 'Waits for the holder to claim it.' },
};

const ORDER: readonly DividendState[] = [
  'DRAFT',
  'APPROVED',
  'DECLARED',
  'FUNDED',
  'PAYING',
  'PAID',
  'SWEPT',
];

/** Whether a dividend has come at least as far as `state`. A cancelled one has come nowhere. */
export function hasReached(current: DividendState, state: DividendState): boolean {
  return current !== 'CANCELLED' && ORDER.indexOf(current) >= ORDER.indexOf(state);
}

/** True while the machine works on it, so that looking again soon makes sense. */
export function isWorking(state: DividendState): boolean {
  return state === 'APPROVED' || state === 'DECLARED' || state === 'FUNDED' || state === 'PAYING';
}

/** A batch is through when its transaction is in a block. */
export function isBatchThrough(batch: DividendBatch): boolean {
  return batch.state === 'MINED' || batch.state === 'FINAL';
}

export const batchWords: Readonly<
  Record<DividendBatch['state'], { readonly label: string; readonly tone: Tone }>
> = {
  PENDING: { label: 'Not sent yet', tone: 'neutral' },
  RESERVED: { label: 'Queued', tone: 'neutral' },
  SIGNED: { label: 'Signed', tone: 'info' },
  BROADCAST: { label: 'Sent, waiting for a block', tone: 'info' },
  MINED: { label: 'In a block', tone: 'info' },
  FINAL: { label: 'Final', tone: 'good' },
  REPLACED: { label: 'Replaced', tone: 'warn' },
  REVERTED: { label: 'Refused', tone: 'bad' },
};
