import type { DisplayMoney } from '@freehold/shared/display-currency';
import { formatUnits } from '@freehold/shared/money';
import { formatDay } from '#lib/date-format.ts';

const HUNDREDTHS = 2;

/** "1234.50 EUR" for an amount shown beside USD. */
export const shownText = ({ amount, currency }: DisplayMoney): string =>
  `${formatUnits(BigInt(amount), HUNDREDTHS, HUNDREDTHS)} ${currency}`;

/** The amount in the chosen currency with the day of its rate; nothing for those who read USD. */
export function ShownMoney({ money }: { readonly money: DisplayMoney | null }) {
  if (money === null) return null;
  return (
    <span className="figures block text-muted text-xs">
      {shownText(money)}, rate of {formatDay(money.rateOn)}
    </span>
  );
}
