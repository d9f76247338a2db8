/**
 * Line and branch coverage of the contracts by their tests, TypeScript and Solidity: `npm run coverage`. Less than 99
 * percent of either fails. What counts as a branch: `decisions.ts`. Runs on a copy, so that no counted code is ever
 * mistaken for the real one; gas is not compared there.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from '../build/run-program.ts';
import { ROOT } from '../paths.ts';
import { copyContracts } from './copy.ts';
import { type FileCoverage, readCoverage } from './coverage-data.ts';

const GOAL = 99;
/** Stands in for a contract that others wrote: shown, not counted. */
const APART = /^contracts\/usdc\//;

/** What goes long ways over lines that other tests reach one by one, or is about scripts: left out, for its time. */
const LONG_WAYS = ['deploy-network', 'deploy-verify', 'differential', 'replay'];

const copy = copyContracts('coverage', 'coverage.config.ts');
for (const name of LONG_WAYS) rmSync(join(copy, `test/contracts/behaviour/${name}.test.ts`));
const env = { HARDHAT_COVERAGE: 'true' };
const generated = await runNode(['contracts/src/generate.ts'], env, true, copy);
if (generated.code !== 0) process.exit(1);
const tests = await runNode([join(ROOT, 'node_modules/hardhat/dist/src/cli.js'), 'test'], env, true, copy);
const files = readCoverage(copy);

type Share = Readonly<{ hit: number; all: number }>;
const linesOf = ({ lines }: FileCoverage): Share => ({
  hit: [...lines.values()].filter(Boolean).length,
  all: lines.size,
});
const branchesOf = ({ branches }: FileCoverage): Share => ({
  hit: branches.filter(({ taken }) => taken).length,
  all: branches.length,
});
const sum = (shares: readonly Share[]): Share => ({
  hit: shares.reduce((total, { hit }) => total + hit, 0),
  all: shares.reduce((total, { all }) => total + all, 0),
});
const percent = ({ hit, all }: Share): number => (all === 0 ? 100 : (100 * hit) / all);
const cell = (share: Share): string =>
  `${percent(share).toFixed(1).padStart(7)} %${`${share.hit}/${share.all}`.padStart(11)}`;
const row = (name: string, lines: Share, branches: Share): void =>
  console.log(`${name.padEnd(48)}${cell(lines)}${cell(branches)}`);

function printMissing({ file, lines, branches }: FileCoverage): void {
  const missed = [...lines].filter(([, hit]) => !hit).map(([line]) => line);
  if (missed.length > 0) console.log(`  ${file}: lines never run: ${missed.join(', ')}`);
  for (const { line, text, way, taken } of branches)
    if (!taken) console.log(`  ${file}:${line}: never ${way}: ${text}`);
}

const product = files.filter(({ file }) => !APART.test(file));
console.log(`\n${'contract'.padEnd(48)}${'lines'.padStart(20)}${'branches'.padStart(20)}`);
for (const file of product) row(file.file, linesOf(file), branchesOf(file));
const [lines, branches] = [sum(product.map(linesOf)), sum(product.map(branchesOf))];
row('together', lines, branches);
for (const file of files.filter(({ file }) => APART.test(file)))
  row(`apart: ${file.file}`, linesOf(file), branchesOf(file));
const missing = product.filter((file) => percent(linesOf(file)) < 100 || percent(branchesOf(file)) < 100);
if (missing.length > 0) console.log('\nNot covered');
for (const file of missing) printMissing(file);

const enough = percent(lines) >= GOAL && percent(branches) >= GOAL && lines.all > 0 && branches.all > 0;
if (!enough) console.log(`\nBelow ${GOAL} % of lines or branches.`);
if (tests.code !== 0) console.log('\nTests failed: the numbers above are of what ran.');
process.exit(enough && tests.code === 0 ? 0 : 1);
