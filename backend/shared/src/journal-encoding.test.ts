import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  anchorHead,
  type CanonicalEntry,
  canonicalEntrySchema,
  canonicalJson,
  encodeEntry,
  entryLeafHash,
  toHex,
  verifyReceipt,
} from './journal-encoding.ts';
import { leafHash, nodeHash } from './merkle.ts';

const entry: CanonicalEntry = {
  version: '1',
  entryId: '7',
  transaction: '901',
  sourceType: 'rent_charge',
  sourceId: 'c1',
  postingKind: 'invoiced',
  description: 'Rent invoiced for 2026-01',
  effectiveAt: '2026-01-01T00:00:00.000Z',
  postedAt: '2026-01-01T00:00:01.250Z',
  phase: 'posted',
  resolves: null,
  bodyDigest: '00'.repeat(32),
  metadata: { period: '2026-01', leaseId: 'l1' },
  postings: [
    { position: '0', account: 'A:rent_receivable:l1', side: 'D', amount: '100000', currency: 'USD' },
    { position: '1', account: 'L:rent_deferred:p1', side: 'C', amount: '100000', currency: 'USD' },
  ],
};

const other = leafHash(new TextEncoder().encode('the other leaf'));

function receiptOf(of: CanonicalEntry) {
  const leaf = entryLeafHash(of);
  const root = toHex(nodeHash(other, leaf));
  return {
    version: 1 as const,
    entry: of,
    leafHash: toHex(leaf),
    index: '1',
    proof: [toHex(other)],
    size: '2',
    root,
    sequence: '1',
    previousHead: `0x${'00'.repeat(32)}`,
    chainId: 31337,
    ledgerAnchor: `0x${'11'.repeat(20)}`,
    transaction: `0x${'33'.repeat(32)}`,
    blockNumber: '5',
  };
}

test('the encoding of version 1 is these bytes and no others', () => {
  assert.equal(
    encodeEntry(entry),
    `{"bodyDigest":"${'00'.repeat(32)}","description":"Rent invoiced for 2026-01","effectiveAt":"2026-01-01T00:00:00.000Z",` +
      '"entryId":"7","metadata":{"leaseId":"l1","period":"2026-01"},"phase":"posted","postedAt":"2026-01-01T00:00:01.250Z",' +
      '"postingKind":"invoiced","postings":[{"account":"A:rent_receivable:l1","amount":"100000","currency":"USD","position":"0","side":"D"},' +
      '{"account":"L:rent_deferred:p1","amount":"100000","currency":"USD","position":"1","side":"C"}],"resolves":null,' +
      '"sourceId":"c1","sourceType":"rent_charge","transaction":"901","version":"1"}',
  );
});

test('the order of keys does not matter, the order of postings does', () => {
  const shuffled = Object.fromEntries(Object.entries(entry).reverse());
  assert.equal(encodeEntry(canonicalEntrySchema.parse(shuffled)), encodeEntry(entry));
  assert.notEqual(encodeEntry({ ...entry, postings: entry.postings.toReversed() }), encodeEntry(entry));
});

test('numbers have no place in canonical text', () => {
  assert.throws(() => canonicalJson({ amount: 1 }), TypeError);
});

test('the head of an anchor is this one, as the contract computes it', () => {
  const anchor = { previousHead: `0x${'00'.repeat(8)}${'44'.repeat(24)}`, sequence: '2', size: '9' };
  assert.equal(
    anchorHead({ ...anchor, root: `0x${'55'.repeat(32)}` }),
    '0x0000000000000000c5282d4594dfbe8872ef1d63fd24655ae861ef74f099e879',
  );
});

test('a receipt verifies against the anchored head and against no other', () => {
  const receipt = receiptOf(entry);
  const head = anchorHead(receipt);
  assert.deepEqual(verifyReceipt(receipt, head), { valid: true });
  const other = { valid: false, reason: 'OTHER_HEAD' };
  assert.deepEqual(verifyReceipt(receipt, `0x${'22'.repeat(32)}`), other);
  assert.deepEqual(verifyReceipt({ ...receipt, sequence: '2' }, head), other);
  assert.deepEqual(verifyReceipt({ ...receipt, previousHead: receipt.root }, head), other);
});

test('a receipt with any altered part is refused with the reason', () => {
  const receipt = receiptOf(entry);
  const head = anchorHead(receipt);
  const forged = { ...entry, description: 'Rent invoiced for 2026-02' };
  assert.deepEqual(verifyReceipt({ ...receipt, entry: forged }, head), {
    valid: false,
    reason: 'LEAF_DIFFERS',
  });
  const leaf = toHex(entryLeafHash(forged));
  assert.deepEqual(verifyReceipt({ ...receipt, entry: forged, leafHash: leaf }, head), {
    valid: false,
    reason: 'NOT_INCLUDED',
  });
  assert.deepEqual(verifyReceipt({ ...receipt, entry: { ...entry, extra: 'x' } }, head), {
    valid: false,
    reason: 'ENTRY_MALFORMED',
  });
});
