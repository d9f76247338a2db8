import { globSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { type ProgramResult, runNode } from '../build/run-program.ts';
import { testShanghai } from '../contracts/shanghai.ts';
import { ROOT } from '../paths.ts';

export type Counts = { readonly passed: number; readonly failed: number };
export type SuiteName = keyof typeof SUITES;

/** What a suite came to, and what it printed. */
export type SuiteResult = { readonly counts: Counts; readonly output: string };

type Suite = { readonly about: string; readonly files?: readonly string[]; readonly concurrency?: number };

/** What `npm test` runs, in order: quick and narrow first. */
export const SUITES = {
  unit: {
    about: 'pure functions, no input or output',
    files: [
      '{contracts,indexer,sandbox,frontend,scripts}/**/*.test.{ts,tsx}',
      'backend/{shared,prisma}/**/*.test.ts',
      'backend/dist/**/*.test.js',
    ],
  },
  contracts: { about: 'behaviour in TypeScript, fuzz and invariants in Solidity' },
  shanghai: { about: 'the same contracts, compiled for a chain without transient storage and MCOPY' },
  integration: {
    about: 'real PostgreSQL, EVM node and sandbox',
    files: [
      '{indexer,sandbox,scripts}/**/*.int.test.ts',
      'backend/{shared,prisma}/**/*.int.test.ts',
      'backend/dist/**/*.int.test.js',
      'test/integration/**/*.test.ts',
    ],
  },
  faults: {
    about: 'duplicates, reversals, kills and tampering across processes',
    files: ['test/faults/**/*.test.ts'],
    concurrency: 1,
  },
  e2e: {
    about: 'tenant → manager → admin → investor in a real browser',
    files: ['test/e2e/**/*.test.ts'],
  },
} as const satisfies Record<string, Suite>;

const SKIPPED =
  /node_modules|\.next|^backend\/(shared|prisma)\/dist|^(contracts|indexer|sandbox|scripts|frontend)\/dist/;

/** Suites that need the processor alone and nothing of the other's: the second runs while the first does. */
export const SIDE_BY_SIDE: Partial<Record<SuiteName, SuiteName>> = { contracts: 'shanghai' };

/** Runs a suite; with `echo` it is heard while it runs. */
export async function runSuite(name: SuiteName, env: NodeJS.ProcessEnv, echo: boolean): Promise<SuiteResult> {
  if (name === 'contracts')
    return hardhatResult(await runNode(['node_modules/hardhat/dist/src/cli.js', 'test'], env, echo));
  if (name === 'shanghai') return hardhatResult(await testShanghai(env, echo));
  const suite: Suite = SUITES[name];
  const isIntegration = (file: string): boolean => /\.int\.test\.[jt]s$/.test(file);
  const files = [...new Set(globSync([...(suite.files ?? [])], { cwd: ROOT }))]
    .filter((file) => !SKIPPED.test(file) && (name !== 'unit' || !isIntegration(file)))
    .sort();
  if (files.length === 0) return { counts: { passed: 0, failed: 0 }, output: '' };
  const args = [
    '--test',
    '--test-reporter=spec',
    '--test-timeout=600000',
    `--test-concurrency=${suite.concurrency ?? 2}`,
  ];
  const { code, output } = await runNode([...args, ...files], env, echo);
  const number = (pattern: RegExp): number =>
    Number(stripVTControlCharacters(output).match(pattern)?.[1] ?? 0);
  return { counts: verdict(code, number(/^ℹ pass (\d+)$/m), number(/^ℹ fail (\d+)$/m)), output };
}

function hardhatResult({ code, output }: ProgramResult): SuiteResult {
  const sum = (pattern: RegExp): number =>
    [...output.matchAll(pattern)].reduce((all, match) => all + Number(match[1]), 0);
  return { counts: verdict(code, sum(/^\s*(\d+) passing/gm), sum(/^\s*(\d+) failing/gm)), output };
}

/** The part of a failed suite's output that says what failed and why: both runners put it last. */
export function failuresIn(output: string): string {
  const lines = stripVTControlCharacters(output).trimEnd().split('\n');
  const start = lines.findLastIndex((line) => /^✖ failing tests:|^\s*\d+ failing/.test(line));
  return (start === -1 ? lines.slice(-80) : lines.slice(start, start + 400)).join('\n');
}

/** A runner that ends badly without naming a failed test still counts as one. */
function verdict(code: number, passed: number, failed: number): Counts {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

export function count(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((sum, one) => sum + one.passed, 0),
    failed: all.reduce((sum, one) => sum + one.failed, 0),
  };
}
