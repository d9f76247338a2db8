/** One step from gross to net, ready to draw: where its bar starts and how long it is, in thousandths of the gross. */
export interface WaterfallStep {
  readonly label: string;
  readonly amount: bigint;
  readonly kind: 'gross' | 'deduction' | 'net';
  readonly offset: number;
  readonly length: number;
}

interface Figures {
  readonly grossRent: bigint;
  readonly processingFees: bigint;
  /** Refunds, disputes and returned debits; left out of the picture when there were none. */
  readonly adjustments?: bigint;
  readonly expenses: bigint;
  readonly platformFee: bigint;
  readonly reserve: bigint;
  readonly net: bigint;
}

/** Gross − fees − adjustments − expenses − platform fee − reserve = net, as bars that hang from one another. */
export function waterfallOf(figures: Figures): readonly WaterfallStep[] {
  const whole = figures.grossRent > 0n ? figures.grossRent : 1n;
  const inThousandths = (amount: bigint): number => {
    const clamped = amount < 0n ? 0n : amount > whole ? whole : amount;
    return Number((clamped * 1000n) / whole);
  };
  let left = figures.grossRent;
  const deduct = (label: string, amount: bigint): WaterfallStep => {
    left -= amount;
    return {
      label,
      amount: -amount,
      kind: 'deduction',
      offset: inThousandths(left),
      length: inThousandths(amount),
    };
  };
  return [
    {
      label: 'Gross rent',
      amount: figures.grossRent,
      kind: 'gross',
      offset: 0,
      length: inThousandths(whole),
    },
    deduct('Processing fees', figures.processingFees),
    ...(figures.adjustments ? [deduct('Refunds and disputes', figures.adjustments)] : []),
    deduct('Expenses', figures.expenses),
    deduct('Platform fee', figures.platformFee),
    deduct('Reserve', figures.reserve),
    {
      label: 'Net to shareholders',
      amount: figures.net,
      kind: 'net',
      offset: 0,
      length: inThousandths(figures.net),
    },
  ];
}
