import type Stripe from 'stripe';
import type { CustomerRecord, PaymentMethodRecord } from '../records.ts';
import { billingDetails } from './charge-presenter.ts';

export function presentCustomer(customer: CustomerRecord): Stripe.Customer | Stripe.DeletedCustomer {
  if (customer.deleted) return { id: customer.id, object: 'customer', deleted: true };
  return {
    id: customer.id,
    object: 'customer',
    address: null,
    balance: 0,
    created: customer.created,
    currency: null,
    default_source: null,
    delinquent: false,
    description: customer.description,
    discount: null,
    email: customer.email,
    invoice_prefix: customer.id.slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: customer.metadata,
    name: customer.name,
    next_invoice_sequence: 1,
    phone: customer.phone,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}

export function presentPaymentMethod(method: PaymentMethodRecord): Stripe.PaymentMethod {
  const common = {
    id: method.id,
    object: 'payment_method' as const,
    billing_details: billingDetails(method),
    created: method.created,
    customer: method.customer,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: method.type,
  };
  if (method.type === 'us_bank_account') {
    return {
      ...common,
      us_bank_account: {
        account_holder_type: 'individual',
        account_type: 'checking',
        bank_name: method.bankName,
        financial_connections_account: null,
        fingerprint: `FPbank${method.last4}`,
        last4: method.last4,
        networks: { preferred: 'ach', supported: ['ach'] },
        routing_number: method.routingNumber,
        status_details: {},
      },
    };
  }
  return {
    ...common,
    card: {
      brand: method.brand ?? 'visa',
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      display_brand: method.brand,
      exp_month: method.expMonth ?? 12,
      exp_year: method.expYear ?? 2034,
      fingerprint: `FPcard${method.last4}`,
      funding: 'credit',
      generated_from: null,
      last4: method.last4,
      networks: { available: [method.brand ?? 'visa'], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
  };
}
