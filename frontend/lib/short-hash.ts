/** `0x1234…abcd`; texts of 14 characters or fewer stay whole. */
export function shortHash(value: string): string {
  return value.length <= 14 ? value : `${value.slice(0, 6)}…${value.slice(-4)}`;
}
