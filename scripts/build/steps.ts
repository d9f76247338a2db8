import { mustRun } from './run-program.ts';
import { whenChanged } from './stamp.ts';

const TSC = 'node_modules/typescript/bin/tsc';
const NEXT = 'node_modules/next/dist/bin/next';
const SHARED = [
  'backend/shared/src/**/*.ts',
  'contracts/src/**/*.ts',
  'contracts/**/*.sol',
  'package-lock.json',
  'tsconfig.base.json',
];

export type Report = (line: string) => void;

/** Contract bindings and the database client: everything that other code imports but nobody edits. */
export async function generate(report: Report): Promise<void> {
  await Promise.all([
    whenChanged(
      'contracts',
      ['contracts/**/*.sol', 'contracts/src/**/*.ts', 'hardhat.config.ts'],
      ['contracts/generated/abis.ts'],
      () => {
        report('Compiling the contracts …');
        return mustRun('Compiling the contracts', ['contracts/src/generate.ts']);
      },
    ),
    whenChanged(
      'database',
      ['backend/prisma/schema/**/*.prisma', 'backend/prisma/src/generate.ts'],
      ['backend/prisma/generated'],
      () => {
        report('Generating the database client …');
        return mustRun('Generating the database client', ['backend/prisma/src/generate.ts']);
      },
    ),
  ]);
}

export async function buildBackend(report: Report): Promise<void> {
  const inputs = [
    ...SHARED,
    'backend/src/**/*.ts',
    'backend/tsconfig.json',
    'backend/prisma/schema/**/*.prisma',
    'backend/prisma/src/**/*.ts',
  ];
  await whenChanged('backend', inputs, ['backend/dist/main.js'], () => {
    report('Building the backend …');
    return mustRun('Building the backend', [TSC, '-b', 'backend']);
  });
}

export async function buildFrontend(report: Report): Promise<void> {
  const inputs = [...SHARED, 'frontend/**/*.{ts,tsx,css,mjs,json}'];
  await whenChanged('frontend', inputs, ['frontend/.next/BUILD_ID'], async () => {
    report('Building the web pages …');
    await mustRun('Building the web pages', [NEXT, 'build', 'frontend'], { NODE_ENV: 'production' });
  });
}

export async function buildAll(report: Report): Promise<void> {
  await generate(report);
  await buildBackend(report);
  await buildFrontend(report);
}
