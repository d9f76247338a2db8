import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dividendKey, propertyKey, referenceKey } from './chain-keys.ts';

test('keys are the keccak-256 of a prefixed id', () => {
  // keccak256("property:1"), keccak256("dividend:1"), keccak256("circle-transfer:1") by ethers 6
  assert.equal(propertyKey('1'), '0x63a2d097001b3fe64e86bf32ce5a4245b63eca0e3e1b69b7f3cd2b675582776d');
  assert.equal(dividendKey('1'), '0x3ea1ba3a77cc5c1561abb3510cc4178746987cd4dbf878314726e7f8c50f0e43');
  assert.equal(
    referenceKey('circle-transfer', '1'),
    '0x13bc18d52fefe8bc6f93422192da7e79532c63731e09f799f449975729d9fbdc',
  );
});

test('the same id in two roles has two keys', () => {
  assert.notEqual(propertyKey('1'), dividendKey('1'));
});
