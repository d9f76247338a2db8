import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { withSchemaEngine } from './schema-engine.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const migrationsFolder = join(root, 'migrations');

/** Arbitrary but fixed: every migrating process of every version asks for this same advisory lock. */
const MIGRATION_LOCK = '7017280452245743000';

/**
 * Applies every migration of `migrations/` which `databaseUrl` does not have yet, in order of name, through
 * Prisma's own schema engine, and keeps the standard `_prisma_migrations` table. Idempotent; processes that start
 * at the same moment wait for one another. Throws when the database is unreachable or a migration fails.
 */
export async function migrate(databaseUrl: string): Promise<{ readonly applied: readonly string[] }> {
  const guard = new pg.Client({ connectionString: databaseUrl, application_name: 'freehold-migrate' });
  await guard.connect();
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return { applied: await applyMigrations(databaseUrl) };
  } finally {
    await guard.end();
  }
}

/** Names of migrations this version carries and `databaseUrl` lacks; empty when the database is up to date. */
export async function pendingMigrations(databaseUrl: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const known = await client.query<{ exists: boolean }>(
      "SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS exists",
    );
    if (known.rows[0]?.exists !== true) return migrationNames();
    const done = await client.query<{ migration_name: string }>(
      'SELECT migration_name FROM public._prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const applied = new Set(done.rows.map((row) => row.migration_name));
    return migrationNames().filter((name) => !applied.has(name));
  } finally {
    await client.end();
  }
}

function migrationNames(): string[] {
  return readdirSync(migrationsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function migrationList(): MigrationList {
  return {
    baseDir: migrationsFolder,
    lockfile: {
      path: 'migration_lock.toml',
      content: readFileSync(join(migrationsFolder, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: migrationNames().map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(migrationsFolder, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

async function applyMigrations(databaseUrl: string): Promise<readonly string[]> {
  return withSchemaEngine(databaseUrl, async (engine) => {
    const result = await engine.applyMigrations({
      migrationsList: migrationList(),
      filters: { externalTables: [], externalEnums: [] },
    });
    return result.appliedMigrationNames;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const databaseUrl = process.env.DATABASE_URL;
  if (databaseUrl === undefined) throw new Error('DATABASE_URL: not set. Expected a PostgreSQL 15+ URL.');
  const { applied } = await migrate(databaseUrl);
  console.log(applied.length === 0 ? 'Database is up to date.' : `Applied ${applied.join(', ')}.`);
}
