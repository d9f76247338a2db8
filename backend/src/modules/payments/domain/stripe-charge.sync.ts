import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { accounts } from '../../ledger/domain/chart-of-accounts.ts';
import { postEntries, postEntry } from '../../ledger/domain/post-entry.ts';
import { unknownMoney } from '../../ledger/domain/posting-rules/correction.rule.ts';
import {
  achRentFailed,
  achRentPending,
  achRentReceived,
  cardRentReceived,
} from '../../ledger/domain/posting-rules/rent.rule.ts';
import { lockPayment, type PaymentRow } from '../datasources/payment.repository.ts';
import { chargePaid, chargePaying, chargeReopened, lockCharge } from '../datasources/rent-charge.gateway.ts';
import { StripeClient } from '../datasources/stripe.client.ts';
import { BalanceTransactions } from './balance-transactions.ts';
import { movePayment, openPaymentStates, paymentState } from './payment.ts';
import { NotReady, Parked } from './provider-error.ts';
import type { StripeBalanceTransactionObject, StripeCharge, StripePaymentIntent } from './stripe-objects.ts';

const ACTOR = 'stripe';

/** Brings our books in line with checkout sessions, payment intents and charges. */
@Injectable()
export class StripeChargeSync {
  constructor(
    private readonly stripe: StripeClient,
    private readonly transactions: BalanceTransactions,
  ) {}

  async session(tx: PrismaTransaction, id: string): Promise<void> {
    const session = await this.stripe.session(id);
    const payment = await lockPayment(tx, {
      sessionId: id,
      paymentIntentId: session.payment_intent,
      metadata: session.metadata,
      clientReference: session.client_reference_id,
    });
    if (payment === null) throw new Parked(`checkout session ${id} belongs to no payment of ours`);
    const state = paymentState(payment.state);
    if (state === 'CREATED' || state === 'UNKNOWN') {
      await movePayment(tx, {
        id: payment.id,
        from: state,
        to: 'SUBMITTED',
        actor: ACTOR,
        data: { sessionId: id, sessionUrl: session.url, sessionExpiresAt: session.expires_at },
      });
      return this.session(tx, id);
    }
    if (session.payment_intent !== null && payment.paymentIntentId !== session.payment_intent) {
      await tx.payment.update({
        where: { id: payment.id },
        data: { paymentIntentId: session.payment_intent },
      });
    }
    if (session.status === 'expired' && state === 'SUBMITTED') {
      await this.#fail(tx, payment, 'The payment page expired before it was paid.');
    } else if (session.status === 'complete' && session.payment_intent !== null) {
      await this.paymentIntent(tx, session.payment_intent);
    }
  }

  async paymentIntent(tx: PrismaTransaction, id: string): Promise<void> {
    const intent = await this.stripe.paymentIntent(id);
    const payment = await lockPayment(tx, { paymentIntentId: id, metadata: intent.metadata });
    if (payment === null) throw new Parked(`payment intent ${id} belongs to no payment of ours`);
    if (payment.paymentIntentId !== id) {
      await tx.payment.update({ where: { id: payment.id }, data: { paymentIntentId: id } });
    }
    if (intent.status === 'canceled') await this.#fail(tx, payment, 'The payment was cancelled.');
    if (intent.latest_charge !== null) await this.charge(tx, intent.latest_charge);
  }

  async charge(tx: PrismaTransaction, id: string): Promise<void> {
    const charge = await this.stripe.charge(id);
    const payment = await lockPayment(tx, {
      paymentIntentId: charge.payment_intent,
      metadata: charge.metadata,
    });
    if (payment === null) return this.#foreignCharge(tx, charge);
    const method = methodOf(charge);
    if (charge.status === 'pending' && method === 'ach') await this.#pending(tx, payment, charge);
    if (charge.status === 'failed') await this.#failed(tx, payment, charge);
    if (charge.status !== 'succeeded') return;
    // The balance transaction may follow a moment later: without it neither fee nor key is known.
    if (charge.balance_transaction === null)
      throw new NotReady(`charge ${id} has no balance transaction yet`);
    await this.#succeeded(tx, payment, charge, charge.balance_transaction);
  }

