import { type Address, getAbiItem, isAddressEqual, type PublicClient } from 'viem';
import { accessManagerAbi, safeAbi, timelockControllerAbi } from '../../generated/abis.ts';
import type { AccessContracts } from '../deployments.ts';
import { type LogRange, logsOf, unique } from './logs.ts';
import { ROLE_NAMES, ROLES, type RoleName, roleName } from './roles.ts';
import { functionsOf, type Target } from './targets.ts';
import { hasRole } from './wiring.ts';

export type Member = Readonly<{ account: Address; delay: number }>;
export type RoleFacts = Readonly<{
  role: RoleName;
  members: readonly Member[];
  admin: string;
  guardian: string;
  /** By contract, what the chain says this role may call. */
  functions: ReadonlyArray<Readonly<{ contract: string; address: Address; names: readonly string[] }>>;
}>;
export type AccessFacts = Readonly<{
  safe: Readonly<{ owners: readonly Address[]; threshold: bigint; version: string }>;
  timelock: Readonly<{
    delay: bigint;
    proposers: readonly Address[];
    cancellers: readonly Address[];
    executors: readonly Address[];
    admins: readonly Address[];
  }>;
  roles: readonly RoleFacts[];
}>;
/** What Safe, timelock and AccessManager say about themselves. */
export async function readAccess(
  reader: PublicClient,
  access: AccessContracts,
  targets: readonly Target[],
  range: LogRange,
): Promise<AccessFacts> {
  const safe = { address: access.safe, abi: safeAbi } as const;
  const [owners, threshold, version, timelock, roles] = await Promise.all([
    reader.readContract({ ...safe, functionName: 'getOwners' }),
    reader.readContract({ ...safe, functionName: 'getThreshold' }),
    reader.readContract({ ...safe, functionName: 'VERSION' }),
    readTimelock(reader, access, range),
    readRoles(reader, access, targets, range),
  ]);
  return { safe: { owners, threshold, version }, timelock, roles };
}

async function readTimelock(reader: PublicClient, access: AccessContracts, range: LogRange) {
  const timelock = { address: access.timelock, abi: timelockControllerAbi } as const;
  const granted = getAbiItem({ abi: timelockControllerAbi, name: 'RoleGranted' });
  const ever = unique(
    (await logsOf(reader, access.timelock, [granted], range)).map(({ args }) => args.account),
  );
  const holders = async (
    name: 'PROPOSER_ROLE' | 'CANCELLER_ROLE' | 'EXECUTOR_ROLE' | 'DEFAULT_ADMIN_ROLE',
  ) => {
    const role = await reader.readContract({ ...timelock, functionName: name });
    const has = await Promise.all(
      ever.map((account) =>
        reader.readContract({ ...timelock, functionName: 'hasRole', args: [role, account] }),
      ),
    );
    return ever.filter((_, index) => has[index]);
  };
  const [delay, proposers, cancellers, executors, admins] = await Promise.all([
    reader.readContract({ ...timelock, functionName: 'getMinDelay' }),
    holders('PROPOSER_ROLE'),
    holders('CANCELLER_ROLE'),
    holders('EXECUTOR_ROLE'),
    holders('DEFAULT_ADMIN_ROLE'),
  ]);
  return { delay, proposers, cancellers, executors, admins };
}

async function readRoles(
  reader: PublicClient,
  { accessManager }: AccessContracts,
  targets: readonly Target[],
  range: LogRange,
): Promise<RoleFacts[]> {
  const manager = { address: accessManager, abi: accessManagerAbi } as const;
  const granted = getAbiItem({ abi: accessManagerAbi, name: 'RoleGranted' });
  const updated = getAbiItem({ abi: accessManagerAbi, name: 'TargetFunctionRoleUpdated' });
  const grants = await logsOf(reader, accessManager, [granted], range);
  const updates = await logsOf(reader, accessManager, [updated], range);
  const now = await functionRoles(reader, accessManager, targets, updates);
  return Promise.all(
    ROLE_NAMES.map(async (role): Promise<RoleFacts> => {
      const id = ROLES[role];
      const ever = unique(grants.flatMap(({ args }) => (args.roleId === id ? [args.account] : [])));
      const [admin, guardian, ...members] = await Promise.all([
        reader.readContract({ ...manager, functionName: 'getRoleAdmin', args: [id] }),
        reader.readContract({ ...manager, functionName: 'getRoleGuardian', args: [id] }),
        ...ever.map(async (account) => {
          const { isMember, delay } = await hasRole(reader, accessManager, role, account);
          return isMember ? [{ account, delay }] : [];
        }),
      ]);
      const functions = targets.flatMap(({ name: contract, address }) => {
        const names = now.flatMap((one) => (one.target === address && one.id === id ? [one.name] : []));
        return names.length > 0 ? [{ contract, address, names }] : [];
      });
      return {
        role,
        members: members.flat(),
        functions,
        admin: roleName(admin),
        guardian: roleName(guardian),
      };
    }),
  );
}

type Update = Readonly<{ args: Readonly<{ target: Address; selector: string }> }>;

/** The role of every function that was ever given one, as the AccessManager answers now. */
async function functionRoles(
  reader: PublicClient,
  accessManager: Address,
  targets: readonly Target[],
  updates: readonly Update[],
) {
  const asked = targets.flatMap((target) => {
    const selectors = new Set(
      updates.flatMap(({ args }) => (isAddressEqual(args.target, target.address) ? [args.selector] : [])),
    );
    return functionsOf(target).flatMap((one) =>
      selectors.has(one.selector) ? [{ ...one, target: target.address }] : [],
    );
  });
  return Promise.all(
    asked.map(async ({ name, target, selector }) => ({
      target,
      name,
      id: await reader.readContract({
        ...{ address: accessManager, abi: accessManagerAbi, functionName: 'getTargetFunctionRole' },
        args: [target, selector],
      }),
    })),
  );
}
