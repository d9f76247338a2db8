import type { RpcTransport } from '../rpc/transport.ts';
import { type Hex, parseBytes } from '../rpc/wire.ts';
import type { ChainStore } from '../store/chain-store.ts';

const TOTAL_SUPPLY = '0x18160ddd';
const TOKENS_PER_CALL = 50;

export type SupplyMismatch = {
  readonly token: Hex;
  readonly indexed: bigint;
  readonly onChain: bigint;
  readonly block: number;
};

/**
 * Compares the sum of all indexed balances of each token with its totalSupply() at the very block the tables stand on.
 * Tokens the node cannot answer for at that block (forked away, state pruned) are left out.
 */
export async function auditSupplies(
  store: ChainStore,
  transport: RpcTransport,
): Promise<readonly SupplyMismatch[]> {
  const { number, hash, supplies } = await store.supplies();
  const mismatches: SupplyMismatch[] = [];
  for (let start = 0; start < supplies.length; start += TOKENS_PER_CALL) {
    const part = supplies.slice(start, start + TOKENS_PER_CALL);
    const replies = await transport.send(
      part.map(({ token }) => ({
        method: 'eth_call',
        params: [{ to: token, data: TOTAL_SUPPLY }, { blockHash: hash }],
      })),
    );
    for (const [index, { token, amount }] of part.entries()) {
      const reply = replies[index];
      if (reply?.ok !== true) continue;
      const answer = parseBytes(reply.result);
      if (answer === '0x') continue;
      const onChain = BigInt(answer);
      if (onChain !== amount) mismatches.push({ token, indexed: amount, onChain, block: number });
    }
  }
  return mismatches;
}
