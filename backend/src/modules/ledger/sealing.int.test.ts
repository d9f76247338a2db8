import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPool } from '@freehold/database/pool';
import { canonicalEntrySchema, entryLeafHash, toHex } from '@freehold/shared/journal-encoding';
import { inclusionProof, nodeHash, type ReadNode, rootOf, verifyInclusion } from '@freehold/shared/merkle';
import type pg from 'pg';
import { type TestDatabase, testDatabase } from '../../common/testing/test-database.ts';
import { readBacklog } from './datasources/seal.repository.ts';
import { Sealer } from './datasources/sealer.ts';
import { readInclusionProof } from './datasources/tree.repository.ts';
import type { JournalEntry } from './domain/journal-entry.ts';
import { postEntry } from './domain/post-entry.ts';
import { achRentFailed, achRentPending, rentInvoiced } from './domain/posting-rules/rent.rule.ts';

const at = new Date('2026-01-01T00:00:00Z');
const account = (id: string): string => id.replaceAll(' ', '-');

/** Each on accounts of its own: entries that share an account wait for one another's commit. */
const invoice = (id: string): JournalEntry =>
  rentInvoiced({
    chargeId: id,
    leaseId: account(id),
    propertyId: account(id),
    amount: 5n,
    period: '2026-01',
    effectiveAt: at,
  });

interface SealedRow {
  readonly seq: string;
  readonly entry_id: string;
  readonly leaf_hash: Buffer;
  readonly canonical: string;
}

