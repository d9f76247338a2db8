/** Currencies the platform keeps money in. USD is counted in cents, USDC in 10⁻⁶. */
export const currencies = ['USD', 'USDC'] as const;
export type Currency = (typeof currencies)[number];

const fractionDigits: Readonly<Record<Currency, number>> = { USD: 2, USDC: 6 };

/** One US cent in USDC units. */
export const usdcUnitsPerCent = 10_000n;
/** One whole share in share units (18 decimals). */
export const unitsPerShare = 10n ** 18n;

/** An amount of one currency in its smallest unit; may be negative (a correction, a shortfall). */
export interface Money {
  readonly amount: bigint;
  readonly currency: Currency;
}

/** How money travels over the API: the integer amount as a decimal string. */
export interface MoneyJson {
  readonly amount: string;
  readonly currency: Currency;
}

export class MoneyError extends Error {
  override readonly name = 'MoneyError';
}

export const money = (amount: bigint, currency: Currency): Money => ({ amount, currency });
export const usd = (cents: bigint): Money => ({ amount: cents, currency: 'USD' });
export const usdc = (units: bigint): Money => ({ amount: units, currency: 'USDC' });

/** The common currency of two amounts; throws {@link MoneyError} when they differ. */
function sameCurrency(left: Money, right: Money): Currency {
  if (left.currency !== right.currency) {
    throw new MoneyError(`cannot mix ${left.currency} with ${right.currency}`);
  }
  return left.currency;
}

export const add = (left: Money, right: Money): Money =>
  money(left.amount + right.amount, sameCurrency(left, right));

export const subtract = (left: Money, right: Money): Money =>
  money(left.amount - right.amount, sameCurrency(left, right));

/** Negative, zero or positive, as for Array.prototype.sort. */
export function compare(left: Money, right: Money): number {
  sameCurrency(left, right);
  return left.amount < right.amount ? -1 : left.amount > right.amount ? 1 : 0;
}

/** Sum of amounts which must all be in `currency`; zero for none. */
export const sum = (currency: Currency, amounts: readonly Money[]): Money =>
  amounts.reduce(add, money(0n, currency));

/** Dollars become USDC one to one: cents × 10,000. */
export function usdToUsdc(value: Money): Money {
  if (value.currency !== 'USD') throw new MoneyError(`expected USD, got ${value.currency}`);
  return usdc(value.amount * usdcUnitsPerCent);
}

/** Whole cents in a USDC amount, rounded down; the remainder stays in USDC. */
export function usdcToUsd(value: Money): { readonly usd: Money; readonly remainder: Money } {
  if (value.currency !== 'USDC') throw new MoneyError(`expected USDC, got ${value.currency}`);
  const cents = floorDivide(value.amount, usdcUnitsPerCent);
  return { usd: usd(cents), remainder: usdc(value.amount - cents * usdcUnitsPerCent) };
}

/** Division rounded towards minus infinity; `divisor` must be positive. */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new MoneyError('divisor must be positive');
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}

/** `bps` hundredths of a percent of an amount, rounded down. */
export function basisPoints(value: Money, bps: number): Money {
  if (!Number.isInteger(bps) || bps < 0 || bps > 10_000) {
    throw new MoneyError(`basis points must be an integer from 0 to 10000, got ${bps}`);
  }
  return money(floorDivide(value.amount * BigInt(bps), 10_000n), value.currency);
}

/**
 * Splits `total` in proportion to `weights` so that the parts add up to `total` exactly: everyone gets the
 * floor, and the units left over go to the largest remainders (earlier first when equal).
 * Throws {@link MoneyError} for a negative total or weight, or when all weights are zero.
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  if (total < 0n) throw new MoneyError('cannot allocate a negative amount');
  if (weights.some((weight) => weight < 0n)) throw new MoneyError('weights must not be negative');
  const whole = weights.reduce((left, right) => left + right, 0n);
  if (whole === 0n) throw new MoneyError('weights must not all be zero');
  const parts = weights.map((weight, index) => ({
    index,
    floor: (total * weight) / whole,
    remainder: (total * weight) % whole,
  }));
  let left = total - parts.reduce((acc, part) => acc + part.floor, 0n);
  const result = parts.map((part) => part.floor);
  const byRemainder = parts.toSorted((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  for (const part of byRemainder) {
    if (left === 0n) break;
    result[part.index] = part.floor + 1n;
    left -= 1n;
  }
  return result;
}

/**
 * Reads what a person typed ("1,000", "$1,000.50", "-3.2") as units with `decimals` fraction digits.
 * Throws {@link MoneyError} when it is not a number or has more digits than the unit can hold.
 */
export function parseUnits(text: string, decimals: number): bigint {
  const plain = text
    .trim()
    .replace(/^(-?)\$/, '$1')
    .replaceAll(',', '');
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain);
  if (!match) throw new MoneyError(`not an amount: "${text}"`);
  const [, sign, whole, fraction = ''] = match;
  if (fraction.length > decimals) throw new MoneyError(`more than ${decimals} decimals: "${text}"`);
  const units = BigInt(`${whole}${fraction.padEnd(decimals, '0')}`);
  return sign === '-' ? -units : units;
}

/** Units as a plain decimal ("1234.50"); keeps at least `minimum` fraction digits and drops further zeros. */
export function formatUnits(units: bigint, decimals: number, minimum = 0): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  let fraction = decimals === 0 ? '' : digits.slice(-decimals);
  while (fraction.length > minimum && fraction.endsWith('0')) fraction = fraction.slice(0, -1);
  return `${units < 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}

export const parseMoney = (text: string, currency: Currency): Money =>
  money(parseUnits(text, fractionDigits[currency]), currency);

/** "$1,234.50" or "1,234.50 USDC": two fraction digits at least, all that are needed at most. */
export function formatMoney(value: Money): string {
  const plain = formatUnits(
    value.amount < 0n ? -value.amount : value.amount,
    fractionDigits[value.currency],
    2,
  );
  const [whole = '0', fraction = ''] = plain.split('.');
  const grouped = `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`;
  const sign = value.amount < 0n ? '-' : '';
  return value.currency === 'USD' ? `${sign}$${grouped}` : `${sign}${grouped} USDC`;
}

/** Shares as people read them: "12.5" for 12.5 × 10¹⁸ units. */
export const formatShares = (units: bigint): string => formatUnits(units, 18);
export const parseShares = (text: string): bigint => parseUnits(text, 18);

export const toMoneyJson = (value: Money): MoneyJson => ({
  amount: value.amount.toString(),
  currency: value.currency,
});

export const fromMoneyJson = (value: MoneyJson): Money => money(BigInt(value.amount), value.currency);
