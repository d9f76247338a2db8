import assert from 'node:assert/strict';
import { it } from 'node:test';
import { toHex } from '@freehold/shared/journal-encoding';
import { completeSubtrees, leafHash, rootOf } from '@freehold/shared/merkle';
import { MerkleFrontier } from './merkle-frontier.ts';

const leafOf = (index: number): Uint8Array => leafHash(Uint8Array.of(index & 255, index >> 8));

it('grows leaf by leaf to the same roots and nodes as the whole tree, from wherever it is taken up', () => {
  const nodes = new Map<string, Uint8Array>();
  const read = (level: number, index: bigint): Uint8Array =>
    nodes.get(`${level}/${index}`) ?? assert.fail(`node ${level}/${index} is not complete`);
  let frontier = MerkleFrontier.empty();
  assert.equal(toHex(frontier.root()), toHex(rootOf(0n, read)));
  for (let index = 0; index < 300; index += 1) {
    const leaf = leafOf(index);
    nodes.set(`0/${index}`, leaf);
    for (const { level, index: at, hash } of frontier.append(leaf)) {
      assert.ok(!nodes.has(`${level}/${at}`), 'a node is completed once');
      nodes.set(`${level}/${at}`, hash);
    }
    const size = BigInt(index + 1);
    assert.equal(frontier.size, size);
    assert.equal(toHex(frontier.root()), toHex(rootOf(size, read)));
    const peaks = completeSubtrees(0n, size).map(({ level, index: at }) => [level, read(level, at)] as const);
    frontier = new MerkleFrontier(size, new Map(peaks));
    assert.equal(toHex(frontier.root()), toHex(rootOf(size, read)), 'taken up again from its peaks');
  }
});
