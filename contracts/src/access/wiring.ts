import { type Address, encodeFunctionData, type Hex, isAddressEqual, type PublicClient } from 'viem';
import {
  accessManagerAbi,
  propertyTokenAbi,
  timelockControllerAbi,
  treasuryAbi,
} from '../../generated/abis.ts';
import type { AccessContracts } from '../deployments.ts';
import type { Plan } from '../plan.ts';
import { type AccessOptions, checkAccessOptions } from './options.ts';
import { ROLES, type RoleName, selectorsOf } from './roles.ts';
import { planSafe, type SafeBase } from './safe.ts';
import { type GovernedContracts, platformTargets, propertyTargets, type Target } from './targets.ts';

/** Something that has to hold, how to see whether it does, and the call that brings it about. */
export type Wish = Readonly<{
  what: string;
  to: Address;
  data: Hex;
  isRight(reader: PublicClient): Promise<boolean>;
}>;

const ANYBODY: Address = '0x0000000000000000000000000000000000000000';
const GIVEN_ROLES = ['GUARDIAN', 'ENFORCER', 'POLICY', 'UPGRADER'] as const;

/** Creates Safe, timelock and AccessManager. The sender administers the AccessManager until it gives that up. */
export function planAccessContracts(plan: Plan, options: AccessOptions, base?: SafeBase): AccessContracts {
  checkAccessOptions(options);
  const safe = typeof options.safe === 'string' ? options.safe : planSafe(plan, options.safe, base);
  // Whoever executes changes nothing about what was proposed and waited for, so anybody may.
  const timelock = plan.create('timelock', 'TimelockController', timelockControllerAbi, [
    ...[BigInt(options.policyDelay), [safe], [ANYBODY], ANYBODY],
  ]);
  const accessManager = plan.create('access manager', 'AccessManager', accessManagerAbi, [plan.from]);
  return { safe, timelock, accessManager };
}

/** Names of the roles for explorers; they are events only. */
export function labels({ accessManager }: AccessContracts): Pick<Wish, 'what' | 'to' | 'data'>[] {
  return GIVEN_ROLES.map((role) => ({
    what: `label of ${role}`,
    to: accessManager,
    data: encodeFunctionData({ abi: accessManagerAbi, functionName: 'labelRole', args: [ROLES[role], role] }),
  }));
}

/** All that has to hold before the deployer gives up its rights. */
export function platformWishes(
  contracts: GovernedContracts,
  access: AccessContracts,
  options: AccessOptions,
): Wish[] {
  const targets = platformTargets(contracts);
  return [
    ...targets.flatMap((target) => functionWishes(access, target)),
    ...roleWishes(access, options),
    // Revoking an attestation is an act of agents.
    agentWish(access, 'identityRegistry', contracts.identityRegistry),
    sweepWish(access, contracts),
    ...targets.map((target) => ownerWish(access, target)),
  ];
}

/** The last acts of the deployer as administrator, in this order. */
export function farewell(access: AccessContracts, options: AccessOptions, deployer: Address): Wish[] {
  const { accessManager } = access;
  const abi = accessManagerAbi;
  return [
    memberWish(access, 'ADMIN', access.timelock, options.upgradeDelay),
    {
      what: 'deployer gives up the administration',
      to: accessManager,
      data: encodeFunctionData({ abi, functionName: 'renounceRole', args: [ROLES.ADMIN, deployer] }),
      isRight: async (reader) => !(await hasRole(reader, accessManager, 'ADMIN', deployer)).isMember,
    },
  ];
}

/** Which role may call which function of a property's token and compliance contract. */
export function propertyWishes(
  access: AccessContracts,
  property: Readonly<{ token: Address; compliance: Address }>,
): Wish[] {
  return propertyTargets(property).flatMap((target) => functionWishes(access, target));
}

/** The AccessManager acts on a token as its agent. */
export const tokenAgentWish = (access: AccessContracts, token: Address): Wish =>
  agentWish(access, 'token', token);

