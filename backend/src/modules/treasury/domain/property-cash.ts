/** Cents per property. */
export type CentsByProperty = ReadonlyMap<string, bigint>;

export interface CashLine {
  readonly propertyId: string;
  readonly amountCents: bigint;
}

/**
 * What may move on for each property: what has arrived at this stage, less what left it already, and never more than
 * the books owe the property there (a refund may have taken some of it). Properties with nothing are left out.
 */
export function movableLines(
  arrived: CentsByProperty,
  gone: CentsByProperty,
  owed: CentsByProperty,
): readonly CashLine[] {
  const lines: CashLine[] = [];
  for (const propertyId of [...arrived.keys()].toSorted()) {
    const here = (arrived.get(propertyId) ?? 0n) - (gone.get(propertyId) ?? 0n);
    const most = owed.get(propertyId) ?? 0n;
    const amountCents = here < most ? here : most;
    if (amountCents > 0n) lines.push({ propertyId, amountCents });
  }
  return lines;
}

export const sumOfLines = (lines: readonly CashLine[]): bigint =>
  lines.reduce((sum, { amountCents }) => sum + amountCents, 0n);
