import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseHeader, parseLogs } from './wire.ts';

const log = {
  address: '0xE7f1725E7734CE288F8367e1Bb143E90bb3F0512',
  topics: [`0x${'AB'.repeat(32)}`],
  data: '0x',
  blockHash: `0x${'01'.repeat(32)}`,
  blockNumber: '0x2',
  transactionHash: `0x${'02'.repeat(32)}`,
  logIndex: '0x0',
  removed: false,
};

describe('what the node sends', () => {
  test('is brought to lower case', () => {
    const [parsed] = parseLogs([log]);
    assert.equal(parsed?.address, '0xe7f1725e7734ce288f8367e1bb143e90bb3f0512');
    assert.equal(parsed?.topics[0], `0x${'ab'.repeat(32)}`);
  });

  for (const [shape, value, expected] of [
    ['absent', undefined, null],
    ['hexadecimal', '0x10', 16],
    ['decimal text', '16', 16],
    ['a number', 16, 16],
  ] as const) {
    test(`may carry the time of a log as ${shape}`, () => {
      assert.equal(parseLogs([{ ...log, blockTimestamp: value }])[0]?.timestamp, expected);
    });
  }

  for (const [what, wrong] of [
    ['a removed log', { ...log, removed: true }],
    ['a short address', { ...log, address: '0x12' }],
    ['a topic that is not hexadecimal', { ...log, topics: ['0xzz'] }],
    ['a missing log index', { ...log, logIndex: null }],
    ['something else', 'log'],
  ] as const) {
    test(`is refused when it holds ${what}`, () => {
      assert.throws(() => parseLogs([log, wrong]), { name: 'InconsistentAnswerError' });
    });
  }

  test('is refused when logs are no list', () => {
    assert.throws(() => parseLogs(null), { name: 'InconsistentAnswerError' });
  });

  test('may be no block at all, which is not half a block', () => {
    assert.equal(parseHeader(null), null);
    assert.throws(() => parseHeader({ number: '0x1' }), { name: 'InconsistentAnswerError' });
  });
});
