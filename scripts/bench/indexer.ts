import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { migrate } from '@freehold/database/migrate';
import { createPool } from '@freehold/database/pool';
import type pg from 'pg';
import {
  concat,
  createPublicClient,
  encodeAbiParameters,
  type Hex,
  http,
  numberToHex,
  pad,
  parseAbiItem,
  toEventSelector,
} from 'viem';
import { startAnvil } from '../embedded/anvil.ts';
import { freePort, startPostgres } from '../embedded/postgres.ts';
import { STATE } from '../paths.ts';

/**
 * Backfill of a generated chain: the indexer beside a plain eth_getLogs loop, in the same run on the same node.
 *   npm run bench -- indexer [--blocks 1500] [--events 40] [--tokens 20] [--holders 200]
 * Tokens come from a factory event; emitters carry a dozen bytes of code, so the node is never the bottleneck.
 */
const { values } = parseArgs({
  options: {
    blocks: { type: 'string', default: '1500' },
    events: { type: 'string', default: '40' },
    tokens: { type: 'string', default: '20' },
    holders: { type: 'string', default: '200' },
  },
});
const [BLOCKS, EVENTS, TOKENS, HOLDERS] = [values.blocks, values.events, values.tokens, values.holders].map(
  Number,
);
if (![BLOCKS, EVENTS, TOKENS, HOLDERS].every((n) => n !== undefined && Number.isInteger(n) && n > 0))
  throw new Error('Every option must be a positive whole number.');

const TRANSFER = toEventSelector('Transfer(address,address,uint256)');
const TOKENIZED = toEventSelector(
  'PropertyTokenized(bytes32,address,address,string,string,uint256,address,address,address[])',
);
/** for (i = 0; i < calldatasize; i += 96) log Transfer(word(i), word(i + 32), word(i + 64)) */
const TRANSFER_EMITTER: Hex = `0x60005b8036111560${'46'}57602081604001600037806020013581357f${TRANSFER.slice(2)}60206000a3606001600256${'5b'}00`;
/** log4 with the first four words as topics and the rest as data */
const LOG_EMITTER: Hex = '0x60803603806080600037606035604035602035600035846000a400';
const MINTED = 10n ** 30n;
const SENDER = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

const address = (n: number): Hex => pad(numberToHex(n), { size: 20 });
const word = (n: number | bigint): Hex => numberToHex(n, { size: 32 });
const contracts = {
  usdc: address(0x1001),
  identityRegistry: address(0x1002),
  propertyFactory: address(0x1003),
  dividends: address(0x1004),
  treasury: address(0x1005),
  ledgerAnchor: address(0x1006),
};
const token = (n: number): Hex => address(0x2000 + n);
const holder = (n: number): Hex => word(0x100000 + n);

async function rpc(
  url: string,
  calls: readonly { method: string; params: readonly unknown[] }[],
): Promise<string> {
  const body = JSON.stringify(calls.map((call, id) => ({ jsonrpc: '2.0', id, ...call })));
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const text = await response.text();
  if (text.slice(0, 300).includes('"error"')) throw new Error(text.slice(0, 300));
  return text;
}

const transaction = (to: Hex, data: Hex) => ({
  method: 'eth_sendTransaction',
  params: [{ from: SENDER, to, data, gas: '0x1000000' }],
});

