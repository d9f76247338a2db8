import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATE } from '@freehold/scripts/paths';
import { type Browser, chromium } from 'playwright-core';

// Not the package's own list: it asks for a single process, which dies with its first page.
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium from the npm package; its files and fonts are unpacked inside the checkout. */
export async function launchBrowser(): Promise<Browser> {
  const unpacked = join(STATE, 'chromium');
  mkdirSync(unpacked, { recursive: true });
  process.env.TMPDIR = unpacked;
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  const executablePath = await packaged.executablePath();
  // Its font list names folders of another machine; without any font, a text field ends the browser.
  const fonts = join(unpacked, 'fonts.conf');
  writeFileSync(
    fonts,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(unpacked, 'fonts')}</dir><cachedir>${join(unpacked, 'font-cache')}</cachedir></fontconfig>\n`,
  );
  const env: NodeJS.ProcessEnv = { ...process.env, HOME: unpacked, FONTCONFIG_FILE: fonts };
  return chromium.launch({ executablePath, headless: true, args: ARGUMENTS, env: withoutGaps(env) });
}

const withoutGaps = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
