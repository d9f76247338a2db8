import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { temporaryDatabase } from '@freehold/scripts/embedded/postgres';
import { STATE } from '@freehold/scripts/paths';
import { IndexerProcess, Rig } from './support/rig.ts';

describe('a wrong configuration', { timeout: 540_000 }, () => {
  let rig: Rig;
  let folder: string;

  before(async () => {
    rig = await Rig.create();
    folder = mkdtempSync(join(STATE, 'tmp', 'indexer-config-'));
  });

  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await rig.stop();
  });

  /** The process must end by itself, with an error code and one sentence that starts with the variable. */
  async function refuses(overrides: Readonly<Record<string, string>>, sentence: RegExp): Promise<void> {
    const indexer = new IndexerProcess({ ...(await rig.environment()), ...overrides });
    const { code, stderr } = await indexer.exited;
    assert.equal(code, 1, stderr);
    assert.match(stderr, sentence);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
    assert.doesNotMatch(stderr, /hunter2/);
  }

  test('a missing DATABASE_URL is named', () =>
    refuses({ DATABASE_URL: '' }, /^DATABASE_URL: is not set\. Expected a URL/));

  test('a DATABASE_URL nobody listens on is named, its password masked', () =>
    refuses(
      { DATABASE_URL: 'postgres://user:hunter2@127.0.0.1:1/freehold' },
      /^DATABASE_URL: cannot connect to postgres:\/\/user:\*\*\*@127\.0\.0\.1:1\/freehold: connection refused\. Expected a reachable PostgreSQL 15\+ server\.$/m,
    ));

  test('a database without the migrations is named', async () => {
    const empty = await temporaryDatabase();
    try {
      await refuses({ DATABASE_URL: empty.url }, /^DATABASE_URL: .* is not migrated/);
    } finally {
      await empty.drop();
    }
  });

  test('an RPC_URL nobody listens on is named, a key in its path masked', () =>
    refuses(
      { RPC_URL: 'http://127.0.0.1:1/v2/hunter2hunter2hunter2' },
      /^RPC_URL: no EVM node answers at http:\/\/127\.0\.0\.1:1\/v2\/\*\*\*: .* Expected a JSON-RPC node of chain 31337\.$/m,
    ));

  test('an RPC_URL that is no URL is named', () =>
    refuses({ RPC_URL: 'localhost:8545' }, /^RPC_URL: is .*Expected the http/));

  test('a node of another chain is named', () =>
    refuses(
      { CHAIN_ID: '137', DEPLOYMENT_FILE: writeDeployment('other.json', { chainId: 137 }) },
      /^CHAIN_ID: is 137, .* serves chain 31337/,
    ));

  test('a missing deployment file is named', () =>
    refuses({ DEPLOYMENT_FILE: join(folder, 'none.json') }, /^DEPLOYMENT_FILE: .*none\.json cannot be read/));

  test('a deployment of another chain is named', () =>
    refuses(
      { DEPLOYMENT_FILE: writeDeployment('chain.json', { chainId: 1 }) },
      /^DEPLOYMENT_FILE: .* is of chain 1\./,
    ));

  test('a deployment whose contracts are not there is named with the contract', () =>
    refuses(
      { DEPLOYMENT_FILE: writeDeployment('empty.json', { treasury: `0x${'12'.repeat(20)}` }) },
      /^DEPLOYMENT_FILE: .* says treasury is at 0x1212.* there is no code there/,
    ));

  test('a port in use is named', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    try {
      await refuses(
        { INDEXER_PORT: String(port) },
        /^INDEXER_PORT: cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE/,
      );
    } finally {
      server.close();
    }
  });

  test('a number that is none is named', () =>
    refuses({ INDEXER_PORT: 'four' }, /^INDEXER_PORT: is "four"\. Expected a whole number/));

  function writeDeployment(name: string, changes: Readonly<Record<string, unknown>>): string {
    const file = join(folder, name);
    const text = readFileSync(rig.world.deploymentFile, 'utf8');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(text), ...changes }));
    return file;
  }
});
