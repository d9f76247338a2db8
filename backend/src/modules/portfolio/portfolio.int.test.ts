import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { recordExchangeRates, setDisplayCurrency } from '@freehold/shared/display-currency';
import {
  investorStatementCsv,
  investorStatementPdf,
  listInvestorStatements,
  readInvestorStatement,
  recordWithholdingRate,
} from '@freehold/shared/investor-statement';
import { readPortfolio } from '@freehold/shared/portfolio';
import { exportTransactions, listTransactions, type Transaction } from '@freehold/shared/transaction';
import type { TestClient } from '../../common/testing/test-client.ts';
import { codeOf, someone } from '../../common/testing/test-people.ts';
import { type DividendRig, startDividendRig } from '../dividend/testing/dividend-rig.ts';
import { type MarketMirror, startMarketMirror } from './testing/market-mirror.ts';

const SHARE = 10n ** 18n;
const USDC = 1_000_000n;
const wallet = (digit: string): string => `0x${digit.repeat(40)}`;
const [first, second, stranger] = [wallet('a'), wallet('b'), wallet('c')];
const NET = 7n * USDC;

describe('a portfolio over two wallets', () => {
  let rig: DividendRig;
  let mirror: MarketMirror;
  let investor: TestClient;
  let admin: TestClient;
  let propertyId: string;

  before(async () => {
    rig = await startDividendRig();
    mirror = await startMarketMirror(rig.system.database);
    admin = await rig.system.admin();
    investor = await someone(rig.system, admin, 'investor');
    for (const address of [first, second]) {
      await rig.prisma.client.wallet.create({ data: { id: randomUUID(), userId: investor.userId, address } });
    }
    const dividendId = await rig.approve(NET, [
      { holder: first, shares: 3n },
      { holder: second, shares: 3n },
      { holder: stranger, shares: 1n },
    ]);
    await payDividend(dividendId);
    const dividend = await rig.prisma.client.dividend.findUniqueOrThrow({ where: { id: dividendId } });
    propertyId = dividend.propertyId;
    await tradeShares(dividend.tokenAddress);
  });
  after(async () => {
    await mirror.close();
    await rig.close();
  });

  async function payDividend(id: string): Promise<void> {
    const parts = [3n * USDC, 3n * USDC, USDC];
    rig.contracts.entitlements = async () => parts;
    await rig.dividends.declare(id, 'admin');
    await rig.chain.declared(id, { amount: NET, supply: 7n });
    await rig.chain.finalize();
    await rig.run();
    await rig.dividends.run(id, 'admin');
    await rig.chain.funded(id, NET);
    await rig.chain.finalize();
    for (let pass = 0; pass < 3; pass += 1) await rig.run();
    await rig.send('dividend.pay', 'FINAL');
    await rig.chain.payment(id, first, 3n * USDC, 'paid');
    await rig.chain.payment(id, second, 3n * USDC, 'paid');
    await rig.chain.finalize();
    await rig.run();
  }

  /** Bought 10 for 1,000 and 4 for 606; moved 5 between the wallets; was given 2; sold 12 for 1,782. */
  async function tradeShares(token: string): Promise<void> {
    const fees = { buyerFee: 6n * USDC, sellerFee: 0n };
    await mirror.delivered({ block: 100, token, to: first, shares: 10n * SHARE, cost: 1_000n * USDC });
    await mirror.delivered({ block: 101, token, to: stranger, shares: 84n * SHARE, cost: 8_400n * USDC });
    await mirror.traded({
      ...{ block: 102, token, from: stranger, to: second, shares: 4n * SHARE, cost: 600n * USDC },
      ...fees,
    });
    await mirror.moved({ block: 103, token, from: first, to: second, shares: 5n * SHARE });
    await mirror.moved({ block: 104, token, from: stranger, to: first, shares: 2n * SHARE });
    await mirror.traded({
      ...{ block: 105, token, from: second, to: stranger, shares: 9n * SHARE, cost: 1_800n * USDC },
      ...{ buyerFee: 0n, sellerFee: 18n * USDC },
    });
  }

  const all = async (query: Record<string, unknown> = {}): Promise<Transaction[]> => {
    const found: Transaction[] = [];
    let cursor: string | undefined;
    do {
      const page = await investor.call(listTransactions, {
        query: { limit: 2, ...query, ...(cursor === undefined ? {} : { cursor }) },
      });
      found.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  };
  const fileOf = async (path: string): Promise<{ response: Response; bytes: Buffer }> => {
    const cookie = [...investor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, rig.system.url), { headers: { cookie } });
    return { response, bytes: Buffer.from(await response.arrayBuffer()) };
  };

  it('counts cost first in first out over all wallets, with what is unknown apart', async () => {
    const { positions, totals } = await investor.call(readPortfolio);
    const [position] = positions;
    assert.ok(position);
    assert.equal(position.shares, String(7n * SHARE));
    assert.equal(position.wallets.length, 1);
    const { basis } = position;
    // Left: 1 of the 10 at 100, the 4 at 151.5, the 2 given.
    assert.deepEqual(
      basis.lots.map(({ shares, cost }) => [shares, cost?.amount ?? null]),
      [
        [String(SHARE), String(100n * USDC)],
        [String(4n * SHARE), String(606n * USDC)],
        [String(2n * SHARE), null],
      ],
    );
    assert.equal(basis.cost.amount, String(706n * USDC));
    assert.equal(basis.sharesWithoutCost, String(2n * SHARE));
    // 9 sold for 1,782 that cost 900.
    assert.equal(basis.realised.gain.amount, String(882n * USDC));
    assert.equal(totals.realisedGain.amount, String(882n * USDC));
  });

  it('tells the unrealised gain by valuation and by the last trade as two numbers with two dates', async () => {
    const { positions } = await investor.call(readPortfolio);
    const basis = positions[0]?.basis;
    // A million dollars over 94 shares, of which 5 have a known cost.
    const worth = (1_000_000n * USDC * 5n) / 94n;
    assert.equal(basis?.unrealisedByValuation.gain?.amount, String(worth - 706n * USDC));
    assert.equal(basis?.unrealisedByLastTrade?.price.amount, String(200n * USDC));
    assert.equal(basis?.unrealisedByLastTrade?.gain?.amount, String(1_000n * USDC - 706n * USDC));
    assert.equal(basis?.unrealisedByLastTrade?.at, new Date((1_770_000_000 + 105) * 1_000).toISOString());
  });

  it('lists every movement and dividend, newest first, page by page', async () => {
    const rows = await all();
    assert.deepEqual(
      rows.map(({ kind, amount }) => [kind, amount?.amount ?? null]),
      [
        ['SOLD', String(1_782n * USDC)],
        ['RECEIVED', null],
        ['MOVED', null],
        ['BOUGHT', String(-606n * USDC)],
        ['OFFERING', String(-1_000n * USDC)],
        ['DIVIDEND', String(3n * USDC)],
        ['DIVIDEND', String(3n * USDC)],
      ],
    );
    assert.ok(rows.filter(({ kind }) => kind === 'DIVIDEND').every(({ payoutId }) => payoutId !== null));
  });

  it('exports exactly what the filter shows', async () => {
    for (const query of [
      {},
      { kind: 'DIVIDEND' },
      { wallet: second },
      { propertyId },
      { from: '2030-01-01' },
    ]) {
      const shown = await all(query);
      const search = new URLSearchParams(Object.entries(query)).toString();
      const { response, bytes } = await fileOf(`${exportTransactions.path}?${search}`);
      assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8');
      assert.match(response.headers.get('content-disposition') ?? '', /^attachment; filename="freehold-/);
      const [, ...lines] = bytes.toString('utf8').trimEnd().split('\r\n');
      assert.deepEqual(
        lines.map((line) => line.split(',').slice(0, 2)),
        shown.map(({ at, kind }) => [at, kind]),
        search,
      );
    }
    assert.equal((await all({ kind: 'DIVIDEND' })).length, 2);
    assert.equal((await all({ from: '2030-01-01' })).length, 0);
  });

  it('refuses a cursor that is none', async () => {
    const answer = await investor.send(listTransactions, { query: { cursor: 'nonsense' } });
    assert.deepEqual([answer.status, codeOf(answer.body)], [400, 'VALIDATION_FAILED']);
  });

  it('shows nobody the transactions of another', async () => {
    const other = await someone(rig.system, admin, 'investor');
    const { items } = await other.call(listTransactions, { query: { wallet: first } });
    assert.deepEqual(items, []);
  });

  it('states what the ledger has, to the unit', async () => {
    const { items } = await investor.call(listInvestorStatements);
    assert.deepEqual(
      items.map(({ period }) => period),
      ['2026-02', '2026'],
    );
    for (const period of ['2026-02', '2026']) {
      const statement = await investor.call(readInvestorStatement, { params: { period } });
      const posted = await rig.prisma.pool.query(
        `SELECT sum(p.amount)::text AS amount FROM ledger.posting p
         JOIN ledger.journal_entry e ON e.id = p.entry_id JOIN ledger.account a ON a.id = p.account_id
         WHERE e.posting_kind = 'paid' AND p.side = 'D'
           AND (a.path LIKE '%${first}%' OR a.path LIKE '%${second}%')`,
      );
      assert.deepEqual(posted.rows, [{ amount: statement.dividends.amount }]);
      assert.equal(statement.dividends.amount, String(6n * USDC));
      assert.equal(statement.realisedGain.amount, String(882n * USDC));
      const [annex] = statement.properties;
      assert.deepEqual([annex?.openingShares, annex?.closingShares], ['0', String(7n * SHARE)]);
      for (const dividend of annex?.dividends ?? []) {
        const entry = await rig.prisma.client.ledgerJournalEntry.findUniqueOrThrow({
          where: { id: BigInt(dividend.entryId) },
          include: { postings: true },
        });
        assert.ok(entry.postings.every(({ amount }) => amount.toFixed(0) === dividend.amount.amount));
      }
    }
  });

  it('gives the statement as PDF and as CSV, the same bytes each time', async () => {
    const path = (route: { path: string }) => route.path.replace(':period', '2026');
    const [pdf, again, csv] = [
      await fileOf(path(investorStatementPdf)),
      await fileOf(path(investorStatementPdf)),
      await fileOf(path(investorStatementCsv)),
    ];
    assert.equal(pdf.response.headers.get('content-type'), 'application/pdf');
    assert.ok(pdf.bytes.subarray(0, 5).equals(Buffer.from('%PDF-')));
    assert.ok(pdf.bytes.equals(again.bytes));
    assert.match(csv.bytes.toString('utf8'), /\r\nsum,,,,dividends,,,6\.000000,0\.000000/);
  });

  it('works out withholding by residency, shows it with its source, and takes nothing off', async () => {
    const { pool } = rig.prisma;
    await admin.call(recordWithholdingRate, {
      body: {
        country: 276,
        basisPoints: 2_500,
        effectiveFrom: '2026-01-01',
        source: 'a law of that country',
      },
    });
    const before = await investor.call(readInvestorStatement, { params: { period: '2026' } });
    assert.deepEqual([before.residency, before.withholding.amount], [null, '0']);
    await mirrorResidency(276);
    const statement = await investor.call(readInvestorStatement, { params: { period: '2026' } });
    assert.equal(statement.withholding.amount, String((6n * USDC) / 4n));
    assert.equal(statement.dividends.amount, before.dividends.amount);
    assert.equal(statement.properties[0]?.dividends[0]?.rate?.source, 'a law of that country');
    const changed = await admin.send(recordWithholdingRate, {
      body: { country: 276, basisPoints: 1, effectiveFrom: '2026-01-01', source: 'a law of that country' },
    });
    assert.deepEqual([changed.status, codeOf(changed.body)], [409, 'RATE_FIXED']);
    await assert.rejects(pool.query('UPDATE app.withholding_rate SET basis_points = 1'));
  });

  async function mirrorResidency(country: number): Promise<void> {
    const { default: pg } = await import('pg');
    const owner = new pg.Client({ connectionString: rig.system.database.url });
    await owner.connect();
    await owner.query(
      `INSERT INTO chain.identity (chain_id, wallet, country, revoked, removed, tx_hash, last_block, last_log)
       VALUES (31337, $1, $2, false, false, '\\x00', 1, 0)`,
      [Buffer.from(first.slice(2), 'hex'), country],
    );
    await owner.end();
  }

  it('refuses a statement of a time that has not come', async () => {
    const answer = await investor.send(readInvestorStatement, { params: { period: '2099-01' } });
    assert.deepEqual([answer.status, codeOf(answer.body)], [400, 'PERIOD_INVALID']);
  });

  it('shows a chosen currency beside USD at the rate of each day, and never a later one', async () => {
    const rate = (on: string, text: string) => ({
      currency: 'EUR' as const,
      on,
      rate: text,
      source: 'a bank',
    });
    await admin.call(recordExchangeRates, { body: { rates: [rate('2026-02-01', '0.5')] } });
    await investor.call(setDisplayCurrency, { body: { currency: 'EUR' } });
    const before = await all({ kind: 'SOLD' });
    assert.deepEqual(before[0]?.amountShown, { amount: '89100', currency: 'EUR', rateOn: '2026-02-01' });
    await admin.call(recordExchangeRates, { body: { rates: [rate('2026-06-01', '0.9')] } });
    assert.deepEqual(await all({ kind: 'SOLD' }), before);
    const { totals, displayCurrency } = await investor.call(readPortfolio);
    assert.equal(displayCurrency, 'EUR');
    assert.equal(totals.valueShown?.rateOn, '2026-06-01');
    const other = await admin.send(recordExchangeRates, { body: { rates: [rate('2026-06-01', '0.8')] } });
    assert.deepEqual([other.status, codeOf(other.body)], [409, 'RATE_FIXED']);
  });
});
