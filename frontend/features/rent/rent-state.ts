import type { PaymentState, RentChargeState } from '@freehold/shared/rent';
import type { Tone } from '#ui/badge.tsx';

interface StateWords {
  readonly label: string;
  readonly tone: Tone;
}

/** States of a rent charge as people call them. */
export const rentStates: Readonly<Record<RentChargeState, StateWords>> = {
  SCHEDULED: { label: 'Scheduled', tone: 'neutral' },
  DUE: { label: 'Due', tone: 'warn' },
  PAYING: { label: 'Being paid', tone: 'info' },
  PAID: { label: 'Paid', tone: 'good' },
  PARTIAL: { label: 'Partly paid', tone: 'warn' },
  OVERDUE: { label: 'Overdue', tone: 'bad' },
  WAIVED: { label: 'Waived', tone: 'neutral' },
  REFUNDED: { label: 'Refunded', tone: 'neutral' },
  DISPUTED: { label: 'Disputed', tone: 'bad' },
  WON: { label: 'Dispute won', tone: 'good' },
  LOST: { label: 'Dispute lost', tone: 'bad' },
  RETURNED: { label: 'Returned', tone: 'bad' },
};

const PAYABLE: ReadonlySet<RentChargeState> = new Set(['SCHEDULED', 'DUE', 'OVERDUE', 'PARTIAL', 'RETURNED']);
const RECEIPTED: ReadonlySet<RentChargeState> = new Set(['PAID', 'WON']);

/** Whether a tenant may begin to pay it. The API has the last word. */
export function isPayable(state: RentChargeState): boolean {
  return PAYABLE.has(state);
}

/** Whether a receipt exists. */
export function hasReceipt(state: RentChargeState): boolean {
  return RECEIPTED.has(state);
}

/** What a payment under way waits for, in one sentence. */
export const paymentWaits: Readonly<Record<PaymentState, string>> = {
  CREATED: 'Waiting for you to finish on the payment page.',
  SUBMITTED: 'Waiting for the payment provider to confirm.',
  UNKNOWN: 'The provider has not told us the outcome yet; we keep asking.',
  PENDING: 'Waiting for the bank. Bank debits take a few days.',
  SETTLED: 'Received and recorded.',
  FAILED: 'It did not go through. Nothing was taken.',
  RETURNED: 'Your bank returned it.',
  DISPUTED: 'It was disputed with the bank.',
};

/** True while the outcome is open and looking again makes sense. */
export function isPaymentOpen(state: PaymentState): boolean {
  return state === 'CREATED' || state === 'SUBMITTED' || state === 'UNKNOWN' || state === 'PENDING';
}

interface Dated {
  readonly dueOn: string;
  readonly state: RentChargeState;
}

/** The charge a tenant should look at first: the oldest that can be paid or is being paid. */
export function nextCharge<Charge extends Dated>(charges: readonly Charge[]): Charge | undefined {
  return charges
    .filter((charge) => isPayable(charge.state) || charge.state === 'PAYING')
    .toSorted((a, b) => a.dueOn.localeCompare(b.dueOn))[0];
}

/** How far away a due day is, in words: `due in 3 days`, `due today`, `2 days late`. */
export function dueInWords(days: number): string {
  if (days === 0) return 'due today';
  if (days === 1) return 'due tomorrow';
  if (days > 1) return `due in ${days} days`;
  return days === -1 ? '1 day late' : `${-days} days late`;
}
