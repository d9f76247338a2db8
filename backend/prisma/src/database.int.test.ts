import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type pg from 'pg';
import { createPrisma, Prisma, type PrismaClient } from './client.ts';
import { migrate, pendingMigrations } from './migrate.ts';
import { createPool } from './pool.ts';

interface TemporaryDatabase {
  readonly url: string;
  drop(): Promise<void>;
}
// A variable keeps the compiler from making the scripts part of this project.
const specifier = '@freehold/scripts/embedded/postgres';

describe('the database', () => {
  let database: TemporaryDatabase;
  let prisma: PrismaClient;
  let backend: pg.Pool;
  let indexer: pg.Pool;

  before(async () => {
    const { temporaryDatabase }: { temporaryDatabase: () => Promise<TemporaryDatabase> } = await import(
      specifier
    );
    database = await temporaryDatabase();
  });
  after(async () => {
    await Promise.all([prisma?.$disconnect(), backend?.end(), indexer?.end()]);
    await database.drop();
  });

  it('is migrated once by processes that start at the same moment', async () => {
    const all = await pendingMigrations(database.url);
    assert.ok(all.length >= 4);
    const results = await Promise.all([1, 2, 3].map(() => migrate(database.url)));
    assert.deepEqual(results.map(({ applied }) => applied.length).sort(), [0, 0, all.length]);
    assert.deepEqual(await pendingMigrations(database.url), []);
    assert.deepEqual(await migrate(database.url), { applied: [] });
    prisma = createPrisma(database.url, 'owner');
    backend = createPool(database.url, 'backend', { max: 2 });
    indexer = createPool(database.url, 'indexer', { max: 2 });
  });

  it('has every table and column that the typed client knows', async () => {
    const models = Object.entries(Object.getOwnPropertyDescriptors(Prisma.ModelName)).map(([name]) => name);
    assert.ok(models.length > 30);
    for (const name of models) {
      const delegate: unknown = Reflect.get(prisma, name.charAt(0).toLowerCase() + name.slice(1));
      const findFirst: unknown = Reflect.get(Object(delegate), 'findFirst');
      assert.ok(typeof findFirst === 'function', name);
      await assert.doesNotReject(async () => findFirst.call(delegate), name);
    }
  });

  it('lets the backend read the chain but not write it', async () => {
    await backend.query('SELECT * FROM chain.transfer LIMIT 1');
    await assert.rejects(backend.query('DELETE FROM chain.transfer'), /permission denied/);
    await assert.rejects(backend.query('TRUNCATE chain.cursor'), /permission denied/);
  });

  it('lets the indexer write the chain and see nothing else', async () => {
    await indexer.query('DELETE FROM chain.transfer');
    await assert.rejects(indexer.query('SELECT * FROM app.session LIMIT 1'), /permission denied/);
    await assert.rejects(indexer.query('SELECT * FROM ledger.posting LIMIT 1'), /permission denied/);
    await assert.rejects(indexer.query("SELECT ledger.post('{}')"), /permission denied/);
  });

  it('says what is wrong when it cannot be reached', async () => {
    await assert.rejects(migrate('postgres://127.0.0.1:9/none'), /ECONNREFUSED/);
  });
});
