import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../paths.ts';

const MOST_ROOT_SCRIPTS = 20;
const manifest = z.object({
  scripts: z.record(z.string(), z.string()).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/** Rules of the house that no general linter knows: pinned and explained dependencies, few scripts, floats away from money. */
export function checkHouse(): readonly string[] {
  return [...checkManifests(), ...checkFloats(), ...checkDocumentLinks()];
}

function checkManifests(): string[] {
  const errors: string[] = [];
  const explained = readFileSync(join(ROOT, 'docs/dependencies.md'), 'utf8');
  const files = [
    'package.json',
    ...globSync(
      '{contracts,backend,backend/shared,backend/prisma,indexer,frontend,sandbox,scripts,test}/package.json',
      { cwd: ROOT },
    ),
  ];
  for (const file of files) {
    const { scripts, dependencies, devDependencies } = manifest.parse(
      JSON.parse(readFileSync(join(ROOT, file), 'utf8')),
    );
    const size = Object.keys(scripts).length;
    if (file === 'package.json' && size > MOST_ROOT_SCRIPTS)
      errors.push(`package.json: ${size} scripts (limit ${MOST_ROOT_SCRIPTS}).`);
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      if (!/^\d+\.\d+\.\d+/.test(version))
        errors.push(`${file}: ${name} is not pinned exactly ("${version}").`);
      if (!name.startsWith('@freehold/') && !explained.includes(`\`${name}\``))
        errors.push(`docs/dependencies.md: no line says what ${name} (${file}) is for.`);
    }
  }
  return errors;
}

const FLOAT = /parseFloat\(|Number\([^)]*(amount|price|balance|cents|usdc|shares)/i;

/** The line above says why the number is exact, or only drawn. */
const EXPLAINED = /\/\/ (Exact|Drawn):/;

function checkFloats(): string[] {
  return globSync('{backend/src,backend/shared/src,indexer/src,frontend,sandbox/src}/**/*.{ts,tsx}', {
    cwd: ROOT,
    exclude: (name) => name === 'node_modules' || name === '.next' || name === 'dist',
  })
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .flatMap((file) =>
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .flatMap((line, index, lines) =>
          FLOAT.test(line) && !EXPLAINED.test(lines[index - 1] ?? '')
            ? [`${file}:${index + 1}: a float near money: ${line.trim()}`]
            : [],
        ),
    );
}

/** Links between documents must lead somewhere. */
function checkDocumentLinks(): string[] {
  const errors: string[] = [];
  for (const file of globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT })) {
    for (const [, target = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(
      /\]\(([^)#\s]+)(?:#[^)]*)?\)/g,
    )) {
      if (/^[a-z]+:/.test(target)) continue;
      const path = join(file, '..', target);
      if (globSync(path, { cwd: ROOT }).length === 0)
        errors.push(`${file}: the link to ${target} leads nowhere.`);
    }
  }
  return errors;
}
