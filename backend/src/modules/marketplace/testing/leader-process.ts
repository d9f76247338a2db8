import { createApplication } from '../../../application.ts';
import { testDeployment, testEnvironment } from '../../../common/testing/test-application.ts';
import { Configuration, parseEnvironment } from '../../../config/configuration.ts';

// A worker as it runs in production, for tests that kill it: node leader-process.js <database url>
const [, , databaseUrl = ''] = process.argv;
const environment = parseEnvironment({ ...testEnvironment(databaseUrl), PROCESS: 'worker' });
const app = await createApplication(new Configuration(environment, testDeployment));
await app.init();
process.stdout.write('ready\n');
