import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { testDeployment, testEnvironment } from '../common/testing/test-application.ts';
import { loadConfiguration } from './configuration.ts';
import { envExample } from './env-example.ts';

describe('configuration', () => {
  let folder: string;
  let environment: Record<string, string>;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'freehold-configuration-'));
    const file = join(folder, 'deployment.json');
    writeFileSync(file, JSON.stringify(testDeployment));
    environment = {
      ...testEnvironment('postgres://ann:secret@db.example:5432/freehold'),
      DEPLOYMENT_FILE: file,
    };
  });
  after(() => rmSync(folder, { recursive: true }));

  const refusal = (changes: Record<string, string | undefined>): string => {
    try {
      loadConfiguration({ ...environment, ...changes });
    } catch (error) {
      if (error instanceof Error) return error.message;
    }
    throw new Error('was not refused');
  };

  it('is read once, with defaults', () => {
    const { environment: read, rateLimits } = loadConfiguration(environment);
    assert.equal(read.API_PORT, 4000);
    assert.equal(read.PLATFORM_FEE_BPS, 800);
    assert.deepEqual(read.PROCESS, ['api']);
    assert.equal(rateLimits.admin, 6000);
  });

  it('protects live money with strict limits', () => {
    const { rateLimits, sandbox } = loadConfiguration({ ...environment, STRIPE_API_KEY: 'sk_live_example' });
    assert.equal(sandbox, false);
    assert.deepEqual(rateLimits, { anonymous: 10, user: 100, admin: 1000 });
  });

  it('names the variable that is missing and what was expected', () => {
    assert.equal(
      refusal({ RPC_URL: undefined }),
      'RPC_URL: is not set. Expected the http(s) URL of an EVM JSON-RPC node.',
    );
  });

  it('treats an empty variable as missing', () => {
    assert.match(refusal({ STRIPE_API_KEY: '' }), /^STRIPE_API_KEY: is not set\./);
  });

  it('never shows a secret', () => {
    const message = refusal({ STRIPE_API_KEY: 'sk_test_with spaces and secrets' });
    assert.match(message, /^STRIPE_API_KEY: got "sk_test_\*\*\* \(31 characters\)"/);
    const database = refusal({ DATABASE_URL: 'mysql://ann:hidden@db.example/freehold' });
    assert.ok(!database.includes('hidden'), database);
    assert.ok(!refusal({ OPERATOR_PRIVATE_KEY: `0x${'ab'.repeat(31)}` }).includes('abab'));
  });

  it('knows only api, worker and scheduler', () => {
    assert.match(refusal({ PROCESS: 'api,indexer' }), /^PROCESS: got "api,indexer"/);
    assert.deepEqual(loadConfiguration({ ...environment, PROCESS: 'all' }).environment.PROCESS, [
      'api',
      'worker',
      'scheduler',
    ]);
  });

  it('asks for both halves of the first administrator', () => {
    assert.match(refusal({ ADMIN_PASSWORD: undefined }), /^ADMIN_PASSWORD: is not set/);
  });

  it('refuses a deployment of another chain, or none', () => {
    assert.match(refusal({ CHAIN_ID: '137' }), /^DEPLOYMENT_FILE: .*is of chain 31337/);
    assert.match(
      refusal({ DEPLOYMENT_FILE: join(folder, 'none.json') }),
      /^DEPLOYMENT_FILE: .*cannot be read/,
    );
  });
});

describe('.env.example', () => {
  it('is what the registry of variables generates', () => {
    const file = resolve(import.meta.dirname, '../../../.env.example');
    assert.equal(readFileSync(file, 'utf8'), envExample());
  });
});
