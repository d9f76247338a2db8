import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { z } from 'zod';
import { testDeployment, testEnvironment } from '../common/testing/test-application.ts';
import { freePort, type TestDatabase, testDatabase } from '../common/testing/test-database.ts';

const main = resolve(import.meta.dirname, '../main.js');
const addressSchema = z.object({ port: z.number() });
const callSchema = z.object({ id: z.unknown(), method: z.string() });

/** An EVM node in which every address has code but one, and providers that know one key each. */
function startWorld(): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, response) => {
    const authorization = request.headers.authorization ?? '';
    if (request.url === '/v1/balance') {
      response.writeHead(authorization.includes('sk_test_good') ? 200 : 401).end('{}');
      return;
    }
    if (request.url === '/v1/configuration') {
      response.writeHead(authorization.includes('SAND_API_KEY:good:key') ? 200 : 401).end('{}');
      return;
    }
    if (request.url === '/v3/scopes') {
      response.writeHead(authorization.includes('SG.good') ? 200 : 401).end('{}');
      return;
    }
    if (request.url?.startsWith('/freehold-documents')) {
      response.writeHead(authorization.includes('Credential=GOODSTORAGE/') ? 200 : 403).end();
      return;
    }
    if (request.url?.startsWith('/elsewhere')) {
      response.writeHead(404).end();
      return;
    }
    if (request.url?.startsWith('/resources/applicants/')) {
      response.writeHead(request.headers['x-app-token'] === 'sbx:good' ? 404 : 401).end('{}');
      return;
    }
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const { id, method } = callSchema.parse(JSON.parse(body));
      const noCode =
        body.toLowerCase().includes(testDeployment.dividends) && request.url === '/without-dividends';
      const result = method === 'eth_chainId' ? '0x7a69' : noCode ? '0x' : '0x60';
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
  });
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      done({ server, url: `http://127.0.0.1:${addressSchema.parse(server.address()).port}` });
    });
  });
}

describe('a process with a wrong variable', () => {
  let folder: string;
  let database: TestDatabase;
  let world: Awaited<ReturnType<typeof startWorld>>;
  let good: Record<string, string>;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'freehold-probes-'));
    const file = join(folder, 'deployment.json');
    writeFileSync(file, JSON.stringify(testDeployment));
    database = await testDatabase();
    world = await startWorld();
    good = {
      ...testEnvironment(database.url),
      API_PORT: String(await freePort()),
      DEPLOYMENT_FILE: file,
      RPC_URL: world.url,
      STRIPE_API_URL: world.url,
      STRIPE_API_KEY: 'sk_test_good',
      CIRCLE_API_URL: world.url,
      CIRCLE_API_KEY: 'SAND_API_KEY:good:key',
      SENDGRID_API_URL: world.url,
      SUMSUB_API_URL: world.url,
      SUMSUB_APP_TOKEN: 'sbx:good',
      SENDGRID_API_KEY: 'SG.good',
      S3_ENDPOINT: world.url,
      S3_ACCESS_KEY_ID: 'GOODSTORAGE',
    };
  });
  after(async () => {
    world.server.close();
    world.server.closeAllConnections();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const start = (changes: Record<string, string>) =>
    new Promise<{ readonly code: number | null; readonly output: string; readonly said: string }>((done) => {
      const child = spawn(process.execPath, [main], {
        env: { PATH: process.env.PATH ?? '', ...good, ...changes },
        stdio: ['ignore', 'pipe', 'pipe'],
        // A process which does not refuse what it should would go on for ever; a busy machine takes long to start one.
        timeout: 180_000,
      });
      let [output, said] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('"ready"')) child.kill('SIGTERM');
      });
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      child.on('close', (code) => done({ code, output, said: said.trim() }));
    });

  const refusals: [string, Record<string, string>, RegExp][] = [
    [
      'an unreachable database',
      { DATABASE_URL: 'postgres://ann:hidden@127.0.0.1:9/freehold' },
      /^DATABASE_URL: cannot use postgres:\/\/ann:\*\*\*@127\.0\.0\.1:9\/freehold — .*ECONNREFUSED.*\. Expected the URL of a reachable PostgreSQL 15\+ server.*\.$/,
    ],
    [
      'an unreachable node',
      { RPC_URL: 'http://127.0.0.1:9' },
      /^RPC_URL: no EVM node answers at http:\/\/127\.0\.0\.1:9/,
    ],
    [
      'the wrong Stripe key',
      { STRIPE_API_KEY: 'sk_test_bad' },
      /^STRIPE_API_KEY: got "sk_test_\*\*\*.*", refused with status 401/,
    ],
    [
      'the wrong Circle key',
      { CIRCLE_API_KEY: 'SAND_API_KEY:bad:key' },
      /^CIRCLE_API_KEY: got "SAND_API_KEY:\*\*\*.*401/,
    ],
    ['the wrong SendGrid key', { SENDGRID_API_KEY: 'SG.bad' }, /^SENDGRID_API_KEY: got "SG\.\*\*\*.*401/],
    ['the wrong Sumsub token', { SUMSUB_APP_TOKEN: 'sbx:bad' }, /^SUMSUB_APP_TOKEN: got ".*401/],
    [
      'the wrong storage key',
      { S3_ACCESS_KEY_ID: 'BADSTORAGE' },
      /^S3_ACCESS_KEY_ID: got "\*\*\* \(10 characters\)", refused with status 403/,
    ],
    ['a bucket that is not there', { S3_BUCKET: 'elsewhere' }, /^S3_BUCKET: .* has no bucket "elsewhere"/],
    ['unreachable storage', { S3_ENDPOINT: 'http://127.0.0.1:9' }, /^S3_ENDPOINT: nothing answers at/],
    [
      'an identity provider without its keys',
      { KYC_PROVIDER: 'veriff' },
      /^VERIFF_API_KEY: is not set, and KYC_PROVIDER is veriff/,
    ],
    [
      'an unreachable Stripe',
      { STRIPE_API_URL: 'http://127.0.0.1:9' },
      /^STRIPE_API_URL: nothing answers at/,
    ],
  ];
  for (const [what, changes, sentence] of refusals) {
    it(`refuses ${what} in one sentence and does nothing`, async () => {
      const { code, output, said } = await start(changes);
      assert.equal(code, 1);
      assert.match(said, sentence);
      assert.equal(said.split('\n').length, 1, said);
      assert.equal(output, '');
    });
  }

  it('refuses contracts without code', async () => {
    const { code, said } = await start({ RPC_URL: `${world.url}/without-dividends` });
    assert.equal(code, 1);
    assert.match(said, /^DEPLOYMENT_FILE: dividends at 0x[dD]+ has no code on chain 31337/);
  });

  it('starts when everything is right, and stops by itself when it is told to', async () => {
    const { code, output, said } = await start({ LOG_LEVEL: 'info' });
    assert.equal(said, '');
    assert.equal(code, 0);
    assert.match(output, /"msg":"ready"/);
  });
});
