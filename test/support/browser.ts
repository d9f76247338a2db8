import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '@freehold/scripts/build/run-program';
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
  await unpackInto(unpacked);
  Object.assign(process.env, packageEnvironment(unpacked));
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

/** What the package reads when it is imported: where its files are, and that it shall bring the libraries it needs. */
const packageEnvironment = (folder: string) => ({ TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' });

/** Whole or not at all: the package takes a file for complete that another process is still writing. */
async function unpackInto(folder: string): Promise<void> {
  if (existsSync(join(folder, 'chromium'))) return;
  mkdirSync(STATE, { recursive: true });
  const partial = mkdtempSync(`${folder}-`);
  const program = "import('@sparticuz/chromium').then(({ default: packaged }) => packaged.executablePath())";
  const args = ['--input-type=module', '--eval', program];
  await mustRun('Unpacking Chromium', args, packageEnvironment(partial), import.meta.dirname);
  try {
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(join(folder, 'chromium'))) throw error;
  }
}

const withoutGaps = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
