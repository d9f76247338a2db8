import { html, type Markup } from '../../core/html.ts';
import { dollars } from '../../core/money-text.ts';
import type { LineItem, MethodType, SessionRecord } from '../records.ts';
import { INSTRUMENTS, TEST_ROUTING_NUMBER } from '../test-instruments.ts';

export interface PageState {
  /** What went wrong with the last try, in the payer's words. */
  readonly error: string | null;
  readonly method: MethodType;
  readonly email: string;
  readonly name: string;
}

export const MERCHANT = 'Freehold';

export function payPage(session: SessionRecord, state: PageState): Markup {
  return html`<main>
  <section class="summary" aria-label="Order summary"><div>
    ${session.cancelUrl !== null && html`<a class="back" href="${session.cancelUrl}">‹ Back to ${MERCHANT}</a>`}
    <div class="merchant">${MERCHANT}<span class="badge">TEST MODE</span></div>
    <h1>${session.lineItems.length === 1 ? `Pay ${MERCHANT}` : 'Total due'}</h1>
    <p class="amount">${dollars(session.amountTotal)}</p>
    <dl>${session.lineItems.map(itemRow)}
      <div class="item total"><dt>Total due</dt><dd>${dollars(session.amountTotal)}</dd></div>
    </dl>
  </div></section>
  <section class="pay" aria-label="Payment"><div>
    <h2>Payment details</h2>
    ${state.error !== null && html`<p class="alert" role="alert" id="payment-error">${state.error}</p>`}
    ${payForm(session, state)}
    ${session.cancelUrl !== null && html`<p class="note"><a href="${session.cancelUrl}">Cancel and go back</a></p>`}
    ${testInstruments(session.methodTypes)}
    <p class="note">This page belongs to the Freehold sandbox. No real money moves; never enter a real card.</p>
  </div></section>
</main>`;
}

export function closedPage(title: string, text: string, backUrl: string | null): Markup {
  return html`<main class="done"><div>
  <h1>${title}</h1>
  <p>${text}</p>
  ${backUrl !== null && html`<p><a href="${backUrl}">Back to ${MERCHANT}</a></p>`}
</div></main>`;
}

function itemRow(item: LineItem): Markup {
  const each = item.quantity > 1 ? `${dollars(item.unitAmount)} × ${item.quantity}` : null;
  const details = [item.description, each].filter((part) => part !== null).join(' · ');
  return html`<div class="item"><dt>${item.name}${details !== '' && html`<small>${details}</small>`}</dt>
      <dd>${dollars(item.unitAmount * item.quantity)}</dd></div>`;
}

function payForm(session: SessionRecord, state: PageState): Markup {
  const card = session.methodTypes.includes('card');
  const bank = session.methodTypes.includes('us_bank_account');
  return html`<form method="post" action="/c/pay/${session.id}" data-pay novalidate>
  <label class="field">Email
    <input type="email" name="email" id="email" autocomplete="email" required value="${state.email}"></label>
  <fieldset>
    <legend>Payment method</legend>
    ${card && choice('card', 'method-card', 'Card', state.method === 'card')}
    ${bank && choice('us_bank_account', 'method-bank', 'US bank account', state.method === 'us_bank_account')}
  </fieldset>
  ${card && cardFields(state)}
  ${bank && bankFields()}
  <label class="field">Name on ${bank ? 'card or account' : 'card'}
    <input name="name" id="billingName" autocomplete="name" value="${state.name}"></label>
  <button class="submit" type="submit">Pay ${dollars(session.amountTotal)}</button>
</form>`;
}

function choice(value: MethodType, id: string, label: string, checked: boolean): Markup {
  return html`<label class="choice"><input type="radio" name="method" value="${value}" id="${id}"${checked && html` checked`}>${label}</label>`;
}

function cardFields(state: PageState): Markup {
  const describe = state.error === null ? '' : html` aria-describedby="payment-error"`;
  return html`<div class="card-fields">
    <label class="field">Card number
      <input name="number" id="cardNumber" inputmode="numeric" autocomplete="cc-number" placeholder="1234 1234 1234 1234"${describe}></label>
    <div class="pair">
      <label class="field">Expiration
        <input name="expiry" id="cardExpiry" inputmode="numeric" autocomplete="cc-exp" placeholder="MM / YY"></label>
      <label class="field">Security code
        <input name="cvc" id="cardCvc" inputmode="numeric" autocomplete="cc-csc" placeholder="CVC" maxlength="4"></label>
    </div>
  </div>`;
}

function bankFields(): Markup {
  return html`<div class="bank-fields">
    <label class="field">Routing number
      <input name="routingNumber" id="routingNumber" inputmode="numeric" autocomplete="off" placeholder="${TEST_ROUTING_NUMBER}"></label>
    <label class="field">Account number
      <input name="accountNumber" id="accountNumber" inputmode="numeric" autocomplete="off" placeholder="000123456789"></label>
    <p class="note">By paying you authorize ${MERCHANT} to debit this account. A bank debit takes up to four business days.</p>
  </div>`;
}

function testInstruments(types: readonly MethodType[]): Markup {
  const shown = INSTRUMENTS.filter((instrument) => types.includes(instrument.type));
  return html`<details><summary>Test cards and accounts</summary><ul class="tests">${shown.map(
    (instrument) => html`<li><span><code>${instrument.number}</code> ${instrument.label}</span>
    <button type="button" data-fill="${instrument.number}" data-method="${
      instrument.type === 'card' ? 'card' : 'bank'
    }" aria-label="Use ${instrument.number}, ${instrument.label}">Use</button></li>`,
  )}</ul></details>`;
}
