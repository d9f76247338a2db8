import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import hre from 'hardhat';
import { GATES, type GateName } from '../matrix/gates.ts';
import { drive, PATHS, type PathName, prepareMovements } from '../matrix/paths.ts';
import { createPlatform } from '../support/platform.ts';

/** The specification: a table for people, tried cell by cell here. */
const SPECIFICATION = readFileSync(
  join(import.meta.dirname, '../../../docs/security/paths-and-gates.md'),
  'utf8',
);
const TABLE = /```text\n(.*?)\n```/su.exec(SPECIFICATION)?.[1] ?? '';
const LEGEND = new Map([['.', 'passes']]);
for (const [, letter = '', error = ''] of SPECIFICATION.matchAll(/^\| ([A-Z]) \| `(\w+)` \|$/gmu))
  LEGEND.set(letter, error);

type Cell = Readonly<{ gate: GateName; path: PathName; outcome: string }>;

const isPath = (name: string): name is PathName => name in PATHS;
const isGate = (name: string): name is GateName => name in GATES;

const [head = '', ...rows] = TABLE.split('\n');
const columns = head.trim().split(/\s+/u).filter(isPath);
const cells = rows.flatMap((row): Cell[] => {
  const [gate = '', ...letters] = row.split(/\s{2,}|\s(?=[.A-Z](?:\s|$))/u);
  if (!isGate(gate)) throw new Error(`No gate is called "${gate}".`);
  return columns.map((path, i) => ({
    gate,
    path,
    outcome: LEGEND.get(letters[i] ?? '') ?? 'not in the table',
  }));
});

// Three hundred ways over lines that other tests reach one by one: left out where every step is traced.
const skip = hre.globalOptions.coverage;
describe('Every way in which shares move, and everything that can stand in the way', { skip }, async () => {
  const p = await createPlatform();
  const scene = () => prepareMovements(p);

  it('pitfall 13: are all in the table', () => {
    assert.deepEqual([...columns].sort(), Object.keys(PATHS).sort());
    assert.deepEqual([...new Set(cells.map(({ gate }) => gate))].sort(), Object.keys(GATES).sort());
  });

  for (const path of columns) {
    it(`nothing stands in the way: ${path} moves shares`, async () => {
      assert.equal(await drive(await p.load(scene), path), 'passes');
    });
  }
  for (const { gate, path, outcome } of cells) {
    const meetsGate = async () => {
      const prepared = await p.load(scene);
      await GATES[gate].close(prepared, path);
      assert.equal(await drive(prepared, path), outcome);
    };
    // Two literal titles, so that the branch trees can name them.
    if (outcome === 'passes') it(`${gate}: ${path} moves shares all the same`, meetsGate);
    else it(`${gate}: ${path} is refused with ${outcome}`, meetsGate);
  }
});
