/** Gas of every act beside floors, T-REX and goals: `npm run bench:gas`, and with `-- --write` pins it for the tests. */
import { parseArgs } from 'node:util';
import { runNode } from '../build/run-program.ts';

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const { code } = await runNode(
  ['node_modules/hardhat/dist/src/cli.js', 'run', 'test/contracts/gas/print.ts'],
  { FREEHOLD_GAS_WRITE: values.write ? '1' : '0' },
  true,
);
process.exit(code);