  async #pending(tx: PrismaTransaction, payment: PaymentRow, charge: StripeCharge): Promise<void> {
    const from = paymentState(payment.state);
    if (from === 'PENDING' || from === 'SETTLED' || charge.payment_intent === null) return;
    const intent = await this.stripe.paymentIntent(charge.payment_intent);
    await postEntry(tx, achPending(payment, intent));
    await movePayment(tx, {
      id: payment.id,
      from,
      to: 'PENDING',
      actor: ACTOR,
      data: { method: 'ach', paymentIntentId: intent.id, providerChargeId: charge.id, failureReason: null },
    });
    await chargePaying(tx, payment.rentChargeId, payment.id);
  }

  /** A declined card leaves the payment page open for another try; a failed bank debit ends the payment. */
  async #failed(tx: PrismaTransaction, payment: PaymentRow, charge: StripeCharge): Promise<void> {
    const reason = charge.failure_message ?? 'The bank refused.';
    if (methodOf(charge) === 'card') {
      const open = openPaymentStates.some((state) => state === payment.state);
      if (open) await tx.payment.update({ where: { id: payment.id }, data: { failureReason: reason } });
      return;
    }
    if (charge.payment_intent === null || paymentState(payment.state) === 'FAILED') return;
    const intent = await this.stripe.paymentIntent(charge.payment_intent);
    await postEntries(tx, [
      achPending(payment, intent),
      achRentFailed({ paymentIntentId: intent.id, reason, effectiveAt: charge.created }),
    ]);
    await this.#fail(tx, payment, reason);
  }

  async #fail(tx: PrismaTransaction, payment: PaymentRow, reason: string): Promise<void> {
    const from = paymentState(payment.state);
    if (!openPaymentStates.some((state) => state === from)) return;
    await movePayment(tx, {
      id: payment.id,
      from,
      to: 'FAILED',
      actor: ACTOR,
      reason,
      data: { failureReason: reason },
    });
    await chargeReopened(tx, payment.rentChargeId, payment.id);
  }

  async #succeeded(
    tx: PrismaTransaction,
    payment: PaymentRow,
    charge: StripeCharge,
    transaction: StripeBalanceTransactionObject,
  ): Promise<void> {
    await this.transactions.keep(tx, transaction, {
      chargeId: charge.id,
      paymentId: payment.id,
      propertyId: payment.propertyId,
    });
    const from = paymentState(payment.state);
    if (from === 'SETTLED' || from === 'RETURNED' || from === 'DISPUTED') return;
    const due = await lockCharge(tx, payment.rentChargeId);
    // Paid twice, through two pages: the second payment is the tenant's credit.
    const settles = due.state === 'PAID' ? 0n : transaction.amount;
    const ach = methodOf(charge) === 'ach' && charge.payment_intent !== null ? charge.payment_intent : null;
    const receipt = {
      balanceTransactionId: transaction.id,
      chargeRef: charge.id,
      chargeId: payment.rentChargeId,
      leaseId: payment.leaseId,
      propertyId: payment.propertyId,
      gross: transaction.amount,
      fee: transaction.fee,
      settles,
      effectiveAt: transaction.created,
    };
    if (ach !== null) await postEntry(tx, achPending(payment, await this.stripe.paymentIntent(ach)));
    const { entryId } = await postEntry(
      tx,
      ach === null ? cardRentReceived(receipt) : achRentReceived({ ...receipt, paymentIntentId: ach }),
    );
    await movePayment(tx, {
      id: payment.id,
      from,
      to: 'SETTLED',
      actor: ACTOR,
      data: {
        method: ach === null ? 'card' : 'ach',
        providerChargeId: charge.id,
        failureReason: null,
        ...(charge.payment_intent === null ? {} : { paymentIntentId: charge.payment_intent }),
      },
    });
    if (settles > 0n) {
      await chargePaid(tx, payment.rentChargeId, { id: payment.id, paidAt: transaction.created, entryId });
    }
  }

  /** Money that no payment of ours explains is booked as such, so that the books still equal Stripe's. */
  async #foreignCharge(tx: PrismaTransaction, charge: StripeCharge): Promise<void> {
    const transaction = charge.balance_transaction;
    if (charge.status !== 'succeeded' || transaction === null) return;
    await this.transactions.keep(tx, transaction, { chargeId: charge.id, paymentId: null, propertyId: null });
    await postEntry(
      tx,
      unknownMoney({
        provider: 'stripe',
        sourceId: transaction.id,
        asset: accounts.stripePending,
        amount: transaction.net,
        currency: 'USD',
        effectiveAt: transaction.created,
      }),
    );
  }
}

const methodOf = (charge: StripeCharge): 'card' | 'ach' =>
  charge.payment_method_details?.type === 'us_bank_account' ? 'ach' : 'card';

const achPending = (payment: PaymentRow, intent: StripePaymentIntent) =>
  achRentPending({
    paymentIntentId: intent.id,
    leaseId: payment.leaseId,
    propertyId: payment.propertyId,
    amount: intent.amount,
    effectiveAt: intent.created,
  });
