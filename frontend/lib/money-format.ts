import { formatUnits, MoneyError, parseUnits } from '@freehold/shared/money';

/** How an integer amount of a currency is written: digits after the point, how many of them always show. */
interface Notation {
  readonly decimals: number;
  readonly shown: number;
  readonly prefix: string;
  readonly suffix: string;
}

const USD: Notation = { decimals: 2, shown: 2, prefix: '$', suffix: '' };
const USDC: Notation = { decimals: 6, shown: 2, prefix: '', suffix: ' USDC' };
const SHARES: Notation = { decimals: 18, shown: 0, prefix: '', suffix: '' };

export interface MoneyLike {
  readonly amount: string;
  readonly currency: string;
}

/** Group digits by three: `1234567` becomes `1,234,567`. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function notationOf(currency: string): Notation {
  if (currency === 'USD') return USD;
  if (currency.startsWith('USDC')) return USDC;
  throw new Error(`No notation for the currency ${currency}.`);
}

function write(units: bigint, notation: Notation, unit: boolean, shown = notation.shown): string {
  const plain = formatUnits(units < 0n ? -units : units, notation.decimals, shown);
  const [whole = '0', fraction] = plain.split('.');
  const number = fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
  const prefix = unit ? notation.prefix : '';
  const suffix = unit ? notation.suffix : '';
  return `${units < 0n ? '−' : ''}${prefix}${number}${suffix}`;
}

interface MoneyFormatOptions {
  /** `false` leaves the currency out, for columns whose head names it. */
  readonly unit?: boolean;
  /** `true` shows every digit that the currency has, so that a column of figures lines up at the point. */
  readonly allDigits?: boolean;
}

/**
 * Writes money in full: `$1,234.50`, `12.5 USDC` as `12.50 USDC`, `0.000001 USDC`. Never rounds; digits beyond the
 * usual two show when they are not zero.
 */
export function formatMoney(money: MoneyLike, options: MoneyFormatOptions = {}): string {
  const notation = notationOf(money.currency);
  const shown = options.allDigits ? notation.decimals : notation.shown;
  return write(BigInt(money.amount), notation, options.unit ?? true, shown);
}

/** Money taken away: with a minus sign, except for nothing. */
export function formatDeduction(money: MoneyLike): string {
  return formatMoney({ ...money, amount: (-BigInt(money.amount)).toString() });
}

/** Shares (integer units of 10^-18) in full, without unit: `1,250` or `0.5`. */
export function formatShares(shares: string | bigint): string {
  return write(BigInt(shares), SHARES, false);
}

const SHORT_UNIT = 10n ** 14n;

/** Shares cut (not rounded) after four decimals, marked with an ellipsis where something was cut: `3.7267…`. */
export function formatSharesShort(shares: string | bigint): string {
  const units = BigInt(shares);
  const rest = units % SHORT_UNIT;
  return rest === 0n ? formatShares(units) : `${formatShares(units - rest)}…`;
}

/** `12 shares`, `1 share`, `0.5 shares`. */
export function formatSharesWithUnit(shares: string | bigint): string {
  const text = formatShares(shares);
  return `${text} ${text === '1' ? 'share' : 'shares'}`;
}

/** Plain decimal for CSV and inputs: no grouping, no unit, `.` as the point. */
export function decimalOf(money: MoneyLike): string {
  const notation = notationOf(money.currency);
  return formatUnits(BigInt(money.amount), notation.decimals, notation.shown);
}

/** Plain decimal of shares for CSV: no grouping. */
export function decimalOfShares(shares: string | bigint): string {
  return formatUnits(BigInt(shares), SHARES.decimals);
}

/** What a person typed as units, or undefined when it is not a number of that kind, or negative. */
function parseTyped(text: string, decimals: number): bigint | undefined {
  try {
    const units = parseUnits(text, decimals);
    return units < 0n ? undefined : units;
  } catch (error) {
    if (error instanceof MoneyError) return undefined;
    throw error;
  }
}

/** Reads dollars typed by a person into cents; undefined when they are not dollars and cents. */
export function parseDollars(text: string): bigint | undefined {
  return parseTyped(text, 2);
}

/** Reads USDC typed by a person into units of 10^-6. */
export function parseUsdc(text: string): bigint | undefined {
  return parseTyped(text, 6);
}

/** Reads shares typed by a person into units of 10^-18. */
export function parseShares(text: string): bigint | undefined {
  return parseTyped(text, 18);
}

/** Sum of amounts of one currency; an empty list is zero of `currency`. Mixing currencies throws. */
export function sumMoney(amounts: readonly MoneyLike[], currency: string): MoneyLike {
  let total = 0n;
  for (const money of amounts) {
    if (money.currency !== currency) throw new Error(`Cannot add ${money.currency} to ${currency}.`);
    total += BigInt(money.amount);
  }
  return { amount: total.toString(), currency };
}

/** `part` of `whole` in percent with at most `digits` digits, rounded down; `—` when the whole is zero. */
export function formatShareOf(part: bigint, whole: bigint, digits = 2): string {
  if (whole === 0n) return '—';
  const scale = 10n ** BigInt(digits);
  const scaled = (part * 100n * scale) / whole;
  const text = write(scaled, { decimals: digits, shown: 0, prefix: '', suffix: '' }, false);
  return `${text}%`;
}
