import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { payoutParts } from '../domain/payout.view.ts';

/** A dividend as the books have it: paid to the wallet of an investor, with its journal entry. */
export interface BookedDividend {
  readonly entryId: bigint;
  readonly paidAt: Date;
  /** USDC units posted against what the holder was owed. */
  readonly amount: bigint;
  readonly propertyId: string;
  readonly period: string;
  readonly wallet: string;
  readonly shares: bigint;
  readonly txHash: string | null;
}

/** Dividends from the ledger; the payout row says no more than whose entry it is. */
@Injectable()
export class BookedDividends {
  constructor(private readonly prisma: PrismaService) {}

  /** Oldest first. */
  async of(owned: object): Promise<BookedDividend[]> {
    const payouts = await this.prisma.client.payout.findMany({
      where: { AND: [owned, { ledgerEntryId: { not: null } }] },
      include: payoutParts,
    });
    const entries = await this.prisma.client.ledgerJournalEntry.findMany({
      where: { id: { in: payouts.flatMap(({ ledgerEntryId }) => ledgerEntryId ?? []) } },
      include: { postings: { where: { side: 'D' } } },
      orderBy: [{ effectiveAt: 'asc' }, { id: 'asc' }],
    });
    return entries.flatMap((entry) => {
      const payout = payouts.find(({ ledgerEntryId }) => ledgerEntryId === entry.id);
      if (payout === undefined) return [];
      return [
        {
          entryId: entry.id,
          paidAt: entry.effectiveAt,
          amount: entry.postings.reduce((sum, { amount }) => sum + BigInt(amount.toFixed(0)), 0n),
          propertyId: payout.propertyId,
          period: payout.dividend.period,
          wallet: payout.holder,
          shares: BigInt(payout.shares.toFixed(0)),
          txHash: payout.txHash,
        },
      ];
    });
  }
}
