import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'freehold-sandbox-start-'));
after(() => rmSync(directory, { recursive: true, force: true }));

/** Starts the process with what it cannot start with; answers its exit code and the one sentence it logged. */
async function refused(
  environment: Readonly<Record<string, string>>,
): Promise<{ code: unknown; sentence: string }> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH,
      NODE_NO_WARNINGS: '1',
      SANDBOX_DATA_DIR: join(directory, 'data'),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const [code] = await once(child, 'close');
  const lines = output.trim().split('\n');
  assert.equal(lines.length, 1, output);
  return { code, sentence: z.object({ msg: z.string() }).parse(JSON.parse(output)).msg };
}

describe('the sandbox process', () => {
  it('says which port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? String(address.port) : '';
    const { code, sentence } = await refused({ STRIPE_PORT: port });
    server.close();
    assert.equal(code, 1);
    assert.ok(sentence.includes(`127.0.0.1:${port}`) && sentence.includes('Expected a free port'), sentence);
  });

  it('says which variable is wrong', async () => {
    const { code, sentence } = await refused({ RPC_URL: 'not a url' });
    assert.equal(code, 1);
    assert.equal(
      sentence,
      'RPC_URL: "not a url" is not usable. Expected the http(s) URL of the local chain.',
    );
  });

  it('says when its data cannot be kept', async () => {
    const { code, sentence } = await refused({ SANDBOX_DATA_DIR: '/dev/null/data' });
    assert.equal(code, 1);
    assert.match(
      sentence,
      /^SANDBOX_DATA_DIR: "\/dev\/null\/data": .*Expected a folder that can be written to\.$/,
    );
  });
});
