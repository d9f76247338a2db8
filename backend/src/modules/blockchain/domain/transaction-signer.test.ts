import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limitBroken, type UnsignedTransaction } from './transaction-signer.ts';

const limits = { transactionsPerDay: 3, weiPerTransaction: 1_000n, weiPerDay: 2_500n };
const transaction = (gasLimit: bigint, value = 0n): UnsignedTransaction => ({
  chainId: 31_337,
  nonce: 0n,
  to: '0x0000000000000000000000000000000000000001',
  data: '0x',
  value,
  gasLimit,
  maxFeePerGas: 10n,
  maxPriorityFeePerGas: 1n,
});

describe('limits of a hot wallet', () => {
  it('let an ordinary transaction through', () => {
    assert.equal(limitBroken(limits, { transactions: 0, wei: 0n }, transaction(100n)), null);
  });

  it('count value and the most the gas can cost against the limit of one transaction', () => {
    assert.match(
      limitBroken(limits, { transactions: 0, wei: 0n }, transaction(100n, 1n)) ?? '',
      /one transaction/,
    );
  });

  it('count what was signed before against the limit of the day', () => {
    assert.equal(limitBroken(limits, { transactions: 1, wei: 1_500n }, transaction(100n)), null);
    assert.match(limitBroken(limits, { transactions: 1, wei: 1_501n }, transaction(100n)) ?? '', /a day/);
  });

  it('bound the number of transactions', () => {
    assert.match(limitBroken(limits, { transactions: 3, wei: 0n }, transaction(1n)) ?? '', /3 transactions/);
  });
});
