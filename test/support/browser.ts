import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { STATE } from '@freehold/scripts/paths';
import { type Browser, chromium } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium from the npm package; its files are unpacked inside the checkout. */
export async function launchBrowser(): Promise<Browser> {
  const unpacked = join(STATE, 'chromium');
  mkdirSync(unpacked, { recursive: true });
  process.env.TMPDIR = unpacked;
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return chromium.launch({
    executablePath: await packaged.executablePath(),
    headless: true,
    // Not the package's own list: it asks for a single process, which dies with its first page.
    args: ARGUMENTS,
    env: { ...process.env, HOME: unpacked },
  });
}
