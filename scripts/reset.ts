import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { STATE } from './paths.ts';
import { endOrphans, runningSystem } from './start/run-file.ts';

/** Build stamps say nothing about data and save a rebuild. */
const KEPT = new Set(['stamps', 'home', 'chromium']);

const running = runningSystem(STATE);
if (running !== undefined) {
  console.error(
    `Freehold is running (process ${running.supervisor}). Stop it with Ctrl-C first, then reset.`,
  );
  process.exit(1);
}
await endOrphans(STATE);
const removed = existsSync(STATE) ? readdirSync(STATE).filter((name) => !KEPT.has(name)) : [];
for (const name of removed) rmSync(join(STATE, name), { recursive: true, force: true });
console.log(
  removed.length === 0
    ? 'Nothing to reset.'
    : 'Reset: database, chain, sandbox and logs are gone. `npm start` begins anew.',
);
