import type { PrismaClient, PrismaTransaction } from '@freehold/database/client';
import { z } from 'zod';
import { accounts } from '../../ledger/domain/chart-of-accounts.ts';
import type { StatementItem } from '../domain/statement-figures.ts';

const receiptRow = z.object({
  entry_id: z.bigint(),
  kind: z.string(),
  description: z.string(),
  effective_on: z.string(),
  place: z.string().nullable(),
  credit: z.string().transform((value) => BigInt(value)),
  debit: z.string().transform((value) => BigInt(value)),
});

/**
 * What moved the property's collected rent in dollars and is part of no statement yet, from the ledger itself: receipts
 * (with the fee recharged to the property) and corrections. Conversions to USDC only move it on and are left out.
 */
export async function openReceipts(
  client: PrismaClient | PrismaTransaction,
  propertyId: string,
): Promise<StatementItem[]> {
  const account = accounts.rentCollected(propertyId);
  const rows = await client.$queryRaw<unknown[]>`
    SELECT e.id AS entry_id, e.posting_kind AS kind, e.description,
           to_char(e.effective_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS effective_on,
           (SELECT u.label FROM app.lease l JOIN app.unit u ON u.id = l.unit_id
             WHERE l.id::text = e.metadata ->> 'leaseId') AS place,
           coalesce(sum(p.amount) FILTER (WHERE p.side = 'C'), 0)::text AS credit,
           coalesce(sum(p.amount) FILTER (WHERE p.side = 'D'), 0)::text AS debit
      FROM ledger.account a
      JOIN ledger.posting p ON p.account_id = a.id
      JOIN ledger.journal_entry e ON e.id = p.entry_id
     WHERE a.path = ${account} AND a.currency = 'USD' AND e.phase = 'posted'
       AND NOT EXISTS (SELECT FROM ledger.posting q JOIN ledger.account b ON b.id = q.account_id
                        WHERE q.entry_id = e.id AND starts_with(b.path, 'E:fx_'))
       AND NOT EXISTS (SELECT FROM app.income_statement_line l WHERE l.entry_id = e.id)
     GROUP BY e.id
     ORDER BY e.id`;
  return z.array(receiptRow).parse(rows).flatMap(itemsOf);
}

function itemsOf(row: z.output<typeof receiptRow>): StatementItem[] {
  const place = row.place === null ? '' : `, ${row.place}`;
  const label = `${row.description}${place}, ${row.effective_on}`;
  const line = (kind: StatementItem['kind'], text: string, amountCents: bigint): StatementItem[] =>
    amountCents === 0n ? [] : [{ kind, label: text, amountCents, entryId: row.entry_id, expenseId: null }];
  if (row.kind !== 'rent_received') return line('ADJUSTMENT', label, row.credit - row.debit);
  return [
    ...line('RENT', label, row.credit),
    ...line('PROCESSING_FEE', `Processing fee${place}, ${row.effective_on}`, -row.debit),
  ];
}

/** Expenses of the period which are part of no statement yet. */
export async function openExpenses(
  client: PrismaClient | PrismaTransaction,
  propertyId: string,
  period: string,
): Promise<StatementItem[]> {
  const rows = await client.expense.findMany({
    where: { propertyId, period, lines: { none: {} } },
    orderBy: [{ incurredOn: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => ({
    kind: 'EXPENSE',
    label: row.vendor === null ? row.description : `${row.description} (${row.vendor})`,
    amountCents: -row.amountCents,
    entryId: null,
    expenseId: row.id,
  }));
}

/** Shares that exist of the property's token, in 10⁻¹⁸; null without one. */
export async function shareSupply(
  client: PrismaClient | PrismaTransaction,
  propertyId: string,
  chainId: number,
): Promise<bigint | null> {
  const token = await client.tokenization.findUnique({ where: { propertyId } });
  if (token?.tokenAddress == null) return null;
  const address = Uint8Array.from(Buffer.from(token.tokenAddress.slice(2), 'hex'));
  const { _sum } = await client.chainBalance.aggregate({
    where: { chainId: BigInt(chainId), token: address },
    _sum: { amount: true },
  });
  return _sum.amount === null ? 0n : BigInt(_sum.amount.toFixed(0));
}
