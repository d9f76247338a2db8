import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KycStatus, type KycWallet, kycReasons, kycStates } from '@freehold/shared/kyc';
import { kycReasonSentences } from '@freehold/shared/kyc-sentences';
import { historyReason, wordOfKycState } from './kyc-words.ts';
import { isMoving, onboardingProgress } from './onboarding-steps.ts';

const wallet = (standing: KycWallet['standing']): KycWallet => ({
  address: `0x${'1'.repeat(40)}`,
  standing,
  validUntil: null,
  txHash: null,
  problem: null,
});
const kyc = (changes: Partial<KycStatus>): KycStatus => ({
  state: 'NOT_STARTED',
  reasons: [],
  note: null,
  provider: null,
  country: null,
  validUntil: null,
  accreditedUntil: null,
  updatedAt: null,
  mayStart: true,
  renewing: false,
  wallets: [],
  ...changes,
});

test('somebody new has everything before them', () => {
  assert.deepEqual(onboardingProgress(kyc({}), false), {
    email: 'running',
    wallet: 'waiting',
    identity: 'waiting',
    chain: 'waiting',
    done: false,
  });
});

test('an approved investor with an attested wallet is done, one with an unattested wallet is not', () => {
  assert.ok(onboardingProgress(kyc({ state: 'APPROVED', wallets: [wallet('ATTESTED')] }), true).done);
  const waiting = kyc({ state: 'APPROVED', wallets: [wallet('ATTESTED'), wallet('ATTESTING')] });
  assert.deepEqual([onboardingProgress(waiting, true).chain, isMoving(waiting)], ['running', true]);
  assert.equal(onboardingProgress(kyc({ state: 'APPROVED' }), true).chain, 'waiting');
});

test('nobody is done whose address is not confirmed', () => {
  const progress = onboardingProgress(kyc({ state: 'APPROVED', wallets: [wallet('ATTESTED')] }), false);
  assert.deepEqual([progress.email, progress.done], ['running', false]);
});

test('a check that did not pass is a failed step, whatever the wallets', () => {
  for (const state of ['RETRY', 'REJECTED', 'EXPIRED', 'REVOKED'] as const) {
    const progress = onboardingProgress(kyc({ state, wallets: [wallet('REVOKING')] }), true);
    assert.deepEqual([progress.identity, progress.chain], ['failed', 'waiting']);
  }
});

test('the page looks again while somebody else has to do something', () => {
  assert.deepEqual(
    kycStates.filter((state) => isMoving(kyc({ state }))),
    ['PENDING', 'IN_REVIEW'],
  );
});

test('every reason is a sentence, in the history too', () => {
  for (const reason of kycReasons) assert.match(kycReasonSentences[reason], /^[A-Z].*\.$/);
  assert.equal(historyReason('COUNTRY_NOT_SERVED'), kycReasonSentences.COUNTRY_NOT_SERVED);
  assert.equal(historyReason('The address is a mailbox'), 'The address is a mailbox');
  assert.equal(wordOfKycState('RETRY'), 'Asked again');
});
