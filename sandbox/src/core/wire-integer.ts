/** A bigint as the JSON number a provider's API writes it; throws where a number would lose digits. */
export function toWireInteger(value: bigint): number {
  const result = Number(value);
  if (!Number.isSafeInteger(result)) throw new RangeError(`${value} does not fit a JSON number`);
  return result;
}
