import { z } from 'zod';

const SCALE = 1_000_000n;

/** Circle writes USDC as currency `USD`, amounts as decimal text. */
export const moneySchema = z.strictObject({
  amount: z.string().regex(/^\d{1,12}(\.\d{1,6})?$/, 'must be a decimal number'),
  currency: z.literal('USD'),
});
export type Money = z.infer<typeof moneySchema>;

/** `12.5` → 12500000n micro-dollars. */
export function toMicros(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole) * SCALE + BigInt(fraction.padEnd(6, '0'));
}

/** Micro-dollars as Circle prints them: at least two decimals, more only when needed. */
export function toMoney(micros: bigint): Money {
  const fraction = String(micros % SCALE)
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return { amount: `${micros / SCALE}.${fraction}`, currency: 'USD' };
}
