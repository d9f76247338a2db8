import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createPrisma, type PrismaClient } from '@freehold/database/client';
import { createPool } from '@freehold/database/pool';
import fc from 'fast-check';
import type pg from 'pg';
import { type TestDatabase, testDatabase } from '../../common/testing/test-database.ts';
import { accounts } from './domain/chart-of-accounts.ts';
import { credit, debit, type JournalEntry, journalEntry, move, USD } from './domain/journal-entry.ts';
import { LedgerError, type LedgerErrorCode } from './domain/ledger.error.ts';
import { postEntries, postEntry } from './domain/post-entry.ts';
import { rentInvoiced } from './domain/posting-rules/rent.rule.ts';
import { arbitraryEntry } from './testing/entry.arbitrary.ts';
import { ReferenceLedger } from './testing/reference-ledger.ts';

const at = new Date('2026-01-01T00:00:00Z');
const invoice = (id: string, amount = 100_000n): JournalEntry =>
  rentInvoiced({ chargeId: id, leaseId: 'l1', propertyId: 'p1', amount, period: '2026-01', effectiveAt: at });

const refusal =
  (code: LedgerErrorCode) =>
  (error: unknown): boolean =>
    error instanceof LedgerError && error.code === code;

describe('posting', () => {
  let database: TestDatabase;
  let owner: pg.Pool;
  let backend: pg.Pool;
  let prisma: PrismaClient;

  before(async () => {
    database = await testDatabase();
    owner = createPool(database.url, 'owner', { max: 4 });
    backend = createPool(database.url, 'backend', { max: 20 });
    prisma = createPrisma(database.url, 'backend', { max: 5 });
  });

  after(async () => {
    await Promise.all([owner.end(), backend.end(), prisma.$disconnect()]);
    await database.drop();
  });

  const count = async (sql: string): Promise<number> => {
    const result = await owner.query<{ count: string }>(`SELECT count(*) AS count FROM ${sql}`);
    return Number(result.rows[0]?.count);
  };

  /** Everything the account balances say, as `path currency` → debit, credit, pending debit, pending credit. */
  const stored = async (): Promise<Map<string, readonly bigint[]>> => {
    const { rows } = await owner.query<Record<'name' | 'd' | 'c' | 'pd' | 'pc', string>>(
      `SELECT a.path || ' ' || a.currency AS name, posted_debit AS d, posted_credit AS c, pending_debit AS pd, pending_credit AS pc
       FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id`,
    );
    return new Map(rows.map((row) => [row.name, [row.d, row.c, row.pd, row.pc].map(BigInt)]));
  };

  it('answers the first entry when the same one is posted again, on pg and on Prisma alike', async () => {
    const first = await postEntry(backend, invoice('again'));
    assert.equal(first.created, true);
    assert.deepEqual(await postEntry(backend, invoice('again')), { ...first, created: false });
    const third = await prisma.$transaction((tx) =>
      postEntry(tx, { ...invoice('again'), effectiveAt: new Date() }),
    );
    assert.deepEqual(third, { ...first, created: false }, 'another clock does not make another entry');
  });

  it('refuses the same key with another amount, on pg and on Prisma alike', async () => {
    await postEntry(backend, invoice('reused'));
    await assert.rejects(postEntry(backend, invoice('reused', 1n)), refusal('KEY_REUSED'));
    await assert.rejects(
      prisma.$transaction((tx) => postEntry(tx, invoice('reused', 1n))),
      refusal('KEY_REUSED'),
    );
  });

  it('rolls back with the transaction of the caller', async () => {
    const before = await stored();
    await assert.rejects(
      prisma.$transaction(async (tx) => {
        await postEntry(tx, invoice('rolled-back'));
        throw new Error('the caller failed');
      }),
      /the caller failed/,
    );
    assert.deepEqual(await stored(), before);
    assert.equal((await postEntry(backend, invoice('rolled-back'))).created, true);
  });

  it('refuses accounts which the chart does not know, and known ones in a wrong currency', async () => {
    for (const [account, currency] of [
      ['A:rent_receivable', USD],
      ['A:rent_receivable:l1:more', USD],
      ['A:petty_cash', USD],
      ['A:rent_receivable:l 1', USD],
      ['A:stripe_pending', 'USDC.1'],
      ['A:treasury:1:0xab', USD],
    ] as const) {
      const entry = journalEntry({
        key: { sourceType: 'test', sourceId: account, postingKind: 'unknown' },
        description: 'unknown account',
        effectiveAt: at,
        postings: move({ debit: account, credit: account }, 1n, currency),
      });
      await assert.rejects(postEntry(backend, entry), refusal('UNKNOWN_ACCOUNT'), `${account} ${currency}`);
    }
  });

  it('refuses at commit what does not balance in each currency, whoever builds it', async () => {
    const lopsided = {
      ...invoice('lopsided'),
      postings: [debit(accounts.bank, 5n, USD), credit(accounts.bank, 4n, USD)],
    };
    await assert.rejects(postEntry(backend, lopsided), refusal('UNBALANCED_ENTRY'));
    await assert.rejects(
      postEntry(backend, { ...invoice('empty'), postings: [] }),
      refusal('UNBALANCED_ENTRY'),
    );
    const negative = {
      ...invoice('negative'),
      postings: move({ debit: accounts.bank, credit: accounts.bank }, -1n, USD),
    };
    await assert.rejects(postEntry(backend, negative), refusal('UNBALANCED_ENTRY'));
    assert.equal(await count("ledger.journal_entry WHERE source_id IN ('lopsided', 'empty', 'negative')"), 0);
  });

  it('refuses to overdraw an account the entry says is bounded, counting reservations', async () => {
    const take = (id: string, amount: bigint): JournalEntry =>
      journalEntry({
        key: { sourceType: 'test', sourceId: id, postingKind: 'take' },
        description: 'take',
        effectiveAt: at,
        postings: move({ debit: accounts.rentCollected('bounded'), credit: accounts.bank }, amount, USD),
        bounded: [accounts.rentCollected('bounded')],
      });
    const give = journalEntry({
      key: { sourceType: 'test', sourceId: 'give', postingKind: 'give' },
      description: 'give',
      effectiveAt: at,
      postings: move({ debit: accounts.bank, credit: accounts.rentCollected('bounded') }, 100n, USD),
    });
    await assert.rejects(postEntry(backend, take('first', 1n)), refusal('OVERDRAWN'));
    await postEntry(backend, give);
    await postEntry(backend, { ...take('reserve', 30n), phase: 'pending', bounded: [] });
    await assert.rejects(postEntry(backend, take('too much', 71n)), refusal('OVERDRAWN'));
    assert.equal((await postEntry(backend, take('just enough', 70n))).created, true);
  });

  it('never lets sixteen clients take more than an account holds', async () => {
    const account = accounts.rentCollected('contended');
    await postEntry(
      backend,
      journalEntry({
        key: { sourceType: 'test', sourceId: 'contended', postingKind: 'give' },
        description: 'give',
        effectiveAt: at,
        postings: move({ debit: accounts.bank, credit: account }, 50n, USD),
      }),
    );
    const takes = Array.from({ length: 80 }, (_, index) =>
      postEntry(
        backend,
        journalEntry({
          key: { sourceType: 'test', sourceId: `contended-${index}`, postingKind: 'take' },
          description: 'take',
          effectiveAt: at,
          postings: move({ debit: account, credit: accounts.bank }, 1n, USD),
          bounded: [account],
        }),
      ),
    );
    const results = await Promise.allSettled(takes);
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 50);
    assert.deepEqual((await stored()).get(`${account} USD`), [50n, 50n, 0n, 0n]);
  });

  it('gives the backend no way to write, change or remove a row', async () => {
    await postEntry(backend, invoice('guarded'));
    for (const sql of [
      'UPDATE ledger.posting SET amount = amount + 1',
      'DELETE FROM ledger.posting',
      'TRUNCATE ledger.posting',
      "UPDATE ledger.journal_entry SET description = ''",
      'DELETE FROM ledger.journal_entry',
      'UPDATE ledger.account_balance SET posted_debit = 0',
      "INSERT INTO ledger.posting VALUES (1, 99, 1, 'D', 1, 'USD')",
      "INSERT INTO ledger.account (path, currency) VALUES ('A:bank:x', 'USD')",
      'DELETE FROM ledger.sealed_entry',
      'UPDATE ledger.seal SET size = 1',
      'ALTER TABLE ledger.posting DISABLE TRIGGER ALL',
    ]) {
      await assert.rejects(backend.query(sql), /permission denied|must be owner/, sql);
    }
  });

  it('stops even the owner of the tables from changing history', async () => {
    for (const table of [
      'journal_entry',
      'posting',
      'account',
      'account_rule',
      'resolution',
      'sealed_entry',
      'tree_node',
      'seal',
    ]) {
      await assert.rejects(owner.query(`DELETE FROM ledger.${table}`), /APPEND_ONLY/, table);
      await assert.rejects(owner.query(`TRUNCATE ledger.${table} CASCADE`), /APPEND_ONLY/, table);
    }
    await assert.rejects(owner.query('UPDATE ledger.posting SET amount = 1'), /APPEND_ONLY/);
    await assert.rejects(
      owner.query(
        "INSERT INTO ledger.posting SELECT min(id), 77, 1, 'D', 1, 'USD' FROM ledger.journal_entry",
      ),
      /APPEND_ONLY/,
      'nothing is added to an entry of an earlier transaction',
    );
    const good = {
      source_type: "'t'",
      source_id: "'s'",
      posting_kind: "'k'",
      description: "''",
      effective_at: 'now()',
      phase: "'posted'",
      metadata: "'{}'",
      body_digest: "sha256('')",
    };
    for (const [column, value] of [
      ['phase', "'maybe'"],
      ['metadata', `'{"amount": 1}'`],
      ['body_digest', "'\\x00'"],
      ['source_id', "''"],
      ['xid', "'1'"],
    ] as const) {
      const row = { ...good, [column]: value };
      const sql = `INSERT INTO ledger.journal_entry (${Object.keys(row)}) VALUES (${Object.values(row)})`;
      await assert.rejects(owner.query(sql), /MALFORMED_ENTRY/, column);
    }
  });

  it('agrees with the reference ledger after any sequence of entries', async () => {
    const known = await stored();
    const reference = new ReferenceLedger();
    const before = await count('ledger.journal_entry');
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryEntry, { minLength: 1, maxLength: 12 }), async (entries) => {
        for (const entry of entries) {
          const expected = reference.post(entry);
          const outcome = await postEntry(backend, entry).then(
            ({ created }) => (created ? 'created' : 'repeated'),
            (error: unknown) => (error instanceof LedgerError ? error.code : String(error)),
          );
          assert.equal(outcome, expected);
        }
      }),
      { numRuns: 60 },
    );
    const now = await stored();
    for (const [name, { debit: d, credit: c, pendingDebit, pendingCredit }] of reference.balances()) {
      const [d0 = 0n, c0 = 0n, pd0 = 0n, pc0 = 0n] = known.get(name) ?? [];
      assert.deepEqual(now.get(name), [d0 + d, c0 + c, pd0 + pendingDebit, pc0 + pendingCredit], name);
    }
    assert.equal(await count('ledger.journal_entry'), before + reference.size);
    assert.equal(await count(unbalanced), 0);
    assert.equal(await count(unfolded), 0);
  });

  it('loses and doubles nothing when sixteen clients post the same random entries at once', async () => {
    const entries = fc
      .sample(arbitraryEntry, { numRuns: 400, seed: 7 })
      .filter(({ resolves }) => resolves === null)
      .map((entry) => ({ ...entry, key: { ...entry.key, sourceType: 'crowd' } }));
    const first = new Map(entries.map((entry) => [`${entry.key.sourceId}|${entry.key.postingKind}`, entry]));
    const unique = [...first.values()];
    const results = await Promise.all(
      Array.from({ length: 16 }, async (_, client) => {
        const own = unique.toSorted(
          (a, b) =>
            ((Number(a.key.sourceId) * (client + 3)) % 29) - ((Number(b.key.sourceId) * (client + 3)) % 29),
        );
        const created: bigint[] = [];
        for (const entry of own) {
          const posted = await postEntry(backend, entry);
          if (posted.created) created.push(posted.entryId);
        }
        return created;
      }),
    );
    assert.equal(results.flat().length, unique.length, 'each entry was created by exactly one client');
    assert.equal(await count(unbalanced), 0);
    assert.equal(await count(unfolded), 0);
  });

  it('posts batches that touch the same accounts in opposite orders without a deadlock', async () => {
    const chain = [accounts.stripePending, accounts.stripeAvailable, accounts.bank, accounts.wireInTransit];
    const batch = (name: string, order: readonly string[]): JournalEntry[] =>
      order.slice(1).map((account, index) =>
        journalEntry({
          key: { sourceType: 'batch', sourceId: `${name}-${index}`, postingKind: 'move' },
          description: 'move',
          effectiveAt: at,
          postings: move({ debit: account, credit: order[index] ?? account }, 1n, USD),
        }),
      );
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        postEntries(backend, batch(`b${index}`, index % 2 === 0 ? chain : chain.toReversed())),
      ),
    );
    assert.equal(await count("ledger.journal_entry WHERE source_type = 'batch'"), 180);
  });

  it('keeps all or nothing of an entry when the connection dies in the middle', async () => {
    const victim = await backend.connect();
    victim.on('error', () => undefined);
    await victim.query('BEGIN');
    await postEntry(victim, invoice('killed'));
    const { rows } = await victim.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await owner.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await assert.rejects(victim.query('COMMIT'));
    victim.release(true);
    assert.equal(await count("ledger.journal_entry WHERE source_id = 'killed'"), 0);
    assert.equal((await postEntry(backend, invoice('killed'))).created, true);
    assert.equal(await count(unfolded), 0);
  });
});

const unbalanced = `(
  SELECT entry_id FROM ledger.posting GROUP BY entry_id, currency
  HAVING sum(CASE side WHEN 'D' THEN amount ELSE -amount END) <> 0) AS wrong`;

/** Accounts whose balance is not the fold of their posted postings. */
const unfolded = `(
  SELECT a.id FROM ledger.account a
  JOIN ledger.account_balance b ON b.account_id = a.id
  LEFT JOIN ledger.posting p ON p.account_id = a.id
    AND EXISTS (SELECT FROM ledger.journal_entry e WHERE e.id = p.entry_id AND e.phase = 'posted')
  GROUP BY a.id, b.account_id
  HAVING coalesce(sum(p.amount) FILTER (WHERE p.side = 'D'), 0) <> b.posted_debit
      OR coalesce(sum(p.amount) FILTER (WHERE p.side = 'C'), 0) <> b.posted_credit) AS wrong`;
