import { accounts } from '../chart-of-accounts.ts';
import { credit, debit, type JournalEntry, journalEntry, move, usdcOn } from '../journal-entry.ts';
import { LedgerError } from '../ledger.error.ts';
import { type TreasuryRelease, treasuryRelease } from './treasury-release.ts';

/** Where a property's dividends live. Addresses in any case; amounts below are USDC units. */
export interface DividendChain {
  readonly chainId: number;
  /** Treasury contract. */
  readonly treasury: string;
  /** Dividends contract. */
  readonly dividends: string;
}

export interface StatementApproved {
  readonly statementId: string;
  readonly propertyId: string;
  /** 'YYYY-MM'. */
  readonly period: string;
  readonly chainId: number;
  readonly platformFee: bigint;
  readonly reserve: bigint;
  readonly expenses: bigint;
  /** What goes to the holders. The sum of the four leaves rent_collected. */
  readonly net: bigint;
  readonly effectiveAt: Date;
}

/**
 * The income statement is approved, a dividend is declared: D rent_collected / C platform_fee, property_reserve,
 * expense_payable, dividend_payable. Refused when rent_collected on that chain does not hold the sum.
 */
export function statementApproved(input: StatementApproved): JournalEntry {
  const currency = usdcOn(input.chainId);
  const collected = accounts.rentCollected(input.propertyId);
  return journalEntry({
    key: { sourceType: 'income_statement', sourceId: input.statementId, postingKind: 'approved' },
    description: `Income of ${input.period} approved`,
    effectiveAt: input.effectiveAt,
    postings: [
      debit(collected, input.platformFee + input.reserve + input.expenses + input.net, currency),
      credit(accounts.platformFee, input.platformFee, currency),
      credit(accounts.propertyReserve(input.propertyId), input.reserve, currency),
      credit(accounts.expensePayable(input.propertyId), input.expenses, currency),
      credit(accounts.dividendPayable(input.propertyId, input.period), input.net, currency),
    ],
    bounded: [collected],
    metadata: { propertyId: input.propertyId, period: input.period },
  });
}

export interface Entitlement {
  /** Wallet address. */
  readonly holder: string;
  readonly amount: bigint;
}

export interface DividendAllocated {
  readonly dividendId: string;
  readonly propertyId: string;
  readonly period: string;
  readonly chainId: number;
  /** Declared amount: what dividend_payable holds for the period. */
  readonly amount: bigint;
  /** Units left over by earlier dividends, as the contract reported them. */
  readonly carriedIn: bigint;
  readonly entitlements: readonly Entitlement[];
  readonly effectiveAt: Date;
}

/**
 * The record date is fixed and every holder's part is known: D dividend_payable, D dividend_carried (carried in) /
 * C dividend_payable_investor for each holder, C dividend_carried (what does not divide).
 */
export function dividendAllocated(input: DividendAllocated): JournalEntry {
  const currency = usdcOn(input.chainId);
  const payable = accounts.dividendPayable(input.propertyId, input.period);
  const carried = accounts.dividendCarried(input.propertyId);
  const allocated = input.entitlements.reduce((sum, { amount }) => sum + amount, 0n);
  const dust = input.amount + input.carriedIn - allocated;
  if (dust < 0n) throw new LedgerError('UNBALANCED_ENTRY', 'Entitlements exceed the dividend.');
  return journalEntry({
    key: { sourceType: 'dividend', sourceId: input.dividendId, postingKind: 'allocated' },
    description: `Dividend of ${input.period} allocated to holders`,
    effectiveAt: input.effectiveAt,
    postings: [
      debit(payable, input.amount, currency),
      debit(carried, input.carriedIn, currency),
      ...input.entitlements.map(({ holder, amount }) =>
        credit(accounts.dividendPayableInvestor(holder, input.dividendId), amount, currency),
      ),
      credit(carried, dust, currency),
    ],
    bounded: [payable, carried],
    metadata: { propertyId: input.propertyId, period: input.period },
  });
}

