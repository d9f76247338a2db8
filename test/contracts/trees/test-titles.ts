import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const TITLE = /\b(?:it|test)\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/gsu;
const SOLIDITY_TEST = /\bfunction\s+((?:test|invariant)\w*)\s*\(/gu;
const SPECIAL = /[.*+?^$()|[\]\\{}]/gu;

/** Knows every test of a folder by its title or its name; a title with `${…}` in it stands for every way to fill it. */
export async function readTestTitles(folder: string): Promise<(title: string) => boolean> {
  const exact = new Set<string>();
  const filled: RegExp[] = [];
  for (const file of await readdir(folder, { recursive: true })) {
    const [pattern, group] = file.endsWith('.ts') ? [TITLE, 2] : [SOLIDITY_TEST, 1];
    if (!/\.(?:ts|sol)$/u.test(file)) continue;
    const source = await readFile(join(folder, file), 'utf8');
    for (const match of source.matchAll(pattern)) {
      const title = match[group]?.replace(/\\(['"`\\])/gu, '$1') ?? '';
      if (title.includes('${')) filled.push(titleWithGaps(title));
      else exact.add(title);
    }
  }
  return (title) => exact.has(title) || filled.some((pattern) => pattern.test(title));
}

function titleWithGaps(title: string): RegExp {
  const parts = title.split(/\$\{[^}]*\}/u).map((part) => part.replace(SPECIAL, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`, 'u');
}
