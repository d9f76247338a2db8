import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { describe, it } from 'node:test';
import * as abis from '@freehold/contracts/abis';
import { z } from 'zod';
import { parseTree, type Tree } from '../trees/parse-tree.ts';
import { readTestTitles } from '../trees/test-titles.ts';

const here = join(import.meta.dirname, '..');
const trees = join(here, 'trees');
const sources = join(here, '../../contracts');

const product = {
  ClaimIssuer: abis.claimIssuerAbi,
  Compliance: abis.complianceAbi,
  Dividends: abis.dividendsAbi,
  Identity: abis.identityAbi,
  IdentityFactory: abis.identityFactoryAbi,
  IdentityRegistry: abis.identityRegistryAbi,
  LedgerAnchor: abis.ledgerAnchorAbi,
  Marketplace: abis.marketplaceAbi,
  Offering: abis.offeringAbi,
  PropertyFactory: abis.propertyFactoryAbi,
  PropertyToken: abis.propertyTokenAbi,
  Treasury: abis.treasuryAbi,
} as const;

/** Functions that several contracts have in common have their tree in one place. */
const shared: Readonly<Record<string, string>> = {
  addAgent: 'AgentRole',
  removeAgent: 'AgentRole',
  renounceOwnership: 'AgentRole',
  transferOwnership: 'AgentRole',
};
const alsoIn: Readonly<Record<string, string>> = { ClaimIssuer: 'Identity' };

type AbiItem = Readonly<{ type: string; name?: string; stateMutability?: string }>;
const changesState = (item: AbiItem): boolean =>
  item.type === 'function' && item.stateMutability !== 'view' && item.stateMutability !== 'pure';

const drawn = new Map<string, Tree>();
for (const file of await readdir(trees, { recursive: true }))
  if (file.endsWith('.tree'))
    drawn.set(
      file.slice(0, -'.tree'.length).split(sep).join('.'),
      parseTree(await readFile(join(trees, file), 'utf8')),
    );
const trivial = z
  .record(z.string(), z.string().min(20))
  .parse(JSON.parse(await readFile(join(trees, 'trivial.json'), 'utf8')));
const told = (name: string): boolean => drawn.has(name) || name in trivial;

async function declaredErrors(): Promise<string[]> {
  const files = await readdir(sources, { recursive: true });
  const ours = files.filter((file) => file.endsWith('.sol') && !/^(?:usdc|artifacts|cache)/u.test(file));
  const texts = await Promise.all(ours.map((file) => readFile(join(sources, file), 'utf8')));
  return texts.flatMap((text) => [...text.matchAll(/^\s*error (\w+)/gmu)].map(([, name]) => name ?? ''));
}

describe('The branch trees', () => {
  it('are drawn without a fault, each in the file of its name', () => {
    const faults = [...drawn].flatMap(([name, tree]) => [
      ...tree.faults.map((fault) => `${name}: ${fault}`),
      ...(tree.name === name ? [] : [`${name}: its first line says ${tree.name}`]),
    ]);
    assert.deepEqual(faults, []);
  });

  it('name a test that exists at every leaf', async () => {
    const exists = await readTestTitles(here);
    const lost = [...drawn].flatMap(([name, { leaves }]) =>
      leaves
        .filter(({ provenBy }) => !exists(provenBy))
        .map(({ line, provenBy }) => `${name}:${line}: no test "${provenBy}"`),
    );
    assert.deepEqual(lost, []);
  });

  it('exist for every function that changes state', () => {
    const missing = Object.entries(product).flatMap(([contract, abi]: [string, readonly AbiItem[]]) =>
      abi
        .filter(changesState)
        .map(({ name = '' }) => name)
        .filter(
          (name) =>
            ![contract, shared[name], alsoIn[contract]].some((owner) => owner && told(`${owner}.${name}`)),
        )
        .map((name) => `${contract}.${name}`),
    );
    assert.deepEqual([...new Set(missing)], []);
  });

  it('reach every error that the contracts declare', async () => {
    const outcomes = [...drawn.values()]
      .flatMap(({ leaves }) => leaves.map(({ outcome }) => outcome))
      .join('\n');
    const unreached = (await declaredErrors()).filter(
      (name) => !new RegExp(`\\b${name}\\b`, 'u').test(outcomes),
    );
    assert.deepEqual(unreached, []);
  });
});
