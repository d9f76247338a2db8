import type Stripe from 'stripe';
import { BANK_ACCOUNT_ID } from '../context.ts';
import type { BalanceTransactionRecord, PayoutRecord, RefundRecord } from '../records.ts';

export function presentTransaction(transaction: BalanceTransactionRecord): Stripe.BalanceTransaction {
  const fees: Stripe.BalanceTransaction.FeeDetail[] =
    transaction.fee === 0
      ? []
      : [
          {
            amount: transaction.fee,
            application: null,
            currency: 'usd',
            description: transaction.feeDescription,
            type: 'stripe_fee',
          },
        ];
  return {
    id: transaction.id,
    object: 'balance_transaction',
    amount: transaction.amount,
    available_on: transaction.availableOn,
    balance_type: 'payments',
    created: transaction.created,
    currency: 'usd',
    description: transaction.description,
    exchange_rate: null,
    fee: transaction.fee,
    fee_details: fees,
    net: transaction.net,
    reporting_category: transaction.reportingCategory,
    source: transaction.source,
    status: transaction.status,
    type: transaction.type,
  };
}

export function presentPayout(payout: PayoutRecord): Stripe.Payout {
  return {
    id: payout.id,
    object: 'payout',
    amount: payout.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: payout.arrivalDate,
    automatic: payout.automatic,
    balance_transaction: payout.balanceTransaction,
    created: payout.created,
    currency: 'usd',
    description: payout.description,
    destination: BANK_ACCOUNT_ID,
    failure_balance_transaction: payout.failureBalanceTransaction,
    failure_code: payout.failureCode,
    failure_message: payout.failureMessage,
    livemode: false,
    metadata: payout.metadata,
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: !payout.automatic
      ? 'not_applicable'
      : payout.reconciled
        ? 'completed'
        : 'in_progress',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: payout.statementDescriptor,
    status: payout.status,
    trace_id:
      payout.status === 'paid'
        ? { status: 'supported', value: `0910${payout.created}` }
        : { status: 'pending', value: null },
    type: 'bank_account',
  };
}

export function presentRefund(refund: RefundRecord): Stripe.Refund {
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    balance_transaction: refund.balanceTransaction,
    charge: refund.charge,
    created: refund.created,
    currency: refund.currency,
    customer: refund.customer,
    customer_account: null,
    metadata: refund.metadata,
    payment_intent: refund.intent,
    payment_method: null,
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refund.status,
    transfer_reversal: null,
  };
}
