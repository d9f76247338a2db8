import * as dispute from '../domain/posting-rules/dispute.rule.ts';
import * as refund from '../domain/posting-rules/refund.rule.ts';
import * as rent from '../domain/posting-rules/rent.rule.ts';
import * as stripe from '../domain/posting-rules/stripe.rule.ts';
import { effectiveAt, home, type RuleExample, receipt } from './rule-parts.ts';

/** Every rule of rent and of Stripe once. */
export const dollarRules: readonly RuleExample[] = [
  [
    'rent invoiced',
    rent.rentInvoiced({ ...home, chargeId: 'c1', amount: 100_000n, period: '2026-04' }),
    'rent_charge/c1/invoiced',
    ['D A:rent_receivable:l1 100000 USD', 'C L:rent_deferred:p1 100000 USD'],
  ],
  [
    'rent waived',
    rent.rentWaived({ ...home, chargeId: 'c1', amount: 100_000n, period: '2026-04', reason: 'flood' }),
    'rent_charge/c1/waived',
    ['D L:rent_deferred:p1 100000 USD', 'C A:rent_receivable:l1 100000 USD'],
  ],
  [
    'card rent received',
    rent.cardRentReceived(receipt),
    'stripe_balance_transaction/txn_1/rent_received',
    [
      'D A:stripe_pending 100000 USD',
      'C A:rent_receivable:l1 100000 USD',
      'D X:stripe_fees 2930 USD',
      'C A:stripe_pending 2930 USD',
      'D L:rent_deferred:p1 100000 USD',
      'C L:rent_collected:p1 100000 USD',
      'D L:rent_collected:p1 2930 USD',
      'C R:interchange_recovered 2930 USD',
    ],
  ],
  [
    'card rent that exceeds the receivable, fee borne by the platform',
    rent.cardRentReceived({ ...receipt, settles: 90_000n, feeBorneBy: 'platform' }),
    'stripe_balance_transaction/txn_1/rent_received',
    [
      'D A:stripe_pending 100000 USD',
      'C A:rent_receivable:l1 90000 USD',
      'C L:tenant_credit:l1 10000 USD',
      'D X:stripe_fees 2930 USD',
      'C A:stripe_pending 2930 USD',
      'D L:rent_deferred:p1 90000 USD',
      'C L:rent_collected:p1 90000 USD',
    ],
  ],
  [
    'bank debit started',
    rent.achRentPending({ ...home, paymentIntentId: 'pi_1', amount: 100_000n }),
    'stripe_payment_intent/pi_1/ach_pending',
    ['D A:stripe_pending 100000 USD', 'C A:rent_receivable:l1 100000 USD'],
  ],
  [
    'bank debit succeeded',
    rent.achRentReceived({ ...receipt, fee: 0n, paymentIntentId: 'pi_1' }),
    'stripe_balance_transaction/txn_1/rent_received',
    [
      'D A:stripe_pending 100000 USD',
      'C A:rent_receivable:l1 100000 USD',
      'D L:rent_deferred:p1 100000 USD',
      'C L:rent_collected:p1 100000 USD',
    ],
  ],
  [
    'bank debit failed',
    rent.achRentFailed({ paymentIntentId: 'pi_1', fee: 400n, reason: 'R01', effectiveAt }),
    'stripe_payment_intent/pi_1/ach_failed',
    ['D X:stripe_fees 400 USD', 'C A:stripe_pending 400 USD'],
  ],
  [
    'bank debit returned',
    rent.achRentReturned({ ...home, balanceTransactionId: 'txn_2', amount: 100_000n }),
    'stripe_balance_transaction/txn_2/ach_returned',
    [
      'D A:rent_receivable:l1 100000 USD',
      'C A:stripe_available 100000 USD',
      'D L:rent_collected:p1 100000 USD',
      'C L:rent_deferred:p1 100000 USD',
    ],
  ],
  [
    'funds available',
    stripe.fundsAvailable({ balanceTransactionId: 'txn_1', net: 97_070n, effectiveAt }),
    'stripe_balance_transaction/txn_1/available',
    ['D A:stripe_available 97070 USD', 'C A:stripe_pending 97070 USD'],
  ],
  [
    'negative funds available',
    stripe.fundsAvailable({ balanceTransactionId: 'txn_1', net: -400n, effectiveAt }),
    'stripe_balance_transaction/txn_1/available',
    ['D A:stripe_pending 400 USD', 'C A:stripe_available 400 USD'],
  ],
  [
    'payout created',
    stripe.stripePayoutCreated({ payoutId: 'po_1', amount: 97_070n, effectiveAt }),
    'stripe_payout/po_1/created',
    ['D A:stripe_in_transit 97070 USD', 'C A:stripe_available 97070 USD'],
  ],
  [
    'payout paid',
    stripe.stripePayoutPaid({ payoutId: 'po_1', amount: 97_070n, effectiveAt }),
    'stripe_payout/po_1/paid',
    ['D A:bank:operating 97070 USD', 'C A:stripe_in_transit 97070 USD'],
  ],
  [
    'payout failed under way',
    stripe.stripePayoutFailed({ payoutId: 'po_1', amount: 97_070n, afterPaid: false, effectiveAt }),
    'stripe_payout/po_1/failed',
    ['D A:stripe_available 97070 USD', 'C A:stripe_in_transit 97070 USD'],
  ],
  [
    'payout failed after it was paid',
    stripe.stripePayoutFailed({ payoutId: 'po_1', amount: 97_070n, afterPaid: true, effectiveAt }),
    'stripe_payout/po_1/failed',
    ['D A:stripe_available 97070 USD', 'C A:bank:operating 97070 USD'],
  ],
  [
    'refund out of rent',
    refund.refundCreated({ ...home, refundId: 're_1', amount: 500n, from: 'rent_collected' }),
    'stripe_refund/re_1/created',
    ['D L:rent_collected:p1 500 USD', 'C L:refund_payable 500 USD'],
  ],
  [
    'refund out of credit',
    refund.refundCreated({ ...home, refundId: 're_1', amount: 500n, from: 'tenant_credit' }),
    'stripe_refund/re_1/created',
    ['D L:tenant_credit:l1 500 USD', 'C L:refund_payable 500 USD'],
  ],
  [
    'refund succeeded',
    refund.refundSucceeded({ ...home, refundId: 're_1', amount: 500n }),
    'stripe_refund/re_1/succeeded',
    ['D L:refund_payable 500 USD', 'C A:stripe_available 500 USD'],
  ],
  [
    'refund failed',
    refund.refundFailed({ ...home, refundId: 're_1', amount: 500n, afterSucceeded: false }),
    'stripe_refund/re_1/failed',
    ['D L:refund_payable 500 USD', 'C L:tenant_credit:l1 500 USD'],
  ],
  [
    'refund failed after it succeeded',
    refund.refundFailed({ ...home, refundId: 're_1', amount: 500n, afterSucceeded: true }),
    'stripe_refund/re_1/failed',
    [
      'D A:stripe_available 500 USD',
      'C L:refund_payable 500 USD',
      'D L:refund_payable 500 USD',
      'C L:tenant_credit:l1 500 USD',
    ],
  ],
  [
    'dispute opened',
    dispute.disputeOpened({ ...home, disputeId: 'dp_1', amount: 500n, fee: 15n }),
    'stripe_dispute/dp_1/opened',
    [
      'D A:dispute_receivable:dp_1 500 USD',
      'C A:stripe_available 500 USD',
      'D X:dispute_fees 15 USD',
      'C A:stripe_available 15 USD',
    ],
  ],
  [
    'disputed rent reserved',
    dispute.disputeBlocked({ ...home, disputeId: 'dp_1', amount: 500n }),
    'stripe_dispute/dp_1/blocked',
    ['D L:rent_collected:p1 500 USD', 'C L:rent_deferred:p1 500 USD'],
  ],
  [
    'dispute won',
    dispute.disputeWon({ ...home, disputeId: 'dp_1', amount: 500n, feeReturned: 15n }),
    'stripe_dispute/dp_1/won',
    [
      'D A:stripe_available 500 USD',
      'C A:dispute_receivable:dp_1 500 USD',
      'D A:stripe_available 15 USD',
      'C X:dispute_fees 15 USD',
    ],
  ],
  [
    'dispute lost',
    dispute.disputeLost({ ...home, disputeId: 'dp_1', amount: 500n }),
    'stripe_dispute/dp_1/lost',
    [
      'D A:rent_receivable:l1 500 USD',
      'C A:dispute_receivable:dp_1 500 USD',
      'D L:rent_collected:p1 500 USD',
      'C L:rent_deferred:p1 500 USD',
    ],
  ],
];
