import { createHash } from 'node:crypto';
import { type Dirent, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, STATE } from '../paths.ts';

/** What a build writes among its inputs. */
const SKIPPED = new Set([
  'node_modules',
  'dist',
  '.next',
  'artifacts',
  'cache',
  'generated',
  'next-env.d.ts',
]);

/** Runs `make` only when the files under `inputs` (globs from the checkout) changed since it last succeeded. */
export async function whenChanged(
  name: string,
  inputs: readonly string[],
  outputs: readonly string[],
  make: () => Promise<void>,
): Promise<boolean> {
  const stamp = join(STATE, 'stamps', name);
  const wanted = digest(inputs);
  const present = outputs.every((output) => existsSync(join(ROOT, output)));
  if (present && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  await make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  return true;
}

function digest(inputs: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  const skip = (entry: Dirent): boolean => SKIPPED.has(entry.name);
  const files = globSync([...inputs], { cwd: ROOT, exclude: skip, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of [...new Set(files)].sort())
    hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  return hash.digest('hex');
}
