import { fileURLToPath } from 'node:url';
import { createPublicClient, http, type PublicClient } from 'viem';
import { z } from 'zod';
import { type Deployment, loadDeployment } from '../deployments.ts';
import { replaceFile } from '../replace-file.ts';
import { readRoleFacts } from './role-facts.ts';
import { roleReport } from './role-report-text.ts';

/** Where the report of a deployment file is kept: beside it. */
export const reportFileOf = (deploymentFile: string): string =>
  `${deploymentFile.replace(/\.json$/, '')}.roles.md`;

/** Reads who may do what from the chain and writes it beside the deployment file. Returns the report's file. */
export async function writeRoleReport(
  reader: PublicClient,
  deployment: Deployment,
  deploymentFile: string,
): Promise<string> {
  const file = reportFileOf(deploymentFile);
  const text = roleReport(await readRoleFacts(reader, deployment));
  await replaceFile(file, text);
  return file;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const environment = z
    .object({
      RPC_URL: z.url('expected the URL of a JSON-RPC node').default('http://127.0.0.1:8545'),
      LOG_STEP: z.coerce.bigint().positive().default(10_000n),
    })
    .parse(process.env);
  const file = process.argv[2];
  if (!file) throw new Error('Name the deployment file: node contracts/src/access/role-report.ts FILE');
  const reader = createPublicClient({ transport: http(environment.RPC_URL) });
  console.log(roleReport(await readRoleFacts(reader, loadDeployment(file), environment.LOG_STEP)));
}
