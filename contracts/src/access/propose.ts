import { fileURLToPath } from 'node:url';
import {
  type Address,
  createPublicClient,
  encodeFunctionData,
  getAddress,
  type Hex,
  http,
  isAddress,
  isHex,
  keccak256,
  type PublicClient,
  stringToHex,
} from 'viem';
import { z } from 'zod';
import { propertyFactoryAbi, propertyTokenAbi, timelockControllerAbi } from '../../generated/abis.ts';
import { type AccessContracts, type Deployment, loadDeployment } from '../deployments.ts';
import { type Act, delayedChange } from './operations.ts';
import { duration } from './role-report-text.ts';
import type { SafeCall } from './safe.ts';
import { rehearse, upgradeOfBeacon, upgradeOfProxy } from './upgrade.ts';
import { notRight, plannedContracts } from './wire.ts';
import { hasRole, propertyWishes } from './wiring.ts';

/** Transactions of a proposal: the Safe's now, anybody's after the delays, the Safe's to stop it. */
export type Proposed = Readonly<{
  what: string;
  safeSendsNow: readonly SafeCall[];
  anybodySendsLater: ReadonlyArray<SafeCall & Readonly<{ after: string }>>;
  safeSendsToStop: readonly SafeCall[];
}>;

/** What a person asks for: `token KEY-OR-ADDRESS`, `upgrade tokens|registry|treasury CODE`. */
export async function propose(
  reader: PublicClient,
  deployment: Deployment,
  [command = '', ...rest]: readonly string[],
): Promise<Proposed> {
  const { access } = deployment;
  if (!access) throw new Error('This deployment has no Safe, timelock and AccessManager.');
  const [subject = '', code = ''] = rest;
  if (command === 'token') {
    const acts = await listingOf(reader, deployment, access, subject);
    if (acts.length === 0) throw new Error('Everything about this token is as it should be.');
    return proposalOf(reader, access, `the roles of the token of ${subject}`, acts);
  }
  if (command === 'upgrade' && isAddress(code)) {
    const act = await upgradeOf(reader, deployment, subject, code);
    await rehearse(reader, access, act);
    return proposalOf(reader, access, `the upgrade of ${subject} to ${code}`, [act]);
  }
  throw new Error('Ask for: token KEY-OR-ADDRESS, or: upgrade tokens|registry|treasury CODE');
}

/** What is missing for a property's token and compliance contract, which need not exist yet. */
async function listingOf(
  reader: PublicClient,
  { propertyFactory }: Deployment,
  access: AccessContracts,
  subject: string,
): Promise<Act[]> {
  const property = await propertyOf(reader, propertyFactory, subject);
  const wishes = await notRight(reader, propertyWishes(access, property));
  const agent = await missingAgent(reader, access, property.token);
  // While `addAgent` belongs to no role it is ADMIN's, like the rest of this: it comes first.
  return [...agent, ...wishes.map(({ to, data }) => ({ target: to, data }))];
}

async function propertyOf(reader: PublicClient, factory: Address, subject: string) {
  if (isAddress(subject)) {
    const token = getAddress(subject);
    const compliance = await reader.readContract({
      ...{ address: token, abi: propertyTokenAbi, functionName: 'compliance' },
    });
    return { token, compliance };
  }
  if (!isHex(subject) || subject.length !== 66) {
    throw new Error(
      'Name the token by its address, or before it exists by the key of its property (32 bytes in hex).',
    );
  }
  const [token, compliance] = await reader.readContract({
    ...{ address: factory, abi: propertyFactoryAbi, functionName: 'predict', args: [subject] },
  });
  return { token, compliance };
}

async function missingAgent(
  reader: PublicClient,
  { accessManager }: AccessContracts,
  token: Address,
): Promise<Act[]> {
  if ((await reader.getCode({ address: token })) === undefined) return [];
  const abi = propertyTokenAbi;
  const is = await reader.readContract({
    address: token,
    abi,
    functionName: 'isAgent',
    args: [accessManager],
  });
  const data = encodeFunctionData({ abi, functionName: 'addAgent', args: [accessManager] });
  return is ? [] : [{ target: token, data }];
}

async function upgradeOf(
  reader: PublicClient,
  deployment: Deployment,
  subject: string,
  code: Address,
): Promise<Act> {
  if (subject === 'registry') return upgradeOfProxy(deployment.identityRegistry, code);
  if (subject === 'treasury') return upgradeOfProxy(deployment.treasury, code);
  if (subject === 'tokens') {
    return upgradeOfBeacon((await plannedContracts(reader, deployment)).tokenBeacon, code);
  }
  throw new Error(`"${subject}" cannot be upgraded; tokens, registry and treasury can.`);
}

async function proposalOf(
  reader: PublicClient,
  access: AccessContracts,
  what: string,
  acts: readonly Act[],
): Promise<Proposed> {
  const [delay, { delay: upgradeDelay }, block] = await Promise.all([
    reader.readContract({
      address: access.timelock,
      abi: timelockControllerAbi,
      functionName: 'getMinDelay',
    }),
    hasRole(reader, access.accessManager, 'UPGRADER', access.timelock),
    reader.getBlockNumber(),
  ]);
  const policyDelay = Number(delay);
  const salt: Hex = keccak256(stringToHex(`${what} at ${block}`));
  const [announce, act] = delayedChange(access, acts, { policyDelay, upgradeDelay, salt });
  return {
    what,
    safeSendsNow: [announce.propose, act.propose],
    anybodySendsLater: [
      { ...announce.execute, after: duration(policyDelay) },
      { ...act.execute, after: `${duration(upgradeDelay)} more` },
    ],
    safeSendsToStop: [announce.cancel, act.cancel],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { RPC_URL } = z.object({ RPC_URL: z.url().default('http://127.0.0.1:8545') }).parse(process.env);
  const [file, ...request] = process.argv.slice(2);
  if (!file) throw new Error('Name the deployment file first: node contracts/src/access/propose.ts FILE …');
  const reader = createPublicClient({ transport: http(RPC_URL) });
  console.log(JSON.stringify(await propose(reader, loadDeployment(file), request), null, 2));
}
