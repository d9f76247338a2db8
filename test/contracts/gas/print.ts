/**
 * Measures everything and prints it beside the floors, T-REX and the goals: `npm run bench:gas`. Exits with 1 when a goal
 * is missed. With `-- --write` (FREEHOLD_GAS_WRITE=1) the numbers become the pins that the tests hold every row to.
 */
import { GOALS, KNOWN_MISSED, T_REX } from './goals.ts';
import { createSteadyPlatform } from './network.ts';
import { writePins } from './pins.ts';
import { BATCH_SIZES, each, type Row } from './row.ts';
import { SCENARIOS } from './scenarios.ts';
import { codeSizes } from './sizes.ts';

const WIDTH = 56;
const SIZE_SUFFIX = /, ×(\d+)$/;
const number = (value: number | undefined, width = 11): string =>
  (value === undefined ? '' : value.toLocaleString('en')).padStart(width);
const verdict = (value: number, goal: number | undefined): string => {
  if (goal === undefined) return '';
  return value <= goal ? 'holds' : 'MISSED';
};

const p = await createSteadyPlatform();
const missed: string[] = [];
const all: Row[] = [];

/** What was measured in every batch size, by the name all of its rows share. */
const kindsOf = (rows: readonly Row[]): readonly string[] =>
  rows
    .filter(({ name }) => name.endsWith(`, ×${BATCH_SIZES[0]}`))
    .map(({ name }) => name.replace(SIZE_SUFFIX, ''));

function printActs(rows: readonly Row[]): void {
  const kinds = kindsOf(rows);
  const acts = rows.filter(
    ({ name }) => !kinds.includes(name.replace(SIZE_SUFFIX, '')) || T_REX[name] || GOALS[name],
  );
  if (acts.length === 0) return;
  console.log(`${'act'.padEnd(WIDTH)}        gas       goal          T-REX 4.1.6  T-REX/ours`);
  for (const row of acts) {
    const [gas, goal, tRex] = [each(row), GOALS[row.name], T_REX[row.name]];
    const times = tRex === undefined ? '' : (tRex / gas).toFixed(2).padStart(6);
    const name = row.items > 1 ? `${row.name}, each` : row.name;
    console.log(
      `${name.padEnd(WIDTH)}${number(gas)}${number(goal)} ${verdict(gas, goal).padEnd(7)}${number(tRex)}  ${times.padStart(10)}`.trimEnd(),
    );
  }
}

function printBatches(rows: readonly Row[]): void {
  const kinds = kindsOf(rows);
  if (kinds.length === 0) return;
  console.log(`${'each, in batches of'.padEnd(WIDTH)}${BATCH_SIZES.map((size) => number(size)).join('')}`);
  for (const kind of kinds) {
    const cells = BATCH_SIZES.map((size) => rows.find(({ name }) => name === `${kind}, ×${size}`));
    console.log(
      `${kind.padEnd(WIDTH)}${cells.map((row) => number(row ? each(row) : undefined)).join('')}`.trimEnd(),
    );
  }
}

for (const { title, measure } of SCENARIOS) {
  const rows = await p.load(() => measure(p));
  all.push(...rows);
  console.log(`\n${title}`);
  printActs(rows);
  printBatches(rows);
  for (const row of rows)
    if (each(row) > (GOALS[row.name] ?? Number.POSITIVE_INFINITY)) missed.push(row.name);
}

console.log('\nCode sizes');
console.log(`${'contract'.padEnd(WIDTH)}      bytes       goal`);
for (const { name, bytes, goal } of await codeSizes()) {
  console.log(`${name.padEnd(WIDTH)}${number(bytes)}${number(goal)} ${verdict(bytes, goal)}`);
  if (bytes > goal) missed.push(`code of ${name}`);
}

const unmeasured = Object.keys(GOALS).filter((name) => !all.some((row) => row.name === name));
if (unmeasured.length > 0) console.log(`\nGoals nothing measures yet: ${unmeasured.join('; ')}.`);
if (process.env.FREEHOLD_GAS_WRITE === '1') {
  writePins(all);
  console.log('\ntest/contracts/gas/pins.json written.');
}
const held = Object.keys(GOALS).length - unmeasured.length - missed.filter((name) => GOALS[name]).length;
console.log(
  `\n${held} of ${Object.keys(GOALS).length} gas goals hold. Missed: ${missed.join('; ') || 'none'}.`,
);
const failures = missed.filter((name) => !KNOWN_MISSED.has(name));
process.exitCode = failures.length + unmeasured.length > 0 ? 1 : 0;
