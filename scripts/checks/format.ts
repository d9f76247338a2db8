import { runNode } from '../build/run-program.ts';

const { code } = await runNode(['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '.'], {}, true);
process.exit(code);
