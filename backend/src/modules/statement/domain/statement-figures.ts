import { basisPoints, usd } from '@freehold/shared/money';

/** A receipt, correction or expense that a statement bears. Amounts in cents; costs are negative. */
export interface StatementItem {
  readonly kind: 'RENT' | 'PROCESSING_FEE' | 'ADJUSTMENT' | 'EXPENSE';
  readonly label: string;
  readonly amountCents: bigint;
  readonly entryId: bigint | null;
  readonly expenseId: string | null;
}

export interface FeeSchedule {
  /** Hundredths of a percent of gross rent. */
  readonly platformFeeBps: number;
  readonly reserveBps: number;
}

/** In cents. gross − processing fees = distributable = expenses + platform fee + reserve + net. */
export interface Figures {
  readonly grossRent: bigint;
  readonly processingFees: bigint;
  readonly distributable: bigint;
  readonly expenses: bigint;
  readonly platformFee: bigint;
  readonly reserve: bigint;
  /** Below zero when expenses exceed what is there: such a statement cannot be submitted. */
  readonly net: bigint;
}

const clamp = (value: bigint, highest: bigint): bigint => {
  const ceiling = highest > 0n ? highest : 0n;
  return value < ceiling ? value : ceiling;
};

/**
 * Splits what was received. Fee and reserve are parts of gross rent, rounded down; the reserve yields when expenses
 * leave too little for it, the fee does not.
 */
export function statementFigures(items: readonly StatementItem[], fees: FeeSchedule): Figures {
  const sumOf = (...kinds: readonly StatementItem['kind'][]): bigint =>
    items.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { amountCents }) => sum + amountCents, 0n);
  const grossRent = sumOf('RENT', 'ADJUSTMENT');
  const processingFees = -sumOf('PROCESSING_FEE');
  const expenses = -sumOf('EXPENSE');
  const charged = usd(grossRent > 0n ? grossRent : 0n);
  const platformFee = basisPoints(charged, fees.platformFeeBps).amount;
  const distributable = grossRent - processingFees;
  const afterCosts = distributable - expenses - platformFee;
  const reserve = clamp(basisPoints(charged, fees.reserveBps).amount, afterCosts);
  const net = afterCosts - reserve;
  return { grossRent, processingFees, distributable, expenses, platformFee, reserve, net };
}
