import { keccak256 } from 'viem';
import type { LogFilter } from './chain-source.ts';
import type { Hex } from './wire.ts';

type BloomBit = { readonly nibble: number; readonly mask: number };

const known = new Map<Hex, readonly BloomBit[]>();

/** The three bits (yellow paper, M3:2048) that `value` sets in a logs bloom, as nibbles of its hex form. */
function bitsOf(value: Hex): readonly BloomBit[] {
  const cached = known.get(value);
  if (cached !== undefined) return cached;
  const hash = keccak256(value, 'bytes');
  const bits = [0, 2, 4].map((offset) => {
    const bit = (((hash[offset] ?? 0) << 8) | (hash[offset + 1] ?? 0)) & 0x7ff;
    return { nibble: 2 + 511 - (bit >> 2), mask: 1 << (bit & 3) };
  });
  known.set(value, bits);
  return bits;
}

function contains(bloom: Hex, value: Hex): boolean {
  return bitsOf(value).every(({ nibble, mask }) => (Number.parseInt(bloom[nibble] ?? '0', 16) & mask) !== 0);
}

/** False only when the block certainly holds no log for any of `filters`. */
export function mayMatch(bloom: Hex, filters: readonly LogFilter[]): boolean {
  return filters.some(
    (filter) =>
      filter.addresses.some((address) => contains(bloom, address)) &&
      (filter.topics ?? []).every((topic) => topic === null || topic.some((value) => contains(bloom, value))),
  );
}
