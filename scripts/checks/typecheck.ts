import { runNode } from '../build/run-program.ts';
import { generate } from '../build/steps.ts';

await generate((line) => console.log(line));
const workspaces = await runNode(['node_modules/typescript/bin/tsc', '-b'], {}, true);
const tests = await runNode(['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'test'], {}, true);
const frontend = await runNode(['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'frontend'], {}, true);
const failed = [workspaces, tests, frontend].filter((result) => result.code !== 0).length;
console.log(`${3 - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
