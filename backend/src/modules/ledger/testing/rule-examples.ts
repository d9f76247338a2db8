import type { JournalEntry } from '../domain/journal-entry.ts';
import * as circle from '../domain/posting-rules/circle.rule.ts';
import * as correction from '../domain/posting-rules/correction.rule.ts';
import * as dispute from '../domain/posting-rules/dispute.rule.ts';
import * as dividend from '../domain/posting-rules/dividend.rule.ts';
import * as market from '../domain/posting-rules/market.rule.ts';
import * as offering from '../domain/posting-rules/offering.rule.ts';
import * as refund from '../domain/posting-rules/refund.rule.ts';
import * as rent from '../domain/posting-rules/rent.rule.ts';
import * as stripe from '../domain/posting-rules/stripe.rule.ts';

export const effectiveAt = new Date('2026-04-01T00:00:00Z');
export const home = { leaseId: 'l1', propertyId: 'p1', effectiveAt };
export const receipt = {
  ...home,
  balanceTransactionId: 'txn_1',
  chargeRef: 'ch_1',
  gross: 100_000n,
  fee: 2_930n,
};
const TREASURY = `0x${'AA'.repeat(20)}`;
const DIVIDENDS = `0x${'BB'.repeat(20)}`;
export const HOLDER = `0x${'CC'.repeat(20)}`;
export const [treasury, dividends, holder] = [TREASURY, DIVIDENDS, HOLDER].map((address) =>
  address.toLowerCase(),
);
const chain = { chainId: 31_337, treasury: TREASURY, dividends: DIVIDENDS };

