import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';

const sumRow = z.object({ path: z.string(), currency: z.string(), folded: z.string(), kept: z.string() });
const keyRow = z.object({ source_id: z.string() });
const cursorRow = z.object({ final: z.coerce.bigint() });

export interface BookedSum {
  readonly path: string;
  readonly currency: string;
  /** Debits minus credits, added up from the postings. */
  readonly folded: bigint;
  /** The same as the running balance says it. */
  readonly kept: bigint;
}

/** What the books say, added up from the postings themselves. */
@Injectable()
export class LedgerWitness {
  constructor(private readonly prisma: PrismaService) {}

  async sums(): Promise<BookedSum[]> {
    const { rows } = await this.prisma.pool.query(
      `SELECT a.path, a.currency, coalesce(f.sum, 0)::text AS folded,
              coalesce(b.posted_debit - b.posted_credit, 0)::text AS kept
       FROM ledger.account a
       LEFT JOIN ledger.account_balance b ON b.account_id = a.id
       LEFT JOIN (
         SELECT p.account_id, sum(CASE WHEN p.side = 'D' THEN p.amount ELSE -p.amount END) AS sum
         FROM ledger.posting p JOIN ledger.journal_entry e ON e.id = p.entry_id
         WHERE e.phase = 'posted' GROUP BY p.account_id
       ) f ON f.account_id = a.id`,
    );
    return rows
      .map((row) => sumRow.parse(row))
      .map((row) => ({ ...row, folded: BigInt(row.folded), kept: BigInt(row.kept) }));
  }

  /** Of these Stripe balance transactions, those that the journal knows as money received. */
  async bookedLines(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await this.prisma.pool.query(
      `SELECT source_id FROM ledger.journal_entry
       WHERE source_type IN ('stripe_balance_transaction', 'unknown_stripe')
         AND posting_kind IN ('rent_received', 'received') AND source_id = ANY($1)`,
      [ids],
    );
    return new Set(rows.map((row) => keyRow.parse(row).source_id));
  }

  /** Block up to which the books follow the chain; null before the indexer's first batch. */
  async finalBlock(chainId: number): Promise<bigint | null> {
    const { rows } = await this.prisma.pool.query(
      'SELECT final::text FROM chain.cursor WHERE chain_id = $1',
      [chainId],
    );
    const final = rows[0] === undefined ? -1n : cursorRow.parse(rows[0]).final;
    return final < 0n ? null : final;
  }
}
