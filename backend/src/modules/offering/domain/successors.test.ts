import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lastSuccessors } from './successors.ts';

describe('the wallet that stands for a lost one', () => {
  it('is the last of a chain of losses, in whatever order they are read', () => {
    const first = { address: 'a', replacedBy: 'b' };
    const second = { address: 'b', replacedBy: 'c' };
    const expected = [
      ['a', 'c'],
      ['b', 'c'],
    ];
    assert.deepEqual([...lastSuccessors([first, second])].sort(), expected);
    assert.deepEqual([...lastSuccessors([second, first])].sort(), expected);
  });

  it('is found also where rows go round, and is nobody where nothing was lost', () => {
    const round = [
      { address: 'a', replacedBy: 'b' },
      { address: 'b', replacedBy: 'a' },
    ];
    assert.equal(lastSuccessors(round).size, 2);
    assert.equal(lastSuccessors([]).size, 0);
  });
});