/** Every rule once: the key under which it posts, and its legs in order. */
export const rules: readonly (readonly [string, JournalEntry, string, readonly string[]])[] = [
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
  [
    'wire sent',
    circle.wireSent({
      wireId: 'w1',
      lines: [
        { propertyId: 'p1', amount: 70_000n },
        { propertyId: 'p2', amount: 27_070n },
      ],
      effectiveAt,
    }),
    'wire/w1/sent',
    ['D A:wire_in_transit 97070 USD', 'C A:bank:operating 97070 USD'],
  ],
  [
    'deposit pending',
    circle.circleDepositPending({ depositId: 'd1', amount: 97_070n, effectiveAt }),
    'circle_deposit/d1/pending',
    ['D A:circle_usd_pending 97070 USD', 'C A:wire_in_transit 97070 USD'],
  ],
  [
    'deposit complete',
    circle.circleDepositComplete({
      depositId: 'd1',
      lines: [
        { propertyId: 'p1', amount: 3n },
        { propertyId: 'p2', amount: 4n },
      ],
      effectiveAt,
    }),
    'circle_deposit/d1/complete',
    [
      'D E:fx_usd_usdc:circle 7 USD',
      'C A:circle_usd_pending 7 USD',
      'D L:rent_collected:p1 3 USD',
      'D L:rent_collected:p2 4 USD',
      'C E:fx_usd_usdc:circle 7 USD',
      'D A:circle_usdc 70000 USDC.circle',
      'C E:fx_usd_usdc:circle 70000 USDC.circle',
      'D E:fx_usd_usdc:circle 70000 USDC.circle',
      'C L:rent_collected:p1 30000 USDC.circle',
      'C L:rent_collected:p2 40000 USDC.circle',
    ],
  ],
  [
    'Circle fee',
    circle.circleFeeCharged({ feeId: 'f1', amount: 25n, effectiveAt }),
    'circle_fee/f1/charged',
    ['D X:circle_fees 25 USDC.circle', 'C A:circle_usdc 25 USDC.circle'],
  ],
  [
    'transfer submitted',
    circle.circleTransferSubmitted({
      transferId: 't1',
      lines: [{ propertyId: 'p1', amount: 70_000n }],
      effectiveAt,
    }),
    'circle_transfer/t1/submitted',
    ['D A:chain_transfer_out 70000 USDC.circle', 'C A:circle_usdc 70000 USDC.circle'],
  ],
  [
    'transfer failed',
    circle.circleTransferFailed({
      transferId: 't1',
      lines: [{ propertyId: 'p1', amount: 70_000n }],
      effectiveAt,
    }),
    'circle_transfer/t1/failed',
    ['D A:circle_usdc 70000 USDC.circle', 'C A:chain_transfer_out 70000 USDC.circle'],
  ],
  [
    'transfer complete',
    circle.circleTransferComplete({
      ...chain,
      transferId: 't1',
      lines: [
        { propertyId: 'p1', amount: 30_000n },
        { propertyId: 'p2', amount: 40_000n },
      ],
      txHash: '0x1',
      effectiveAt,
    }),
    'circle_transfer/t1/complete',
    [
      'D E:fx_circle_chain:31337 70000 USDC.circle',
      'C A:chain_transfer_out 70000 USDC.circle',
      'D L:rent_collected:p1 30000 USDC.circle',
      'D L:rent_collected:p2 40000 USDC.circle',
      'C E:fx_circle_chain:31337 70000 USDC.circle',
      `D A:treasury:31337:${treasury} 70000 USDC.31337`,
      'C E:fx_circle_chain:31337 70000 USDC.31337',
      'D E:fx_circle_chain:31337 70000 USDC.31337',
      'C L:rent_collected:p1 30000 USDC.31337',
      'C L:rent_collected:p2 40000 USDC.31337',
    ],
  ],
  [
    'statement approved',
    dividend.statementApproved({
      ...home,
      statementId: 's1',
      period: '2026-04',
      chainId: 31_337,
      platformFee: 8n,
      reserve: 5n,
      expenses: 20n,
      net: 67n,
    }),
    'income_statement/s1/approved',
    [
      'D L:rent_collected:p1 100 USDC.31337',
      'C R:platform_fee 8 USDC.31337',
      'C L:property_reserve:p1 5 USDC.31337',
      'C L:expense_payable:p1 20 USDC.31337',
      'C L:dividend_payable:p1:2026-04 67 USDC.31337',
    ],
  ],
  [
    'dividend allocated',
    dividend.dividendAllocated({
      ...home,
      dividendId: 'dv1',
      period: '2026-04',
      chainId: 31_337,
      amount: 67n,
      carriedIn: 2n,
      entitlements: [
        { holder: HOLDER, amount: 34n },
        { holder: TREASURY, amount: 34n },
      ],
    }),
    'dividend/dv1/allocated',
    [
      'D L:dividend_payable:p1:2026-04 67 USDC.31337',
      'D L:dividend_carried:p1 2 USDC.31337',
      `C L:dividend_payable_investor:${holder}:dv1 34 USDC.31337`,
      `C L:dividend_payable_investor:${treasury}:dv1 34 USDC.31337`,
      'C L:dividend_carried:p1 1 USDC.31337',
    ],
  ],
  [
    'dividend funded',
    dividend.dividendFunded({ ...home, ...chain, dividendId: 'dv1', amount: 67n, txHash: '0x1' }),
    'dividend/dv1/funded',
    [`D A:distributor:31337:${dividends} 67 USDC.31337`, `C A:treasury:31337:${treasury} 67 USDC.31337`],
  ],
  [
    'payout',
    dividend.dividendPayout({
      ...chain,
      dividendId: 'dv1',
      holder: HOLDER,
      amount: 34n,
      txHash: '0x1',
      effectiveAt,
    }),
    `dividend_payout/dv1:${holder}/paid`,
    [
      `D L:dividend_payable_investor:${holder}:dv1 34 USDC.31337`,
      `C A:distributor:31337:${dividends} 34 USDC.31337`,
    ],
  ],
  [
    'swept',
    dividend.dividendSwept({
      ...chain,
      dividendId: 'dv1',
      jurisdiction: 'us-de',
      unclaimed: [{ holder: HOLDER, amount: 34n }],
      txHash: '0x1',
      effectiveAt,
    }),
    'dividend/dv1/swept',
    [
      `D A:treasury:31337:${treasury} 34 USDC.31337`,
      `C A:distributor:31337:${dividends} 34 USDC.31337`,
      `D L:dividend_payable_investor:${holder}:dv1 34 USDC.31337`,
      'C L:unclaimed:us-de 34 USDC.31337',
    ],
  ],
  [
    'expenses reimbursed',
    dividend.expenseReimbursed({ ...home, ...chain, reference: 'r1', amount: 20n, txHash: '0x1' }),
    'treasury_release/r1/expense',
    ['D L:expense_payable:p1 20 USDC.31337', `C A:treasury:31337:${treasury} 20 USDC.31337`],
  ],
  [
    'fees of a trade',
    market.marketFeeReceived({
      chainId: 31_337,
      treasury: TREASURY,
      amount: 5n,
      txHash: '0x1',
      position: '7.2',
      effectiveAt,
    }),
    'market_trade/31337.7.2/fee',
    [`D A:treasury:31337:${treasury} 5 USDC.31337`, 'C R:platform_fee 5 USDC.31337'],
  ],
  [
    'proceeds of a sale',
    offering.offeringProceeds({
      ...home,
      ...chain,
      offeringId: 'of1',
      amount: 90n,
      txHash: '0x1',
      position: '12.3',
    }),
    'offering_proceeds/of1.12.3/received',
    [`D A:treasury:31337:${treasury} 90 USDC.31337`, 'C L:issuer_proceeds:of1 90 USDC.31337'],
  ],
  [
    'proceeds of a sale paid to the issuer',
    offering.proceedsPaidOut({
      ...home,
      ...chain,
      payoutId: 'pp1',
      offeringId: 'of1',
      amount: 70n,
      txHash: '0x1',
    }),
    'treasury_release/pp1/issuer_proceeds',
    ['D L:issuer_proceeds:of1 70 USDC.31337', `C A:treasury:31337:${treasury} 70 USDC.31337`],
  ],
  [
    'unknown money',
    correction.unknownMoney({
      provider: 'bank',
      sourceId: 'x1',
      asset: 'A:bank:operating',
      amount: 9n,
      currency: 'USD',
      effectiveAt,
    }),
    'unknown_bank/x1/received',
    ['D A:bank:operating 9 USD', 'C L:suspense:bank 9 USD'],
  ],
  [
    'suspense resolved',
    correction.suspenseResolved({
      provider: 'bank',
      sourceId: 'x1',
      asset: 'A:bank:operating',
      belongsTo: 'L:tenant_credit:l1',
      amount: 9n,
      currency: 'USD',
      effectiveAt,
    }),
    'unknown_bank/x1/resolved',
    ['D L:suspense:bank 9 USD', 'C L:tenant_credit:l1 9 USD'],
  ],
  [
    'gas',
    correction.gasSpent({ chainId: 31_337, wallet: HOLDER, txHash: '0x1', amount: 7n, effectiveAt }),
    'chain_transaction/0x1/gas',
    ['D X:gas 7 NATIVE.31337', `C A:gas:31337:${holder} 7 NATIVE.31337`],
  ],
];
