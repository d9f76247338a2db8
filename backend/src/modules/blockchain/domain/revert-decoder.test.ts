import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dividendsAbi, treasuryAbi } from '@freehold/contracts/abis';
import { encodeErrorResult } from 'viem';
import { RevertDecoder } from './revert-decoder.ts';

describe('why a contract refused', () => {
  const decoder = new RevertDecoder([dividendsAbi, treasuryAbi]);

  it('is told by the custom error and its arguments', () => {
    const data = encodeErrorResult({
      abi: treasuryAbi,
      errorName: 'TreasuryDailyLimitExceeded',
      args: [5n, 7n],
    });
    assert.deepEqual(decoder.decode(data, ''), {
      code: 'TreasuryDailyLimitExceeded',
      message: 'TreasuryDailyLimitExceeded(5, 7)',
    });
  });

  it('is the words of the node when the data says nothing', () => {
    assert.deepEqual(decoder.decode('0x', 'out of gas'), { code: 'UNKNOWN_REVERT', message: 'out of gas' });
    assert.equal(decoder.decode('0xdeadbeef', 'reverted').code, 'UNKNOWN_REVERT');
  });
});
