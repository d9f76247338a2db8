import type { MethodType } from './records.ts';

/** What a test instrument makes the network do. `code` values are Stripe's own. */
export type Behaviour =
  | { readonly kind: 'succeed' }
  | { readonly kind: 'succeed_then_dispute' }
  | { readonly kind: 'processing_forever' }
  | {
      readonly kind: 'fail';
      readonly code: string;
      readonly declineCode: string | null;
      readonly message: string;
    };

export interface Instrument {
  readonly type: MethodType;
  readonly number: string;
  readonly token: string;
  readonly label: string;
  readonly brand: string | null;
  readonly behaviour: string;
}

export const TEST_ROUTING_NUMBER = '110000000';

const decline = (declineCode: string, message: string): Behaviour => ({
  kind: 'fail',
  code: 'card_declined',
  declineCode,
  message,
});
const returned = (code: string, message: string): Behaviour => ({
  kind: 'fail',
  code,
  declineCode: null,
  message,
});

export const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  success: { kind: 'succeed' },
  dispute: { kind: 'succeed_then_dispute' },
  processing: { kind: 'processing_forever' },
  generic_decline: decline('generic_decline', 'Your card was declined.'),
  insufficient_funds: decline('insufficient_funds', 'Your card has insufficient funds.'),
  lost_card: decline('lost_card', 'Your card was declined.'),
  stolen_card: decline('stolen_card', 'Your card was declined.'),
  expired_card: {
    kind: 'fail',
    code: 'expired_card',
    declineCode: 'expired_card',
    message: 'Your card has expired.',
  },
  incorrect_cvc: {
    kind: 'fail',
    code: 'incorrect_cvc',
    declineCode: 'incorrect_cvc',
    message: "Your card's security code is incorrect.",
  },
  ach_account_closed: returned('account_closed', "The customer's bank account has been closed."),
  ach_no_account: returned('no_account', "The customer's bank account could not be located."),
  ach_insufficient_funds: returned(
    'insufficient_funds',
    "The customer's account has insufficient funds to cover this payment.",
  ),
  ach_debit_not_authorized: returned(
    'debit_not_authorized',
    'The customer has notified their bank that this payment was unauthorized.',
  ),
  ach_invalid_currency: returned(
    'invalid_currency',
    "The customer's bank account cannot be debited in this currency.",
  ),
};

export function behaviourOf(name: string): Behaviour {
  const behaviour = BEHAVIOURS[name];
  if (behaviour === undefined) throw new Error(`unknown test behaviour ${name}`);
  return behaviour;
}

const card = (
  number: string,
  token: string,
  label: string,
  behaviour: string,
  brand = 'visa',
): Instrument => ({
  type: 'card',
  number,
  token,
  label,
  brand,
  behaviour,
});
const bank = (number: string, token: string, label: string, behaviour: string): Instrument => ({
  type: 'us_bank_account',
  number,
  token,
  label,
  brand: null,
  behaviour,
});

export const INSTRUMENTS: readonly Instrument[] = [
  card('4242424242424242', 'pm_card_visa', 'Succeeds', 'success'),
  card('5555555555554444', 'pm_card_mastercard', 'Succeeds (Mastercard)', 'success', 'mastercard'),
  card('4000000000000002', 'pm_card_visa_chargeDeclined', 'Declined', 'generic_decline'),
  card(
    '4000000000009995',
    'pm_card_visa_chargeDeclinedInsufficientFunds',
    'Insufficient funds',
    'insufficient_funds',
  ),
  card('4000000000009987', 'pm_card_visa_chargeDeclinedLostCard', 'Lost card', 'lost_card'),
  card('4000000000009979', 'pm_card_visa_chargeDeclinedStolenCard', 'Stolen card', 'stolen_card'),
  card('4000000000000069', 'pm_card_chargeDeclinedExpiredCard', 'Expired card', 'expired_card'),
  card('4000000000000127', 'pm_card_chargeDeclinedIncorrectCvc', 'Wrong security code', 'incorrect_cvc'),
  card('4000000000000341', 'pm_card_chargeCustomerFail', 'Attaches, then declines', 'generic_decline'),
  card('4000000000000259', 'pm_card_createDispute', 'Succeeds, disputed later', 'dispute'),
  bank('000123456789', 'pm_usBankAccount_success', 'Succeeds', 'success'),
  bank('000111111113', 'pm_usBankAccount_accountClosed', 'Account closed', 'ach_account_closed'),
  bank('000111111116', 'pm_usBankAccount_noAccount', 'No such account', 'ach_no_account'),
  bank('000222222227', 'pm_usBankAccount_insufficientFunds', 'Insufficient funds', 'ach_insufficient_funds'),
  bank(
    '000333333335',
    'pm_usBankAccount_debitNotAuthorized',
    'Debit not authorized',
    'ach_debit_not_authorized',
  ),
  bank('000444444440', 'pm_usBankAccount_invalidCurrency', 'Invalid currency', 'ach_invalid_currency'),
  bank('000555555559', 'pm_usBankAccount_dispute', 'Succeeds, disputed later', 'dispute'),
  bank('000000000009', 'pm_usBankAccount_processing', 'Stays in processing', 'processing'),
];

export function instrumentByNumber(type: MethodType, number: string): Instrument | undefined {
  return INSTRUMENTS.find((instrument) => instrument.type === type && instrument.number === number);
}

export function instrumentByToken(token: string): Instrument | undefined {
  return INSTRUMENTS.find((instrument) => instrument.token === token);
}
