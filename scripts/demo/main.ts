import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { STATE } from '../paths.ts';
import { portsFromEnvironment } from '../start/ports.ts';
import { readRunFile, runningSystem } from '../start/run-file.ts';
import { startSystem } from '../start/system.ts';
import { DEMO_PEOPLE } from './cast.ts';
import { Narrator } from './narrator.ts';
import { tellStory } from './story.ts';

const { values } = parseArgs({
  options: { chaos: { type: 'boolean', default: false }, seed: { type: 'string' } },
});
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
if (!Number.isSafeInteger(seed)) {
  console.error(`--seed: "${values.seed}" is not a whole number.`);
  process.exit(1);
}

let system = runningSystem(STATE);
let stop = async (): Promise<void> => undefined;
try {
  if (system === undefined) {
    const report = (line: string): void => console.log(line);
    const own = await startSystem({
      dataDir: STATE,
      ports: portsFromEnvironment(process.env),
      report,
      env: process.env,
    });
    stop = own.stop;
    system = runningSystem(STATE);
  }
  if (system === undefined) throw new Error('The system did not start.');
  console.log(
    `Two properties, ${DEMO_PEOPLE.tenants.length} tenants, ${DEMO_PEOPLE.investors.length} investors; API ${system.urls.api}, chain ${system.urls.rpc}.`,
  );
  const narrator = new Narrator();
  const green = await tellStory({
    system,
    narrator,
    today: new Date(),
    ...(values.chaos ? { chaos: { seed, running: () => readRunFile(STATE) } } : {}),
  });
  console.log(green ? '\nAll checks passed.' : '\nSome checks FAILED.');
  process.exitCode = green ? 0 : 1;
} catch (error) {
  console.error(`\nThe demonstration stopped: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await stop();
}
process.exit();
