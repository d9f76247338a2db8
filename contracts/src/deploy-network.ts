import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  createPublicClient,
  formatEther,
  formatGwei,
  http,
  type PublicClient,
  parseAbi,
  type Transport,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { readRoleFacts } from './access/role-facts.ts';
import { writeRoleReport } from './access/role-report.ts';
import { findSafeBase } from './access/safe.ts';
import { notRight, planAccess, plannedContracts } from './access/wire.ts';
import { platformWishes } from './access/wiring.ts';
import { planContracts } from './deploy-plan.ts';
import { type Deployment, deploymentSchema, loadDeployment } from './deployments.ts';
import { fingerprint, type Journal, journalFileOf, readJournal, writeJournal } from './journal.ts';
import { type NetworkDeployment, readNetworkDeployment } from './network-environment.ts';
import { Plan } from './plan.ts';
import { rehearsePlan } from './rehearse-plan.ts';
import { replaceFile } from './replace-file.ts';
import { sendCarefully } from './send-carefully.ts';

type Print = (line: string) => void;
/** How to get there: where lines go, another line than RPC_URL, and how long to wait for what. */
type Way = Readonly<{ print?: Print; transport?: Transport; pause?: number; patience?: number }>;
type Prepared = Readonly<{ plan: Plan; deployment: Deployment; journal: Journal }>;

/**
 * Deploys to a public chain, hands everything over and checks the result on the chain. Interrupted, it goes on with the
 * same environment where it stopped. Returns the deployment.
 */
export async function deployToNetwork(
  wanted: NetworkDeployment,
  { print = () => {}, transport = http(wanted.rpcUrl), ...pace }: Way = {},
): Promise<Deployment> {
  const { options, file, confirmations } = wanted;
  const reader = createPublicClient({ transport });
  await checkChain(reader, wanted);
  const prepared = await prepare(reader, wanted);
  const journalFile = journalFileOf(file);
  if (!existsSync(journalFile)) await writeJournal(journalFile, prepared.journal);
  await sendCarefully({
    ...{ plan: prepared.plan, account: privateKeyToAccount(options.deployerKey), transport, confirmations },
    ...{ journal: prepared.journal, keep: (journal) => writeJournal(journalFile, journal), report: print },
    ...pace,
  });
  await checkResult(reader, wanted, prepared.deployment);
  await replaceFile(file, `${JSON.stringify(prepared.deployment, null, 2)}\n`);
  print(`addresses: ${file}\nroles: ${await writeRoleReport(reader, prepared.deployment, file)}`);
  return prepared.deployment;
}

/** Carries the deployment out on a chain inside this process and prints every step with its gas; sends nothing. */
export async function dryRun(wanted: NetworkDeployment, print: Print): Promise<void> {
  const reader = createPublicClient({ transport: http(wanted.rpcUrl) });
  await checkChain(reader, wanted);
  const { plan, deployment } = await prepare(reader, wanted);
  const used = await rehearsePlan(reader, plan, wanted);
  const { maxFeePerGas } = await reader.estimateFeesPerGas();
  plan.steps.forEach(({ what, to, creates }, index) => {
    print(`${index + 1}. ${what} → ${creates ? `creates ${creates.address}` : to}: ${used[index]} gas`);
  });
  const all = used.reduce((sum, gas) => sum + gas, 0n);
  print(
    `${plan.steps.length} transactions, ${all} gas; at ${formatGwei(maxFeePerGas)} gwei ${formatEther(all * maxFeePerGas)} coins`,
  );
  print(JSON.stringify(deployment, null, 2));
}

async function prepare(
  reader: PublicClient,
  { network, options, file }: NetworkDeployment,
): Promise<Prepared> {
  const deployer = privateKeyToAccount(options.deployerKey).address;
  const kept = await readJournal(journalFileOf(file));
  const firstNonce = kept?.firstNonce ?? (await unusedNonce(reader, deployer));
  const plan = new Plan(deployer, firstNonce);
  const planned = planContracts(plan, options);
  const access = planAccess(plan, planned, options.access, await findSafeBase(reader));
  const { tokenBeacon: _, ...contracts } = planned;
  const startBlock = kept?.startBlock ?? (await reader.getBlockNumber());
  const fresh: Journal = {
    ...{ chainId: network.id, deployer, firstNonce, startBlock, plan: fingerprint(plan), sent: [] },
    creations: plan.steps.flatMap(({ what, creates }) => (creates ? [{ what, ...creates }] : [])),
  };
  if (kept && (kept.plan !== fresh.plan || kept.chainId !== network.id || kept.deployer !== deployer)) {
    throw new Error(
      `The journal ${journalFileOf(file)} belongs to another plan: the environment or the contracts changed since. Go on with the same ones, or move the journal away to deploy anew.`,
    );
  }
  const deployedAtBlock = Number(startBlock) + 1;
  const deployment = deploymentSchema.parse({ chainId: network.id, deployedAtBlock, ...contracts, access });
  return { plan, deployment, journal: kept ?? fresh };
}

async function unusedNonce(reader: PublicClient, address: `0x${string}`): Promise<number> {
  const [latest, pending] = await Promise.all([
    reader.getTransactionCount({ address, blockTag: 'latest' }),
    reader.getTransactionCount({ address, blockTag: 'pending' }),
  ]);
  if (pending !== latest) throw new Error(`The deployer ${address} has transactions that are not mined yet.`);
  return latest;
}

async function checkChain(
  reader: PublicClient,
  { network, options, file }: NetworkDeployment,
): Promise<void> {
  const chainId = await reader.getChainId();
  if (chainId !== network.id) {
    throw new Error(`RPC_URL is a node of chain ${chainId}; ${network.name} is ${network.id}.`);
  }
  if (existsSync(file)) {
    const { chainId: found } = loadDeployment(file);
    if (found !== network.id) throw new Error(`${file} is of chain ${found}.`);
  }
  const { usdc } = options;
  const decimals =
    usdc &&
    (await reader
      .readContract({
        address: usdc,
        abi: parseAbi(['function decimals() view returns (uint8)']),
        functionName: 'decimals',
      })
      .catch(() => undefined));
  if (decimals !== 6) throw new Error(`There is no USDC with 6 decimals at ${usdc} on ${network.name}.`);
  const { safe } = options.access;
  if (typeof safe === 'string' && (await reader.getCode({ address: safe })) === undefined) {
    throw new Error(`There is no Safe at ${safe} on ${network.name}.`);
  }
}

/** Reads back what was meant, rather than to believe receipts. */
async function checkResult(
  reader: PublicClient,
  { options }: NetworkDeployment,
  deployment: Deployment,
): Promise<void> {
  if (!deployment.access) throw new Error('The deployment has no access contracts.');
  const wishes = platformWishes(
    await plannedContracts(reader, deployment),
    deployment.access,
    options.access,
  );
  const [missing] = await notRight(reader, wishes);
  if (missing) throw new Error(`"${missing.what}" does not hold after the deployment.`);
  const { deployerHolds } = await readRoleFacts(reader, deployment);
  if (deployerHolds.length > 0) throw new Error(`The deployer still holds: ${deployerHolds.join(', ')}.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = readNetworkDeployment(process.env);
  const print: Print = (line) => console.log(line);
  if (process.argv.includes('--dry-run')) await dryRun(wanted, print);
  else await deployToNetwork(wanted, { print });
}
