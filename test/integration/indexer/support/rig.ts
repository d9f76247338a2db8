import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from '@freehold/database/migrate';
import { createPool } from '@freehold/database/pool';
import { freePort, temporaryDatabase } from '@freehold/scripts/embedded/postgres';
import { STATE } from '@freehold/scripts/paths';
import type pg from 'pg';
import { z } from 'zod';
import { pictureOfChain } from './oracle.ts';
import { pictureOfTables } from './tables.ts';
import { World } from './world.ts';

const REBUILD = fileURLToPath(import.meta.resolve('@freehold/indexer/rebuild'));
const MAIN = fileURLToPath(import.meta.resolve('@freehold/indexer/main'));

const statusSchema = z.object({
  ready: z.boolean(),
  role: z.enum(['starting', 'standby', 'leader']),
  head: z.number(),
  number: z.number(),
  final: z.number(),
  fence: z.number(),
  reorgs: z.number(),
  reason: z.string().nullable(),
});

/** Nothing here takes seconds, except on a machine that is busy with other things. */
const LONG_MS = 90_000;

export type IndexerStatus = z.infer<typeof statusSchema>;

export type Exit = { readonly code: number | null; readonly stderr: string };

/** One indexer process. */
export class IndexerProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly exited: Promise<Exit>;

  constructor(environment: Readonly<Record<string, string>>) {
    this.url = `http://127.0.0.1:${environment.INDEXER_PORT ?? ''}`;
    this.child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...environment },
      stdio: ['ignore', process.env.SHOW_INDEXER === '1' ? 'inherit' : 'ignore', 'pipe'],
    });
    let stderr = '';
    this.child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    this.exited = new Promise((done) => this.child.once('close', (code) => done({ code, stderr })));
  }

  async status(): Promise<IndexerStatus | null> {
    try {
      const response = await fetch(`${this.url}/status`);
      return statusSchema.parse(await response.json());
    } catch {
      return null;
    }
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return this.exited;
  }
}

/** A chain, a database and the means to run indexers between them. */
export class Rig {
  readonly world: World;
  readonly pool: pg.Pool;
  readonly databaseUrl: string;
  readonly #cleanUp: () => Promise<void>;
  readonly #running = new Set<IndexerProcess>();

  private constructor(world: World, pool: pg.Pool, databaseUrl: string, cleanUp: () => Promise<void>) {
    this.world = world;
    this.pool = pool;
    this.databaseUrl = databaseUrl;
    this.#cleanUp = cleanUp;
  }

  static async create(slotsInAnEpoch?: number): Promise<Rig> {
    const temporary = join(STATE, 'tmp');
    mkdirSync(temporary, { recursive: true });
    const folder = mkdtempSync(join(temporary, 'indexer-'));
    const database = await temporaryDatabase();
    await migrate(database.url);
    const world = await World.create(folder, slotsInAnEpoch);
    const pool = createPool(database.url, 'owner', { max: 2 });
    return new Rig(world, pool, database.url, async () => {
      await world.stop();
      await pool.end();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    });
  }

  async environment(): Promise<Record<string, string>> {
    return {
      DATABASE_URL: this.databaseUrl,
      RPC_URL: this.world.node.rpcUrl,
      CHAIN_ID: '31337',
      DEPLOYMENT_FILE: this.world.deploymentFile,
      INDEXER_PORT: String(await freePort()),
      INDEXER_POLL_MS: '50',
    };
  }

  async startIndexer(overrides: Readonly<Record<string, string>> = {}): Promise<IndexerProcess> {
    const indexer = new IndexerProcess({ ...(await this.environment()), ...overrides });
    this.#running.add(indexer);
    return indexer;
  }

  /** As `startIndexer`, and waits until the new process leads. */
  async startLeader(overrides: Readonly<Record<string, string>> = {}): Promise<IndexerProcess> {
    const indexer = await this.startIndexer(overrides);
    await until('the indexer to lead', async () => (await indexer.status())?.role === 'leader');
    return indexer;
  }

  /** Runs the rebuild command to its end. */
  async rebuild(
    ...args: readonly string[]
  ): Promise<{ readonly code: number | null; readonly output: string }> {
    const environment = { PATH: process.env.PATH, ...(await this.environment()) };
    const child = spawn(process.execPath, [REBUILD, ...args], { env: environment });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    const code = await new Promise<number | null>((done) => child.once('close', done));
    return { code, output };
  }

  /** Resolves when the cursor stands on the chain's head. */
  async caughtUp(): Promise<void> {
    const head = await this.world.client.getBlock();
    await until(`the tables to reach block ${head.number}`, async () => {
      const cursor = await this.cursor();
      return cursor !== null && cursor.hash === head.hash;
    });
  }

  async cursor() {
    const { rows } = await this.pool.query<{
      number: string;
      hash: string;
      final: string;
      fence: string;
      halted: string | null;
    }>(`SELECT number, '0x' || encode(hash, 'hex') AS hash, final, fence, halted FROM chain.cursor`);
    const row = rows[0];
    return row === undefined
      ? null
      : { ...row, number: Number(row.number), final: Number(row.final), fence: Number(row.fence) };
  }

  async count(table: string, where = 'true'): Promise<number> {
    const { rows } = await this.pool.query<{ count: string }>(
      `SELECT count(*) FROM chain.${table} WHERE ${where}`,
    );
    return Number(rows[0]?.count);
  }

  /** The tables must say exactly what an independent fold of the node's own logs says. */
  async assertExact(): Promise<void> {
    const [expected, actual] = await Promise.all([pictureOfChain(this.world), pictureOfTables(this.pool)]);
    assert.deepEqual(actual, expected);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running].map((indexer) => indexer.kill()));
    await this.#cleanUp();
  }
}

export async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + LONG_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited ${LONG_MS} ms for ${what}.`);
    await new Promise((done) => setTimeout(done, 15));
  }
}
