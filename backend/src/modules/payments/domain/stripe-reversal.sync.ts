import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { postEntries, postEntry } from '../../ledger/domain/post-entry.ts';
import {
  disputeBlocked,
  disputeLost,
  disputeOpened,
  disputeWon,
} from '../../ledger/domain/posting-rules/dispute.rule.ts';
import {
  refundCreated,
  refundFailed,
  refundSucceeded,
} from '../../ledger/domain/posting-rules/refund.rule.ts';
import { achRentReturned } from '../../ledger/domain/posting-rules/rent.rule.ts';
import { lockPayment, type PaymentRow } from '../datasources/payment.repository.ts';
import { chargeChallenged } from '../datasources/rent-charge.gateway.ts';
import { StripeClient } from '../datasources/stripe.client.ts';
import { BalanceTransactions } from './balance-transactions.ts';
import { movePayment, paymentState } from './payment.ts';
import { NotReady, Parked } from './provider-error.ts';
import { StripeChargeSync } from './stripe-charge.sync.ts';
import type { StripeBalanceTransactionObject, StripeDispute } from './stripe-objects.ts';

const ACTOR = 'stripe';

/** Brings our books in line with money that goes back: refunds, disputes, returned bank debits. */
@Injectable()
export class StripeReversalSync {
  constructor(
    private readonly stripe: StripeClient,
    private readonly charges: StripeChargeSync,
    private readonly transactions: BalanceTransactions,
  ) {}

  async refund(tx: PrismaTransaction, id: string): Promise<void> {
    const refund = await this.stripe.refund(id);
    const payment = await this.#settledPayment(tx, refund.charge);
    const facts = {
      refundId: id,
      leaseId: payment.leaseId,
      propertyId: payment.propertyId,
      amount: refund.amount,
      effectiveAt: refund.created,
    };
    await postEntry(tx, refundCreated({ ...facts, from: 'rent_collected' }));
    if (refund.status === 'succeeded') {
      await postEntry(tx, refundSucceeded(facts));
      await chargeChallenged(tx, payment.rentChargeId, 'REFUNDED');
    }
    if (refund.status === 'failed' || refund.status === 'canceled') {
      const afterSucceeded = await isPosted(tx, 'stripe_refund', id, 'succeeded');
      await postEntry(tx, refundFailed({ ...facts, afterSucceeded }));
    }
    if (refund.balance_transaction !== null) await this.#keep(tx, refund.balance_transaction, payment);
  }

  async dispute(tx: PrismaTransaction, id: string): Promise<void> {
    const dispute = await this.stripe.dispute(id);
    const withdrawn = dispute.balance_transactions.find((transaction) => transaction.amount < 0n);
    // An inquiry takes no money; nothing to post until it does.
    if (withdrawn === undefined) return;
    const payment = await this.#settledPayment(tx, dispute.charge);
    const facts = {
      disputeId: id,
      leaseId: payment.leaseId,
      propertyId: payment.propertyId,
      amount: dispute.amount,
    };
    await postEntries(tx, [
      disputeOpened({ ...facts, fee: withdrawn.fee, effectiveAt: withdrawn.created }),
      disputeBlocked({ ...facts, effectiveAt: withdrawn.created }),
    ]);
    for (const transaction of dispute.balance_transactions) {
      await this.transactions.keep(tx, transaction, whoseOf(payment, dispute.charge));
    }
    const state = paymentState(payment.state);
    if (state === 'SETTLED' && !isClosed(dispute)) {
      await movePayment(tx, { id: payment.id, from: state, to: 'DISPUTED', actor: ACTOR });
      await chargeChallenged(tx, payment.rentChargeId, 'DISPUTED');
    }
    if (dispute.status === 'won') await this.#won(tx, dispute, payment, facts);
    if (dispute.status === 'lost') await this.#lost(tx, payment, { ...facts, effectiveAt: dispute.created });
  }

  /** A balance transaction that takes back a bank debit which had succeeded. */
  async returnedDebit(tx: PrismaTransaction, transaction: StripeBalanceTransactionObject): Promise<void> {
    const payment = await this.#settledPayment(tx, transaction.source);
    const amount = -transaction.amount;
    const { leaseId, propertyId } = payment;
    const effectiveAt = transaction.created;
    await postEntry(
      tx,
      achRentReturned({ balanceTransactionId: transaction.id, leaseId, propertyId, amount, effectiveAt }),
    );
    await this.transactions.keep(tx, transaction, whoseOf(payment, transaction.source));
    const from = paymentState(payment.state);
    if (from === 'SETTLED') await movePayment(tx, { id: payment.id, from, to: 'RETURNED', actor: ACTOR });
    await chargeChallenged(tx, payment.rentChargeId, 'RETURNED');
  }

  async #won(
    tx: PrismaTransaction,
    dispute: StripeDispute,
    payment: PaymentRow,
    facts: { disputeId: string; leaseId: string; propertyId: string; amount: bigint },
  ): Promise<void> {
    const reinstated = dispute.balance_transactions.find((transaction) => transaction.amount > 0n);
    if (reinstated === undefined)
      throw new NotReady(`dispute ${dispute.id} is won, the money is not back yet`);
    const feeReturned = reinstated.fee < 0n ? -reinstated.fee : 0n;
    await postEntry(tx, disputeWon({ ...facts, feeReturned, effectiveAt: reinstated.created }));
    const from = paymentState((await tx.payment.findUniqueOrThrow({ where: { id: payment.id } })).state);
    if (from === 'DISPUTED') await movePayment(tx, { id: payment.id, from, to: 'SETTLED', actor: ACTOR });
    await chargeChallenged(tx, payment.rentChargeId, 'WON');
  }

  async #lost(
    tx: PrismaTransaction,
    payment: PaymentRow,
    facts: Parameters<typeof disputeLost>[0],
  ): Promise<void> {
    await postEntry(tx, disputeLost(facts));
    const from = paymentState((await tx.payment.findUniqueOrThrow({ where: { id: payment.id } })).state);
    if (from === 'DISPUTED' || from === 'SETTLED')
      await movePayment(tx, { id: payment.id, from, to: 'RETURNED', actor: ACTOR, reason: 'dispute lost' });
    await chargeChallenged(tx, payment.rentChargeId, 'LOST');
  }

  /** The payment behind a charge, with its receipt posted first: nothing goes back that was not booked as come. */
  async #settledPayment(tx: PrismaTransaction, chargeId: string | null): Promise<PaymentRow> {
    if (chargeId === null) throw new Parked('names no charge');
    await this.charges.charge(tx, chargeId);
    const charge = await this.stripe.charge(chargeId);
    const payment = await lockPayment(tx, {
      paymentIntentId: charge.payment_intent,
      metadata: charge.metadata,
    });
    if (payment === null) throw new Parked(`charge ${chargeId} belongs to no payment of ours`);
    return payment;
  }

  async #keep(tx: PrismaTransaction, transactionId: string, payment: PaymentRow): Promise<void> {
    const transaction = await this.stripe.balanceTransaction(transactionId);
    await this.transactions.keep(tx, transaction, whoseOf(payment, payment.providerChargeId));
  }
}

const isClosed = (dispute: StripeDispute): boolean => dispute.status === 'won' || dispute.status === 'lost';

const whoseOf = (payment: PaymentRow, chargeId: string | null) => ({
  chargeId,
  paymentId: payment.id,
  propertyId: payment.propertyId,
});

async function isPosted(tx: PrismaTransaction, type: string, id: string, kind: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM ledger.journal_entry
    WHERE source_type = ${type} AND source_id = ${id} AND posting_kind = ${kind}`;
  return rows.length > 0;
}
