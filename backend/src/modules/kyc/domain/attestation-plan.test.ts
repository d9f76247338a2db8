import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type Plan,
  planFor,
  RENEW_BEFORE,
  type Vouching,
  vouchingChangesAt,
  vouchingFor,
  type Word,
} from './attestation-plan.ts';

const NOW = 1_800_000_000;
const DAY = 86_400;
const LIFETIME = 120 * DAY;
const me = 'me';
const wanted: Vouching = { country: 840, accredited: false, validUntil: NOW + LIFETIME };
const word = (changes: Partial<Word> = {}): Word => ({
  userId: me,
  kind: 'ATTEST',
  state: 'FINAL',
  country: 840,
  accredited: false,
  validUntil: NOW + LIFETIME,
  epoch: 1,
  saidAt: NOW - DAY,
  ...changes,
});
const plan = (words: readonly Word[], changes: Partial<Parameters<typeof planFor>[0]> = {}): Plan =>
  planFor({ userId: me, wanted, words, epoch: 1, now: NOW, ...changes });
const approval = { approved: true, country: 840, validUntil: NOW + 365 * DAY, accreditedUntil: null };

describe('what is vouched for', () => {
  it('is an approved investor, for a while, never longer than the approval', () => {
    assert.deepEqual(vouchingFor(approval, NOW, LIFETIME), wanted);
    const short = { ...approval, validUntil: NOW + 10 };
    assert.equal(vouchingFor(short, NOW, LIFETIME)?.validUntil, NOW + 10);
  });

  it('is nobody whose approval is over, taken back or without a country', () => {
    for (const changes of [{ approved: false }, { validUntil: NOW }, { validUntil: null }, { country: null }])
      assert.equal(vouchingFor({ ...approval, ...changes }, NOW, LIFETIME), null);
  });

  it('says accredited until shortly before that ends, and ends with it', () => {
    const soon = { ...approval, accreditedUntil: NOW + 5 * DAY };
    assert.deepEqual(vouchingFor(soon, NOW, LIFETIME), {
      country: 840,
      accredited: true,
      validUntil: NOW + 5 * DAY,
    });
    assert.equal(vouchingFor({ ...approval, accreditedUntil: NOW + 60 }, NOW, LIFETIME)?.accredited, false);
    assert.equal(vouchingChangesAt(soon, NOW), NOW + 5 * DAY - 3_600);
    assert.equal(vouchingChangesAt(approval, NOW), NOW + 365 * DAY);
  });
});

describe('the plan for a wallet', () => {
  it('is to attest what nobody attested yet', () => {
    assert.deepEqual(plan([]), { act: 'attest', vouching: wanted });
  });

  it('is to rest while the registry says what it should, and to look again in time to renew', () => {
    assert.deepEqual(plan([word()]), { act: 'rest', lookAgainAt: NOW + LIFETIME });
    const older = word({ validUntil: NOW + RENEW_BEFORE + 10 });
    assert.deepEqual(plan([older]), { act: 'rest', lookAgainAt: NOW + 10 });
  });

  it('is to renew before the end', () => {
    assert.equal(plan([word({ validUntil: NOW + RENEW_BEFORE - 1 })]).act, 'attest');
  });

  it('is to say anew what changed: country, accreditation, a shorter time, another owner, a new epoch', () => {
    assert.equal(plan([word({ country: 276 })]).act, 'attest');
    assert.equal(plan([word({ accredited: true })]).act, 'attest');
    assert.equal(plan([word({ validUntil: NOW + LIFETIME + 1 })]).act, 'attest');
    assert.equal(plan([word({ userId: 'somebody else' })]).act, 'attest');
    assert.equal(plan([word()], { epoch: 2 }).act, 'attest');
    assert.equal(plan([word({ epoch: 2 })], { epoch: 2 }).act, 'rest');
    assert.equal(plan([word()], { epoch: null }).act, 'rest');
  });

  it('waits for what is under way, but never with a revocation', () => {
    assert.equal(plan([word({ state: 'SUBMITTED' })]).act, 'wait');
    assert.equal(plan([word({ state: 'SUBMITTED' })], { wanted: null }).act, 'revoke');
    const revoking = word({ kind: 'REVOKE', state: 'SUBMITTED', validUntil: null });
    assert.equal(plan([revoking, word()]).act, 'wait');
    assert.equal(plan([revoking, word()], { wanted: null }).act, 'rest');
  });

  it('revokes nothing that ran out, and nothing that became somebody else’s', () => {
    assert.equal(plan([word({ validUntil: NOW })], { wanted: null }).act, 'rest');
    assert.equal(plan([word({ userId: 'somebody else' })], { wanted: null }).act, 'rest');
  });

  it('tries again what failed, later each time', () => {
    const failed = (age: number): Word => word({ state: 'FAILED', saidAt: NOW - age });
    assert.deepEqual(plan([failed(5)]), { act: 'wait', lookAgainAt: NOW - 5 + 20 });
    assert.equal(plan([failed(25)]).act, 'attest');
    assert.equal(plan([failed(25), failed(60)]).act, 'wait');
    // A failed revocation leaves the attestation standing.
    const lost = word({ kind: 'REVOKE', state: 'FAILED', validUntil: null, saidAt: NOW - 30 });
    assert.equal(plan([lost, word()], { wanted: null }).act, 'revoke');
  });

  it('always comes to rest with the registry saying what it should', () => {
    const vouching = fc.option(
      fc.record({
        country: fc.constantFrom(840, 276),
        accredited: fc.boolean(),
        validUntil: fc.integer({ min: NOW + 60 * DAY, max: NOW + LIFETIME }),
      }),
      { nil: null },
    );
    const step = fc.record({ wanted: vouching, fails: fc.boolean(), epoch: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 10 }), (steps) => {
        let words: readonly Word[] = [];
        let now = NOW;
        let registry = 1;
        for (const { wanted: next, fails, epoch } of steps) {
          if (epoch) registry += 1;
          for (let turn = 0; turn < 6; turn += 1) {
            now += 4_000;
            const todo = planFor({ userId: me, wanted: next, words, epoch: registry, now });
            if (todo.act === 'rest') break;
            assert.notEqual(todo.act, 'wait');
            const state = fails && turn < 2 ? 'FAILED' : 'FINAL';
            const said =
              todo.act === 'attest'
                ? word({ ...todo.vouching, state, epoch: registry, saidAt: now })
                : word({ kind: 'REVOKE', state, validUntil: null, saidAt: now });
            words = [said, ...words];
          }
          const standing = words.find(({ state }) => state === 'FINAL');
          if (next === null) assert.notEqual(standing?.kind, 'ATTEST');
          else
            assert.deepEqual(
              [standing?.kind, standing?.country, standing?.epoch],
              ['ATTEST', next.country, registry],
            );
        }
      }),
      { numRuns: 500 },
    );
  });
});
