import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { utf8ToBytes } from '@noble/hashes/utils';
import fc from 'fast-check';
import { fromBase32, otpauthUri, toBase32, totpCode, totpStep, totpStepOf } from './totp.ts';

const secret = utf8ToBytes('12345678901234567890');

describe('one-time codes', () => {
  it('are those of RFC 6238, appendix B', () => {
    // The appendix prints eight digits; six are the last six of them.
    const vectors: [number, string][] = [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_111_111_111, '050471'],
      [1_234_567_890, '005924'],
      [2_000_000_000, '279037'],
      [20_000_000_000, '353130'],
    ];
    for (const [seconds, code] of vectors) assert.equal(totpCode(secret, totpStep(seconds * 1_000)), code);
  });

  it('are those of RFC 4226, appendix D', () => {
    const codes = Array.from({ length: 10 }, (_, counter) => totpCode(secret, counter));
    assert.deepEqual(codes, [
      '755224',
      '287082',
      '359152',
      '969429',
      '338314',
      '254676',
      '287922',
      '162583',
      '399871',
      '520489',
    ]);
  });

  it('count one step early or late and not two', () => {
    const at = 1_700_000_000_000;
    const step = totpStep(at);
    for (const near of [step - 1, step, step + 1])
      assert.equal(totpStepOf(secret, totpCode(secret, near), at), near);
    for (const far of [step - 2, step + 2]) assert.equal(totpStepOf(secret, totpCode(secret, far), at), null);
    assert.equal(totpStepOf(secret, '', at), null);
  });
});

describe('base32', () => {
  it('is that of RFC 4648 without padding', () => {
    assert.equal(toBase32(utf8ToBytes('foobar')), 'MZXW6YTBOI');
    assert.equal(toBase32(utf8ToBytes('fooba')), 'MZXW6YTB');
    assert.throws(() => fromBase32('MZXW1'), RangeError);
  });

  it('comes back as it went', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        assert.deepEqual(fromBase32(toBase32(bytes)), Uint8Array.from(bytes));
      }),
    );
  });
});

describe('the address that an app scans', () => {
  it('names issuer, account and secret', () => {
    const uri = new URL(otpauthUri('Freehold', 'ann+1@freehold.example', 'MZXW6YTBOI'));
    assert.equal(uri.protocol, 'otpauth:');
    assert.equal(decodeURIComponent(uri.pathname), '/Freehold:ann+1@freehold.example');
    assert.equal(uri.searchParams.get('secret'), 'MZXW6YTBOI');
    assert.equal(uri.searchParams.get('issuer'), 'Freehold');
  });
});
