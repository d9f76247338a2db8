import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { chownSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.ts';
import { NOBODY, unprivileged } from './unprivileged.ts';

const USER = 'freehold';
const DATABASE = 'freehold';
/** A busy machine takes long to start a program. */
const READY_MS = 120_000;
/** Inside the checkout, so that a killed test run leaves nothing elsewhere. */
const TEMPORARY = resolve(import.meta.dirname, '../../.freehold/tmp');

export type PostgresServer = {
  readonly url: string;
  readonly process: ChildProcess;
  /** Fast shutdown: connections are closed, data is flushed. */
  stop(): Promise<void>;
};

export type PostgresOptions = {
  readonly dataDir: string;
  readonly port?: number;
  /** Extra `name=value` server settings. */
  readonly settings?: readonly string[];
};

/** Starts a real PostgreSQL on 127.0.0.1 with its data in `dataDir`, creating the cluster the first time. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const binaries = postgresBinaries();
  const dataDir = resolve(options.dataDir);
  const port = options.port ?? (await freePort());
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await createCluster(binaries, dataDir);
  const settings = ['listen_addresses=127.0.0.1', 'max_connections=200', ...(options.settings ?? [])];
  const args = ['-D', dataDir, '-p', String(port), '-k', '', ...settings.flatMap((s) => ['-c', s])];
  const child = launch(binaries.postgres, args, dataDir);
  const output = collect(child);
  const url = `postgres://${USER}@127.0.0.1:${port}/${DATABASE}`;
  await waitUntilReady(child, url, output);
  return { url, process: child, stop: () => stop(child) };
}

async function createCluster(binaries: PostgresBinaries, dataDir: string): Promise<void> {
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (process.getuid?.() === 0) chownSync(dataDir, NOBODY, NOBODY);
  const args = ['-D', dataDir, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-instructions'];
  const child = launch(binaries.initdb, args, dataDir);
  const output = collect(child);
  const code = await new Promise<number | null>((done, fail) => child.on('close', done).on('error', fail));
  if (code !== 0) {
    rmSync(dataDir, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not create its data folder ${dataDir}: ${lastLines(output())}`);
  }
}

function launch(command: string, args: readonly string[], dataDir: string): ChildProcess {
  const run = unprivileged(command, args, [command, dataDir]);
  const identity = run.uid === undefined ? {} : { uid: run.uid, gid: run.gid ?? NOBODY };
  // A session of its own: Ctrl-C in the terminal reaches the supervisor, which then stops the server last.
  return spawn(run.command, run.args, {
    ...identity,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
}

function collect(child: ChildProcess): () => string {
  let text = '';
  const add = (chunk: Buffer): void => {
    text = (text + chunk.toString()).slice(-8_000);
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return () => text;
}

async function waitUntilReady(child: ChildProcess, url: string, output: () => string): Promise<void> {
  let exited = false;
  child.once('exit', () => {
    exited = true;
  });
  const admin = url.replace(/\/[^/]*$/, '/postgres');
  for (const deadline = Date.now() + READY_MS; Date.now() < deadline; ) {
    if (exited) throw new Error(`PostgreSQL did not start: ${lastLines(output())}`);
    if (await ensureDatabase(admin, DATABASE)) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  await stop(child);
  throw new Error(`PostgreSQL did not answer within ${READY_MS / 1_000} seconds: ${lastLines(output())}`);
}

async function ensureDatabase(adminUrl: string, name: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch {
    return false;
  }
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
    return true;
  } finally {
    await client.end();
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGQUIT'), 10_000);
  await gone;
  clearTimeout(timer);
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-4).join(' | ');
}

/**
 * A port of 127.0.0.1 that nobody listens on at this moment and that nobody of this checkout was given: what it is meant
 * for may listen much later. Below those that systems give to outgoing connections (Linux: from 32768): one of these
 * could take it before.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = randomInt(12_000, 32_000);
    if ((await isFree(port)) && claim(port)) return port;
  }
  throw new Error('No free port was found between 12000 and 32000.');
}

/** Whether this process is the first to ask for the port since the folder of temporary files was emptied. */
function claim(port: number): boolean {
  const folder = join(TEMPORARY, 'ports');
  mkdirSync(folder, { recursive: true });
  try {
    closeSync(openSync(join(folder, String(port)), 'wx'));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}

let shared: Promise<{ url: string }> | undefined;

/** The server of this test process: TEST_DATABASE_URL when set, else a throw-away cluster that dies with the process. */
function testServer(): Promise<{ url: string }> {
  shared ??= (async () => {
    const given = process.env.TEST_DATABASE_URL;
    if (given !== undefined && given !== '') return { url: given };
    mkdirSync(TEMPORARY, { recursive: true });
    const folder = mkdtempSync(join(TEMPORARY, 'postgres-'));
    const dataDir = join(folder, 'data');
    const server = await startPostgres({ dataDir, settings: ['fsync=off', 'shared_buffers=64MB'] });
    server.process.unref();
    for (const stream of [server.process.stdout, server.process.stderr]) {
      if (stream !== null && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
    }
    process.once('exit', () => {
      server.process.kill('SIGQUIT');
      // Exit handlers cannot await: give the server a moment to release its shared memory, then remove its data.
      const pidFile = join(dataDir, 'postmaster.pid');
      const nap = new Int32Array(new SharedArrayBuffer(4));
      for (let i = 0; i < 100 && existsSync(pidFile); i += 1) Atomics.wait(nap, 0, 0, 20);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    });
    return { url: server.url };
  })();
  return shared;
}

export type TemporaryDatabase = { readonly url: string; drop(): Promise<void> };

/** An empty database of its own on the test server. `drop()` closes whoever is still connected. */
export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  const { url } = await testServer();
  const admin = url.replace(/\/[^/?]*(\?|$)/, '/postgres$1');
  const name = `test_${randomBytes(6).toString('hex')}`;
  if (!(await ensureDatabase(admin, name)))
    throw new Error(`The test database server at ${admin} does not answer.`);
  return {
    url: url.replace(/\/[^/?]*(\?|$)/, `/${name}$1`),
    async drop() {
      const client = new pg.Client({ connectionString: admin });
      await client.connect();
      await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
      await client.end();
    },
  };
}
