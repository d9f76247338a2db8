import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { describe, it } from 'node:test';
import { parseTree, type Tree } from '../trees/parse-tree.ts';
import { readTestTitles } from '../trees/test-titles.ts';

const here = join(import.meta.dirname, '..');
const trees = join(here, 'trees');

const drawn = new Map<string, Tree>();
for (const file of await readdir(trees, { recursive: true }))
  if (file.endsWith('.tree'))
    drawn.set(
      file.slice(0, -'.tree'.length).split(sep).join('.'),
      parseTree(await readFile(join(trees, file), 'utf8')),
    );
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
});