describe('sealing', () => {
  let database: TestDatabase;
  let owner: pg.Pool;
  let backend: pg.Pool;
  const sealers: Sealer[] = [];

  before(async () => {
    database = await testDatabase();
    owner = createPool(database.url, 'owner', { max: 4 });
    backend = createPool(database.url, 'backend', { max: 20 });
  });

  after(async () => {
    await Promise.all(sealers.map((sealer) => sealer.close()));
    await Promise.all([owner.end(), backend.end()]);
    await database.drop();
  });

  const newSealer = (batchSize?: number): Sealer => {
    const sealer = new Sealer(database.url, batchSize);
    sealers.push(sealer);
    return sealer;
  };

  const log = async (): Promise<SealedRow[]> =>
    (await owner.query<SealedRow>('SELECT * FROM ledger.sealed_entry ORDER BY seq')).rows;

  /** Other databases of the same server may hold transactions open: what is committed here is sealable soon, not at once. */
  const sealUntil = async (sealer: Sealer, entries: number): Promise<void> => {
    const deadline = Date.now() + 180_000;
    while ((await log()).length < entries) {
      assert.ok(Date.now() < deadline, `sealed ${(await log()).length} of ${entries}`);
      await sealer.sealAll();
      await sleep(20);
    }
  };

  /** What the sealer seals once it leads: the server lets go of a lock a moment after its connection was closed. */
  const leads = async (sealer: Sealer): Promise<number> => {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const sealed = await sealer.sealAll();
      if (sealed !== null) return sealed;
      assert.ok(Date.now() < deadline, 'the lock is free at last');
      await sleep(20);
    }
  };

  const total = async (): Promise<number> => {
    const { rows } = await owner.query<{ count: string }>(
      'SELECT count(*) AS count FROM ledger.journal_entry',
    );
    return Number(rows[0]?.count);
  };

  /** The whole log, checked from nothing: no gaps, true leaves, true roots, true nodes. */
  const assertTrueLog = async (): Promise<void> => {
    const rows = await log();
    const leaves = rows.map((row, index) => {
      assert.equal(row.seq, String(index));
      const entry = canonicalEntrySchema.parse(JSON.parse(row.canonical));
      assert.equal(entry.entryId, row.entry_id);
      assert.equal(toHex(entryLeafHash(entry)), toHex(row.leaf_hash));
      return new Uint8Array(row.leaf_hash);
    });
    const known = new Map<string, Uint8Array>();
    const read: ReadNode = (level, index) => {
      const leaf = leaves[Number(index)];
      if (level === 0) return leaf ?? assert.fail(`no leaf ${index}`);
      const key = `${level}/${index}`;
      const hash = known.get(key) ?? nodeHash(read(level - 1, index * 2n), read(level - 1, index * 2n + 1n));
      known.set(key, hash);
      return hash;
    };
    const seals = await owner.query<{ size: string; first_seq: string; root: Buffer }>(
      'SELECT * FROM ledger.seal ORDER BY size',
    );
    let end = '0';
    for (const seal of seals.rows) {
      assert.equal(seal.first_seq, end);
      assert.equal(toHex(seal.root), toHex(rootOf(BigInt(seal.size), read)));
      end = seal.size;
    }
    assert.equal(end, String(rows.length));
    const nodes = await owner.query<{ level: number; idx: string; hash: Buffer }>(
      'SELECT * FROM ledger.tree_node',
    );
    for (const { level, idx, hash } of nodes.rows) assert.equal(toHex(hash), toHex(read(level, BigInt(idx))));
    const complete = Array.from({ length: 20 }, (_, level) => Math.floor(rows.length / 2 ** (level + 1)));
    assert.equal(
      nodes.rows.length,
      complete.reduce((sum, count) => sum + count, 0),
    );
    const size = BigInt(rows.length);
    for (const [index, leaf] of leaves.entries()) {
      const proof = await readInclusionProof(backend, BigInt(index), size);
      assert.deepEqual(proof.map(toHex), inclusionProof(BigInt(index), size, read).map(toHex));
      assert.ok(verifyInclusion({ leaf, index: BigInt(index), size, proof, root: rootOf(size, read) }));
    }
  };

  it('seals nothing when nothing was posted', async () => {
    const sealer = newSealer();
    assert.equal(await sealer.sealAll(), 0);
    assert.deepEqual(await readBacklog(backend), { unsealed: 0n, oldestMilliseconds: null });
    await sealer.close();
  });

  it('lets one sealer lead, and another take over when it goes', async () => {
    const [first, second] = [newSealer(), newSealer()];
    assert.equal(await leads(first), 0);
    assert.equal(await second.sealAll(), null);
    await first.close();
    assert.equal(await leads(second), 0);
    await second.close();
  });

  it('seals pending and resolving entries with everything they say', async () => {
    const sealer = newSealer();
    const pending = achRentPending({
      paymentIntentId: 'pi_1',
      leaseId: 'l1',
      propertyId: 'p1',
      amount: 7n,
      effectiveAt: at,
    });
    const opened = await postEntry(backend, pending);
    const failed = await postEntry(
      backend,
      achRentFailed({ paymentIntentId: 'pi_1', reason: 'R01 “naïve” \\ "quoted"', effectiveAt: at }),
    );
    await sealUntil(sealer, 2);
    const [, row] = await log();
    const entry = canonicalEntrySchema.parse(JSON.parse(row?.canonical ?? ''));
    assert.equal(entry.entryId, failed.entryId.toString());
    assert.equal(entry.resolves, opened.entryId.toString());
    assert.deepEqual(entry.postings, []);
    assert.equal(entry.metadata.reason, 'R01 “naïve” \\ "quoted"');
    await sealer.close();
  });

  it('never passes a transaction that may still commit, and seals it when it has', async () => {
    const sealer = newSealer();
    await leads(sealer);
    const before = (await log()).length;
    const late = await backend.connect();
    await late.query('BEGIN');
    const lateEntry = await postEntry(late, invoice('late'));
    const early = await postEntry(backend, invoice('early'));
    assert.ok(lateEntry.entryId < early.entryId, 'the late committer has the lower id');
    await sealer.sealAll();
    assert.equal((await log()).length, before, 'neither is sealed while the first is open');
    assert.equal((await readBacklog(backend)).unsealed, 1n);
    await late.query('COMMIT');
    late.release();
    await sealUntil(sealer, before + 2);
    const sealed = (await log()).slice(before).map((row) => row.entry_id);
    assert.deepEqual(sealed, [lateEntry.entryId, early.entryId].map(String));
    await sealer.close();
  });

  it('leaves out what was rolled back and keeps the numbers without gaps', async () => {
    const sealer = newSealer();
    const client = await backend.connect();
    await client.query('BEGIN');
    await postEntry(client, invoice('gone'));
    await client.query('ROLLBACK');
    client.release();
    await postEntry(backend, invoice('stays'));
    await sealUntil(sealer, await total());
    await assertTrueLog();
    await sealer.close();
  });

  it('goes on where it was when its connection dies', async () => {
    const sealer = newSealer(3);
    await postEntry(backend, invoice('before the kill'));
    await sealUntil(sealer, await total());
    for (let index = 0; index < 10; index += 1) await postEntry(backend, invoice(`killed-${index}`));
    const ours =
      "FROM pg_stat_activity WHERE application_name = 'freehold-sealer' AND datname = current_database()";
    await owner.query(`SELECT pg_terminate_backend(pid) ${ours}`);
    while ((await owner.query(`SELECT ${ours}`)).rowCount !== 0) await sleep(20);
    const outcome = await sealer.sealAll().catch((error: unknown) => error);
    assert.ok(outcome instanceof Error || typeof outcome === 'number');
    await sealUntil(sealer, await total());
    await assertTrueLog();
    await sealer.close();
  });

  it('seals everything exactly once while sixteen clients post, roll back and two sealers are killed at random', async () => {
    const [first, second] = [newSealer(17), newSealer(23)];
    let posting = true;
    const seal = async (sealer: Sealer): Promise<void> => {
      while (posting) {
        await sealer.sealAll().catch(() => undefined);
        await sleep(5);
      }
    };
    const kill = async (): Promise<void> => {
      while (posting) {
        await sleep(60);
        await owner.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'freehold-sealer' AND datname = current_database()",
        );
      }
    };
    const work = [seal(first), seal(second), kill()];
    await Promise.all(
      Array.from({ length: 16 }, async (_, client) => {
        for (let index = 0; index < 40; index += 1) {
          const connection = await backend.connect();
          await connection.query('BEGIN');
          await postEntry(connection, invoice(`crowd-${client}-${index}`));
          if (index % 5 === 0) await sleep(Math.random() * 20);
          await connection.query(index % 7 === 0 ? 'ROLLBACK' : 'COMMIT');
          connection.release();
        }
      }),
    );
    posting = false;
    await Promise.all(work);
    await first.close();
    await sealUntil(second, await total());
    await assertTrueLog();
  });
});
