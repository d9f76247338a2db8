import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigurationError, readConfiguration } from './config.ts';

describe('the sandbox’s configuration', () => {
  it('has a default for everything', () => {
    const config = readConfiguration({});
    assert.equal(config.STRIPE_PORT, 4010);
    assert.equal(config.CIRCLE_PORT, 4020);
    assert.equal(config.STRIPE_API_KEY, 'sk_test_freehold_sandbox');
  });

  it('takes an empty variable for an unset one', () => {
    assert.equal(readConfiguration({ STRIPE_PORT: '' }).STRIPE_PORT, 4010);
  });

  it('names the variable, what it held and what was expected', () => {
    assert.throws(
      () => readConfiguration({ STRIPE_PORT: 'eighty' }),
      new ConfigurationError('STRIPE_PORT: "eighty" is not usable. Expected a port number.'),
    );
  });

  it('masks secrets', () => {
    assert.throws(
      () => readConfiguration({ STRIPE_API_KEY: 'sk_live_verysecret' }),
      new ConfigurationError(
        'STRIPE_API_KEY: ******** (18 characters) is not usable. Expected a test key, sk_test_….',
      ),
    );
    assert.throws(
      () => readConfiguration({ CIRCLE_HOT_WALLET_KEY: '0x12' }),
      /CIRCLE_HOT_WALLET_KEY: \*{4} /,
    );
  });
});
