import { errorsAbi } from '@freehold/contracts/errors';
import { decodeErrorResult, type Hex, parseAbi } from 'viem';

// What the compiler and the libraries revert with.
const foreignErrors = parseAbi([
  'error Error(string message)',
  'error Panic(uint256 code)',
  'error SafeERC20FailedOperation(address token)',
]);

/** The data a call reverted with; `0x` for none. */
export function revertData(error: unknown): Hex {
  for (let cause = error; typeof cause === 'object' && cause !== null; ) {
    if ('data' in cause) {
      const { data } = cause;
      if (typeof data === 'string' && data.startsWith('0x')) return `0x${data.slice(2)}`;
      if (typeof data === 'object' && data !== null && 'data' in data && typeof data.data === 'string') {
        return `0x${data.data.slice(2)}`;
      }
    }
    cause = 'cause' in cause ? cause.cause : undefined;
  }
  return '0x';
}

/** An error with its arguments, as `Name(argument, argument)`. */
export function refusalOf(error: unknown): string {
  const data = revertData(error);
  return data === '0x'
    ? `without a reason: ${error instanceof Error ? error.message : String(error)}`
    : refusalFrom(data);
}

export function refusalFrom(data: Hex): string {
  try {
    const { errorName, args } = decodeErrorResult({ abi: [...errorsAbi, ...foreignErrors], data });
    return describeError(errorName, args ?? []);
  } catch {
    return `unknown error ${data}`;
  }
}

export const describeError = (name: string, args: readonly unknown[]): string =>
  `${name}(${args.map(plain).join(', ')})`;

const plain = (value: unknown): string => {
  if (typeof value === 'string') return value.toLowerCase();
  if (typeof value === 'object') return JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}` : v));
  return String(value);
};
