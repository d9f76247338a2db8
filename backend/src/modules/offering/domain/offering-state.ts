import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { illegalTransition } from '@freehold/shared/errors';
import {
  type OfferingState,
  offeringStates,
  type SubscriptionState,
  subscriptionStates,
} from '@freehold/shared/offering';
import { recordStep } from '../../blockchain/domain/state-transition.ts';

/** DRAFT ends in CANCELLED when it never reached the chain; everything else is what the chain says. */
const offeringSteps: Readonly<Record<OfferingState, readonly OfferingState[]>> = {
  DRAFT: ['OPEN', 'CANCELLED'],
  OPEN: ['CLOSED', 'CANCELLED'],
  CLOSED: [],
  CANCELLED: [],
};

/** The chain has the last word: a purchase given up here may still turn up there, as a subscription of its own. */
const subscriptionSteps: Readonly<Record<SubscriptionState, readonly SubscriptionState[]>> = {
  INTENT: ['SUBMITTED', 'FINAL', 'FAILED'],
  SUBMITTED: ['CONFIRMED', 'FINAL', 'FAILED'],
  CONFIRMED: ['FINAL', 'FAILED'],
  FINAL: [],
  FAILED: [],
};

export function offeringState(text: string): OfferingState {
  const state = offeringStates.find((known) => known === text);
  if (state === undefined) throw new Error(`Unknown state of an offering: ${text}`);
  return state;
}

export function subscriptionState(text: string): SubscriptionState {
  const state = subscriptionStates.find((known) => known === text);
  if (state === undefined) throw new Error(`Unknown state of a subscription: ${text}`);
  return state;
}

interface Step<State> {
  readonly id: string;
  readonly from: State;
  readonly to: State;
  readonly actor: string;
  readonly reason?: string;
}

/** Moves an offering and records it; false when somebody else moved it meanwhile. */
export async function moveOffering(
  tx: PrismaTransaction,
  step: Step<OfferingState> & { readonly data?: Prisma.OfferingUpdateManyMutationInput },
): Promise<boolean> {
  const { id, from, to, data, ...who } = step;
  if (!offeringSteps[from].includes(to)) throw illegalTransition('offering', from, to);
  const { count } = await tx.offering.updateMany({
    where: { id, state: from },
    data: { problem: null, transactionKey: null, ...data, state: to },
  });
  if (count === 1) await recordStep(tx, { noun: 'offering', nounId: id, from, to, ...who });
  return count === 1;
}

/** Moves a subscription and records it; false when somebody else moved it meanwhile. */
export async function moveSubscription(
  tx: PrismaTransaction,
  step: Step<SubscriptionState> & { readonly data?: Prisma.SubscriptionUpdateManyMutationInput },
): Promise<boolean> {
  const { id, from, to, data, ...who } = step;
  if (!subscriptionSteps[from].includes(to)) throw illegalTransition('subscription', from, to);
  const { count } = await tx.subscription.updateMany({
    where: { id, state: from },
    data: { ...data, ...(to === 'FAILED' ? { reason: who.reason ?? null } : {}), state: to },
  });
  if (count === 1) await recordStep(tx, { noun: 'subscription', nounId: id, from, to, ...who });
  return count === 1;
}
