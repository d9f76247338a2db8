/**
 * How many commands the order book carries out in one second of processor time: `npm run bench:matching`, beside the naive book
 * of the tests in the same run. Commands are made beforehand; half of the stream is orders that trade or rest, the rest
 * cancellations, expiries and settlements that failed.
 *   [-- --orders 1000000] [--rounds 5] [--seed 1]
 */
import { parseArgs } from 'node:util';
import type { Command } from '../domain/matching/engine.types.ts';
import { MatchingEngine } from '../domain/matching/matching-engine.ts';
import { NaiveBook } from './naive-book.ts';
import { RandomCommands } from './random-commands.ts';

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
});
const [ORDERS, ROUNDS, SEED] = [values.orders, values.rounds, values.seed].map(Number);
if (![ORDERS, ROUNDS, SEED].every(Number.isSafeInteger) || !ORDERS || !ROUNDS || ORDERS < 1_000)
  throw new Error('--orders (at least 1000), --rounds and --seed are whole numbers.');

const GOAL = 100_000;
const markets = {
  'a crowded market': { investors: 400, prices: 40, lifetime: 600 },
  'a deep book': { investors: 5_000, prices: 5_000, lifetime: 1_000_000 },
};

/** Enough `place` commands, with all that comes between them. */
function stream(orders: number, market: (typeof markets)[keyof typeof markets], seed: number): Command[] {
  const source = new RandomCommands({ seed, ...market });
  const engine = MatchingEngine.empty();
  const commands: Command[] = [];
  for (let placed = 0; placed < orders; ) {
    const command = source.next();
    source.hear(engine.apply(command));
    commands.push(command);
    if (command.kind === 'place') placed += 1;
  }
  return commands;
}

/** Seconds of processor time, so that what else the machine does counts little; collecting garbage is counted in. */
function timed(book: { apply: (command: Command) => unknown }, commands: readonly Command[]) {
  const start = process.cpuUsage();
  for (const command of commands) book.apply(command);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function slowest(commands: readonly Command[]): { p99: number; worst: number } {
  const engine = MatchingEngine.empty();
  const micros = new Float64Array(commands.length);
  for (const [i, command] of commands.entries()) {
    const start = process.hrtime.bigint();
    engine.apply(command);
    micros[i] = Number(process.hrtime.bigint() - start) / 1e3;
  }
  micros.sort();
  return { p99: micros[Math.floor(commands.length * 0.99)] ?? 0, worst: micros.at(-1) ?? 0 };
}

const per = (count: number, seconds: number) => Math.round(count / seconds).toLocaleString('en-US');
let missed = false;
for (const [name, market] of Object.entries(markets)) {
  const commands = stream(ORDERS, market, SEED ?? 1);
  const rounds = Array.from({ length: ROUNDS }, () => timed(MatchingEngine.empty(), commands)).sort(
    (a, b) => a - b,
  );
  const median = rounds[Math.floor(rounds.length / 2)] ?? Number.POSITIVE_INFINITY;
  const few = commands.slice(0, 20_000);
  const naive = timed(new NaiveBook(), few) / timed(MatchingEngine.empty(), few);
  const { p99, worst } = slowest(commands);
  const reached = ORDERS / median >= GOAL;
  missed ||= !reached;
  console.log(
    `${name}: ${ORDERS.toLocaleString('en-US')} orders, ${commands.length.toLocaleString('en-US')} commands`,
  );
  console.log(
    `  ${per(ORDERS, median)} orders/s, ${per(commands.length, median)} commands/s of processor time (median of ${ROUNDS})`,
  );
  console.log(`  99 % within ${p99.toFixed(1)} µs, slowest ${(worst / 1_000).toFixed(2)} ms`);
  console.log(`  ${naive.toFixed(0)} times the naive book on the first 20,000 commands`);
  console.log(`  goal of ${GOAL.toLocaleString('en-US')} orders/s ${reached ? 'held' : 'missed'}`);
}
if (missed) process.exitCode = 1;
