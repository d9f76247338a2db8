import { type AbiEvent, type Address, type GetLogsReturnType, isAddressEqual, type PublicClient } from 'viem';

export type LogRange = Readonly<{ fromBlock: bigint; toBlock: bigint; step: bigint }>;

/** All logs of these events, asked for in pieces that public nodes answer. */
export async function logsOf<const E extends readonly AbiEvent[]>(
  reader: PublicClient,
  address: Address | readonly Address[],
  events: E,
  { fromBlock, toBlock, step }: LogRange,
): Promise<GetLogsReturnType<undefined, E, true>[number][]> {
  const found: GetLogsReturnType<undefined, E, true>[number][] = [];
  const addresses = typeof address === 'string' ? [address] : [...address];
  for (let from = fromBlock; from <= toBlock; from += step) {
    const last = from + step - 1n;
    const to = last < toBlock ? last : toBlock;
    found.push(
      ...(await reader.getLogs({ address: addresses, events, strict: true, fromBlock: from, toBlock: to })),
    );
  }
  return found;
}

export function unique(addresses: readonly Address[]): Address[] {
  return addresses.filter(
    (one, index) => addresses.findIndex((other) => isAddressEqual(one, other)) === index,
  );
}
