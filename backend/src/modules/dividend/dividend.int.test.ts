import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { listDividends } from '@freehold/shared/dividend';
import { listStatements } from '@freehold/shared/statement';
import { type DividendRig, type Holding, startDividendRig } from './testing/dividend-rig.ts';

const address = (digit: number): string => `0x${digit.toString(16).padStart(40, '0')}`;
const NET = 1_000_000n;
const register: readonly Holding[] = [
  { holder: address(1), shares: 3n },
  { holder: address(2), shares: 3n },
  { holder: address(3), shares: 1n },
];
/** floor(1,000,000 × 3 / 7) twice, floor(1,000,000 / 7) once; one unit does not divide. */
const parts = [428_571n, 428_571n, 142_857n];

describe('a dividend', () => {
  let rig: DividendRig;
  let id: string;
  let said: readonly bigint[];

  before(async () => {
    rig = await startDividendRig();
    rig.contracts.entitlements = async () => [...said];
  });
  after(() => rig.close());
  beforeEach(async () => {
    said = parts;
    id = await rig.approve(NET, register);
  });

  const row = () => rig.prisma.client.dividend.findUniqueOrThrow({ where: { id } });
  const payouts = () =>
    rig.prisma.client.payout.findMany({ where: { dividendId: id }, orderBy: { holder: 'asc' } });
  const owed = async (): Promise<bigint> => -(await rig.balance(`L:dividend_payable_investor:%:${id}`));

  async function declare(): Promise<void> {
    await rig.dividends.declare(id, 'admin');
    await rig.chain.declared(id, { amount: NET, supply: 7n });
    await rig.chain.finalize();
    await rig.run();
  }

  async function pay(): Promise<void> {
    await rig.dividends.run(id, 'admin');
    await rig.chain.funded(id, NET);
    await rig.chain.finalize();
    for (let pass = 0; pass < 3; pass += 1) await rig.run();
  }

  /** The statements of which the dividends were made; the lists show both. */
  async function writeStatements(): Promise<void> {
    const dividends = await rig.prisma.client.dividend.findMany();
    const { id: submittedBy } = await rig.prisma.client.user.findFirstOrThrow();
    const cents = NET / 10_000n;
    await rig.prisma.client.incomeStatement.createMany({
      data: dividends.map(({ statementId, propertyId, period, createdAt }) => ({
        ...{ id: statementId, propertyId, period, state: 'APPROVED', submittedBy, submittedAt: createdAt },
        ...{ grossRentCents: cents, processingFeesCents: 0n, expensesCents: 0n, platformFeeCents: 0n },
        ...{ reserveCents: 0n, netCents: cents, ledgerPosition: 0n },
      })),
    });
  }

  it('is listed page by page, newest first, each one once, and so is its statement', async () => {
    await rig.approve(NET, register);
    const newest = await rig.approve(NET, register);
    await writeStatements();
    const admin = await rig.system.admin();
    for (const route of [listDividends, listStatements]) {
      const whole = (await admin.call(route)).items.map((item) => item.id);
      const read: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await admin.call(route, { query: { limit: 1, ...(cursor ? { cursor } : {}) } });
        assert.equal(page.items.length, 1);
        read.push(...page.items.map((item) => item.id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      assert.equal(read.length, 3);
      assert.deepEqual(read, whole);
      const wrong = await admin.send(route, { query: { cursor: 'nonsense' } });
      assert.equal(wrong.status, 400);
    }
    assert.equal((await admin.call(listDividends)).items[0]?.id, newest);
  });

  it('waits for the declaration to be final, then knows what each holder receives', async () => {
    await rig.dividends.declare(id, 'admin');
    await rig.chain.declared(id, { amount: NET, supply: 7n });
    await rig.run();
    assert.equal((await row()).state, 'APPROVED');
    await rig.chain.finalize();
    await rig.run();
    const declared = await row();
    assert.deepEqual([declared.state, declared.dust?.toFixed(0), declared.holderCount], ['DECLARED', '1', 3]);
    assert.deepEqual(
      (await payouts()).map(({ amount }) => BigInt(amount.toFixed(0))),
      parts,
    );
    assert.equal(await owed(), NET - 1n);
  });

  it('is not allocated when the contract entitles a holder to another amount', async () => {
    said = [428_571n, 428_572n, 142_857n];
    await declare();
    const refused = await row();
    assert.equal(refused.state, 'APPROVED');
    assert.match(refused.problem ?? '', /entitles 0x0+2 to 428572/);
    assert.equal((await payouts()).length, 0);
    said = parts;
    await rig.run();
    assert.deepEqual([(await row()).state, (await row()).problem], ['DECLARED', null]);
  });

  it('is not allocated when the register lacks a holder', async () => {
    await rig.dividends.declare(id, 'admin');
    await rig.chain.declared(id, { amount: NET, supply: 8n });
    await rig.chain.finalize();
    await rig.run();
    assert.match((await row()).problem ?? '', /holders have 7 share units/);
  });

  it('is not allocated when another amount or another statement was declared', async () => {
    await rig.dividends.declare(id, 'admin');
    await rig.chain.declared(id, { amount: NET, supply: 7n, statementHash: `0x${'0'.repeat(64)}` });
    await rig.chain.finalize();
    await rig.run();
    assert.match((await row()).problem ?? '', /another statement/);
  });

  it('is declared and run once, however often it is asked for', async () => {
    for (let time = 0; time < 3; time += 1) await rig.dividends.declare(id, 'admin');
    await declare();
    for (let time = 0; time < 3; time += 1) await rig.dividends.run(id, 'admin');
    await pay();
    await pay();
    const transactions = await rig.prisma.client.chainTransaction.findMany({ where: { correlationId: id } });
    assert.deepEqual(transactions.map(({ purpose }) => purpose).toSorted(), [
      'dividend.declare',
      'dividend.fund',
      'dividend.pay',
    ]);
  });

  it('cannot be run before it is declared', async () => {
    await assert.rejects(rig.dividends.run(id, 'admin'), /cannot become/);
  });

  it('pays every holder once in the books, at finality, and then is PAID', async () => {
    await declare();
    await pay();
    assert.equal((await row()).state, 'PAYING');
    await rig.send('dividend.pay', 'BROADCAST');
    await rig.run();
    assert.deepEqual([...new Set((await payouts()).map(({ state }) => state))], ['SENT']);
    for (const [index, part] of parts.entries())
      await rig.chain.payment(id, address(index + 1), part, 'paid');
    await rig.run();
    assert.deepEqual([...new Set((await payouts()).map(({ state }) => state))], ['CONFIRMED']);
    assert.equal(await owed(), NET - 1n);
    await rig.chain.distributed(id, NET - 1n, 1n);
    await rig.chain.finalize();
    await rig.send('dividend.pay', 'FINAL');
    for (let pass = 0; pass < 3; pass += 1) await rig.run();
    assert.equal((await row()).state, 'PAID');
    assert.equal(await owed(), 0n);
    assert.ok(
      (await payouts()).every(({ state, ledgerEntryId }) => state === 'FINAL' && ledgerEntryId !== null),
    );
  });

  it('goes on past a holder who cannot receive, and pays when the holder claims later', async () => {
    await declare();
    await pay();
    const [first, second, third] = parts;
    await rig.chain.payment(id, address(1), first ?? 0n, 'paid');
    await rig.chain.payment(id, address(2), second ?? 0n, 'held');
    await rig.chain.payment(id, address(3), third ?? 0n, 'paid');
    await rig.chain.distributed(id, NET, 1n);
    await rig.chain.finalize();
    for (let pass = 0; pass < 2; pass += 1) await rig.run();
    assert.equal((await row()).state, 'PAID');
    assert.deepEqual(
      (await payouts()).map(({ state }) => state),
      ['FINAL', 'HELD', 'FINAL'],
    );
    assert.equal(await owed(), second);
    await rig.chain.payment(id, address(2), second ?? 0n, 'paid');
    await rig.chain.finalize();
    await rig.run();
    assert.equal(await owed(), 0n);
    assert.ok((await payouts()).every(({ state }) => state === 'FINAL'));
  });

  it('keeps for its owner what was swept unclaimed', async () => {
    await declare();
    await pay();
    const [first, second, third] = parts;
    await rig.chain.payment(id, address(1), first ?? 0n, 'paid');
    await rig.chain.payment(id, address(2), second ?? 0n, 'held');
    await rig.chain.payment(id, address(3), third ?? 0n, 'paid');
    await rig.chain.distributed(id, NET, 1n);
    await rig.chain.swept(id, second ?? 0n);
    await rig.chain.finalize();
    const before_ = await rig.balance('L:unclaimed:%');
    for (let pass = 0; pass < 2; pass += 1) await rig.run();
    assert.equal((await row()).state, 'SWEPT');
    assert.equal(await owed(), 0n);
    assert.equal((await rig.balance('L:unclaimed:%')) - before_, -(second ?? 0n));
  });

  it('tells what the contract refused, and tries again when asked', async () => {
    await declare();
    await pay();
    await rig.send('dividend.pay', 'FAILED');
    await rig.run();
    const [batch] = await rig.prisma.client.dividendBatch.findMany({ where: { dividendId: id } });
    assert.equal(batch?.state, 'FAILED');
    assert.match((await row()).problem ?? '', /DividendsWrongState/);
    await rig.dividends.run(id, 'admin');
    const retried = await rig.prisma.client.chainTransaction.findUniqueOrThrow({
      where: { key: batch?.transactionKey ?? '' },
    });
    assert.equal(retried.state, 'RESERVED');
  });

  it('refuses to book a payment of another amount', async () => {
    await declare();
    await pay();
    await rig.chain.payment(id, address(1), 1n, 'paid');
    await rig.chain.finalize();
    await rig.run();
    assert.equal(await owed(), NET - 1n);
    assert.equal((await payouts())[0]?.state, 'ENTITLED');
  });
});
