import type { Prisma } from '@freehold/database/client';
import { batchStates, type Dividend, type DividendBatch } from '@freehold/shared/dividend';
import { usdcUnitsPerCent } from '@freehold/shared/money';
import { isHash } from 'viem';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { dividendState } from './dividend-state.ts';

export type DividendWithBatches = Prisma.DividendGetPayload<{ include: { batches: true } }>;
type StatementRow = Prisma.IncomeStatementGetPayload<object>;

/** How many payouts of a dividend stand where, and how much they are. */
export interface PayoutTally {
  readonly paidHolders: number;
  readonly paid: bigint;
  readonly held: bigint;
}

export interface DividendFacts {
  readonly row: DividendWithBatches;
  readonly statement: StatementRow;
  readonly propertyName: string;
  readonly tally: PayoutTally;
  /** State of each batch's transaction by key, as the sender knows it. */
  readonly transactions: ReadonlyMap<string, { readonly state: string }>;
  /** Hash of the declaration before it is final. */
  readonly declareTx: string | null;
  readonly fundTx: string | null;
}

const UNITS_PER_SHARE = 10n ** 18n;

const usdc = (units: bigint) => ({ amount: units.toString(), currency: 'USDC' as const });
const fromCents = (cents: bigint) => usdc(cents * usdcUnitsPerCent);
const hashOf = (text: string | null) => (text !== null && isHash(text) ? text : null);
const bigintOrNull = (value: { toFixed(digits: number): string } | null) =>
  value === null ? null : toBigInt(value);
const usdcOrNull = (units: bigint | null) => (units === null ? null : usdc(units));

export function dividendView(facts: DividendFacts): Dividend {
  const { row, statement, propertyName, tally } = facts;
  const net = toBigInt(row.amount);
  const carriedIn = bigintOrNull(row.carriedIn);
  const supply = bigintOrNull(row.supply);
  const pool = carriedIn === null ? null : net + carriedIn;
  return {
    id: row.id,
    propertyId: row.propertyId,
    propertyName,
    statementId: row.statementId,
    period: row.period,
    state: dividendState(row.state),
    gross: fromCents(statement.grossRentCents),
    processingFees: fromCents(statement.processingFeesCents),
    expenses: fromCents(statement.expensesCents),
    platformFee: fromCents(statement.platformFeeCents),
    reserve: fromCents(statement.reserveCents),
    net: usdc(net),
    carriedIn: usdcOrNull(carriedIn),
    pool: usdcOrNull(pool),
    supply: supply?.toString() ?? null,
    perShare:
      pool === null || supply === null || supply === 0n ? null : usdc((pool * UNITS_PER_SHARE) / supply),
    recordBlock: row.recordBlock?.toString() ?? null,
    holders: row.holderCount ?? 0,
    paidHolders: tally.paidHolders,
    paid: usdc(tally.paid),
    held: usdc(tally.held),
    carriedOut: usdcOrNull(bigintOrNull(row.dust)),
    batches: row.batches
      .toSorted((a, b) => a.index - b.index)
      .map((batch) => batchView(batch, facts.transactions.get(batch.transactionKey)?.state)),
    transactions: {
      declare: hashOf(row.declaredTx ?? facts.declareTx),
      fund: hashOf(row.fundedTx ?? facts.fundTx),
    },
    error: row.problem,
    createdAt: row.createdAt.toISOString(),
  };
}

function batchView(
  batch: { readonly index: number; readonly count: number; readonly txHash: string | null },
  transaction: string | undefined,
): DividendBatch {
  const state = batchStates.find((known) => known === transaction) ?? 'PENDING';
  return { index: batch.index, count: batch.count, state, txHash: hashOf(batch.txHash) };
}
