import type { PrismaTransaction } from '@freehold/database/client';
import { illegalTransition } from '@freehold/shared/errors';
import type { MovementState } from '@freehold/shared/treasury';
import { recordStep } from '../../blockchain/domain/state-transition.ts';

export const wireStates = [
  'CREATED',
  'SENDING',
  'UNKNOWN',
  'SENT',
  'DEPOSIT_PENDING',
  'COMPLETE',
  'FAILED',
] as const;
export type WireState = (typeof wireStates)[number];

export const transferStates = [
  'CREATED',
  'UNKNOWN',
  'SUBMITTED',
  'COMPLETE',
  'RECEIVED',
  'SETTLED',
  'FAILED',
] as const;
export type TransferState = (typeof transferStates)[number];

/** States in which a wire is between the bank and a completed deposit. */
export const wireUnderWay = ['CREATED', 'SENDING', 'UNKNOWN', 'SENT', 'DEPOSIT_PENDING'] as const;
/** States in which a transfer has not reached the treasury. */
export const transferUnderWay = ['CREATED', 'UNKNOWN', 'SUBMITTED', 'COMPLETE'] as const;

const wireSteps: Readonly<Record<WireState, readonly WireState[]>> = {
  CREATED: ['SENDING', 'SENT', 'FAILED'],
  SENDING: ['SENT', 'UNKNOWN', 'FAILED'],
  UNKNOWN: ['SENDING', 'SENT', 'FAILED'],
  SENT: ['DEPOSIT_PENDING', 'COMPLETE'],
  DEPOSIT_PENDING: ['COMPLETE'],
  COMPLETE: [],
  FAILED: [],
};

const transferSteps: Readonly<Record<TransferState, readonly TransferState[]>> = {
  CREATED: ['SUBMITTED', 'UNKNOWN', 'FAILED'],
  UNKNOWN: ['SUBMITTED', 'FAILED'],
  SUBMITTED: ['COMPLETE', 'FAILED'],
  COMPLETE: ['RECEIVED'],
  RECEIVED: ['SETTLED'],
  SETTLED: [],
  FAILED: [],
};

/** How the API names the states. */
export const shownWireState: Readonly<Record<WireState, MovementState>> = {
  CREATED: 'CREATED',
  SENDING: 'SUBMITTED',
  UNKNOWN: 'UNKNOWN',
  SENT: 'SUBMITTED',
  DEPOSIT_PENDING: 'PENDING',
  COMPLETE: 'SETTLED',
  FAILED: 'FAILED',
};
export const shownTransferState: Readonly<Record<TransferState, MovementState>> = {
  CREATED: 'CREATED',
  UNKNOWN: 'UNKNOWN',
  SUBMITTED: 'SUBMITTED',
  COMPLETE: 'PENDING',
  RECEIVED: 'PENDING',
  SETTLED: 'SETTLED',
  FAILED: 'FAILED',
};

export function wireState(text: string): WireState {
  const state = wireStates.find((known) => known === text);
  if (state === undefined) throw new Error(`Unknown state of a wire: ${text}`);
  return state;
}

export function transferState(text: string): TransferState {
  const state = transferStates.find((known) => known === text);
  if (state === undefined) throw new Error(`Unknown state of a transfer: ${text}`);
  return state;
}

interface Step<State extends string, Data> {
  readonly id: string;
  readonly from: State;
  readonly to: State;
  readonly actor: string;
  readonly reason?: string;
  readonly data?: Data;
}

/** Moves a wire; false when somebody else moved it meanwhile. */
export async function moveWire(
  tx: PrismaTransaction,
  step: Step<
    WireState,
    {
      sentAt?: Date;
      trackingRef?: string;
      depositId?: string;
      knownDeposits?: string[];
      problem?: string | null;
    }
  >,
): Promise<boolean> {
  if (!wireSteps[step.from].includes(step.to)) throw illegalTransition('wire', step.from, step.to);
  const { count } = await tx.wire.updateMany({
    where: { id: step.id, state: step.from },
    data: { problem: null, ...step.data, state: step.to },
  });
  if (count === 1) await recordStep(tx, stepOf('wire', step));
  return count === 1;
}

/** Moves a transfer; false when somebody else moved it meanwhile. */
export async function moveTransfer(
  tx: PrismaTransaction,
  step: Step<TransferState, { circleId?: string; txHash?: string; problem?: string | null }>,
): Promise<boolean> {
  if (!transferSteps[step.from].includes(step.to)) throw illegalTransition('transfer', step.from, step.to);
  const { count } = await tx.circleTransfer.updateMany({
    where: { id: step.id, state: step.from },
    data: { problem: null, ...step.data, state: step.to },
  });
  if (count === 1) await recordStep(tx, stepOf('circle_transfer', step));
  return count === 1;
}

function stepOf(noun: 'wire' | 'circle_transfer', step: Step<string, unknown>) {
  const { id: nounId, from, to, actor, reason } = step;
  return { noun, nounId, from, to, actor, ...(reason === undefined ? {} : { reason }) };
}
