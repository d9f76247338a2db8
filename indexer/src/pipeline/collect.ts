import type { ContractRegistry } from '../fold/contract-registry.ts';
import { bornContracts } from '../fold/folder.ts';
import { mayMatch } from '../rpc/bloom.ts';
import type { ChainSource, LogFilter } from '../rpc/chain-source.ts';
import { sortLogs } from '../rpc/node.source.ts';
import type { Header, RawLog } from '../rpc/wire.ts';

/** Requests for logs of single blocks that may be under way at once. */
const BLOCKS_AT_ONCE = 8;

/**
 * Follows what a factory bore within `logs`: adds it to the registry and fetches its own logs of the same blocks,
 * which may stand before the factory's event. Returns all logs in order and the new contracts.
 */
export async function adoptChildren(
  registry: ContractRegistry,
  logs: readonly RawLog[],
  fetch: (filters: readonly LogFilter[]) => Promise<readonly RawLog[]>,
) {
  const born = bornContracts(registry, logs).filter((contract) => !registry.has(contract.address));
  if (born.length === 0) return { logs, born };
  registry.add(born);
  const childLogs = await fetch([{ addresses: born.map((contract) => contract.address) }]);
  return { logs: sortLogs([...logs, ...childLogs]), born };
}

/** Logs of linked blocks, asked for by hash and only where the block's bloom does not rule them out. */
export async function logsOfBlocks(
  source: ChainSource,
  blocks: readonly Header[],
  filters: readonly LogFilter[],
): Promise<readonly RawLog[]> {
  const wanted = blocks.filter((block) => mayMatch(block.logsBloom, filters));
  const found: RawLog[] = [];
  for (let start = 0; start < wanted.length; start += BLOCKS_AT_ONCE) {
    const part = wanted.slice(start, start + BLOCKS_AT_ONCE);
    const answers = await Promise.all(part.map((block) => source.logsOfBlock(block.hash, filters)));
    for (const logs of answers) for (const log of logs) found.push(log);
  }
  return found;
}
