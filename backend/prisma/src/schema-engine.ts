import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  DriverAdapterError,
  type SqlDriverAdapter,
} from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

let loaded = false;

/** The package's own entry imports the .wasm as a module, which Node still calls experimental and warns about. */
function loadEngine(): void {
  if (loaded) return;
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const module = new WebAssembly.Module(readFileSync(join(folder, 'schema_engine_bg.wasm')));
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': { ...engine } });
  engine.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === 'function') start();
  loaded = true;
}

/** Prisma's schema engine, speaking to `databaseUrl` through pg, for as long as `work` takes. */
export async function withSchemaEngine<Result>(
  databaseUrl: string,
  work: (engine: engine.SchemaEngine) => Promise<Result>,
): Promise<Result> {
  loadEngine();
  const factory = new WholeScriptPg({ connectionString: databaseUrl });
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  const opened = await engine.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
  try {
    return await work(opened);
  } finally {
    opened.free();
    await factory.close();
  }
}

/**
 * PrismaPg cuts a migration at every semicolon, which breaks function bodies. PostgreSQL itself takes a whole script
 * in one message, and then runs it as one transaction: a migration is applied entirely or not at all.
 */
class WholeScriptPg extends PrismaPg {
  readonly #connectionString: string;
  readonly #open: Awaited<ReturnType<PrismaPg['connect']>>[] = [];

  constructor(config: { readonly connectionString: string }) {
    super(config);
    this.#connectionString = config.connectionString;
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    this.#open.push(adapter);
    const executeScript: SqlDriverAdapter['executeScript'] = (script) =>
      runScript(this.#connectionString, script);
    return Object.assign(adapter, { executeScript });
  }

  /** The engine leaves its connections open, and with them the advisory lock that keeps other engines out. */
  async close(): Promise<void> {
    await Promise.all(this.#open.map((adapter) => adapter.dispose()));
  }
}

async function runScript(connectionString: string, script: string): Promise<void> {
  const client = new pg.Client({ connectionString, application_name: 'freehold-migrate' });
  await client.connect();
  try {
    await client.query(script);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    throw new DriverAdapterError({
      kind: 'postgres',
      code: error.code ?? 'unknown',
      severity: error.severity ?? 'ERROR',
      message: error.message,
      detail: error.detail,
      column: error.column,
      hint: error.hint,
    });
  } finally {
    await client.end();
  }
}
