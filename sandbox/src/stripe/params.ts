import { z } from 'zod';
import { invalidRequest, type StripeProblem } from './errors.ts';

/* Form values are text: these turn them into what they mean. */

export const wholeNumber = z
  .string()
  .regex(/^-?\d{1,15}$/, 'Invalid integer')
  .transform(Number);
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
export const metadataParam = z
  .record(z.string().max(40), z.string().max(500))
  .refine((value) => Object.keys(value).length <= 50);
export const currencyParam = z
  .string()
  .transform((value) => value.toLowerCase())
  .refine((value) => value === 'usd', 'Invalid currency: the sandbox account settles in usd');
/** `url` without following it; the hosted page sends the payer there. */
export const urlParam = z
  .string()
  .refine((value) => URL.canParse(value.replaceAll(/[{}]/g, '')), 'Not a valid URL');

export const pageParams = {
  limit: wholeNumber.pipe(z.int().min(1).max(100)).default(10),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
};

export const createdParam = z
  .union([
    wholeNumber.transform((at) => ({ from: at, to: at })),
    z
      .strictObject({
        gt: wholeNumber.optional(),
        gte: wholeNumber.optional(),
        lt: wholeNumber.optional(),
        lte: wholeNumber.optional(),
      })
      .transform(({ gt, gte, lt, lte }) => ({
        from: gte ?? (gt === undefined ? undefined : gt + 1),
        to: lte ?? (lt === undefined ? undefined : lt - 1),
      })),
  ])
  .optional();

const expandSchema = z.array(z.string()).max(20);

/** Splits off `expand[]` and parses the rest; refuses what the schema does not know, as Stripe does. */
export function parseParams<Input>(
  schema: z.ZodType<Input>,
  raw: unknown,
): { input: Input; expand: string[] } {
  const { expand: expandRaw, ...rest } = z.record(z.string(), z.unknown()).parse(raw ?? {});
  const expand = expandRaw === undefined ? [] : expandSchema.safeParse(expandRaw);
  if (!Array.isArray(expand) && !expand.success) throw invalidRequest('Invalid array', { param: 'expand' });
  const parsed = schema.safeParse(rest);
  if (!parsed.success) throw toProblem(parsed.error, rest);
  return { input: parsed.data, expand: Array.isArray(expand) ? expand : expand.data };
}

function toProblem(error: z.ZodError, raw: unknown): StripeProblem {
  const issue = error.issues[0];
  if (issue === undefined) return invalidRequest('Invalid request.');
  if (issue.code === 'unrecognized_keys') {
    const param = bracket([...issue.path, issue.keys[0] ?? '']);
    return invalidRequest(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
  }
  const param = bracket(issue.path);
  if (valueAt(raw, issue.path) === undefined) {
    return invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  }
  if (issue.message === 'Invalid integer') {
    return invalidRequest(`Invalid integer: ${String(valueAt(raw, issue.path))}`, {
      code: 'parameter_invalid_integer',
      param,
    });
  }
  return invalidRequest(`Invalid ${param}: ${issue.message}`, { param });
}

function bracket(path: ReadonlyArray<PropertyKey>): string {
  const [first, ...others] = path.map(String);
  return `${first ?? ''}${others.map((part) => `[${part}]`).join('')}`;
}

function valueAt(raw: unknown, path: ReadonlyArray<PropertyKey>): unknown {
  let value = raw;
  for (const part of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
