import { MICROS_PER_CENT } from './ledger.ts';

/** 123456 cents → `$1,234.56`. */
export function dollars(cents: number | bigint): string {
  const value = BigInt(cents);
  const absolute = value < 0n ? -value : value;
  const whole = (absolute / 100n).toLocaleString('en-US');
  return `${value < 0n ? '−' : ''}$${whole}.${String(absolute % 100n).padStart(2, '0')}`;
}

/** Micro-dollars → dollars text, with the fraction only as long as needed beyond cents. */
export function microDollars(micros: bigint): string {
  const cents = dollars(micros / MICROS_PER_CENT);
  const rest = (micros < 0n ? -micros : micros) % MICROS_PER_CENT;
  return rest === 0n ? cents : `${cents}${String(rest).padStart(4, '0')}`;
}
