import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { STATE } from '../paths.ts';
import { freePort } from './postgres.ts';

export type AnvilOptions = {
  readonly port?: number;
  readonly chainId?: number;
  /** The chain is loaded from this file and written back on stop and every few seconds. */
  readonly stateFile?: string;
  /** Seconds between blocks; 0 mines each transaction at once. */
  readonly blockTime?: number;
  /** `finalized` lags the head by twice this number of blocks. */
  readonly slotsInAnEpoch?: number;
};

export type AnvilNode = { readonly rpcUrl: string; readonly process: ChildProcess; stop(): Promise<void> };

/** A busy machine takes long to start a program. */
const READY_MS = 120_000;
/** How many blocks back the node still answers calls. */
const STATES_KEPT = 512;

/** Starts a real EVM node on 127.0.0.1 with the well-known development accounts. */
export async function startAnvil(options: AnvilOptions = {}): Promise<AnvilNode> {
  const port = options.port ?? (await freePort());
  const args = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--chain-id',
    String(options.chainId ?? 31337),
  ];
  args.push('--slots-in-an-epoch', String(options.slotsInAnEpoch ?? 1), '--quiet');
  // By default old states go to the home folder, gigabytes of them. Blocks, logs and receipts are kept in any case.
  args.push('--prune-history', String(STATES_KEPT), '--cache-path', join(STATE, 'home', 'anvil'));
  if (options.blockTime !== undefined && options.blockTime > 0)
    args.push('--block-time', String(options.blockTime));
  if (options.stateFile !== undefined) {
    mkdirSync(dirname(options.stateFile), { recursive: true });
    keepOneGenesis(options.stateFile);
    args.push('--state', options.stateFile, '--state-interval', '5');
  }
  const child = spawn(anvilBinary(), args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const rpcUrl = `http://127.0.0.1:${port}`;
  await waitUntilReady(child, rpcUrl);
  return { rpcUrl, process: child, stop: () => stop(child) };
}

/** The native program of this platform's npm package (the package's own launcher would add a process in between). */
export function anvilBinary(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'));
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const name = `@foundry-rs/anvil-${process.platform}-${arch}`;
  try {
    return join(
      dirname(require.resolve(`${name}/package.json`)),
      'bin',
      process.platform === 'win32' ? 'anvil.exe' : 'anvil',
    );
  } catch {
    throw new Error(
      `No EVM node for ${process.platform}/${process.arch} comes with the npm packages. Set RPC_URL instead.`,
    );
  }
}

const stateSchema = z.looseObject({
  blocks: z.array(
    z.looseObject({ header: z.looseObject({ number: z.coerce.bigint(), timestamp: z.coerce.bigint() }) }),
  ),
});

/**
 * Every start with a state file adds one more block 0, and any of them may win the next time: the chain would seem to
 * be another one. The oldest is the one that everybody has seen.
 */
function keepOneGenesis(stateFile: string): void {
  if (!existsSync(stateFile)) return;
  const raw: unknown = JSON.parse(readFileSync(stateFile, 'utf8'));
  const state = stateSchema.safeParse(raw);
  if (!state.success) return;
  const isGenesis = (block: (typeof state.data.blocks)[number]): boolean => block.header.number === 0n;
  const [oldest, ...others] = state.data.blocks
    .filter(isGenesis)
    .toSorted((a, b) => (a.header.timestamp < b.header.timestamp ? -1 : 1));
  if (oldest === undefined || others.length === 0) return;
  const rawState = z.looseObject({ blocks: z.array(z.unknown()) }).parse(raw);
  const blocks = rawState.blocks.filter((_, index) => {
    const block = state.data.blocks[index];
    return block === undefined || !isGenesis(block) || block === oldest;
  });
  const temporary = `${stateFile}.new`;
  writeFileSync(temporary, JSON.stringify({ ...rawState, blocks }));
  renameSync(temporary, stateFile);
}

async function waitUntilReady(child: ChildProcess, rpcUrl: string): Promise<void> {
  let problem = '';
  let exited = false;
  child.stderr?.on('data', (chunk: Buffer) => {
    problem = (problem + chunk.toString()).slice(-2_000);
  });
  child.stdout?.resume();
  child.once('exit', () => {
    exited = true;
  });
  child.once('error', (error) => {
    problem = error.message;
    exited = true;
  });
  for (const deadline = Date.now() + READY_MS; Date.now() < deadline; ) {
    if (exited) throw new Error(`The EVM node did not start: ${problem.trim()}`);
    if (await answers(rpcUrl)) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  child.kill('SIGKILL');
  throw new Error(
    `The EVM node did not answer at ${rpcUrl} within ${READY_MS / 1_000} seconds. ${problem.trim()}`,
  );
}

async function answers(rpcUrl: string): Promise<boolean> {
  try {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
    const response = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return response.ok;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(timer);
}
