import {
  anchorHead,
  canonicalEntrySchema,
  entryLeafHash,
  fromHex,
  toHex,
} from '@freehold/shared/journal-encoding';
import { type LedgerReceipt, ledgerReceiptSchema } from '@freehold/shared/ledger';
import { verifyInclusion } from '@freehold/shared/merkle';

/** The checks in the order in which they are made; each needs the ones before. */
export const checkIds = ['receipt', 'leaf', 'path', 'chain', 'root'] as const;
export type CheckId = (typeof checkIds)[number];

export interface CheckResult {
  readonly id: CheckId;
  readonly passed: boolean;
  /** What was found, or what is wrong, in one or two sentences. */
  readonly sentence: string;
  /** Hashes worth showing: what it should be and what it is. */
  readonly expected?: string;
  readonly found?: string;
}

/** The anchor contract as a verifier sees it: read from the chain, not from the platform. */
export interface AnchorReader {
  readonly chainId: () => Promise<number>;
  /** What the contract's event of this transaction says about an anchor; undefined when there is no such event. */
  readonly anchorIn: (
    contract: string,
    transaction: string,
    sequence: bigint,
  ) => Promise<{ readonly root: string; readonly size: bigint; readonly head: string } | undefined>;
}

/** What the verifier knows without the receipt: which contract of which chain it trusts. */
export interface TrustedAnchor {
  readonly chainId: number;
  readonly ledgerAnchor: string;
  /** The entry the reader is looking at; left out when the receipt comes from anywhere. */
  readonly entryId?: string | undefined;
}

/**
 * Finds the receipt in pasted or loaded JSON: the receipt itself, or an API answer that carries one.
 * Returns the receipt, or a sentence that says why there is none.
 */
export function readReceiptText(text: string): LedgerReceipt | string {
  if (text.trim() === '') return 'Nothing was pasted.';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'This is not JSON. Paste the whole file, from the first { to the last }.';
  }
  const inner = typeof value === 'object' && value !== null && 'receipt' in value ? value.receipt : value;
  if (inner === null) return 'This answer carries no receipt yet: its entry is not anchored.';
  const receipt = ledgerReceiptSchema.safeParse(inner);
  if (receipt.success) return receipt.data;
  const issue = receipt.error.issues[0];
  const place = issue && issue.path.length > 0 ? issue.path.join('.') : 'the top';
  return `This JSON is not a Freehold receipt: something is missing or wrong at ${place}.`;
}

const sameHex = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

function checkContents(receipt: LedgerReceipt, entryId: string | undefined): CheckResult {
  const entry = canonicalEntrySchema.safeParse(receipt.entry);
  if (entry.success && entryId !== undefined && entry.data.entryId !== entryId) {
    return {
      id: 'receipt',
      passed: false,
      sentence: `The receipt is about journal entry #${entry.data.entryId}, not about #${entryId}.`,
    };
  }
  if (entry.success) {
    return {
      id: 'receipt',
      passed: true,
      sentence: `Journal entry #${entry.data.entryId}: ${entry.data.description}.`,
    };
  }
  const place = entry.error.issues[0]?.path.join('.') || 'the top';
  return {
    id: 'receipt',
    passed: false,
    sentence: `The entry inside the receipt is not a journal entry: see ${place}.`,
  };
}

function checkLeaf(receipt: LedgerReceipt): CheckResult {
  const leaf = toHex(entryLeafHash(canonicalEntrySchema.parse(receipt.entry)));
  return sameHex(leaf, receipt.leafHash)
    ? {
        id: 'leaf',
        passed: true,
        sentence: 'The fingerprint computed from the entry is the one named.',
        found: leaf,
      }
    : {
        id: 'leaf',
        passed: false,
        sentence: 'The entry was changed: its fingerprint is not the one that the receipt names.',
        expected: receipt.leafHash,
        found: leaf,
      };
}

