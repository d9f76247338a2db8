import { deploymentSchema } from '@freehold/contracts/deployments';
import { z } from 'zod';
import { createApplication } from '../../../application.ts';
import { testEnvironment } from '../../../common/testing/test-application.ts';
import { Configuration, parseEnvironment } from '../../../config/configuration.ts';

const told = z.object({
  databaseUrl: z.string(),
  environment: z.record(z.string(), z.string()),
  deployment: deploymentSchema,
});

// A worker on a chain, for tests that kill it: node worker-process.js <what it needs, as JSON>
const { databaseUrl, environment, deployment } = told.parse(JSON.parse(process.argv[2] ?? ''));
const variables = { ...testEnvironment(databaseUrl), ...environment, PROCESS: 'worker' };
const app = await createApplication(new Configuration(parseEnvironment(variables), deployment));
await app.init();
process.stdout.write('ready\n');
