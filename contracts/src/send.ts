import { createPublicClient, type Hex, type LocalAccount, type Transport } from 'viem';
import type { Plan } from './plan.ts';

/** What goes out before the next wait: a block must hold it, or a node may drop what does not fit. */
const MOST_GAS_AT_ONCE = 24_000_000n;

/**
 * Sends a plan to a chain that includes transactions at once, as many as fit one block before it waits for them. Throws
 * naming the step that failed. Returns the gas each step used.
 */
export async function sendAtOnce(plan: Plan, account: LocalAccount, transport: Transport): Promise<bigint[]> {
  const reader = createPublicClient({ transport, pollingInterval: 50 });
  const [chainId, block] = await Promise.all([reader.getChainId(), reader.getBlock()]);
  const fees = {
    maxFeePerGas: 2n * (block.baseFeePerGas ?? 0n) + 2n * 10n ** 9n,
    maxPriorityFeePerGas: 10n ** 9n,
  };
  const hashes: Hex[] = [];
  let waiting = 0n;
  for (const [index, { to, data, gas }] of plan.steps.entries()) {
    const nonce = plan.firstNonce + index;
    const last = hashes.at(-1);
    if (last !== undefined && waiting + gas > MOST_GAS_AT_ONCE) {
      await reader.waitForTransactionReceipt({ hash: last, timeout: 120_000 });
      waiting = 0n;
    }
    waiting += gas;
    const serializedTransaction = await account.signTransaction({
      ...{ type: 'eip1559', chainId, nonce, to: to ?? null, data, gas, ...fees },
    });
    hashes.push(await reader.sendRawTransaction({ serializedTransaction }));
  }
  const used: bigint[] = [];
  for (const [index, hash] of hashes.entries()) {
    const receipt = await reader.waitForTransactionReceipt({ hash, timeout: 120_000 });
    if (receipt.status !== 'success') {
      throw new Error(`Deployment failed at "${plan.steps[index]?.what}" (${hash})`);
    }
    used.push(receipt.gasUsed);
  }
  return used;
}
