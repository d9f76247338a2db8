import { type Address, getAbiItem, isAddressEqual, type PublicClient } from 'viem';
import {
  ledgerAnchorAbi,
  propertyFactoryAbi,
  propertyTokenAbi,
  treasuryAbi,
  usdcAbi,
} from '../../generated/abis.ts';
import type { Deployment } from '../deployments.ts';
import { type AccessFacts, readAccess } from './access-facts.ts';
import { type LogRange, logsOf, unique } from './logs.ts';
import { platformTargets, propertyTargets, type Target } from './targets.ts';
import { plannedContracts } from './wire.ts';

export type ContractFacts = Readonly<{
  name: string;
  address: Address;
  owner: Address;
  agents: readonly Agent[];
}>;
export type Agent = Readonly<{ address: Address; isContract: boolean }>;
export type Facts = Readonly<{
  deployment: Deployment;
  block: bigint;
  deployer: Address;
  contracts: readonly ContractFacts[];
  anchorSigners: readonly [Address, Address];
  dailyLimit: bigint;
  /** Where the treasury sweeps to; zero while nobody said. */
  multisig: Address;
  access?: AccessFacts;
  /** One line per right that the deployer has. */
  deployerHolds: readonly string[];
}>;

/** Who may do what, read from the chain and from nothing else. `step` is the most blocks one log query may span. */
export async function readRoleFacts(
  reader: PublicClient,
  deployment: Deployment,
  step = 10_000n,
): Promise<Facts> {
  const block = await reader.getBlockNumber({ cacheTime: 0 });
  const range = { fromBlock: BigInt(deployment.deployedAtBlock), toBlock: block, step };
  const targets = [
    ...platformTargets(await plannedContracts(reader, deployment)),
    ...(await propertiesOf(reader, deployment, range)),
  ];
  const treasury = { address: deployment.treasury, abi: treasuryAbi } as const;
  const [deployer, contracts, access, anchorSigners, dailyLimit, multisig] = await Promise.all([
    deployerOf(reader, deployment, range),
    readContracts(reader, targets, range),
    deployment.access && readAccess(reader, deployment.access, targets, range),
    signersOf(reader, deployment),
    reader.readContract({ ...treasury, functionName: 'dailyLimit' }),
    reader.readContract({ ...treasury, functionName: 'multisig' }),
  ]);
  const facts = {
    deployment,
    block,
    deployer,
    contracts,
    anchorSigners,
    dailyLimit,
    multisig,
    ...(access && { access }),
  };
  return { ...facts, deployerHolds: await rightsOf(reader, facts, deployer) };
}

async function propertiesOf(reader: PublicClient, { propertyFactory }: Deployment, range: LogRange) {
  const event = getAbiItem({ abi: propertyFactoryAbi, name: 'PropertyTokenized' });
  const logs = await logsOf(reader, propertyFactory, [event], range);
  return logs.flatMap(({ args: { token, compliance, symbol } }) =>
    propertyTargets({ token, compliance }).map((target) => ({ ...target, name: `${target.name} ${symbol}` })),
  );
}

/** Who sent the transaction that created the factory, its first log's. */
async function deployerOf(
  reader: PublicClient,
  { propertyFactory }: Deployment,
  range: LogRange,
): Promise<Address> {
  const event = getAbiItem({ abi: propertyFactoryAbi, name: 'OwnershipTransferred' });
  const [first] = await logsOf(reader, propertyFactory, [event], range);
  if (!first) throw new Error('The factory has no log of its creation; is deployedAtBlock right?');
  return (await reader.getTransaction({ hash: first.transactionHash })).from;
}

async function signersOf(reader: PublicClient, { ledgerAnchor }: Deployment): Promise<[Address, Address]> {
  const anchor = { address: ledgerAnchor, abi: ledgerAnchorAbi } as const;
  return Promise.all([
    reader.readContract({ ...anchor, functionName: 'signerA' }),
    reader.readContract({ ...anchor, functionName: 'signerB' }),
  ]);
}

async function readContracts(reader: PublicClient, targets: readonly Target[], range: LogRange) {
  const added = getAbiItem({ abi: propertyTokenAbi, name: 'AgentAdded' });
  const logs = await logsOf(
    reader,
    targets.map(({ address }) => address),
    [added],
    range,
  );
  return Promise.all(
    targets.map(async ({ name, address }): Promise<ContractFacts> => {
      const abi = propertyTokenAbi;
      const ever = unique(
        logs.flatMap((log) => (isAddressEqual(log.address, address) ? [log.args._agent] : [])),
      );
      const [owner, ...agents] = await Promise.all([
        reader.readContract({ address, abi, functionName: 'owner' }),
        ...ever.map(async (agent) => {
          const [is, code] = await Promise.all([
            reader.readContract({ address, abi, functionName: 'isAgent', args: [agent] }),
            reader.getCode({ address: agent }),
          ]);
          return is ? [{ address: agent, isContract: code !== undefined }] : [];
        }),
      ]);
      return { name, address, owner, agents: agents.flat() };
    }),
  );
}

async function rightsOf(
  reader: PublicClient,
  { deployment, contracts, access }: Omit<Facts, 'deployerHolds'>,
  deployer: Address,
): Promise<string[]> {
  const is = (address: Address) => isAddressEqual(address, deployer);
  const rights = contracts.flatMap(({ name, owner, agents }) => [
    ...(is(owner) ? [`owner of ${name}`] : []),
    ...(agents.some(({ address }) => is(address)) ? [`agent of ${name}`] : []),
  ]);
  for (const { role, members } of access?.roles ?? []) {
    if (members.some(({ account }) => is(account))) rights.push(`role ${role}`);
  }
  const { delay: _, ...timelock } = access?.timelock ?? { delay: 0n };
  for (const [what, holders] of Object.entries(timelock)) {
    if (holders.some(is)) rights.push(`one of the ${what} of the timelock`);
  }
  if (access?.safe.owners.some(is)) rights.push('one of the owners of the Safe');
  const usdc = { address: deployment.usdc, abi: usdcAbi } as const;
  const administrator = await reader
    .readContract({ ...usdc, functionName: 'masterMinter' })
    .catch(() => undefined);
  if (administrator && is(administrator)) {
    rights.push('administrator of the test USDC, which stands in for Circle’s on a local chain');
  }
  return rights;
}