export interface DividendFunded extends DividendChain {
  readonly dividendId: string;
  readonly propertyId: string;
  /** Declared amount, without what was carried in: that is in the contract already. */
  readonly amount: bigint;
  readonly txHash: string;
  readonly effectiveAt: Date;
}

/** The funding transaction is final: D distributor / C treasury. */
export function dividendFunded(input: DividendFunded): JournalEntry {
  return journalEntry({
    key: { sourceType: 'dividend', sourceId: input.dividendId, postingKind: 'funded' },
    description: 'Dividend funded on chain',
    effectiveAt: input.effectiveAt,
    postings: move(
      {
        debit: accounts.distributor(input.chainId, input.dividends),
        credit: accounts.treasury(input.chainId, input.treasury),
      },
      input.amount,
      usdcOn(input.chainId),
    ),
    metadata: { propertyId: input.propertyId, txHash: input.txHash },
  });
}

export interface DividendPayout {
  readonly dividendId: string;
  readonly propertyId?: string;
  /** Wallet address. */
  readonly holder: string;
  readonly amount: bigint;
  readonly chainId: number;
  /** Dividends contract. */
  readonly dividends: string;
  readonly txHash: string;
  readonly effectiveAt: Date;
}

/** A payout, pushed or claimed, is final: D dividend_payable_investor / C distributor. Once per dividend and holder. */
export function dividendPayout(input: DividendPayout): JournalEntry {
  const holder = input.holder.toLowerCase();
  const payable = accounts.dividendPayableInvestor(holder, input.dividendId);
  return journalEntry({
    key: { sourceType: 'dividend_payout', sourceId: `${input.dividendId}:${holder}`, postingKind: 'paid' },
    description: 'Dividend paid to holder',
    effectiveAt: input.effectiveAt,
    postings: move(
      { debit: payable, credit: accounts.distributor(input.chainId, input.dividends) },
      input.amount,
      usdcOn(input.chainId),
    ),
    bounded: [payable],
    metadata: {
      dividendId: input.dividendId,
      propertyId: input.propertyId,
      holder,
      txHash: input.txHash,
    },
  });
}

export interface DividendSwept extends DividendChain {
  readonly dividendId: string;
  /** Law under which unclaimed money is kept, e.g. 'us-de'. */
  readonly jurisdiction: string;
  /** What was still claimable, per holder. */
  readonly unclaimed: readonly Entitlement[];
  readonly txHash: string;
  readonly effectiveAt: Date;
}

/** Unclaimed at the deadline: D treasury / C distributor; D dividend_payable_investor / C unclaimed, per holder. */
export function dividendSwept(input: DividendSwept): JournalEntry {
  const currency = usdcOn(input.chainId);
  const total = input.unclaimed.reduce((sum, { amount }) => sum + amount, 0n);
  const payables = input.unclaimed.map(({ holder }) =>
    accounts.dividendPayableInvestor(holder, input.dividendId),
  );
  return journalEntry({
    key: { sourceType: 'dividend', sourceId: input.dividendId, postingKind: 'swept' },
    description: 'Unclaimed payouts swept to the treasury',
    effectiveAt: input.effectiveAt,
    postings: [
      debit(accounts.treasury(input.chainId, input.treasury), total, currency),
      credit(accounts.distributor(input.chainId, input.dividends), total, currency),
      ...input.unclaimed.map(({ holder, amount }) =>
        debit(accounts.dividendPayableInvestor(holder, input.dividendId), amount, currency),
      ),
      credit(accounts.unclaimed(input.jurisdiction), total, currency),
    ],
    bounded: payables,
    metadata: { txHash: input.txHash },
  });
}

export interface ExpenseReimbursed extends TreasuryRelease {
  /** Reference of the release, unique. */
  readonly reference: string;
}

/** Approved expenses left the treasury: D expense_payable / C treasury. */
export function expenseReimbursed(input: ExpenseReimbursed): JournalEntry {
  return treasuryRelease(input, {
    reference: input.reference,
    postingKind: 'expense',
    description: 'Expenses reimbursed from the treasury',
    owed: accounts.expensePayable(input.propertyId),
  });
}
