/**
 * Posting and sealing on a PostgreSQL of its own with fsync on: transactions per second and latency of 16 clients on
 * hot accounts, how far the sealer is behind meanwhile, the allocation of a dividend to 100,000 holders, and the
 * verification of all of it.
 *
 *   npm run bench -- ledger [--seconds 10] [--clients 16] [--holders 100000]
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { migrate } from '@freehold/database/migrate';
import { createPool } from '@freehold/database/pool';
import type pg from 'pg';
import { freePort, startPostgres } from '../embedded/postgres.ts';
import { at, STATE } from '../paths.ts';

interface Sealing {
  sealAll(): Promise<number | null>;
  close(): Promise<void>;
}

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    clients: { type: 'string', default: '16' },
    holders: { type: 'string', default: '100000' },
  },
});
const seconds = Number(values.seconds);
const clients = Number(values.clients);
const holders = Number(values.holders);

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

/** A two-legged entry on one of ten leases of one property: the second account is always the same. */
const invoice = (id: string, index: number): string =>
  JSON.stringify({
    key: { sourceType: 'bench', sourceId: id, postingKind: 'invoiced' },
    description: 'Rent invoiced for 2026-01',
    effectiveAt: '2026-01-01T00:00:00.000Z',
    phase: 'posted',
    metadata: { propertyId: 'p1', leaseId: `l${index % 10}`, period: '2026-01' },
    postings: [
      { account: `A:rent_receivable:l${index % 10}`, side: 'D', amount: '100000', currency: 'USD' },
      { account: `L:rent_deferred:p${index % 5}`, side: 'C', amount: '100000', currency: 'USD' },
    ],
    resolves: null,
    bounded: [],
  });

const post = { name: 'post', text: 'SELECT ledger.post($1::jsonb) AS posted' };

async function postFor(pool: pg.Pool, client: number, until: number, latencies: number[]): Promise<void> {
  const connection = await pool.connect();
  for (let index = 0; performance.now() < until; index += 1) {
    const started = performance.now();
    await connection.query({ ...post, values: [invoice(`${until}-${client}-${index}`, index + client)] });
    latencies.push(performance.now() - started);
  }
  connection.release();
}

/** Seals as the scheduler does; notes the age of the oldest entry of every batch at the moment it is sealed. */
async function sealWhile(
  sealer: Sealing,
  pool: pg.Pool,
  state: { running: boolean },
  from: number,
): Promise<number[]> {
  const lags: number[] = [];
  const lag = `SELECT extract(epoch FROM s.sealed_at - e.posted_at)::float8 * 1000 AS ms FROM ledger.seal s
               JOIN ledger.sealed_entry l ON l.seq >= s.first_seq AND l.seq < s.size JOIN ledger.journal_entry e ON e.id = l.entry_id WHERE l.seq >= ${from}`;
  while (state.running) {
    await sealer.sealAll();
    await sleep(250);
  }
  while ((await sealer.sealAll()) !== 0) await sleep(10);
  for (const row of (await pool.query<{ ms: number }>(lag)).rows) lags.push(row.ms);
  return lags.sort((left, right) => left - right);
}

const allocation = (count: number): string => {
  const legs = Array.from({ length: count }, (_, index) => ({
    account: `L:dividend_payable_investor:0x${index.toString(16).padStart(40, '0')}:d1`,
    side: 'C',
    amount: '1000000',
    currency: 'USDC.31337',
  }));
  const total = {
    account: 'L:dividend_payable:p1:2026-01',
    side: 'D',
    amount: `${count}000000`,
    currency: 'USDC.31337',
  };
  const key = { sourceType: 'dividend', sourceId: 'd1', postingKind: 'allocated' };
  const rest = { phase: 'posted', metadata: {}, resolves: null, bounded: [] };
  return JSON.stringify({
    key,
    description: 'allocated',
    effectiveAt: '2026-01-01T00:00:00Z',
    postings: [total, ...legs],
    ...rest,
  });
};

async function measure(url: string): Promise<void> {
  await migrate(url);
  const pool = createPool(url, 'backend', { max: clients + 2 });
  const { Sealer }: { Sealer: new (url: string) => Sealing } = await import(
    at('backend/src/modules/ledger/datasources/sealer.ts')
  );
  const sealer = new Sealer(url);
  const warm: number[] = [];
  await Promise.all(
    Array.from({ length: clients }, (_, client) => postFor(pool, client, performance.now() + 1_500, warm)),
  );

  for (const sealing of [false, true]) {
    const state = { running: true };
    if (sealing) while ((await sealer.sealAll()) !== 0) await sleep(10);
    const from = Number(
      (await pool.query<{ size: string }>('SELECT count(*) AS size FROM ledger.sealed_entry')).rows[0]?.size,
    );
    const lags = sealing ? sealWhile(sealer, pool, state, from) : Promise.resolve([]);
    const latencies: number[] = [];
    const until = performance.now() + seconds * 1_000;
    await Promise.all(
      Array.from({ length: clients }, (_, client) => postFor(pool, client, until, latencies)),
    );
    state.running = false;
    latencies.sort((left, right) => left - right);
    const rate = (latencies.length / seconds).toFixed(0);
    console.log(
      `posting, ${clients} clients, ${sealing ? 'sealer running' : 'no sealer'}: ${rate} tx/s, p50 ${percentile(latencies, 0.5).toFixed(1)} ms, p99 ${percentile(latencies, 0.99).toFixed(1)} ms`,
    );
    const measured = await lags;
    if (sealing)
      console.log(
        `sealing lag of ${measured.length} entries: p50 ${percentile(measured, 0.5).toFixed(0)} ms, p99 ${percentile(measured, 0.99).toFixed(0)} ms`,
      );
  }

  const started = performance.now();
  await pool.query({ ...post, values: [allocation(holders)] });
  const posted = performance.now();
  while ((await sealer.sealAll()) === 0) await sleep(10);
  console.log(
    `dividend to ${holders} holders: allocated in ${((posted - started) / 1_000).toFixed(1)} s, sealed in ${((performance.now() - posted) / 1_000).toFixed(1)} s`,
  );
  await sealer.close();
  await pool.end();
  const verifier = [at('scripts/verify-ledger.ts'), '--database', url, '--offline'];
  console.log(
    `verifier: ${(await promisify(execFile)(process.execPath, verifier)).stdout.trim().replaceAll('\n', '; ')}`,
  );
}

mkdirSync(join(STATE, 'tmp'), { recursive: true });
const folder = mkdtempSync(join(STATE, 'tmp', 'bench-'));
const server = await startPostgres({ dataDir: join(folder, 'data'), port: await freePort() });
try {
  await measure(server.url);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
