import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from '../build/run-program.ts';
import { STATE } from '../paths.ts';
import { portsFromEnvironment } from './ports.ts';
import { type LocalSystem, startSystem } from './system.ts';
import { welcome } from './welcome.ts';

const startedAt = Date.now();
const seconds = (): string => `${((Date.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s`;
const report = (line: string): void => console.log(`${seconds()}  ${line}`);

let system: LocalSystem | undefined;
let ending = false;

async function end(code: number): Promise<never> {
  if (!ending) {
    ending = true;
    if (system !== undefined) {
      report('Stopping everything …');
      await system.stop();
      report('Stopped. Nothing runs any more; `npm start` resumes where this left off.');
    }
  }
  process.exit(code);
}

/** Plays the demonstration once per data folder, through the same doors as everybody else. */
async function tellStory(): Promise<void> {
  const told = join(STATE, 'story-told');
  if (existsSync(told) || process.env.FREEHOLD_STORY === 'off') return;
  report('Telling the demonstration story (see docs/architecture.md) …');
  const { code } = await runNode(['scripts/demo/main.ts'], {}, true);
  if (code !== 0)
    throw new Error(
      'The demonstration story did not end well; its checks are above and the logs are in .freehold/logs.',
    );
  mkdirSync(STATE, { recursive: true });
  writeFileSync(told, `${new Date().toISOString()}\n`);
}

process.on('SIGINT', () => void end(0));
process.on('SIGTERM', () => void end(0));
process.on('SIGHUP', () => void end(0));

try {
  system = await startSystem({
    dataDir: STATE,
    ports: portsFromEnvironment(process.env),
    report,
    env: process.env,
  });
  await Promise.all([tellStory(), system.startWeb()]);
  report('Ready.');
  console.log(welcome(system));
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  await end(1);
}
