import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Subscription } from '@freehold/shared/offering';
import { isMoving, reasonSentence, subscriptionWords } from './offering-words.ts';

const bought: Subscription = {
  id: '00000000-0000-4000-8000-000000000001',
  offeringId: '00000000-0000-4000-8000-000000000002',
  property: { id: '00000000-0000-4000-8000-000000000003', name: 'Cedar House' },
  symbol: 'CEDAR',
  investor: null,
  wallet: `0x${'1'.repeat(40)}`,
  shares: '1',
  cost: { amount: '1', currency: 'USDC' },
  method: 'AUTHORIZATION',
  state: 'FINAL',
  outcome: 'ESCROWED',
  authorization: null,
  txHash: null,
  transactionState: null,
  reason: null,
  createdAt: '2026-01-01T00:00:00.000Z',
};

describe('the words for a purchase', () => {
  it('explain a contract’s refusal with the next step', () => {
    assert.match(reasonSentence('OfferingSoldOut'), /Fewer shares are left.*Enter fewer/);
    const held = subscriptionWords({ ...bought, outcome: 'HELD', reason: 'PropertyTokenIssuancePaused' });
    assert.equal(held.tone, 'warn');
    assert.match(held.waitsFor, /stays yours/);
  });

  it('leave a plain sentence as it is', () => {
    assert.equal(
      reasonSentence('The issuer of USDC refuses this wallet.'),
      'The issuer of USDC refuses this wallet.',
    );
  });

  it('never call a declined or expired purchase a failure of the person', () => {
    for (const reason of ['EXPIRED', 'DISCARDED']) {
      const { tone, waitsFor } = subscriptionWords({ ...bought, state: 'FAILED', outcome: null, reason });
      assert.equal(tone, 'neutral');
      assert.match(waitsFor, /Nothing was paid/);
    }
  });

  it('look again while anything can still change', () => {
    assert.equal(isMoving(bought), true);
    assert.equal(isMoving({ ...bought, outcome: 'DELIVERED' }), false);
    assert.equal(isMoving({ ...bought, state: 'FAILED', outcome: null }), false);
  });
});
