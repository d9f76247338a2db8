import type { PrismaTransaction } from '@freehold/database/client';
import { illegalTransition } from '@freehold/shared/errors';
import { type PaymentState, paymentStates } from '@freehold/shared/rent';
import { recordStep } from '../../blockchain/domain/state-transition.ts';

/** Late news may move money that had settled or failed; nothing ever removes a posting. */
const steps: Readonly<Record<PaymentState, readonly PaymentState[]>> = {
  CREATED: ['SUBMITTED', 'UNKNOWN', 'PENDING', 'SETTLED', 'FAILED'],
  SUBMITTED: ['PENDING', 'SETTLED', 'FAILED'],
  UNKNOWN: ['SUBMITTED', 'PENDING', 'SETTLED', 'FAILED'],
  PENDING: ['SETTLED', 'FAILED'],
  SETTLED: ['RETURNED', 'DISPUTED'],
  FAILED: ['PENDING', 'SETTLED'],
  RETURNED: [],
  DISPUTED: ['SETTLED', 'RETURNED'],
};

/** States in which a payment may still take the tenant's money: only one such payment per charge. */
export const openPaymentStates = [
  'CREATED',
  'SUBMITTED',
  'UNKNOWN',
  'PENDING',
] as const satisfies readonly PaymentState[];

/** The state a row says, refused when it is none. */
export function paymentState(text: string): PaymentState {
  const state = paymentStates.find((known) => known === text);
  if (state === undefined) throw new Error(`Unknown state of a payment: ${text}`);
  return state;
}

export function assertPaymentStep(from: PaymentState, to: PaymentState): void {
  if (!steps[from].includes(to)) throw illegalTransition('payment', from, to);
}

export interface PaymentStep {
  readonly id: string;
  readonly from: PaymentState;
  readonly to: PaymentState;
  readonly actor: string;
  readonly reason?: string;
  readonly data?: {
    readonly method?: string;
    readonly sessionId?: string;
    readonly sessionUrl?: string | null;
    readonly sessionExpiresAt?: Date;
    readonly paymentIntentId?: string | null;
    readonly providerChargeId?: string;
    readonly failureReason?: string | null;
  };
}

/** Moves a payment, whose row the caller has locked, and records why. */
export async function movePayment(tx: PrismaTransaction, step: PaymentStep): Promise<void> {
  assertPaymentStep(step.from, step.to);
  await tx.payment.update({ where: { id: step.id }, data: { ...step.data, state: step.to } });
  await recordStep(tx, {
    noun: 'payment',
    nounId: step.id,
    from: step.from,
    to: step.to,
    actor: step.actor,
    ...(step.reason === undefined ? {} : { reason: step.reason }),
  });
}
