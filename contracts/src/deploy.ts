import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createPublicClient, http, type Transport } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { writeRoleReport } from './access/role-report.ts';
import { findSafeBase } from './access/safe.ts';
import { handOver, planAccess } from './access/wire.ts';
import { hasRole } from './access/wiring.ts';
import { readDeployOptions } from './deploy-environment.ts';
import type { ContractOptions } from './deploy-options.ts';
import { planContracts } from './deploy-plan.ts';
import { type CompleteDeployment, type Deployment, deploymentSchema, loadDeployment } from './deployments.ts';
import { Plan } from './plan.ts';
import { replaceFile } from './replace-file.ts';
import { sendAtOnce } from './send.ts';

export { type AccessOptions, DEVELOPMENT_DELAYS, PRODUCTION_DELAYS } from './access/options.ts';
export type { ContractOptions } from './deploy-options.ts';
export { ACCREDITED_TOPIC, KYC_TOPIC } from './deploy-plan.ts';

/** Chains on which a test USDC may be deployed. */
const LOCAL_CHAIN_IDS = [31337, 1337];

export type DeployOptions = ContractOptions &
  Readonly<{
    rpcUrl: string;
    /** Where the addresses are written. */
    file: string;
  }>;

/**
 * Deploys and wires all contracts and writes their addresses to `file`, and beside it a report of who may do what. When
 * the file exists, belongs to this chain and every address in it has code, nothing is deployed; what `access` wants and
 * does not hold yet is put right. The file is written last, so an interrupted run starts anew.
 */
export async function deployAll({ rpcUrl, file, ...options }: DeployOptions): Promise<Deployment> {
  const transport = http(rpcUrl);
  const existing = await existingDeployment(file, transport);
  const deployment = existing ?? (await deployContracts(transport, options));
  if (!existing) await writeDeployment(file, deployment);
  const governed = await governedAs(options, deployment, transport, file);
  if (!existing || governed !== existing) {
    await writeRoleReport(createPublicClient({ transport }), governed, file);
  }
  return governed;
}

/** The deployment, handed over to what `access` describes unless that was finished before. */
async function governedAs(
  { access, deployerKey }: ContractOptions,
  deployment: Deployment,
  transport: Transport,
  file: string,
): Promise<Deployment> {
  if (!access) return deployment;
  const deployer = privateKeyToAccount(deployerKey);
  if (deployment.access) {
    const { accessManager } = deployment.access;
    const reader = createPublicClient({ transport });
    // Giving up the administration is the deployer's last act.
    if (!(await hasRole(reader, accessManager, 'ADMIN', deployer.address)).isMember) return deployment;
  }
  const keep = (found: Deployment) => writeDeployment(file, found);
  return handOver(transport, { deployment, options: access, deployer, keep });
}

/** Deploys and wires all contracts through `transport`. Throws naming the step that failed. */
export async function deployContracts(
  transport: Transport,
  options: ContractOptions,
): Promise<CompleteDeployment> {
  const account = privateKeyToAccount(options.deployerKey);
  const reader = createPublicClient({ transport, pollingInterval: 100 });
  const chainId = await reader.getChainId();
  if (!options.usdc && !LOCAL_CHAIN_IDS.includes(chainId)) {
    throw new Error(
      `usdc: missing. Chain ${chainId} is not a local chain, so no test USDC is deployed to it.`,
    );
  }
  const firstNonce = await reader.getTransactionCount({ address: account.address, blockTag: 'pending' });
  const startBlock = await reader.getBlockNumber();
  const plan = new Plan(account.address, firstNonce);
  const planned = planContracts(plan, options);
  const access = options.access && planAccess(plan, planned, options.access, await findSafeBase(reader));
  await sendAtOnce(plan, account, transport);
  const { tokenBeacon: _, ...contracts } = planned;
  const deployment = deploymentSchema.parse({
    ...{ chainId, deployedAtBlock: Number(startBlock) + 1 },
    ...contracts,
    ...(access && { access }),
  });
  const { marketplace, offering, identityFactory } = contracts;
  return { ...deployment, marketplace, offering, identityFactory };
}

async function existingDeployment(file: string, transport: Transport): Promise<Deployment | undefined> {
  if (!existsSync(file)) return undefined;
  const reader = createPublicClient({ transport });
  const chainId = await reader.getChainId();
  const deployment = loadDeployment(file);
  if (deployment.chainId !== chainId) {
    throw new Error(
      `Deployment file ${file} is of chain ${deployment.chainId}, but the node is on ${chainId}`,
    );
  }
  const { chainId: _chain, deployedAtBlock: _block, access, ...contracts } = deployment;
  const addresses = [...Object.values(contracts), ...Object.values(access ?? {})];
  const present = addresses.filter((address) => address !== undefined);
  const codes = await Promise.all(present.map((address) => reader.getCode({ address })));
  return codes.every((code) => code !== undefined && code !== '0x') ? deployment : undefined;
}

const writeDeployment = (file: string, deployment: Deployment): Promise<void> =>
  replaceFile(
    file,
    `${JSON.stringify(deployment, null, 2)}
`,
  );

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await deployAll(readDeployOptions(process.env)), null, 2));
}
