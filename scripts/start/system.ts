import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { buildBackend, buildFrontend, generate, type Report } from '../build/steps.ts';
import { startAnvil } from '../embedded/anvil.ts';
import { startPostgres } from '../embedded/postgres.ts';
import { type Ports, requireFree } from './ports.ts';
import { endOrphans, removeRunFile, runningSystem, writeRunFile } from './run-file.ts';
import {
  environments,
  LOCAL_ACCOUNTS,
  LOCAL_CHAIN_ID,
  LOCAL_SAFE_OWNERS,
  localAddress,
  localKey,
} from './settings.ts';
import { Supervisor } from './supervisor.ts';

export type SystemOptions = {
  readonly dataDir: string;
  readonly ports: Ports;
  readonly report: Report;
  readonly env: NodeJS.ProcessEnv;
};

export type LocalSystem = {
  readonly urls: {
    readonly web: string;
    readonly api: string;
    readonly stripe: string;
    readonly circle: string;
    readonly kyc: string;
    readonly mail: string;
    readonly storage: string;
    readonly rpc: string;
  };
  readonly databaseUrl: string;
  readonly deploymentFile: string;
  pids(): Record<string, number>;
  /** Builds and starts the web pages; the rest serves before. */
  startWeb(): Promise<void>;
  stop(): Promise<void>;
};

type Foundation = { readonly url: string; readonly process?: ChildProcess; stop(): Promise<void> };

/** Brings up database, chain, sandbox, api, worker and indexer of one data folder, in that order. */
export async function startSystem(options: SystemOptions): Promise<LocalSystem> {
  const { dataDir, ports, report, env } = options;
  const other = runningSystem(dataDir);
  if (other !== undefined) {
    throw new Error(
      `Freehold is already running from this folder (process ${other.supervisor}): ${other.urls.web}. Stop it first.`,
    );
  }
  const orphans = await endOrphans(dataDir);
  if (orphans.length > 0) report(`Ended what the last run left behind: ${orphans.join(', ')}.`);
  if (env.DATABASE_URL) await probeDatabase(env.DATABASE_URL);
  if (env.RPC_URL) await probeChain(env.RPC_URL, env.CHAIN_ID);
  await requireFree(ports, ['web', 'api', 'indexer', 'stripe', 'circle', 'kyc', 'mail', 'storage']);
  if (!env.DATABASE_URL) await requireFree(ports, ['postgres']);
  if (!env.RPC_URL) await requireFree(ports, ['rpc']);
  mkdirSync(dataDir, { recursive: true });

  report('Starting PostgreSQL and the EVM node …');
  const foundations: Foundation[] = [];
  const stopFoundations = async (): Promise<void> => {
    for (const part of foundations.splice(0).reverse()) await part.stop();
  };
  try {
    const [database, chain] = await Promise.all([
      startDatabase(options).then((part) => keep(foundations, part)),
      startChain(options).then((part) => keep(foundations, part)),
      generate(report),
    ]);
    return await startProcesses(options, database, chain, stopFoundations);
  } catch (error) {
    await stopFoundations();
    throw error;
  }
}

function keep(list: Foundation[], part: Foundation): Foundation {
  list.push(part);
  return part;
}

async function startDatabase({ dataDir, ports, env }: SystemOptions): Promise<Foundation> {
  if (env.DATABASE_URL) return { url: env.DATABASE_URL, stop: async () => undefined };
  return startPostgres({ dataDir: join(dataDir, 'postgres'), port: ports.postgres });
}

async function startChain({ dataDir, ports, env }: SystemOptions): Promise<Foundation> {
  if (env.RPC_URL) return { url: env.RPC_URL, stop: async () => undefined };
  const node = await startAnvil({
    port: ports.rpc,
    stateFile: join(dataDir, 'chain.json'),
    blockTime: 1,
    slotsInAnEpoch: 1,
  });
  return { url: node.rpcUrl, process: node.process, stop: node.stop };
}

