import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Authorization } from '@freehold/shared/offering';
import { typedPayment } from './purchase.ts';

const address = (digit: string) => `0x${digit.repeat(40)}`;
const authorization: Authorization = {
  domain: { name: 'USDC', version: '2', chainId: 31_337, verifyingContract: address('a') },
  message: {
    from: address('1'),
    to: address('2'),
    value: '5000000',
    validAfter: '0',
    validBefore: '1800000000',
    nonce: `0x${'7'.repeat(64)}`,
  },
};
const reviewed = {
  wallet: address('1'),
  contract: address('2'),
  cost: '5000000',
  usdc: address('a'),
  chainId: 31_337,
};

describe('what the wallet signs', () => {
  it('is the payment that was reviewed', () => {
    const { message } = typedPayment(authorization, reviewed);
    assert.equal(message.value, 5_000_000n);
    assert.equal(message.nonce, authorization.message.nonce);
  });

  it('is nothing when the server asks for more, for another receiver, another currency or another chain', () => {
    for (const other of [
      { cost: '5000001' },
      { contract: address('3') },
      { wallet: address('3') },
      { usdc: address('3') },
      { chainId: 1 },
    ]) {
      assert.throws(() => typedPayment(authorization, { ...reviewed, ...other }), /not what you reviewed/);
    }
  });
});
