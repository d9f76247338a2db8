/** Any value as text that is equal for equal values, however their fields are ordered and addresses written. */
export const text = (value: unknown): string => JSON.stringify(value, plain)?.toLowerCase() ?? 'nothing';

function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
