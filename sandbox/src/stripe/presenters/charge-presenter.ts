import type Stripe from 'stripe';
import type { ChargeRecord, PaymentMethodRecord } from '../records.ts';

/** A charge as `GET /v1/charges/:id` shows it, nothing expanded. */
export function presentCharge(charge: ChargeRecord, method: PaymentMethodRecord): Stripe.Charge {
  const succeeded = charge.status === 'succeeded';
  return {
    id: charge.id,
    object: 'charge',
    amount: charge.amount,
    amount_captured: charge.status === 'failed' ? 0 : charge.amount,
    amount_refunded: charge.amountRefunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: charge.balanceTransaction,
    billing_details: billingDetails(method),
    calculated_statement_descriptor: method.type === 'card' ? 'FREEHOLD' : null,
    captured: charge.status !== 'failed',
    created: charge.created,
    currency: charge.currency,
    customer: charge.customer,
    description: charge.description,
    disputed: charge.disputed,
    failure_balance_transaction: charge.failureBalanceTransaction,
    failure_code: charge.failureCode,
    failure_message: charge.failureMessage,
    fraud_details: {},
    livemode: false,
    metadata: charge.metadata,
    on_behalf_of: null,
    outcome: outcome(charge),
    paid: succeeded,
    payment_intent: charge.intent,
    payment_method: charge.paymentMethod,
    payment_method_details: methodDetails(charge, method),
    receipt_email: charge.receiptEmail,
    receipt_number: null,
    receipt_url: null,
    refunded: charge.amountRefunded === charge.amount,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: charge.statementDescriptorSuffix,
    status: charge.status,
    transfer_data: null,
    transfer_group: null,
  };
}

export function billingDetails(method: PaymentMethodRecord): Stripe.Charge.BillingDetails {
  return { address: null, email: method.holderEmail, name: method.holderName, phone: null, tax_id: null };
}

function outcome(charge: ChargeRecord): Stripe.Charge.Outcome {
  const declined = charge.status === 'failed';
  return {
    advice_code: declined ? 'try_again_later' : null,
    network_advice_code: null,
    network_decline_code: declined ? '01' : null,
    network_status: declined ? 'declined_by_network' : 'approved_by_network',
    reason: declined ? (charge.declineCode ?? charge.failureCode) : null,
    risk_level: 'normal',
    risk_score: 12,
    seller_message: declined
      ? 'The bank did not return any further details with this decline.'
      : 'Payment complete.',
    type: declined ? 'issuer_declined' : 'authorized',
  };
}

function methodDetails(
  charge: ChargeRecord,
  method: PaymentMethodRecord,
): Stripe.Charge.PaymentMethodDetails {
  if (method.type === 'us_bank_account') {
    return {
      type: 'us_bank_account',
      us_bank_account: {
        account_holder_type: 'individual',
        account_type: 'checking',
        bank_name: method.bankName,
        fingerprint: `FPbank${method.last4}`,
        last4: method.last4,
        payment_reference: charge.status === 'succeeded' ? `1108${charge.created}` : null,
        routing_number: method.routingNumber,
      },
    };
  }
  return {
    type: 'card',
    card: {
      amount_authorized: charge.status === 'failed' ? null : charge.amount,
      authorization_code: charge.status === 'failed' ? null : '123456',
      brand: method.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      electronic_commerce_indicator: null,
      exp_month: method.expMonth ?? 12,
      exp_year: method.expYear ?? 2034,
      fingerprint: `FPcard${method.last4}`,
      funding: 'credit',
      installments: null,
      last4: method.last4,
      mandate: null,
      network: method.brand,
      network_transaction_id: null,
      regulated_status: 'unregulated',
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}
