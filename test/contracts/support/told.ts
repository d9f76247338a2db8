import assert from 'node:assert/strict';
import { type Abi, type Address, type Hex, parseEventLogs } from 'viem';
import type { Platform } from './platform.ts';
import { describeError, refusalOf } from './refusals.ts';

/** Every event of `contract` in a transaction, in order, as `Name(argument, argument)`. */
export async function toldBy(
  p: Platform,
  contract: Readonly<{ address: Address; abi: Abi }>,
  act: Promise<Hex>,
): Promise<string[]> {
  const { logs } = await p.client.getTransactionReceipt({ hash: await act });
  const own = logs.filter(({ address }) => address === contract.address.toLowerCase());
  return parseEventLogs({ abi: contract.abi, logs: own }).map(({ eventName = '', args }) =>
    describeError(eventName, Object.values(args ?? {})),
  );
}

/** The act fails with exactly this error. */
export const refused = (act: Promise<unknown>, name: string, args: readonly unknown[] = []): Promise<void> =>
  assert.rejects(act, (error) => {
    assert.equal(refusalOf(error), describeError(name, args));
    return true;
  });