async function startProcesses(
  options: SystemOptions,
  database: Foundation,
  chain: Foundation,
  stopFoundations: () => Promise<void>,
): Promise<LocalSystem> {
  const { dataDir, ports, report, env } = options;
  const deploymentFile = env.DEPLOYMENT_FILE ?? join(dataDir, 'deployment.json');
  report('Migrating the database and deploying the contracts …');
  await Promise.all([
    migrateDatabase(database.url),
    deployContracts(chain.url, deploymentFile, env),
    buildBackend(report),
  ]);

  const urls = {
    web: `http://localhost:${ports.web}`,
    api: `http://127.0.0.1:${ports.api}`,
    stripe: `http://127.0.0.1:${ports.stripe}`,
    circle: `http://127.0.0.1:${ports.circle}`,
    kyc: `http://127.0.0.1:${ports.kyc}`,
    mail: `http://127.0.0.1:${ports.mail}`,
    storage: `http://127.0.0.1:${ports.storage}`,
    rpc: chain.url,
  };
  const envs = environments(
    { dataDir, ports, databaseUrl: database.url, rpcUrl: chain.url, deploymentFile },
    env,
  );
  let ending = false;
  const pids = (): Record<string, number> => ({
    ...supervisor.pids(),
    ...(database.process?.pid === undefined ? {} : { database: database.process.pid }),
    ...(chain.process?.pid === undefined ? {} : { chain: chain.process.pid }),
  });
  const record = (): void =>
    writeRunFile(dataDir, {
      supervisor: process.pid,
      children: pids(),
      urls,
      databaseUrl: database.url,
      deploymentFile,
    });
  const supervisor = new Supervisor(join(dataDir, 'logs'), report, record);
  record();
  const stop = async (): Promise<void> => {
    ending = true;
    await supervisor.stop();
    await stopFoundations();
    removeRunFile(dataDir);
  };
  for (const [name, part] of [
    ['PostgreSQL', database],
    ['The EVM node', chain],
  ] as const) {
    part.process?.once(
      'exit',
      () =>
        ending ||
        report(`${name} stopped. Press Ctrl-C and start again: everything recorded so far is kept.`),
    );
  }
  try {
    report('Starting sandbox, api, worker and indexer …');
    const backend = ['--enable-source-maps', 'backend/dist/main.js'];
    await supervisor.start({
      name: 'sandbox',
      args: ['sandbox/src/main.ts'],
      env: envs.sandbox,
      ready: () => answers(`${urls.stripe}/_sandbox/clock`),
    });
    await supervisor.start({
      name: 'indexer',
      args: ['indexer/src/main.ts'],
      env: envs.indexer,
      ready: () => answers(`http://127.0.0.1:${ports.indexer}/health/live`),
    });
    await supervisor.start({
      name: 'api',
      args: backend,
      env: { ...envs.backend, PROCESS: 'api' },
      ready: () => answers(`${urls.api}/health/ready`),
    });
    await supervisor.start({
      name: 'worker',
      args: backend,
      env: { ...envs.backend, PROCESS: 'worker,scheduler' },
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const startWeb = async (): Promise<void> => {
    await buildFrontend(report);
    const args = [
      'node_modules/next/dist/bin/next',
      'start',
      'frontend',
      '-p',
      String(ports.web),
      '-H',
      '127.0.0.1',
    ];
    await supervisor.start({
      name: 'web',
      args,
      env: envs.web,
      ready: () => answers(`http://127.0.0.1:${ports.web}/healthz`),
    });
  };
  return { urls, databaseUrl: database.url, deploymentFile, pids, startWeb, stop };
}

// The generated parts these two need do not exist before `generate`, hence the late imports.
async function migrateDatabase(url: string): Promise<void> {
  const { migrate } = await import('@freehold/database/migrate');
  await migrate(url);
}

async function deployContracts(rpcUrl: string, file: string, env: NodeJS.ProcessEnv): Promise<void> {
  if (env.CHAIN_ID !== undefined && env.CHAIN_ID !== String(LOCAL_CHAIN_ID)) {
    if (existsSync(file)) return;
    throw new Error(
      `DEPLOYMENT_FILE: ${file} does not exist. Deploy the contracts to chain ${env.CHAIN_ID} first and name the file it writes.`,
    );
  }
  const { DEVELOPMENT_DELAYS, deployAll } = await import('@freehold/contracts/deploy');
  await deployAll({
    rpcUrl,
    deployerKey: localKey(LOCAL_ACCOUNTS.deployer),
    operator: localAddress(LOCAL_ACCOUNTS.operator),
    attester: localAddress(LOCAL_ACCOUNTS.attestation),
    anchorSigners: [localAddress(LOCAL_ACCOUNTS.operator), localAddress(LOCAL_ACCOUNTS.anchor)],
    usdcMinters: [localAddress(LOCAL_ACCOUNTS.circle)],
    access: {
      safe: { owners: LOCAL_SAFE_OWNERS.map(localAddress), threshold: 2 },
      guardians: [localAddress(LOCAL_ACCOUNTS.operator)],
      ...DEVELOPMENT_DELAYS,
    },
    file,
  });
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  await response.arrayBuffer();
  return response.ok;
}

/** A wrong address is refused before anything is started. */
async function probeDatabase(url: string): Promise<void> {
  const shown = url.replace(/:\/\/([^:@/]*):[^@]*@/, '://$1:***@');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query('select 1');
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new Error(
      `DATABASE_URL: cannot use ${shown} (${reason}). Expected a reachable PostgreSQL 15+ server, postgres://user:password@host:port/database; leave it unset for the embedded one.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function probeChain(url: string, wanted: string | undefined): Promise<void> {
  const expected = Number(wanted ?? LOCAL_CHAIN_ID);
  let got: unknown;
  try {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(5_000),
    });
    const answer: unknown = await response.json();
    got =
      answer !== null && typeof answer === 'object' && 'result' in answer ? Number(answer.result) : answer;
  } catch (error) {
    got = error instanceof Error ? error.message : error;
  }
  if (got !== expected) {
    throw new Error(
      `RPC_URL: ${url.replace(/(\/v[0-9]\/)[^/?]+/, '$1***')} answered ${JSON.stringify(got)}. Expected an EVM node of chain ${expected} (CHAIN_ID); leave both unset for the local one.`,
    );
  }
}
