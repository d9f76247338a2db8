/** EIP-1559 fees in wei per gas. */
export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** What a node suggests, bounded by the most we are willing to pay per gas. */
export function initialFees(suggested: Fees, cap: bigint): Fees {
  const maxFeePerGas = least(suggested.maxFeePerGas, cap);
  return { maxFeePerGas, maxPriorityFeePerGas: least(suggested.maxPriorityFeePerGas, maxFeePerGas) };
}

/**
 * Fees of the next variant with the same nonce: at least one eighth above the previous (nodes ask for a tenth), more
 * when the market moved further. Null when that would exceed the cap: then a person must decide.
 */
export function replacementFees(previous: Fees, suggested: Fees, cap: bigint): Fees | null {
  const floor = {
    maxFeePerGas: raise(previous.maxFeePerGas),
    maxPriorityFeePerGas: raise(previous.maxPriorityFeePerGas),
  };
  if (floor.maxFeePerGas > cap) return null;
  const maxFeePerGas = least(most(floor.maxFeePerGas, suggested.maxFeePerGas), cap);
  const wanted = most(floor.maxPriorityFeePerGas, suggested.maxPriorityFeePerGas);
  const maxPriorityFeePerGas = least(wanted, maxFeePerGas);
  return maxPriorityFeePerGas < floor.maxPriorityFeePerGas ? null : { maxFeePerGas, maxPriorityFeePerGas };
}

const raise = (fee: bigint): bigint => (fee * 1125n + 999n) / 1000n;
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
