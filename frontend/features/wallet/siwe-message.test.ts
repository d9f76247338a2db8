import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSiweMessage } from 'viem/siwe';
import { siweMessageOf } from './siwe-message.ts';

test('the message carries what the server checks: domain, uri, chain, nonce and times', () => {
  const message = siweMessageOf(
    {
      nonce: 'abcdefgh12345678',
      domain: 'localhost:3000',
      uri: 'http://localhost:3000',
      chainId: 31337,
      expiresAt: '2026-11-21T12:10:00.000Z',
    },
    '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    'Sign in to Freehold.',
    new Date('2026-11-21T12:00:00.000Z'),
  );
  const parsed = parseSiweMessage(message);
  assert.equal(parsed.domain, 'localhost:3000');
  assert.equal(parsed.uri, 'http://localhost:3000');
  assert.equal(parsed.chainId, 31337);
  assert.equal(parsed.nonce, 'abcdefgh12345678');
  assert.equal(parsed.statement, 'Sign in to Freehold.');
  assert.equal(parsed.expirationTime?.toISOString(), '2026-11-21T12:10:00.000Z');
});
