import { z } from 'zod';
import { parseDollars, parseShares } from '#lib/money-format.ts';

/** A text field that becomes something else, or says what is wrong with it. */
function typedField<Output>(read: (text: string) => Output | undefined, problem: string) {
  return z.string().transform((text, context) => {
    const value = read(text);
    if (value === undefined) {
      context.addIssue({ code: 'custom', message: problem });
      return z.NEVER;
    }
    return value;
  });
}

function positive(value: bigint | undefined): bigint | undefined {
  return value !== undefined && value > 0n ? value : undefined;
}

/** Dollars as typed, as a positive number of cents. */
export const dollarsField = typedField(
  (text) => positive(parseDollars(text)),
  'Enter dollars above zero, like 1,250 or 1,250.50.',
);

/** Whole or fractional shares as typed, in units of 10^-18, above zero. */
export const sharesField = typedField(
  (text) => positive(parseShares(text)),
  'Enter a number of shares above zero, like 250.',
);

/** A whole number as typed, within bounds; empty is undefined. */
export function optionalWholeField(minimum: number, maximum: number) {
  return z.string().transform((text, context) => {
    if (text.trim() === '') return undefined;
    const value = Number(text);
    if (!/^\d+$/.test(text.trim()) || value < minimum || value > maximum) {
      context.addIssue({ code: 'custom', message: `Enter a whole number from ${minimum} to ${maximum}.` });
      return z.NEVER;
    }
    return value;
  });
}
