import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import Stripe from 'stripe';
import { signatureHeader } from './signature.ts';

describe('the Stripe signature', () => {
  it('is the known answer', () => {
    // Computed with: printf '%s' '1700000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test
    assert.equal(
      signatureHeader('{"id":"evt_1"}', 'whsec_test', 1_700_000_000),
      't=1700000000,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925',
    );
  });

  it('is what the SDK makes, for any body and secret', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.stringMatching(/^[0-9a-zA-Z]{1,40}$/),
        fc.integer({ min: 1, max: 4_000_000_000 }),
        (body, secret, timestamp) => {
          const theirs = Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp });
          assert.equal(signatureHeader(body, secret, timestamp), theirs);
        },
      ),
    );
  });
});
