import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../paths.ts';

const SOFT = 300;
const HARD = 500;

export type SizeFindings = { readonly errors: readonly string[]; readonly warnings: readonly string[] };

/** Files that outgrew one screen's worth of thought: over 300 lines a warning, over 500 an error. */
export function checkSizes(): SizeFindings {
  const errors: string[] = [];
  const warnings: string[] = [];
  const skipped = /node_modules|(^|\/)(dist|\.next|generated|artifacts|cache|\.toolchain|\.freehold)\//;
  for (const file of globSync('**/*.{ts,tsx,mjs,sol}', {
    cwd: ROOT,
    exclude: (name) => name === 'node_modules' || name === '.toolchain',
  })) {
    if (skipped.test(file)) continue;
    const lines = readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1;
    if (lines > HARD) errors.push(`${file}: ${lines} lines (limit ${HARD}). Split it by what it does.`);
    else if (lines > SOFT) warnings.push(`${file}: ${lines} lines (aim for ${SOFT}).`);
  }
  return { errors, warnings };
}
