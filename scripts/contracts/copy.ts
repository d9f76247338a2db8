import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { at, STATE } from '../paths.ts';

const LEFT_OUT = new Set(['artifacts', 'cache', 'generated', 'dist', 'node_modules']);

/**
 * A throw-away copy of the contracts, their tests and what these read of the docs below `.freehold`, to be compiled in another way without touching
 * what everything else uses. Its configuration is the named file of test/contracts/builds; packages are found in the checkout.
 */
export function copyContracts(name: string, configuration: string): string {
  const copy = join(STATE, name);
  rmSync(copy, { recursive: true, force: true });
  for (const folder of ['contracts', 'test/contracts', 'docs/security'])
    cpSync(at(folder), join(copy, folder), {
      recursive: true,
      filter: (path) => !LEFT_OUT.has(basename(path)),
    });
  cpSync(at('package.json'), join(copy, 'package.json'));
  writeFileSync(
    join(copy, 'hardhat.config.ts'),
    `export { default } from '../../test/contracts/builds/${configuration}';\n`,
  );
  mkdirSync(join(copy, 'node_modules/@freehold'), { recursive: true });
  symlinkSync('../../contracts', join(copy, 'node_modules/@freehold/contracts'), 'dir');
  return copy;
}