function checkPath(receipt: LedgerReceipt): CheckResult {
  const included = verifyInclusion({
    leaf: fromHex(receipt.leafHash),
    index: BigInt(receipt.index),
    size: BigInt(receipt.size),
    proof: receipt.proof.map(fromHex),
    root: fromHex(receipt.root),
  });
  const steps = receipt.proof.length;
  return included
    ? {
        id: 'path',
        passed: true,
        sentence: `${steps} ${steps === 1 ? 'hash leads' : 'hashes lead'} from entry ${BigInt(receipt.index) + 1n} of ${receipt.size} to the root.`,
        found: receipt.root,
      }
    : {
        id: 'path',
        passed: false,
        sentence: 'The proof does not lead from this entry to the root that the receipt names.',
        expected: receipt.root,
      };
}

async function checkChain(
  receipt: LedgerReceipt,
  trusted: TrustedAnchor,
  reader: AnchorReader,
): Promise<CheckResult> {
  const fail = (sentence: string, expected?: string, found?: string): CheckResult => ({
    id: 'chain',
    passed: false,
    sentence,
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
  });
  if (receipt.chainId !== trusted.chainId) {
    return fail(
      `The receipt speaks of chain ${receipt.chainId}; Freehold anchors on chain ${trusted.chainId}.`,
    );
  }
  if (!sameHex(receipt.ledgerAnchor, trusted.ledgerAnchor)) {
    return fail(
      'The receipt names another contract than Freehold’s anchor.',
      trusted.ledgerAnchor,
      receipt.ledgerAnchor,
    );
  }
  const chainId = await reader.chainId();
  if (chainId !== trusted.chainId) {
    return fail(`The node answers for chain ${chainId}, not for chain ${trusted.chainId}.`);
  }
  return { id: 'chain', passed: true, sentence: `The node answers for chain ${chainId}, as it should.` };
}

async function checkRoot(
  receipt: LedgerReceipt,
  trusted: TrustedAnchor,
  reader: AnchorReader,
): Promise<CheckResult> {
  const sequence = BigInt(receipt.sequence);
  const anchored = await reader.anchorIn(trusted.ledgerAnchor, receipt.transaction, sequence);
  if (!anchored) {
    return {
      id: 'root',
      passed: false,
      sentence: `The transaction named did not make anchor #${receipt.sequence}.`,
    };
  }
  if (!sameHex(anchored.root, receipt.root)) {
    return {
      id: 'root',
      passed: false,
      sentence: `Anchor #${receipt.sequence} on the chain holds another root than the receipt.`,
      expected: anchored.root,
      found: receipt.root,
    };
  }
  if (anchored.size !== BigInt(receipt.size)) {
    return {
      id: 'root',
      passed: false,
      sentence: `Anchor #${receipt.sequence} covers ${anchored.size} entries, the receipt says ${receipt.size}.`,
    };
  }
  const head = anchorHead(receipt);
  if (!sameHex(anchored.head, head)) {
    return {
      id: 'root',
      passed: false,
      sentence: `Anchor #${receipt.sequence} on the chain continues another history than the receipt says.`,
      expected: anchored.head,
      found: head,
    };
  }
  return {
    id: 'root',
    passed: true,
    sentence: `Anchor #${receipt.sequence} on the chain holds the same root.`,
    found: anchored.root,
  };
}

/**
 * Makes the checks one after the other and stops at the first that fails. A node that does not answer throws.
 * With `trusted.entryId` the receipt must also be about that journal entry.
 */
export async function* checkReceipt(
  receipt: LedgerReceipt,
  trusted: TrustedAnchor,
  reader: AnchorReader,
): AsyncGenerator<CheckResult, void, void> {
  const checks: readonly (() => CheckResult | Promise<CheckResult>)[] = [
    () => checkContents(receipt, trusted.entryId),
    () => checkLeaf(receipt),
    () => checkPath(receipt),
    () => checkChain(receipt, trusted, reader),
    () => checkRoot(receipt, trusted, reader),
  ];
  for (const check of checks) {
    const result = await check();
    yield result;
    if (!result.passed) return;
  }
}
