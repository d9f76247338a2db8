import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dollarRules } from '../../testing/dollar-rule-examples.ts';
import { effectiveAt, HOLDER, holder, home, receipt } from '../../testing/rule-parts.ts';
import { usdcRules } from '../../testing/usdc-rule-examples.ts';
import type { JournalEntry } from '../journal-entry.ts';
import { LedgerError } from '../ledger.error.ts';
import * as circle from './circle.rule.ts';
import * as correction from './correction.rule.ts';
import * as dividend from './dividend.rule.ts';
import * as rent from './rent.rule.ts';

const keyOf = ({ key }: JournalEntry): string => `${key.sourceType}/${key.sourceId}/${key.postingKind}`;
const legsOf = ({ postings }: JournalEntry): string[] =>
  postings.map(({ side, account, amount, currency }) => `${side} ${account} ${amount} ${currency}`);

const rules = [...dollarRules, ...usdcRules];

describe('posting rules', () => {
  for (const [what, entry, key, legs] of rules) {
    it(`books ${what} under its own key`, () => {
      assert.equal(keyOf(entry), key);
      assert.deepEqual(legsOf(entry), legs);
      assert.equal(entry.effectiveAt, effectiveAt);
      assert.notEqual(entry.description, '');
    });
  }

  it('reserves without posting where the outcome is open, and says which reservation ends', () => {
    const pending = rules.filter(([, entry]) => entry.phase === 'pending').map(([what]) => what);
    assert.deepEqual(pending, ['bank debit started', 'disputed rent reserved']);
    const resolving = Object.fromEntries(
      rules.flatMap(([what, { resolves }]) =>
        resolves === null ? [] : [[what, Object.values(resolves).join('/')]],
      ),
    );
    assert.deepEqual(resolving, {
      'bank debit succeeded': 'stripe_payment_intent/pi_1/ach_pending',
      'bank debit failed': 'stripe_payment_intent/pi_1/ach_pending',
      'dispute won': 'stripe_dispute/dp_1/blocked',
      'dispute lost': 'stripe_dispute/dp_1/blocked',
    });
  });

  it('bounds what we give away ourselves by what is there', () => {
    const bounded = Object.fromEntries(
      rules.flatMap(([what, entry]) => (entry.bounded.length === 0 ? [] : [[what, entry.bounded]])),
    );
    assert.deepEqual(bounded, {
      'statement approved': ['L:rent_collected:p1'],
      'dividend allocated': ['L:dividend_payable:p1:2026-04', 'L:dividend_carried:p1'],
      payout: [`L:dividend_payable_investor:${holder}:dv1`],
      swept: [`L:dividend_payable_investor:${holder}:dv1`],
      'expenses reimbursed': ['L:expense_payable:p1'],
      'proceeds of a sale paid to the issuer': ['L:issuer_proceeds:of1'],
      'suspense resolved': ['L:suspense:bank'],
    });
  });

  it('keeps the ids that lead from an entry to its causes', () => {
    const metadata = (wanted: string): unknown => rules.find(([what]) => what === wanted)?.[1].metadata;
    assert.deepEqual(metadata('card rent received'), {
      propertyId: 'p1',
      leaseId: 'l1',
      stripeCharge: 'ch_1',
    });
    assert.deepEqual(metadata('deposit complete'), { 'property.p1': '3', 'property.p2': '4' });
    assert.deepEqual(metadata('payout'), { dividendId: 'dv1', holder, txHash: '0x1' });
    assert.deepEqual(metadata('rent waived'), {
      propertyId: 'p1',
      leaseId: 'l1',
      period: '2026-04',
      reason: 'flood',
    });
  });

  it('reverses an entry leg by leg, under a key of its own', () => {
    const entry = rent.cardRentReceived(receipt);
    const reversal = correction.reversalOf({ entry, reason: 'block 0xab vanished', effectiveAt });
    assert.equal(keyOf(reversal), 'stripe_balance_transaction/txn_1/rent_received.reversed');
    const turned = legsOf(entry).map((leg) =>
      leg.startsWith('D') ? leg.replace('D', 'C') : leg.replace('C', 'D'),
    );
    assert.deepEqual(legsOf(reversal), turned);
    assert.equal(reversal.metadata.reversalReason, 'block 0xab vanished');
    const pending = rent.achRentPending({ ...home, paymentIntentId: 'pi_1', amount: 1n });
    assert.throws(() => correction.reversalOf({ entry: pending, reason: '', effectiveAt }), LedgerError);
  });

  it('refuses amounts and splits that make no sense', () => {
    const refused: readonly (() => JournalEntry)[] = [
      () => rent.rentInvoiced({ ...home, chargeId: 'c', amount: -1n, period: '2026-04' }),
      () => rent.rentInvoiced({ ...home, chargeId: 'c', amount: 0n, period: '2026-04' }),
      () => rent.cardRentReceived({ ...receipt, settles: 100_001n }),
      () => rent.cardRentReceived({ ...receipt, settles: -1n }),
      () => circle.wireSent({ wireId: 'w', lines: [{ propertyId: 'p1', amount: 0n }], effectiveAt }),
      () => circle.wireSent({ wireId: 'w', lines: [], effectiveAt }),
      () =>
        circle.wireSent({
          wireId: 'w',
          lines: [
            { propertyId: 'p1', amount: 1n },
            { propertyId: 'p1', amount: 1n },
          ],
          effectiveAt,
        }),
      () =>
        dividend.dividendAllocated({
          ...home,
          dividendId: 'd',
          period: '2026-04',
          chainId: 1,
          amount: 1n,
          carriedIn: 0n,
          entitlements: [{ holder: HOLDER, amount: 2n }],
        }),
    ];
    for (const build of refused) assert.throws(build, LedgerError);
  });
});
