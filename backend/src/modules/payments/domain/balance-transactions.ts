import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { StripeBalanceTransactionObject } from './stripe-objects.ts';

/** Whose money a line of Stripe's ledger is. */
export interface Attribution {
  readonly chargeId: string | null;
  readonly paymentId: string | null;
  readonly propertyId: string | null;
}

/** Stripe's own ledger lines, as last read. */
@Injectable()
export class BalanceTransactions {
  constructor(private readonly prisma: PrismaService) {}

  async keep(
    tx: PrismaTransaction,
    transaction: StripeBalanceTransactionObject,
    whose: Attribution,
  ): Promise<void> {
    const facts = {
      type: transaction.type,
      amountCents: transaction.amount,
      feeCents: transaction.fee,
      netCents: transaction.net,
      sourceId: transaction.source,
      status: transaction.status,
      availableOn: transaction.available_on,
      createdAt: transaction.created,
      ...whose,
    };
    await tx.stripeBalanceTransaction.upsert({
      where: { id: transaction.id },
      create: { id: transaction.id, ...facts },
      update: { status: facts.status, ...whose },
    });
  }

  /** Charges whose money is not known to be available yet, oldest first. */
  async waiting(): Promise<{ readonly id: string; readonly createdAt: Date }[]> {
    return this.prisma.client.stripeBalanceTransaction.findMany({
      where: { availablePostedAt: null, type: { in: ['charge', 'payment'] } },
      orderBy: { createdAt: 'asc' },
      select: { id: true, createdAt: true },
    });
  }

  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.prisma.client.stripeBalanceTransaction.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true },
    });
    return new Set(rows.map((row) => row.id));
  }

  /**
   * USD cents per property that Stripe has paid out to the bank. Fees of charges are the property's, all other fees
   * the platform's.
   */
  async paidOutByProperty(tx: PrismaTransaction): Promise<ReadonlyMap<string, bigint>> {
    const rows = await tx.$queryRaw<{ property_id: string; cents: string }[]>`
      SELECT t.property_id::text,
             sum(CASE WHEN t.type IN ('charge', 'payment') THEN t.net_cents ELSE t.amount_cents END)::text AS cents
      FROM app.stripe_balance_transaction t
      JOIN app.stripe_payout p ON p.id = t.payout_id
      WHERE p.state = 'paid' AND t.property_id IS NOT NULL
      GROUP BY t.property_id`;
    return new Map(rows.map((row) => [row.property_id, BigInt(row.cents)]));
  }
}
