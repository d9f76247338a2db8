import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { keccak256 } from 'viem';
import { mayMatch } from './bloom.ts';
import type { Hex } from './wire.ts';

const address: Hex = `0x${'11'.repeat(20)}`;
const topic: Hex = `0x${'22'.repeat(32)}`;
const other: Hex = `0x${'33'.repeat(32)}`;

/** The bloom as the yellow paper builds it, bit by bit, over a big-endian 2,048-bit number. */
function bloomOf(...values: Hex[]): Hex {
  let bits = 0n;
  for (const value of values) {
    const hash = keccak256(value, 'bytes');
    for (const i of [0, 2, 4]) bits |= 1n << BigInt((((hash[i] ?? 0) << 8) | (hash[i + 1] ?? 0)) & 2_047);
  }
  return `0x${bits.toString(16).padStart(512, '0')}`;
}

describe('the logs bloom', () => {
  test('lets a block through that may hold a wanted log', () => {
    const bloom = bloomOf(address, topic);
    assert.equal(mayMatch(bloom, [{ addresses: [address] }]), true);
    assert.equal(mayMatch(bloom, [{ addresses: [address], topics: [[other, topic]] }]), true);
    assert.equal(mayMatch(bloom, [{ addresses: [address], topics: [null, [topic]] }]), true);
  });

  test('rules a block out when address or topic is missing', () => {
    assert.equal(mayMatch(bloomOf(topic), [{ addresses: [address] }]), false);
    assert.equal(mayMatch(bloomOf(address), [{ addresses: [address], topics: [[topic]] }]), false);
    assert.equal(mayMatch(bloomOf(), [{ addresses: [address] }]), false);
  });

  test('needs only one of several filters to match', () => {
    assert.equal(
      mayMatch(bloomOf(address), [{ addresses: [`0x${'44'.repeat(20)}`] }, { addresses: [address] }]),
      true,
    );
  });
});
