import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from '../build/run-program.ts';
import { generate } from '../build/steps.ts';

const here = import.meta.dirname;
const known = readdirSync(here)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.replace(/\.ts$/, ''));
const [name, ...args] = process.argv.slice(2);
if (name === undefined || !existsSync(join(here, `${name}.ts`))) {
  console.error(`Usage: npm run bench -- <name>. Known: ${known.join(', ')}.`);
  process.exit(1);
}
await generate((line) => console.log(line));
const { code } = await runNode([join(here, `${name}.ts`), ...args], {}, true);
process.exit(code);
