import { SECOND_MS } from '../core/clock.ts';
import type { KycContext } from './context.ts';
import { notify } from './letters.ts';
import { isOutcome, OUTCOMES, type OutcomeName } from './outcomes.ts';
import type { CheckRecord } from './records.ts';

/** How long a machine takes to look at a document, in virtual time. */
const REVIEW_MS = 2 * SECOND_MS;
const DECIDE = 'kyc.decide';

export function defineKycTasks(context: KycContext): void {
  context.world.schedule.define(DECIDE, (payload) => {
    const [id = '', attempt, outcome = ''] = payload.split(' ');
    const check = context.checks.get(id);
    // Handed in again or decided by a person in the meantime.
    if (check.status !== 'pending' || String(check.attempts) !== attempt || !isOutcome(outcome)) return;
    decide(context, check, outcome);
  });
}

/** The person handed in what was asked for; the outcome follows a moment later. */
export function submit(
  context: KycContext,
  check: CheckRecord,
  input: { readonly country: string; readonly outcome: OutcomeName },
): void {
  const { clock, schedule } = context.world;
  const pending = context.checks.update({
    ...check,
    status: 'pending',
    answer: null,
    labels: [],
    country: input.country,
    attempts: check.attempts + 1,
    submittedAt: clock.iso(),
    decidedAt: null,
  });
  notify(context, pending, 'pending');
  schedule.add({
    name: DECIDE,
    payload: `${check.id} ${pending.attempts} ${input.outcome}`,
    dueMs: clock.nowMs() + REVIEW_MS,
  });
}

/** Ends a review, or changes an earlier answer, as ongoing monitoring and people at the provider do. */
export function decide(
  context: KycContext,
  check: CheckRecord,
  name: OutcomeName,
  labels: readonly string[] = OUTCOMES[name].labels,
): CheckRecord {
  const { answer } = OUTCOMES[name];
  if (answer === 'nothing') return check;
  if (answer === 'on_hold') {
    const held = context.checks.update({ ...check, status: 'on_hold' });
    notify(context, held, 'on_hold');
    return held;
  }
  const decided = context.checks.update({
    ...check,
    status: 'decided',
    answer,
    labels: [...labels],
    decidedAt: context.world.clock.iso(),
  });
  notify(context, decided, 'decided');
  return decided;
}

/** Everything the person handed in is forgotten; they may begin anew. */
export function resetCheck(context: KycContext, check: CheckRecord): CheckRecord {
  const open = context.checks.update({
    ...check,
    status: 'open',
    answer: null,
    labels: [],
    submittedAt: null,
    decidedAt: null,
  });
  notify(context, open, 'reset');
  return open;
}
