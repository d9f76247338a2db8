import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readConfig } from './config.ts';
import { maskUrl } from './masking.ts';

const good = { DATABASE_URL: 'postgres://u@localhost/db', RPC_URL: 'http://127.0.0.1:8545' };

describe('the configuration', () => {
  test('needs two variables and knows the rest', () => {
    const config = readConfig(good);
    assert.equal(config.chainId, 31_337);
    assert.equal(config.port, 4_030);
    assert.equal(config.pollMs, 100);
    assert.equal(config.deploymentFile, 'contracts/deployments/31337.json');
    assert.equal(config.finalityBlocks, 2);
  });

  test('polls a public chain less often and trusts its own finality depth', () => {
    const config = readConfig({ ...good, CHAIN_ID: '137' });
    assert.equal(config.pollMs, 250);
    assert.equal(config.finalityBlocks, 64);
  });

  test('takes an empty variable for an unset one', () => {
    assert.equal(readConfig({ ...good, INDEXER_PORT: '' }).port, 4_030);
  });

  for (const [name, value, message] of [
    [
      'DATABASE_URL',
      'mysql://u:hunter2@h/d',
      'DATABASE_URL: is mysql://u:***@h/d. Expected a URL like postgres://user:password@host:5432/freehold.',
    ],
    ['RPC_URL', 'nonsense', 'RPC_URL: is (not a URL). Expected the http(s) or ws(s) URL of an EVM node.'],
    ['CHAIN_ID', '-1', 'CHAIN_ID: is "-1". Expected a whole number from 1 to 9007199254740991.'],
    [
      'LOG_LEVEL',
      'loud',
      'LOG_LEVEL: is unknown. Expected one of trace, debug, info, warn, error, fatal, silent.',
    ],
  ] as const) {
    test(`refuses a wrong ${name} in one sentence`, () => {
      assert.throws(() => readConfig({ ...good, [name]: value }), { name: 'ConfigError', message });
    });
  }
});

describe('a shown URL', () => {
  for (const [url, shown] of [
    ['postgres://user:hunter2@host:5432/db', 'postgres://user:***@host:5432/db'],
    ['postgres://user@host/db?password=hunter2', 'postgres://user@host/db?***'],
    ['https://eth.example/v2/abcdefghijklmnopqrstuvwxyz', 'https://eth.example/v2/***'],
    ['https://eth.example/?key=hunter2', 'https://eth.example?***'],
    ['http://127.0.0.1:8545', 'http://127.0.0.1:8545'],
  ] as const) {
    test(`hides the secrets of ${shown}`, () => assert.equal(maskUrl(url), shown));
  }
});
