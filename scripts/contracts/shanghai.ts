import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProgramResult, runNode } from '../build/run-program.ts';
import { ROOT } from '../paths.ts';
import { guardByStorage } from './before-cancun.ts';
import { copyContracts } from './copy.ts';

/** Gas is pinned for the ordinary build only. */
const LEFT_OUT = /gas\.test\.ts$/;

/**
 * Compiles every contract for a chain that stops at Shanghai and runs the behaviour suite on such a chain. Sources are
 * copied, not kept twice; `before-cancun.ts` says what changes in the copy.
 */
export async function testShanghai(env: NodeJS.ProcessEnv, echo: boolean): Promise<ProgramResult> {
  const copy = copyContracts('shanghai', 'shanghai.config.ts');
  const guarded = join(copy, 'contracts/base/Guarded.sol');
  writeFileSync(guarded, guardByStorage(readFileSync(guarded, 'utf8')));
  const hardhat = join(ROOT, 'node_modules/hardhat/dist/src/cli.js');
  const generated = await runNode(['contracts/src/generate.ts'], env, echo, copy);
  if (generated.code !== 0) return generated;
  const files = globSync('test/contracts/behaviour/*.test.ts', { cwd: copy }).filter(
    (file) => !LEFT_OUT.test(file),
  );
  return runNode([hardhat, 'test', 'nodejs', ...files.sort()], env, echo, copy);
}
