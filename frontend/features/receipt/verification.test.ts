import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anchorHead, type CanonicalEntry, entryLeafHash, toHex } from '@freehold/shared/journal-encoding';
import type { LedgerReceipt } from '@freehold/shared/ledger';
import { leafHash, nodeHash } from '@freehold/shared/merkle';
import { type AnchorReader, checkReceipt, readReceiptText } from './verification.ts';

const entry: CanonicalEntry = {
  version: '1',
  entryId: '7',
  transaction: '901',
  sourceType: 'dividend',
  sourceId: 'd1',
  postingKind: 'payout',
  description: 'Payout to a holder',
  effectiveAt: '2026-01-01T00:00:00.000Z',
  postedAt: '2026-01-01T00:00:01.250Z',
  phase: 'posted',
  resolves: null,
  bodyDigest: '00'.repeat(32),
  metadata: {},
  postings: [
    { position: '0', account: 'L:dividend:d1', side: 'D', amount: '5', currency: 'USDC.31337' },
    { position: '1', account: 'A:dividends', side: 'C', amount: '5', currency: 'USDC.31337' },
  ],
};

const sibling = leafHash(new TextEncoder().encode('the entry before'));
const leaf = entryLeafHash(entry);
const root = toHex(nodeHash(sibling, leaf));
const trusted = { chainId: 31337, ledgerAnchor: `0x${'ab'.repeat(20)}` };
const receipt: LedgerReceipt = {
  version: 1,
  entry,
  leafHash: toHex(leaf),
  index: '1',
  proof: [toHex(sibling)],
  size: '2',
  root,
  sequence: '4',
  previousHead: `0x${'00'.repeat(8)}${'77'.repeat(24)}`,
  chainId: 31337,
  ledgerAnchor: trusted.ledgerAnchor,
  transaction: `0x${'88'.repeat(32)}`,
  blockNumber: '12',
};
const head = anchorHead(receipt);

const honest: AnchorReader = {
  chainId: async () => 31337,
  anchorIn: async (_, transaction, sequence) =>
    transaction === receipt.transaction && sequence === 4n ? { root, size: 2n, head } : undefined,
};

async function failureOf(
  altered: Partial<LedgerReceipt>,
  reader: AnchorReader = honest,
): Promise<string | undefined> {
  for await (const result of checkReceipt({ ...receipt, ...altered }, trusted, reader)) {
    if (!result.passed) return result.id;
  }
  return undefined;
}

test('an honest receipt passes all five checks in order', async () => {
  const passed: string[] = [];
  for await (const result of checkReceipt(receipt, trusted, honest)) {
    assert.ok(result.passed, result.sentence);
    passed.push(result.id);
  }
  assert.deepEqual(passed, ['receipt', 'leaf', 'path', 'chain', 'root']);
});

test('a changed amount breaks the fingerprint', async () => {
  const postings = entry.postings.map((posting) => ({ ...posting, amount: '6' }));
  assert.equal(await failureOf({ entry: { ...entry, postings } }), 'leaf');
});

test('a changed amount with a matching fingerprint breaks the path', async () => {
  const forged = { ...entry, description: 'Payout to somebody else' };
  assert.equal(await failureOf({ entry: forged, leafHash: toHex(entryLeafHash(forged)) }), 'path');
});

test('a whole forged tree fails against the root on the chain', async () => {
  const forged = { ...entry, description: 'Payout to somebody else' };
  const forgedLeaf = entryLeafHash(forged);
  const altered = { entry: forged, leafHash: toHex(forgedLeaf), root: toHex(nodeHash(sibling, forgedLeaf)) };
  assert.equal(await failureOf(altered), 'root');
});

test('a receipt that brings its own contract or chain is refused', async () => {
  assert.equal(await failureOf({ ledgerAnchor: `0x${'cd'.repeat(20)}` }), 'chain');
  assert.equal(await failureOf({ chainId: 1 }), 'chain');
});

test('a node of another chain is refused', async () => {
  assert.equal(await failureOf({}, { ...honest, chainId: async () => 1 }), 'chain');
});

test('an anchor number that its transaction did not make is refused', async () => {
  assert.equal(await failureOf({ sequence: '5' }), 'root');
  assert.equal(await failureOf({ transaction: `0x${'99'.repeat(32)}` }), 'root');
});

test('another past than the one anchored is refused', async () => {
  assert.equal(await failureOf({ previousHead: root }), 'root');
});

test('a receipt about another entry than the one looked at is refused', async () => {
  const results: string[] = [];
  for await (const result of checkReceipt(receipt, { ...trusted, entryId: '8' }, honest)) {
    results.push(`${result.id} ${result.passed}`);
  }
  assert.deepEqual(results, ['receipt false']);
});

test('a receipt is found alone and inside an API answer', () => {
  assert.deepEqual(readReceiptText(JSON.stringify(receipt)), receipt);
  assert.deepEqual(readReceiptText(JSON.stringify({ state: 'ANCHORED', receipt })), receipt);
});

test('what is not a receipt is explained', () => {
  assert.match(String(readReceiptText('')), /Nothing/);
  assert.match(String(readReceiptText('{')), /not JSON/);
  assert.match(String(readReceiptText('{"receipt":null}')), /not anchored/);
  assert.match(String(readReceiptText('{"version":1}')), /not a Freehold receipt/);
});
