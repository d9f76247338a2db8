import { setTimeout as sleep } from 'node:timers/promises';
import {
  createPublicClient,
  type Hex,
  keccak256,
  type LocalAccount,
  type PublicClient,
  type Transport,
} from 'viem';
import type { Journal } from './journal.ts';
import type { Plan, Step } from './plan.ts';

export type Careful = Readonly<{
  plan: Plan;
  account: LocalAccount;
  transport: Transport;
  journal: Journal;
  /** Called before each transaction is sent. */
  keep(journal: Journal): Promise<void>;
  confirmations: number;
  /** Milliseconds to wait for one transaction to be mined. */
  patience?: number;
  /** Milliseconds between questions to the node. */
  pause?: number;
  report?(line: string): void;
}>;

type Fees = Readonly<{ maxFeePerGas: bigint; maxPriorityFeePerGas: bigint }>;
type Sent = Journal['sent'][number];

/**
 * Sends what is missing of a plan, one transaction after the other, each kept in the journal before it leaves. Run again
 * after an interruption it finds what was mined, replaces what is stuck by a better paid version and goes on. Returns
 * the journal. Throws naming the step that failed.
 */
export async function sendCarefully(careful: Careful): Promise<Journal> {
  const { plan, transport, confirmations, report } = careful;
  const reader = createPublicClient({ transport });
  let { journal } = careful;
  let last = 0n;
  for (const [index, step] of plan.steps.entries()) {
    const nonce = plan.firstNonce + index;
    const known = journal.sent.find((one) => one.nonce === nonce);
    const mined = known && (await receiptOf(reader, known));
    if (!mined) {
      journal = await sendStep(careful, reader, { step, nonce, journal });
    }
    const sent = journal.sent.find((one) => one.nonce === nonce);
    if (!sent) throw new Error(`"${step.what}" was not kept in the journal.`);
    const receipt = mined ?? (await waitFor(reader, sent, careful));
    if (receipt.status !== 'success') {
      throw new Error(
        `"${step.what}" failed on chain (${receipt.transactionHash}). The plan cannot go on; see the runbook.`,
      );
    }
    report?.(
      `${index + 1}/${plan.steps.length} ${step.what}: block ${receipt.blockNumber}, gas ${receipt.gasUsed}`,
    );
    if (receipt.blockNumber > last) last = receipt.blockNumber;
  }
  await settle(reader, last + BigInt(confirmations) - 1n, careful);
  // A reorganisation may have taken something back meanwhile.
  for (const sent of journal.sent) {
    if (!(await receiptOf(reader, sent))) {
      throw new Error(`"${sent.what}" disappeared in a reorganisation of the chain. Run again.`);
    }
  }
  return journal;
}

async function sendStep(
  { account, keep, plan }: Careful,
  reader: PublicClient,
  { step, nonce, journal }: Readonly<{ step: Step; nonce: number; journal: Journal }>,
): Promise<Journal> {
  const next = await reader.getTransactionCount({ address: account.address, blockTag: 'latest' });
  if (next > nonce) {
    throw new Error(
      `Nonce ${nonce} of the deployer ${account.address}, meant for "${step.what}", was used by another transaction. Deploy anew with a key that is used for nothing else.`,
    );
  }
  const known = journal.sent.find((one) => one.nonce === nonce);
  const fees = await feesAbove(reader, known);
  const gas = await gasOf(reader, plan, step);
  const { to, data } = step;
  const serializedTransaction = await account.signTransaction({
    ...{ type: 'eip1559', chainId: journal.chainId, nonce, to: to ?? null, data, gas, ...fees },
  });
  const version = { hash: keccak256(serializedTransaction), ...fees };
  const sent = { what: step.what, nonce, versions: [...(known?.versions ?? []), version] };
  const kept = { ...journal, sent: [...journal.sent.filter((one) => one.nonce !== nonce), sent] };
  await keep(kept);
  await reader.sendRawTransaction({ serializedTransaction });
  return kept;
}

/** Today's fees, and enough above an earlier version for nodes to take the new one in its place. */
async function feesAbove(reader: PublicClient, earlier: Sent | undefined): Promise<Fees> {
  const { maxFeePerGas, maxPriorityFeePerGas } = await reader.estimateFeesPerGas();
  const version = earlier?.versions.at(-1);
  if (!version) return { maxFeePerGas, maxPriorityFeePerGas };
  const above = (old: bigint, now: bigint): bigint => {
    const least = (old * 9n) / 8n + 1n;
    return now > least ? now : least;
  };
  return {
    maxFeePerGas: above(version.maxFeePerGas, maxFeePerGas),
    maxPriorityFeePerGas: above(version.maxPriorityFeePerGas, maxPriorityFeePerGas),
  };
}

/** What the node expects, and a fifth more. A step that would revert throws here and is not sent. */
async function gasOf(reader: PublicClient, { from }: Plan, { what, to, data }: Step): Promise<bigint> {
  try {
    return ((await reader.estimateGas({ account: from, to, data })) * 6n) / 5n;
  } catch (error) {
    throw new Error(`"${what}" would fail, so it was not sent.`, { cause: error });
  }
}

async function receiptOf(reader: PublicClient, { versions }: Sent) {
  for (const { hash } of versions) {
    const receipt = await readReceipt(reader, hash);
    if (receipt) return receipt;
  }
  return undefined;
}

async function readReceipt(reader: PublicClient, hash: Hex) {
  try {
    return await reader.getTransactionReceipt({ hash });
  } catch (error) {
    if (error instanceof Error && error.name === 'TransactionReceiptNotFoundError') return undefined;
    throw error;
  }
}

async function waitFor(reader: PublicClient, sent: Sent, { patience = 180_000, pause = 1_000 }: Careful) {
  const deadline = Date.now() + patience;
  for (;;) {
    const receipt = await receiptOf(reader, sent);
    if (receipt) return receipt;
    if (Date.now() > deadline) {
      throw new Error(
        `"${sent.what}" was not mined in time. Run again to replace it by a better paid transaction.`,
      );
    }
    await sleep(pause);
  }
}

async function settle(reader: PublicClient, block: bigint, { pause = 1_000 }: Careful): Promise<void> {
  while ((await reader.getBlockNumber({ cacheTime: 0 })) < block) await sleep(pause);
}
