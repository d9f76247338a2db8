import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createExpense } from '@freehold/shared/expense';
import { approveProperty, readProperty, rejectProperty, submitProperty } from '@freehold/shared/property';
import {
  issueRentCharges,
  listRentCharges,
  readRentCharge,
  readRentReceipt,
  readRentRoll,
} from '@freehold/shared/rent';
import * as statement from '@freehold/shared/statement';
import { PrismaService } from '../../common/database/prisma.service.ts';
import { startTestApplication, type TestApplication } from '../../common/testing/test-application.ts';
import type { TestClient } from '../../common/testing/test-client.ts';
import {
  codeOf,
  someLease,
  someone,
  someProperty,
  withoutDocuments,
} from '../../common/testing/test-people.ts';
import { accounts } from '../ledger/domain/chart-of-accounts.ts';
import { credit, debit, journalEntry, usdcOn } from '../ledger/domain/journal-entry.ts';
import { postEntry } from '../ledger/domain/post-entry.ts';
import { cardRentReceived } from '../ledger/domain/posting-rules/rent.rule.ts';

const period = '2026-03';
const dollars = (cents: number) => ({ amount: String(cents), currency: 'USD' as const });

describe('from rent to income statement', () => {
  let system: TestApplication;
  let admin: TestClient;
  let manager: TestClient;
  let rival: TestClient;
  let tenant: TestClient;
  let propertyId: string;
  let leaseId: string;
  let chargeId: string;
  let prisma: PrismaService;

  before(async () => {
    system = await startTestApplication();
    admin = await system.admin();
    manager = await someone(system, admin, 'manager');
    rival = await someone(system, admin, 'manager');
    prisma = system.app.get(PrismaService);
    propertyId = (await someProperty(manager)).id;
  });
  after(() => system.close());

  /** What module payments does once Stripe says the money has come. */
  async function receiveRent(gross: bigint, fee: bigint): Promise<void> {
    await prisma.transaction(async (tx) => {
      const { entryId } = await postEntry(
        tx,
        cardRentReceived({
          balanceTransactionId: `txn_${randomUUID()}`,
          chargeRef: 'ch_test',
          chargeId,
          leaseId,
          propertyId,
          gross,
          fee,
          effectiveAt: new Date('2026-03-02T10:00:00Z'),
        }),
      );
      await tx.rentCharge.update({
        where: { id: chargeId },
        data: { state: 'PAID', paidAt: new Date(), receiptEntryId: entryId },
      });
    });
  }

  /** What module treasury does once USDC of the property has arrived on chain, in short. */
  async function arrive(cents: bigint): Promise<void> {
    const units = cents * 10_000n;
    const collected = accounts.rentCollected(propertyId);
    const [circle, chain] = ['USDC.circle' as const, usdcOn(31_337)];
    await postEntry(
      prisma.client,
      journalEntry({
        key: { sourceType: 'test', sourceId: randomUUID(), postingKind: 'arrived' },
        description: 'USDC arrived',
        effectiveAt: new Date(),
        postings: [
          debit(collected, cents, 'USD'),
          credit(accounts.fxUsdUsdc, cents, 'USD'),
          debit(accounts.fxUsdUsdc, units, circle),
          credit(accounts.fxCircleChain(31_337), units, circle),
          debit(accounts.fxCircleChain(31_337), units, chain),
          credit(collected, units, chain),
        ],
      }),
    );
  }

  it('lets a manager submit a property, an administrator send it back with a reason and approve it', async () => {
    await manager.call(submitProperty, { params: { id: propertyId } });
    const rejected = await admin.call(rejectProperty, {
      params: { id: propertyId },
      body: { reason: 'The valuation report is missing.' },
    });
    assert.equal(rejected.state, 'DRAFT');
    assert.equal(rejected.rejectionReason, 'The valuation report is missing.');
    await manager.call(submitProperty, { params: { id: propertyId } });
    const approved = await admin.call(approveProperty, {
      params: { id: propertyId },
      body: withoutDocuments,
    });
    assert.deepEqual(
      approved.transitions.map(({ to }) => to),
      ['DRAFT', 'PENDING_APPROVAL', 'DRAFT', 'PENDING_APPROVAL', 'APPROVED'],
    );
    const again = await admin.send(approveProperty, { params: { id: propertyId } });
    assert.deepEqual([again.status, codeOf(again.body)], [409, 'ILLEGAL_TRANSITION']);
  });

  it('issues the rent of a month once, and invoices it in the ledger', async () => {
    ({ tenant, leaseId } = await someLease(system, manager, propertyId).then(
      ({ lease, tenant: browser }) => ({
        tenant: browser,
        leaseId: lease.id,
      }),
    ));
    await someLease(system, manager, propertyId);
    const issued = await manager.call(issueRentCharges, { params: { id: propertyId }, body: { period } });
    assert.equal(issued.created, 2);
    const again = await manager.call(issueRentCharges, { params: { id: propertyId }, body: { period } });
    assert.equal(again.created, 0);
    assert.equal(again.charges.length, 2);
    chargeId = issued.charges.find((charge) => charge.leaseId === leaseId)?.id ?? '';
    const { rows } = await prisma.pool.query(
      `SELECT count(*)::int AS count FROM ledger.journal_entry WHERE source_type = 'rent_charge'`,
    );
    assert.deepEqual(rows, [{ count: 2 }]);
  });

  it('shows a tenant own charges only', async () => {
    const { items } = await tenant.call(listRentCharges);
    assert.deepEqual(
      items.map(({ id }) => id),
      [chargeId],
    );
    const other = (await manager.call(listRentCharges)).items.find(({ id }) => id !== chargeId);
    const answer = await tenant.send(readRentCharge, { params: { id: other?.id } });
    assert.equal(answer.status, 404);
  });

  it("hides one manager's property from another", async () => {
    const asRival = [
      await rival.send(readProperty, { params: { id: propertyId } }),
      await rival.send(readRentRoll, { params: { id: propertyId }, query: { period } }),
      await rival.send(issueRentCharges, { params: { id: propertyId }, body: { period } }),
      await rival.send(readRentCharge, { params: { id: chargeId } }),
      await rival.send(statement.previewStatement, { params: { id: propertyId, period } }),
      await rival.send(statement.submitStatement, { params: { id: propertyId, period } }),
      await rival.send(submitProperty, { params: { id: propertyId } }),
      await rival.send(createExpense, {
        params: { id: propertyId },
        body: { period, category: 'REPAIRS', description: 'x', amount: dollars(1), incurredOn: '2026-03-01' },
      }),
    ];
    assert.deepEqual(
      asRival.map(({ status, body }) => [status, codeOf(body)]),
      asRival.map(() => [404, 'NOT_FOUND']),
    );
    assert.deepEqual((await rival.call(listRentCharges)).items, []);
    assert.deepEqual((await rival.call(statement.listStatements)).items, []);
  });

  it('has no receipt before the rent is paid, and one after', async () => {
    const early = await tenant.send(readRentReceipt, { params: { id: chargeId } });
    assert.deepEqual([early.status, codeOf(early.body)], [409, 'RECEIPT_PENDING']);
    await receiveRent(100_000n, 2_930n);
    const receipt = await tenant.call(readRentReceipt, { params: { id: chargeId } });
    assert.equal(receipt.state, 'POSTED');
    assert.equal(receipt.charge.state, 'PAID');
  });

  it('counts the rent roll', async () => {
    const roll = await manager.call(readRentRoll, { params: { id: propertyId }, query: { period } });
    assert.equal(roll.rows.length, 2);
    assert.deepEqual(roll.totals, {
      units: 2,
      let: 2,
      expected: dollars(200_000),
      issued: dollars(200_000),
      collected: dollars(100_000),
      outstanding: dollars(100_000),
    });
  });

  it('computes the statement from the ledger and the expenses', async () => {
    await manager.call(createExpense, {
      params: { id: propertyId },
      body: {
        period,
        category: 'REPAIRS',
        description: 'New boiler valve',
        amount: dollars(10_000),
        incurredOn: '2026-03-10',
        vendor: 'Acme',
      },
    });
    const open = await manager.call(statement.previewStatement, { params: { id: propertyId, period } });
    assert.equal(open.state, 'OPEN');
    assert.deepEqual(open.figures, {
      grossRent: dollars(100_000),
      processingFees: dollars(2_930),
      distributable: dollars(97_070),
      expenses: dollars(10_000),
      platformFee: dollars(8_000),
      reserve: dollars(5_000),
      net: dollars(74_070),
      netUsdc: { amount: '740700000', currency: 'USDC' },
      perShare: null,
    });
    const sum = open.lines.reduce((total, line) => total + BigInt(line.amount.amount), 0n);
    assert.equal(sum, 74_070n);
    assert.equal(open.arrival.arrived, false);
  });

  it('freezes the statement, closes the period, and opens it again when it is sent back', async () => {
    const submitted = await manager.call(statement.submitStatement, { params: { id: propertyId, period } });
    assert.equal(submitted.state, 'SUBMITTED');
    const expense = {
      params: { id: propertyId },
      body: {
        period,
        category: 'OTHER' as const,
        description: 'Late',
        amount: dollars(70),
        incurredOn: '2026-03-11',
      },
    };
    assert.equal(codeOf((await manager.send(createExpense, expense)).body), 'PERIOD_CLOSED');
    const next = { params: { id: propertyId, period: '2026-04' } };
    assert.equal(codeOf((await manager.send(statement.submitStatement, next)).body), 'STATEMENT_EMPTY');
    const back = await admin.call(statement.sendBackStatement, {
      params: { id: submitted.id },
      body: { reason: 'An expense is missing.' },
    });
    assert.equal(back.state, 'SENT_BACK');
    await manager.call(createExpense, expense);
    const again = await manager.call(statement.submitStatement, { params: { id: propertyId, period } });
    assert.equal(again.id, submitted.id);
    assert.deepEqual(again.figures.net, dollars(74_000));
    assert.deepEqual(
      again.transitions.map(({ to }) => to),
      ['SUBMITTED', 'SENT_BACK', 'SUBMITTED'],
    );
  });

  it('refuses approval before there is a token', async () => {
    const page = await admin.call(statement.listStatements, { query: { state: 'SUBMITTED', limit: 1 } });
    const [row] = page.items;
    assert.equal(page.nextCursor, null);
    const wrong = await admin.send(statement.listStatements, { query: { cursor: 'nonsense' } });
    assert.equal(codeOf(wrong.body), 'VALIDATION_FAILED');
    const answer = await admin.send(statement.approveStatement, { params: { id: row?.id } });
    assert.deepEqual([answer.status, codeOf(answer.body)], [409, 'NOT_TOKENIZED']);
  });

  it('refuses approval with the amounts while money is under way, and approves once when it has arrived', async () => {
    await prisma.client.property.update({ where: { id: propertyId }, data: { state: 'TOKENIZED' } });
    await prisma.client.tokenization.create({
      data: {
        propertyId,
        chainId: 31_337n,
        name: 'House',
        symbol: 'HOUSE',
        shares: '1000000000000000000000',
        state: 'FINAL',
        transactionKey: randomUUID(),
        tokenAddress: `0x${'12'.repeat(20)}`,
        requestedBy: admin.userId,
      },
    });
    const [row] = (await admin.call(statement.listStatements)).items;
    const params = { id: row?.id ?? '' };
    await arrive(50_000n);
    const early = await admin.send(statement.approveStatement, { params });
    assert.deepEqual([early.status, codeOf(early.body)], [409, 'FUNDS_IN_TRANSIT']);
    assert.match(JSON.stringify(early.body), /470\.70 USDC of 970\.70 USDC .* holds 500\.00 USDC/);
    await arrive(47_070n);
    const [first, second] = await Promise.all([
      admin.call(statement.approveStatement, { params }),
      admin.call(statement.approveStatement, { params }),
    ]);
    assert.equal(first.state, 'APPROVED');
    assert.ok(first.dividendId);
    assert.equal(second.dividendId, first.dividendId);
    const { rows } = await prisma.pool.query(
      `SELECT count(*)::int AS count FROM ledger.journal_entry WHERE source_type = 'income_statement'`,
    );
    assert.deepEqual(rows, [{ count: 1 }]);
    const sentBack = await admin.send(statement.sendBackStatement, { params, body: { reason: 'Too late.' } });
    assert.equal(codeOf(sentBack.body), 'ILLEGAL_TRANSITION');
  });
});