/** Births, mints, then blocks of random transfers; each transaction is mined into a block of its own. */
async function generate(
  url: string,
  tokens: number,
  holders: number,
  blocks: number,
  events: number,
): Promise<void> {
  const code = (at: Hex, bytes: Hex) => ({ method: 'anvil_setCode', params: [at, bytes] });
  const emitters = Array.from({ length: tokens }, (_, n) => code(token(n), TRANSFER_EMITTER));
  await rpc(url, [...Object.values(contracts).map((at) => code(at, LOG_EMITTER)), ...emitters]);
  let seed = 1;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const calls: { method: string; params: readonly unknown[] }[] = [];
  for (let n = 0; n < tokens; n += 1) {
    const data = encodeAbiParameters(
      ['string', 'string', 'uint256', 'address', 'address', 'address[]'].map((type) => ({ type })),
      [`Property ${n}`, `P${n}`, MINTED, contracts.identityRegistry, SENDER, []],
    );
    const topics = [TOKENIZED, word(n + 1), pad(token(n), { size: 32 }), word(0x3000 + n)];
    calls.push(transaction(contracts.propertyFactory, concat([...topics, data])));
    const mints = Array.from({ length: holders }, (_, h) => [word(0), holder(h), word(MINTED)]).flat();
    calls.push(transaction(token(n), concat(mints)));
  }
  for (let block = 0; block < blocks; block += 1) {
    const moves = Array.from({ length: events }, () => [
      holder(random(holders)),
      holder(random(holders)),
      word(1 + random(1_000)),
    ]);
    calls.push(transaction(token(random(tokens)), concat(moves.flat())));
  }
  for (const call of calls) await rpc(url, [call]);
  // The node answers before it has mined.
  const mined = `"${numberToHex(calls.length)}"`;
  const count = { method: 'eth_getTransactionCount', params: [SENDER, 'latest'] };
  while (!(await rpc(url, [count])).includes(mined)) await new Promise((done) => setTimeout(done, 50));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

/** viem refuses answers above 10 MB. */
const RANGE = 200;
const ranges = (head: number): [number, number][] =>
  Array.from({ length: Math.ceil(head / RANGE) }, (_, i) => [i * RANGE + 1, Math.min(head, (i + 1) * RANGE)]);

/** Seconds of the bare loop, and how many logs the node answered in it (counted by their one "logIndex" each). */
async function plainLoop(url: string, head: number): Promise<{ seconds: number; events: number }> {
  const answers: string[] = [];
  const seconds = await timed(async () => {
    for (const [from, to] of ranges(head)) {
      const filter = { fromBlock: numberToHex(from), toBlock: numberToHex(to) };
      answers.push(await rpc(url, [{ method: 'eth_getLogs', params: [filter] }]));
    }
  });
  const events = answers.reduce((sum, answer) => sum + answer.split('"logIndex"').length - 1, 0);
  return { seconds, events };
}

async function viemLoop(url: string, head: number): Promise<number> {
  const client = createPublicClient({ transport: http(url) });
  const event = parseAbiItem('event Transfer(address indexed from, address indexed to, uint256 value)');
  return timed(async () => {
    for (const [from, to] of ranges(head))
      await client.getLogs({ event, fromBlock: BigInt(from), toBlock: BigInt(to) });
  });
}

type Run = { readonly seconds: number; readonly workSeconds: number; readonly rssMb: number };

/** Spawns the real process on an empty database; `workSeconds` counts from its taking the lead. */
async function runIndexer(
  pool: pg.Pool,
  environment: Readonly<Record<string, string>>,
  head: number,
): Promise<Run> {
  const main = fileURLToPath(import.meta.resolve('@freehold/indexer/main'));
  const started = performance.now();
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  try {
    let led: number | null = null;
    for (;;) {
      const { rows } = await pool.query<{ number: string }>('SELECT number FROM chain.cursor');
      if (rows[0] !== undefined) led ??= performance.now();
      if (Number(rows[0]?.number ?? -1) >= head) break;
      if (child.exitCode !== null) throw new Error('the indexer ended');
      await new Promise((done) => setTimeout(done, 5));
    }
    const now = performance.now();
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    const rssMb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
    return { seconds: (now - started) / 1_000, workSeconds: (now - (led ?? started)) / 1_000, rssMb };
  } finally {
    child.kill('SIGTERM');
    await new Promise((done) => child.once('close', done));
  }
}

async function replayRaw(environment: Readonly<Record<string, string>>): Promise<number> {
  const file = fileURLToPath(import.meta.resolve('@freehold/indexer/rebuild'));
  return timed(async () => {
    const child = spawn(process.execPath, [file, '--from=raw'], {
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const code = await new Promise((done) => child.once('close', done));
    if (code !== 0) throw new Error('the rebuilt tables differ');
  });
}

async function main(): Promise<void> {
  const [blocks, events, tokens, holders] = [BLOCKS ?? 1, EVENTS ?? 1, TOKENS ?? 1, HOLDERS ?? 1];
  mkdirSync(join(STATE, 'tmp'), { recursive: true });
  const folder = mkdtempSync(join(STATE, 'tmp', 'bench-indexer-'));
  const node = await startAnvil();
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
  const pool = createPool(postgres.url, 'owner', { max: 2 });
  try {
    await migrate(postgres.url);
    const generated = await timed(() => generate(node.rpcUrl, tokens, holders, blocks, events));
    const client = createPublicClient({ transport: http(node.rpcUrl) });
    const head = Number(await client.getBlockNumber());
    const deploymentFile = join(folder, 'deployment.json');
    writeFileSync(deploymentFile, JSON.stringify({ chainId: 31_337, deployedAtBlock: 1, ...contracts }));
    const environment = {
      DATABASE_URL: postgres.url,
      RPC_URL: node.rpcUrl,
      CHAIN_ID: '31337',
      DEPLOYMENT_FILE: deploymentFile,
      INDEXER_PORT: String(await freePort()),
    };
    const plain = await plainLoop(node.rpcUrl, head);
    const viem = await viemLoop(node.rpcUrl, head);
    const indexer = await runIndexer(pool, environment, head);
    const count = await pool.query<{ raw: string; transfers: string; mb: string }>(
      `SELECT (SELECT count(*) FROM chain.raw_event) AS raw, (SELECT count(*) FROM chain.transfer) AS transfers,
         pg_database_size(current_database()) / 1048576 AS mb`,
    );
    const rebuilt = await replayRaw(environment);
    const total = plain.events;
    if (Number(count.rows[0]?.raw) !== total)
      throw new Error(`indexed ${count.rows[0]?.raw} of ${total} events`);
    const line = (what: string, seconds: number): void =>
      console.log(
        `${what.padEnd(52)} ${seconds.toFixed(2).padStart(7)} s  ${Math.round(total / seconds)
          .toLocaleString('en')
          .padStart(9)} events/s`,
      );
    console.log(`${head} blocks, ${tokens} tokens, ${total} events, generated in ${generated.toFixed(1)} s`);
    line('plain eth_getLogs loop, nothing decoded or stored', plain.seconds);
    line('viem getLogs loop, decoded, nothing stored', viem);
    line('indexer, from taking the lead to the head', indexer.workSeconds);
    line('indexer, process start included', indexer.seconds);
    line('rebuild from raw events and compare, start included', rebuilt);
    console.log(`indexer peak RSS ${indexer.rssMb.toFixed(0)} MB, database ${count.rows[0]?.mb} MB`);
  } finally {
    await pool.end();
    await postgres.stop();
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
