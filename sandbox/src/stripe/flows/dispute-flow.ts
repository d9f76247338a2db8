import { DAY_MS, SECOND_MS } from '../../core/clock.ts';
import { stripeId } from '../../core/ids.ts';
import type { StripeContext } from '../context.ts';
import { emit } from '../events.ts';
import { presentDispute } from '../presenters/dispute-presenter.ts';
import { showCharge } from '../presenters/present.ts';
import type { ChargeRecord, DisputeRecord } from '../records.ts';
import { recordTransaction } from './balance-flow.ts';

export const DISPUTE_FEE_CENTS = 1_500;
const TASK_VERDICT = 'stripe.dispute_verdict';
const RESPONSE_DAYS = 7;
const VERDICT_DAYS = 14;

/** The payer's bank takes the money back, and Stripe its fee, until the dispute is decided. */
export function openDispute(context: StripeContext, charge: ChargeRecord, reason: string): DisputeRecord {
  const { clock } = context.world;
  const id = stripeId('du');
  const withdrawal = recordTransaction(context, {
    type: 'adjustment',
    reportingCategory: 'dispute',
    amount: -charge.amount,
    fee: DISPUTE_FEE_CENTS,
    feeDescription: 'Dispute fee',
    source: id,
    description: `Chargeback withdrawal for ${charge.id}`,
    availableInDays: 0,
  });
  const disputed = context.charges.update({ ...charge, disputed: true });
  const dispute = context.disputes.insert({
    id,
    created: clock.now(),
    amount: charge.amount,
    currency: charge.currency,
    charge: charge.id,
    intent: charge.intent,
    reason,
    status: 'needs_response',
    balanceTransactions: [withdrawal.id],
    evidence: {},
    submitted: false,
    dueBy: Math.floor((clock.nowMs() + RESPONSE_DAYS * DAY_MS) / SECOND_MS),
    metadata: {},
  });
  emit(context, 'charge.dispute.created', presentDispute(context, dispute));
  emit(context, 'charge.dispute.funds_withdrawn', presentDispute(context, dispute));
  emit(context, 'charge.updated', showCharge(context, disputed), { disputed: false });
  return dispute;
}

/** Files evidence; `winning_evidence` or `losing_evidence` as its text decides the test dispute. */
export function submitEvidence(
  context: StripeContext,
  dispute: DisputeRecord,
  evidence: Record<string, string>,
  submit: boolean,
): DisputeRecord {
  const merged = { ...dispute.evidence, ...evidence };
  const updated = context.disputes.update({
    ...dispute,
    evidence: merged,
    submitted: submit,
    status: submit ? 'under_review' : dispute.status,
  });
  emit(context, 'charge.dispute.updated', presentDispute(context, updated));
  if (submit) {
    const { clock, schedule } = context.world;
    schedule.add({ name: TASK_VERDICT, payload: dispute.id, dueMs: clock.nowMs() + VERDICT_DAYS * DAY_MS });
  }
  return updated;
}

export function closeDispute(
  context: StripeContext,
  dispute: DisputeRecord,
  status: 'won' | 'lost',
): DisputeRecord {
  const closed = context.disputes.update({ ...dispute, status });
  emit(context, 'charge.dispute.closed', presentDispute(context, closed));
  if (status === 'lost') return closed;
  const reinstatement = recordTransaction(context, {
    type: 'adjustment',
    reportingCategory: 'dispute_reversal',
    amount: dispute.amount,
    fee: -DISPUTE_FEE_CENTS,
    feeDescription: 'Dispute fee refund',
    source: dispute.id,
    description: `Chargeback reversal for ${dispute.charge}`,
    availableInDays: 0,
  });
  const reinstated = context.disputes.update({
    ...closed,
    balanceTransactions: [...closed.balanceTransactions, reinstatement.id],
  });
  emit(context, 'charge.dispute.funds_reinstated', presentDispute(context, reinstated));
  return reinstated;
}

export function defineDisputeTasks(context: StripeContext): void {
  context.world.schedule.define(TASK_VERDICT, (id) => {
    const dispute = context.disputes.get(id);
    if (dispute.status !== 'under_review') return;
    const won = Object.values(dispute.evidence).includes('winning_evidence');
    closeDispute(context, dispute, won ? 'won' : 'lost');
  });
}
