import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createAnchor,
  listAnchors,
  listLedgerBalances,
  listLedgerEntries,
  readLedgerEntry,
  readLedgerReceipt,
} from '@freehold/shared/ledger';
import { PrismaService } from '../../common/database/prisma.service.ts';
import { startTestApplication, type TestApplication } from '../../common/testing/test-application.ts';
import type { TestClient } from '../../common/testing/test-client.ts';
import { postEntry } from './domain/post-entry.ts';
import { cardRentReceived, rentInvoiced } from './domain/posting-rules/rent.rule.ts';

const at = new Date('2026-01-01T00:00:00Z');
const home = { leaseId: 'l1', propertyId: 'p1', effectiveAt: at };

describe('the ledger over the API', () => {
  let system: TestApplication;
  let admin: TestClient;

  before(async () => {
    // The scheduler runs inside, so that entries are sealed.
    system = await startTestApplication({ PROCESS: 'api,scheduler' });
    admin = await system.admin();
    const { client } = system.app.get(PrismaService);
    await postEntry(client, rentInvoiced({ ...home, chargeId: 'c1', amount: 100_000n, period: '2026-01' }));
    const paid = { balanceTransactionId: 'txn_1', chargeRef: 'ch_1', gross: 100_000n, fee: 2_930n };
    await postEntry(client, cardRentReceived({ ...home, ...paid }));
  });
  after(() => system.close());

  it('lists entries newest first, page by page, and by source or account', async () => {
    const first = await admin.call(listLedgerEntries, { query: { limit: '1' } });
    assert.deepEqual(
      first.items.map(({ sourceId }) => sourceId),
      ['txn_1'],
    );
    assert.ok(first.nextCursor);
    const second = await admin.call(listLedgerEntries, { query: { limit: '1', cursor: first.nextCursor } });
    assert.deepEqual([second.items[0]?.sourceId, second.nextCursor], ['c1', null]);
    const bySource = await admin.call(listLedgerEntries, { query: { sourceType: 'rent_charge' } });
    assert.equal(bySource.items.length, 1);
    const byAccount = await admin.call(listLedgerEntries, { query: { account: 'X:stripe_fees' } });
    assert.deepEqual(
      byAccount.items.map(({ sourceId }) => sourceId),
      ['txn_1'],
    );
    const entry = await admin.call(readLedgerEntry, { params: { id: second.items[0]?.id ?? '' } });
    assert.deepEqual(
      entry.postings.map(({ account, side, amount }) => [account, side, amount]),
      [
        ['A:rent_receivable:l1', 'D', '100000'],
        ['L:rent_deferred:p1', 'C', '100000'],
      ],
    );
  });

  it('shows balances on their normal side', async () => {
    const { items } = await admin.call(listLedgerBalances);
    const balances = Object.fromEntries(items.map(({ account, balance }) => [account, balance]));
    assert.deepEqual(balances, {
      'A:rent_receivable:l1': '0',
      'A:stripe_pending': '97070',
      'L:rent_collected:p1': '97070',
      'L:rent_deferred:p1': '0',
      'R:interchange_recovered': '2930',
      'X:stripe_fees': '2930',
    });
    const liabilities = await admin.call(listLedgerBalances, { query: { prefix: 'L:rent_collected' } });
    assert.equal(liabilities.items.length, 1);
    assert.deepEqual((await admin.call(listLedgerBalances, { query: { prefix: 'L:rent' } })).items, []);
  });

  it('says how provable an entry is, and accepts the wish for an anchor', async () => {
    const [entry] = (await admin.call(listLedgerEntries)).items;
    // Transactions of other tests on the same server hold the sealing back while they are open.
    const deadline = Date.now() + 180_000;
    let receipt = await admin.call(readLedgerReceipt, { params: { id: entry?.id ?? '' } });
    while (receipt.state === 'POSTED' && Date.now() < deadline) {
      await sleep(100);
      receipt = await admin.call(readLedgerReceipt, { params: { id: entry?.id ?? '' } });
    }
    assert.deepEqual(receipt, { state: 'SEALED', entryId: entry?.id, receipt: null });
    const { anchor } = await admin.call(createAnchor);
    assert.deepEqual([anchor?.sequence, anchor?.size], ['1', '2']);
    const repeated = await admin.call(createAnchor);
    assert.equal(repeated.anchor?.sequence, '1', 'nothing new, no new anchor');
    const anchors = await system.client().call(listAnchors);
    assert.deepEqual(
      anchors.items.map(({ sequence }) => sequence),
      ['1'],
      'anyone may see anchors',
    );
  });

  it('keeps the books from whoever may not read them', async () => {
    for (const route of [listLedgerEntries, listLedgerBalances, createAnchor]) {
      assert.equal((await system.client().send(route)).status, 401);
    }
    const missing = await admin.send(readLedgerEntry, { params: { id: '999999' } });
    assert.equal(missing.status, 404);
    assert.equal((await admin.send(readLedgerEntry, { params: { id: 'x' } })).status, 400);
  });
});