function functionWishes({ accessManager }: AccessContracts, target: Target): Wish[] {
  const abi = accessManagerAbi;
  return GIVEN_ROLES.flatMap((role) => {
    const names = target.governs.roles[role];
    if (names.length === 0) return [];
    const selectors = selectorsOf(target.abi, names);
    const read = (reader: PublicClient, selector: Hex) =>
      reader.readContract({
        ...{ address: accessManager, abi, functionName: 'getTargetFunctionRole' },
        args: [target.address, selector],
      });
    return [
      {
        what: `${role} of ${target.name}: ${names.join(', ')}`,
        to: accessManager,
        data: encodeFunctionData({
          ...{ abi, functionName: 'setTargetFunctionRole' },
          args: [target.address, selectors, ROLES[role]],
        }),
        isRight: async (reader) =>
          (await Promise.all(selectors.map((selector) => read(reader, selector)))).every(
            (found) => found === ROLES[role],
          ),
      },
    ];
  });
}

function roleWishes(access: AccessContracts, options: AccessOptions): Wish[] {
  const { accessManager } = access;
  const abi = accessManagerAbi;
  const address = accessManager;
  return [
    ...options.guardians.map((guardian) => memberWish(access, 'GUARDIAN', guardian, 0)),
    memberWish(access, 'ENFORCER', access.safe, 0),
    memberWish(access, 'POLICY', access.timelock, 0),
    memberWish(access, 'UPGRADER', access.timelock, options.upgradeDelay),
    {
      what: 'the Safe appoints and dismisses guardians',
      to: accessManager,
      data: encodeFunctionData({
        ...{ abi, functionName: 'setRoleAdmin', args: [ROLES.GUARDIAN, ROLES.ENFORCER] },
      }),
      isRight: async (reader) =>
        (await reader.readContract({
          address,
          abi,
          functionName: 'getRoleAdmin',
          args: [ROLES.GUARDIAN],
        })) === ROLES.ENFORCER,
    },
    {
      what: 'guardians can stop an upgrade',
      to: accessManager,
      data: encodeFunctionData({
        ...{ abi, functionName: 'setRoleGuardian', args: [ROLES.UPGRADER, ROLES.GUARDIAN] },
      }),
      isRight: async (reader) =>
        (await reader.readContract({
          ...{ address, abi, functionName: 'getRoleGuardian', args: [ROLES.UPGRADER] },
        })) === ROLES.GUARDIAN,
    },
  ];
}

function memberWish(
  { accessManager }: AccessContracts,
  role: RoleName,
  account: Address,
  delay: number,
): Wish {
  return {
    what: `${role}: ${account}`,
    to: accessManager,
    data: encodeFunctionData({
      ...{ abi: accessManagerAbi, functionName: 'grantRole', args: [ROLES[role], account, delay] },
    }),
    isRight: async (reader) => {
      const found = await hasRole(reader, accessManager, role, account);
      return found.isMember && found.delay === delay;
    },
  };
}

function agentWish({ accessManager }: AccessContracts, name: string, address: Address): Wish {
  const abi = propertyTokenAbi;
  return {
    what: `access manager is agent of ${name}`,
    to: address,
    data: encodeFunctionData({ abi, functionName: 'addAgent', args: [accessManager] }),
    isRight: (reader) =>
      reader.readContract({ address, abi, functionName: 'isAgent', args: [accessManager] }),
  };
}

/** The AccessManager owns the treasury and could not use money: what is swept goes to the Safe. */
function sweepWish({ safe }: AccessContracts, { treasury: address }: GovernedContracts): Wish {
  const abi = treasuryAbi;
  return {
    what: 'the treasury sweeps to the Safe',
    to: address,
    data: encodeFunctionData({ abi, functionName: 'setMultisig', args: [safe] }),
    isRight: async (reader) =>
      isAddressEqual(await reader.readContract({ address, abi, functionName: 'multisig' }), safe),
  };
}

function ownerWish({ accessManager }: AccessContracts, { name, address }: Target): Wish {
  const abi = propertyTokenAbi;
  return {
    what: `access manager owns ${name}`,
    to: address,
    data: encodeFunctionData({ abi, functionName: 'transferOwnership', args: [accessManager] }),
    isRight: async (reader) =>
      isAddressEqual(await reader.readContract({ address, abi, functionName: 'owner' }), accessManager),
  };
}

/** Whether `account` holds `role`, and after which delay it may act. */
export async function hasRole(
  reader: PublicClient,
  accessManager: Address,
  role: RoleName,
  account: Address,
): Promise<{ isMember: boolean; delay: number }> {
  const [isMember, delay] = await reader.readContract({
    ...{ address: accessManager, abi: accessManagerAbi, functionName: 'hasRole' },
    args: [ROLES[role], account],
  });
  return { isMember, delay };
}
