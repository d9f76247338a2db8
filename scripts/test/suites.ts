import { globSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { type ProgramResult, runNode } from '../build/run-program.ts';
import { testShanghai } from '../contracts/shanghai.ts';
import { ROOT } from '../paths.ts';

export type Counts = { readonly passed: number; readonly failed: number };
export type SuiteName = keyof typeof SUITES;

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
    concurrency: 1,
  },
} as const satisfies Record<string, Suite>;

const SKIPPED =
  /node_modules|\.next|^backend\/(shared|prisma)\/dist|^(contracts|indexer|sandbox|scripts|frontend)\/dist/;

export async function runSuite(name: SuiteName, env: NodeJS.ProcessEnv): Promise<Counts> {
  if (name === 'contracts')
    return hardhatCounts(await runNode(['node_modules/hardhat/dist/src/cli.js', 'test'], env, true));
  if (name === 'shanghai') return hardhatCounts(await testShanghai(env));
  const suite: Suite = SUITES[name];
  const isIntegration = (file: string): boolean => /\.int\.test\.[jt]s$/.test(file);
  const files = [...new Set(globSync([...(suite.files ?? [])], { cwd: ROOT }))]
    .filter((file) => !SKIPPED.test(file) && (name !== 'unit' || !isIntegration(file)))
    .sort();
  if (files.length === 0) return { passed: 0, failed: 0 };
  const args = [
    '--test',
    '--test-reporter=spec',
    '--test-timeout=600000',
    `--test-concurrency=${suite.concurrency ?? 2}`,
  ];
  const { code, output } = await runNode([...args, ...files], env, true);
  return verdict(code, numberAfter(output, /^ℹ pass (\d+)$/m), numberAfter(output, /^ℹ fail (\d+)$/m));
}

function hardhatCounts({ code, output }: ProgramResult): Counts {
  const sum = (pattern: RegExp): number =>
    [...output.matchAll(pattern)].reduce((all, match) => all + Number(match[1]), 0);
  return verdict(code, sum(/^\s*(\d+) passing/gm), sum(/^\s*(\d+) failing/gm));
}

/** A runner that ends badly without naming a failed test still counts as one. */
function verdict(code: number, passed: number, failed: number): Counts {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

function numberAfter(output: string, pattern: RegExp): number {
  const clean = stripVTControlCharacters(output);
  return Number(clean.match(pattern)?.[1] ?? 0);
}

export function count(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((sum, one) => sum + one.passed, 0),
    failed: all.reduce((sum, one) => sum + one.failed, 0),
  };
}
