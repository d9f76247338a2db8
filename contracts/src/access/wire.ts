import {
  type Address,
  createPublicClient,
  encodeFunctionData,
  isAddressEqual,
  type LocalAccount,
  type PublicClient,
  type Transport,
} from 'viem';
import { accessManagerAbi, propertyFactoryAbi, propertyTokenAbi } from '../../generated/abis.ts';
import type { AccessContracts, Deployment } from '../deployments.ts';
import { Plan } from '../plan.ts';
import { sendAtOnce } from '../send.ts';
import type { AccessOptions } from './options.ts';
import { findSafeBase, type SafeBase } from './safe.ts';
import { type GovernedContracts, platformTargets } from './targets.ts';
import { farewell, hasRole, labels, planAccessContracts, platformWishes, type Wish } from './wiring.ts';

type Call = Pick<Wish, 'what' | 'to' | 'data'>;

/** Hands new contracts over to a new Safe, timelock and AccessManager, and leaves the sender without rights. */
export function planAccess(
  plan: Plan,
  contracts: GovernedContracts,
  options: AccessOptions,
  base?: SafeBase,
): AccessContracts {
  const access = planAccessContracts(plan, options, base);
  planCalls(plan, access, [...labels(access), ...platformWishes(contracts, access, options)]);
  planCalls(plan, access, farewell(access, options, plan.from));
  return access;
}

/** Calls to the AccessManager go together in one transaction, so that no half of them can be missing. */
function planCalls(plan: Plan, { accessManager }: AccessContracts, calls: readonly Call[]): void {
  const toManager = calls.filter(({ to }) => isAddressEqual(to, accessManager));
  if (toManager.length > 0) {
    const data = encodeFunctionData({
      ...{ abi: accessManagerAbi, functionName: 'multicall', args: [toManager.map((call) => call.data)] },
    });
    const words = BigInt(Math.ceil(data.length / 64));
    plan.call(toManager.map(({ what }) => what).join('; '), accessManager, data, 300_000n + 40_000n * words);
  }
  for (const { what, to, data } of calls) {
    if (!isAddressEqual(to, accessManager)) plan.call(what, to, data);
  }
}

export type HandOver = Readonly<{
  deployment: Deployment;
  options: AccessOptions;
  deployer: LocalAccount;
  /** Told the addresses before rights are handed over, to keep them. */
  keep(deployment: Deployment): Promise<void>;
}>;

/**
 * Brings a deployment to where `options` want it: creates what governs it when it has none, then sends what does not
 * hold yet and nothing else. After an interruption it goes on where it stopped. Throws when something is missing that
 * the deployer has no right to change any more; that goes through the Safe.
 */
export async function handOver(
  transport: Transport,
  { options, deployer, ...given }: HandOver,
): Promise<Deployment> {
  const reader = createPublicClient({ transport, pollingInterval: 50, batch: { multicall: false } });
  const contracts = await plannedContracts(reader, given.deployment);
  const access = given.deployment.access ?? (await createAccess(reader, transport, deployer, options));
  const deployment = { ...given.deployment, access };
  await given.keep(deployment);
  const missing = await notRight(reader, platformWishes(contracts, access, options));
  await checkRights(reader, contracts, access, { deployer: deployer.address, missing });
  const rest = await notRight(reader, farewell(access, options, deployer.address));
  const plan = new Plan(deployer.address, await nonceOf(reader, deployer.address));
  planCalls(plan, access, missing);
  planCalls(plan, access, rest);
  await sendAtOnce(plan, deployer, transport);
  return deployment;
}

async function createAccess(
  reader: PublicClient,
  transport: Transport,
  deployer: LocalAccount,
  options: AccessOptions,
): Promise<AccessContracts> {
  const plan = new Plan(deployer.address, await nonceOf(reader, deployer.address));
  const access = planAccessContracts(plan, options, await findSafeBase(reader));
  planCalls(plan, access, labels(access));
  await sendAtOnce(plan, deployer, transport);
  return access;
}

/** The wishes that do not hold. */
export async function notRight(reader: PublicClient, wishes: readonly Wish[]): Promise<Wish[]> {
  const right = await Promise.all(wishes.map((wish) => wish.isRight(reader)));
  return wishes.filter((_, index) => right[index] !== true);
}

/** The contracts of a deployment with those behind them. */
export async function plannedContracts(
  reader: PublicClient,
  { chainId: _chain, deployedAtBlock: _block, access: _access, ...contracts }: Deployment,
): Promise<GovernedContracts> {
  const tokenBeacon = await reader.readContract({
    ...{ address: contracts.propertyFactory, abi: propertyFactoryAbi, functionName: 'beacon' },
  });
  return { ...contracts, tokenBeacon };
}

/** Throws naming the first thing that is missing and that the deployer may not change. */
async function checkRights(
  reader: PublicClient,
  contracts: GovernedContracts,
  { accessManager }: AccessContracts,
  { deployer, missing }: Readonly<{ deployer: Address; missing: readonly Wish[] }>,
): Promise<void> {
  if (missing.length === 0) return;
  const { isMember } = await hasRole(reader, accessManager, 'ADMIN', deployer);
  const owned = await Promise.all(
    platformTargets(contracts).map(async ({ address }) => {
      const owner = await reader.readContract({ address, abi: propertyTokenAbi, functionName: 'owner' });
      return isAddressEqual(owner, deployer) ? [address] : [];
    }),
  );
  const mayCall = [...owned.flat(), ...(isMember ? [accessManager] : [])];
  const foreign = missing.find(({ to }) => !mayCall.some((address) => isAddressEqual(address, to)));
  if (foreign) {
    throw new Error(
      `"${foreign.what}" does not hold, and the deployer ${deployer} may not change it. Propose it through the Safe.`,
    );
  }
}

function nonceOf(reader: PublicClient, address: Address): Promise<number> {
  return reader.getTransactionCount({ address, blockTag: 'pending' });
}
