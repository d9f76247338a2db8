import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { postEntry } from '../../ledger/domain/post-entry.ts';
import {
  fundsAvailable,
  stripePayoutCreated,
  stripePayoutFailed,
  stripePayoutPaid,
} from '../../ledger/domain/posting-rules/stripe.rule.ts';
import { StripeClient } from '../datasources/stripe.client.ts';
import { BalanceTransactions } from './balance-transactions.ts';
import { StripeChargeSync } from './stripe-charge.sync.ts';
import type { StripeBalanceTransactionObject } from './stripe-objects.ts';

/** Brings our books in line with Stripe's balance: what became available, and what was paid out. */
@Injectable()
export class StripeBalanceSync {
  constructor(
    private readonly stripe: StripeClient,
    private readonly transactions: BalanceTransactions,
    private readonly charges: StripeChargeSync,
  ) {}

  /** Posts that money became available, once per balance transaction. */
  async available(tx: PrismaTransaction, transaction: StripeBalanceTransactionObject): Promise<void> {
    if (transaction.status !== 'available' || !isCharge(transaction)) return;
    const { count } = await tx.stripeBalanceTransaction.updateMany({
      where: { id: transaction.id, availablePostedAt: null },
      data: { status: 'available', availablePostedAt: new Date() },
    });
    if (count === 0) return;
    await postEntry(
      tx,
      fundsAvailable({
        balanceTransactionId: transaction.id,
        net: transaction.net,
        effectiveAt: transaction.available_on,
      }),
    );
  }

  async payout(tx: PrismaTransaction, id: string): Promise<void> {
    const payout = await this.stripe.payout(id);
    const before = await tx.stripePayout.findUnique({ where: { id } });
    const data = { state: payout.status, arrivalAt: payout.arrival_date };
    await tx.stripePayout.upsert({
      where: { id },
      create: { id, amountCents: payout.amount, createdAt: payout.created, ...data },
      update: data,
    });
    if (payout.automatic) await this.#cover(tx, id);
    const movement = { payoutId: id, amount: payout.amount };
    await postEntry(tx, stripePayoutCreated({ ...movement, effectiveAt: payout.created }));
    const wasPaid = before?.paidAt != null;
    if (payout.status === 'paid') {
      await postEntry(tx, stripePayoutPaid({ ...movement, effectiveAt: payout.arrival_date }));
      if (!wasPaid) await tx.stripePayout.update({ where: { id }, data: { paidAt: payout.arrival_date } });
    }
    const failed = payout.status === 'failed' || payout.status === 'canceled';
    if (failed && before?.state !== 'failed' && before?.state !== 'canceled') {
      const effectiveAt = payout.arrival_date;
      await postEntry(tx, stripePayoutFailed({ ...movement, afterPaid: wasPaid, effectiveAt }));
    }
  }

  /** Notes which balance transactions the payout carries, and whose they are. */
  async #cover(tx: PrismaTransaction, payoutId: string): Promise<void> {
    for (const transaction of await this.stripe.transactionsOfPayout(payoutId)) {
      if (transaction.type.startsWith('payout')) continue;
      const known = await tx.stripeBalanceTransaction.findUnique({ where: { id: transaction.id } });
      if (known === null && isCharge(transaction) && transaction.source !== null) {
        await this.charges.charge(tx, transaction.source);
      } else if (known === null) {
        await this.transactions.keep(tx, transaction, { chargeId: null, paymentId: null, propertyId: null });
      }
      await this.available(tx, transaction);
      await tx.stripeBalanceTransaction.updateMany({ where: { id: transaction.id }, data: { payoutId } });
    }
  }
}

/** Money from a payer: a card (`charge`) or any other method (`payment`). */
export const isCharge = (transaction: { readonly type: string }): boolean =>
  transaction.type === 'charge' || transaction.type === 'payment';
