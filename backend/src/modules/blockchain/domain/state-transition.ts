import type { Prisma, PrismaTransaction } from '@freehold/database/client';

/** A step in the life of a thing of the money bridge. `from` is null at birth. */
export interface StateStep {
  readonly noun:
    | 'allocation'
    | 'chain_transaction'
    | 'compliance_act'
    | 'circle_transfer'
    | 'dividend'
    | 'market'
    | 'market_permit'
    | 'market_settlement'
    | 'order'
    | 'offering'
    | 'payment'
    | 'income_statement'
    | 'kyc'
    | 'payout'
    | 'proceeds_payout'
    | 'provider_call'
    | 'rent_charge'
    | 'subscription'
    | 'tokenization'
    | 'trade'
    | 'verification'
    | 'wire';
  readonly nounId: string;
  readonly from: string | null;
  readonly to: string;
  /** A user id, or the name of the task that moved it. */
  readonly actor: string;
  readonly reason?: string;
  readonly detail?: Prisma.InputJsonObject;
}

/** Adds the step to the append-only history, inside the caller's transaction. */
export async function recordStep(tx: PrismaTransaction, step: StateStep): Promise<void> {
  await recordSteps(tx, [step]);
}

/** As `recordStep`, for many at once. */
export async function recordSteps(tx: PrismaTransaction, steps: readonly StateStep[]): Promise<void> {
  if (steps.length === 0) return;
  await tx.stateTransition.createMany({
    data: steps.map((step) => ({
      noun: step.noun,
      nounId: step.nounId,
      fromState: step.from,
      toState: step.to,
      actor: step.actor,
      reason: step.reason ?? null,
      ...(step.detail === undefined ? {} : { detail: step.detail }),
    })),
  });
}
