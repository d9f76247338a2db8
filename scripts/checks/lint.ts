import { runNode } from '../build/run-program.ts';
import { generate } from '../build/steps.ts';
import { checkHouse } from './house.ts';
import { checkSizes } from './sizes.ts';

await generate((line) => console.log(line));
let failed = 0;

async function gate(name: string, run: () => Promise<readonly string[]>): Promise<void> {
  const problems = await run();
  failed += problems.length > 0 ? 1 : 0;
  console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  for (const problem of problems) console.log(problem.replace(/^/gm, '       '));
}

async function program(args: readonly string[]): Promise<readonly string[]> {
  const { code, output } = await runNode(args);
  return code === 0 ? [] : [output.trim()];
}

await gate('style and correctness (biome)', () =>
  program(['node_modules/@biomejs/biome/bin/biome', 'check', '.']),
);
await gate('layers and cycles (dependency-cruiser)', () =>
  program([
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    'contracts/src',
    'backend/shared/src',
    'backend/prisma/src',
    'backend/src',
    'indexer/src',
    'sandbox/src',
    'frontend/app',
    'frontend/features',
    'frontend/lib',
    'frontend/ui',
    'scripts',
    'test',
  ]),
);
const sizes = checkSizes();
for (const warning of sizes.warnings) console.log(`note   ${warning}`);
await gate('file sizes', async () => sizes.errors);
await gate('house rules', async () => checkHouse());
console.log(`\n${4 - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
