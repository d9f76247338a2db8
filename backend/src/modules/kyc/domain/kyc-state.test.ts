import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FreeholdError } from '@freehold/shared/errors';
import { type KycState, kycStates } from '@freehold/shared/kyc';
import fc from 'fast-check';
import type { KycReading } from './kyc-provider.ts';
import { type KycTransition, kycTransitions, nextKycState, transitionsFor } from './kyc-state.ts';

const reading = (verdict: KycReading['verdict'], reviewRef: string | null = null): KycReading => ({
  externalId: 'applicant',
  subject: 'case',
  verdict,
  reviewRef,
  reasons: [],
  country: 840,
});

/** Where a case ends up after what a provider said, step by step. */
function follow(state: KycState, readings: readonly KycReading[], renewing = false): KycState {
  let [current, reviewRef] = [state, null as string | null];
  for (const said of readings) {
    for (const step of transitionsFor({ state: current, reviewRef, renewing }, said))
      current = nextKycState(current, step);
    if (said.reviewRef !== null) reviewRef = said.reviewRef;
  }
  return current;
}

describe('an identity check', () => {
  it('moves only as its table says', () => {
    for (const state of kycStates) {
      for (const transition of Object.keys(kycTransitions) as KycTransition[]) {
        const allowed = kycTransitions[transition].from.some((from) => from === state);
        if (allowed) assert.equal(nextKycState(state, transition), kycTransitions[transition].to);
        else {
          assert.throws(
            () => nextKycState(state, transition),
            (error) => error instanceof FreeholdError && error.code === 'ILLEGAL_TRANSITION',
          );
        }
      }
    }
  });

  it('goes from pending over review to approval', () => {
    assert.equal(
      follow('PENDING', [reading('open'), reading('in_review'), reading('approved', '1')]),
      'APPROVED',
    );
  });

  it('is approved even when nobody told that it was handed in', () => {
    assert.deepEqual(
      transitionsFor({ state: 'PENDING', reviewRef: null, renewing: false }, reading('approved', '1')),
      ['submit', 'approve'],
    );
  });

  it('does not act twice on one review, so that an old refusal cannot end a new attempt', () => {
    const standing = { state: 'PENDING', reviewRef: '1', renewing: false } as const;
    assert.deepEqual(transitionsFor(standing, reading('retry', '1')), []);
    assert.deepEqual(transitionsFor(standing, reading('retry', '2')), ['submit', 'askAgain']);
  });

  it('loses its approval when the provider finds something later', () => {
    assert.equal(follow('APPROVED', [reading('rejected', '2')]), 'REVOKED');
    assert.equal(follow('APPROVED', [reading('retry', '2')]), 'EXPIRED');
    assert.equal(follow('APPROVED', [reading('in_review'), reading('open')]), 'APPROVED');
  });

  it('keeps its approval while a renewal has not passed yet', () => {
    assert.equal(follow('APPROVED', [reading('open'), reading('retry', '2')], true), 'APPROVED');
    assert.equal(follow('APPROVED', [reading('rejected', '2')], true), 'REVOKED');
  });

  it('stays revoked whatever the provider says', () => {
    for (const verdict of ['open', 'in_review', 'approved', 'retry', 'rejected', 'abandoned'] as const) {
      assert.equal(follow('REVOKED', [reading(verdict, '9')]), 'REVOKED');
    }
  });

  it('never makes an illegal move, whatever a provider says in whatever order, and repeating it changes nothing', () => {
    const verdicts = fc.constantFrom(
      ...(['open', 'in_review', 'approved', 'retry', 'rejected', 'abandoned'] as const),
    );
    const said = fc.tuple(verdicts, fc.integer({ min: 1, max: 4 })).map(([verdict, review]) => {
      const decided = ['approved', 'retry', 'rejected'].includes(verdict);
      return reading(verdict, decided ? `${verdict}${review}` : null);
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...kycStates),
        fc.array(said, { maxLength: 12 }),
        fc.boolean(),
        (state, readings, renewing) => {
          const end = follow(state, readings, renewing);
          const doubled = follow(
            state,
            readings.flatMap((one) => [one, one]),
            renewing,
          );
          assert.equal(doubled, end);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
