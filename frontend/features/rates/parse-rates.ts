import { newExchangeRateSchema } from '@freehold/shared/display-currency';
import type { z } from 'zod';

export type NewRate = z.output<typeof newExchangeRateSchema>;

/** Lines like `2026-04-01,EUR,0.9123,ECB reference rate`; the first wrong line is named. */
export function parseRates(
  text: string,
): { readonly rates: readonly NewRate[] } | { readonly problem: string } {
  const rates: NewRate[] = [];
  const lines = text.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const [on = '', currency = '', rate = '', ...source] = line.split(',').map((part) => part.trim());
    const parsed = newExchangeRateSchema.safeParse({ on, currency, rate, source: source.join(', ') });
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return {
        problem: `Line ${index + 1}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}.`,
      };
    }
    rates.push(parsed.data);
  }
  return rates.length === 0 ? { problem: 'Enter at least one line.' } : { rates };
}
