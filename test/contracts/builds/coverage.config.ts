import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { countBranches } from '@freehold/scripts/contracts/count-branches';
import { defineConfig } from 'hardhat/config';
import ordinary from '../../../hardhat.config.ts';

const root = process.cwd();

/** Adds marks for every branch to what Hardhat marked for every statement, and notes which marks there are. */
function withBranches(path: string, counted: string): string {
  const file = relative(root, path);
  if (!file.startsWith('contracts/') || !counted.includes('__NomicFoundationCoverage')) return counted;
  const { source, branches } = countBranches(file, readFileSync(path, 'utf8'), counted);
  const list = join(root, 'coverage', 'branches', `${file}.json`);
  mkdirSync(dirname(list), { recursive: true });
  writeFileSync(list, JSON.stringify(branches));
  return source;
}

/** The contracts with every statement and branch counted: larger, dearer, and the same otherwise. */
export default defineConfig({
  ...ordinary,
  plugins: [
    ...(ordinary.plugins ?? []),
    {
      id: 'freehold:branches',
      hookHandlers: {
        solidity: async () => ({
          default: async () => ({
            preprocessProjectFileBeforeBuilding: async (context, sourceName, path, content, version, next) =>
              withBranches(path, await next(context, sourceName, path, content, version)),
          }),
        }),
      },
    },
  ],
  // Fewer and always the same: what only a rare draw reaches does not count as covered.
  test: {
    solidity: { fuzz: { runs: 64, seed: '0x1' }, invariant: { runs: 16, depth: 60, failOnRevert: true } },
  },
  coverage: { skipFiles: ['test/**'] },
  networks: {
    default: {
      type: 'edr-simulated',
      hardfork: 'cancun',
      allowUnlimitedContractSize: true,
      blockGasLimit: 1_000_000_000,
    },
  },
});
