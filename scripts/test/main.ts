import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll } from '../build/steps.ts';
import { startPostgres } from '../embedded/postgres.ts';
import { STATE } from '../paths.ts';
import {
  count,
  failuresIn,
  runSuite,
  SIDE_BY_SIDE,
  SUITES,
  type SuiteName,
  type SuiteResult,
} from './suites.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const isSuite = (name: string): name is SuiteName => Object.hasOwn(SUITES, name);
const unknown = positionals.filter((name) => !isSuite(name));
if (unknown.length > 0) {
  console.error(`Unknown suite: ${unknown.join(', ')}. Known: ${Object.keys(SUITES).join(', ')}.`);
  process.exit(1);
}
const chosen = positionals.length > 0 ? positionals.filter(isSuite) : (Object.keys(SUITES) as SuiteName[]);

const temporary = join(STATE, 'tmp');
rmSync(temporary, { recursive: true, force: true });
mkdirSync(temporary, { recursive: true });
await buildAll((line) => console.log(line));

const folder = mkdtempSync(join(temporary, 'shared-'));
const server = await startPostgres({
  dataDir: join(folder, 'postgres'),
  settings: ['fsync=off', 'shared_buffers=128MB'],
});
const interrupt = async (): Promise<never> => {
  await server.stop();
  rmSync(temporary, { recursive: true, force: true });
  process.exit(1);
};
process.on('SIGINT', () => void interrupt());
process.on('SIGTERM', () => void interrupt());

type Timed = SuiteResult & { readonly seconds: number };
const env = { TEST_DATABASE_URL: server.url, TMPDIR: temporary, FREEHOLD_TEST: '1' };
const timed = async (name: SuiteName, echo: boolean): Promise<Timed> => {
  const startedAt = Date.now();
  const result = await runSuite(name, env, echo);
  return { ...result, seconds: (Date.now() - startedAt) / 1_000 };
};

const results: (Timed & { readonly name: SuiteName })[] = [];
const early = new Map<SuiteName, Promise<Timed>>();
try {
  for (const name of chosen) {
    console.log(`\n━━ ${name}: ${SUITES[name].about}`);
    const beside = SIDE_BY_SIDE[name];
    if (beside !== undefined && chosen.includes(beside)) early.set(beside, timed(beside, false));
    const started = early.get(name);
    const result = await (started ?? timed(name, true));
    if (started !== undefined) process.stdout.write(result.output);
    results.push({ name, ...result });
  }
} finally {
  await server.stop();
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

for (const { name, counts, output } of results) {
  if (counts.failed > 0) console.log(`\n━━ what failed in ${name}\n${failuresIn(output)}`);
}
console.log('');
for (const { name, counts, seconds } of results) {
  const verdict = counts.failed === 0 ? 'ok    ' : 'FAILED';
  console.log(
    `${verdict} ${name.padEnd(12)} ${String(counts.passed).padStart(5)} passed ${String(counts.failed).padStart(4)} failed ${seconds.toFixed(0).padStart(5)} s`,
  );
}
const total = count(results.map((result) => result.counts));
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
