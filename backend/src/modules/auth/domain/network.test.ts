import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { networkOf } from './network.ts';

describe('the place a request comes from', () => {
  it('is an IPv4 address, however it is written', () => {
    assert.equal(networkOf('203.0.113.7'), '203.0.113.7');
    assert.equal(networkOf('::ffff:203.0.113.7'), '203.0.113.7');
  });

  it('is the first half of an IPv6 address, the same for all that share it', () => {
    const one = networkOf('2001:db8:0:12::1');
    assert.equal(one, '2001:db8:0:12::/64');
    for (const same of ['2001:0DB8:0000:0012:ffff:1:2:3', '2001:db8:0:12:8000::', '2001:db8::12:0:0:0:1']) {
      assert.equal(networkOf(same), one, same);
    }
    assert.notEqual(networkOf('2001:db8:0:13::1'), one);
    assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0::/64');
    assert.equal(networkOf('::1'), '0:0:0:0::/64');
  });

  it('is one place for all whose address is not known', () => {
    assert.equal(networkOf(null), 'unknown');
  });
});
