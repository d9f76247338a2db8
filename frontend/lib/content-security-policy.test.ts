import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connectionsOf, contentSecurityPolicy } from './content-security-policy.ts';

const LISTED = 'https://rpc.example/key  https://files.example:8443 https://rpc.example';

describe('whom a page may talk to', () => {
  it('is its own origin, and exactly those that are listed', () => {
    const connections = connectionsOf('/properties/1', LISTED);
    assert.deepEqual(connections, ['https://rpc.example', 'https://files.example:8443']);
    const policy = contentSecurityPolicy(connections);
    assert.match(policy, /; img-src 'self' data: https:\/\/rpc\.example https:\/\/files\.example:8443;/);
    assert.match(policy, /; connect-src 'self' https:\/\/rpc\.example https:\/\/files\.example:8443;/);
  });

  it('is anybody where the reader names the endpoint, and where none is listed', () => {
    assert.deepEqual(connectionsOf('/verify', LISTED), ['http:', 'https:']);
    assert.deepEqual(connectionsOf('/', ' '), ['http:', 'https:']);
    assert.deepEqual(connectionsOf('/', undefined), ['http:', 'https:']);
  });

  it('is nobody when one of them cannot be read', () => {
    assert.throws(() => connectionsOf('/', 'files.example'), /Invalid URL/);
  });
});
