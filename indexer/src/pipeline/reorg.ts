import type { ChainSource } from '../rpc/chain-source.ts';
import type { Header } from '../rpc/wire.ts';
import { HaltError } from '../store/chain-tx.ts';
import type { Projection } from './projection.ts';

const STEP = 32;

/**
 * Walks back from the lower of the two heads to the newest block both sides share and rewinds the tables to it.
 * Throws HaltError when the two sides differ at the final block.
 */
export async function resolveFork(
  source: ChainSource,
  projection: Projection,
  latest: Header,
): Promise<void> {
  const { floor, cursor } = projection;
  for (let top = Math.min(cursor.number, latest.number); top >= floor; top -= STEP) {
    const numbers = Array.from({ length: Math.min(STEP, top - Math.max(floor, 0) + 1) }, (_, i) => top - i);
    if (numbers.length === 0) break;
    for (const header of await source.headers(numbers)) {
      if (header === null || projection.hashAt(header.number) !== header.hash) continue;
      if (header.number < cursor.number)
        await projection.rewind({ number: header.number, hash: header.hash });
      return;
    }
  }
  throw new HaltError(
    `The node's chain differs from the indexed one at or below block ${floor}, which was final: its block ` +
      `${latest.number} is ${latest.hash}, the index stands at ${cursor.number} ${cursor.hash}. Nothing was changed. ` +
      'Check the node behind RPC_URL; if its chain is right, rebuild the projection.',
  );
}
