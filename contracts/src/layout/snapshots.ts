import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { brokenBy } from './compare.ts';
import { computeLayouts, type LaidOut, type Layout, layoutSchema } from './layouts.ts';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../layouts');

/** Contracts whose storage outlives their code: behind a proxy, a beacon or a clone. */
export const upgradeable: readonly LaidOut[] = [
  { contract: 'Compliance', source: 'contracts/compliance/Compliance.sol' },
  { contract: 'IdentityRegistry', source: 'contracts/identity/IdentityRegistry.sol' },
  { contract: 'PropertyToken', source: 'contracts/token/PropertyToken.sol' },
  { contract: 'Treasury', source: 'contracts/treasury/Treasury.sol' },
];

const fileOf = (contract: string): string => path.join(folder, `${contract}.json`);

async function readSnapshot(contract: string): Promise<Layout> {
  try {
    return layoutSchema.parse(JSON.parse(await readFile(fileOf(contract), 'utf8')));
  } catch (error) {
    throw new Error(
      `${contract} has no readable layout; write it: node contracts/src/layout/main.ts --write`,
      {
        cause: error,
      },
    );
  }
}

/**
 * What the compiled contracts would break of the storage that the committed layouts describe, and the contracts whose
 * committed layout is not exactly what was compiled: something was appended, or what broke was accepted.
 */
export async function examineLayouts(
  contracts = upgradeable,
): Promise<{ broken: string[]; outdated: string[] }> {
  const layouts = await computeLayouts(contracts);
  const snapshots = await Promise.all(layouts.map(({ contract }) => readSnapshot(contract)));
  const broken = layouts.flatMap((layout, index) => {
    const snapshot = snapshots[index];
    return snapshot ? brokenBy(snapshot, layout) : [];
  });
  const outdated = layouts.flatMap((layout, index) =>
    isDeepStrictEqual(snapshots[index], layout) ? [] : [layout.contract],
  );
  return { broken, outdated };
}

export async function writeLayouts(contracts = upgradeable): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const layout of await computeLayouts(contracts)) {
    await writeFile(fileOf(layout.contract), `${JSON.stringify(layout, null, 2)}\n`);
  }
}
