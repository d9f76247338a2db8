/** How fast the order book is: `npm run bench:matching`; its options are told in the file it runs. */
import { runNode } from '../build/run-program.ts';
import { at } from '../paths.ts';

const bench = at('backend/src/modules/marketplace/testing/bench-matching.ts');
const { code } = await runNode([bench, ...process.argv.slice(2)], {}, true);
process.exit(code);
