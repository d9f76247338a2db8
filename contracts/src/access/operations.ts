import {
  type Address,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  keccak256,
  parseAbiParameters,
  toHex,
  zeroHash,
} from 'viem';
import { accessManagerAbi, timelockControllerAbi } from '../../generated/abis.ts';
import type { AccessContracts } from '../deployments.ts';
import type { SafeCall } from './safe.ts';

/** A call the AccessManager is to make; to itself for a change of roles. */
export type Act = Readonly<{ target: Address; data: Hex }>;

/** What the Safe sends to propose, what anybody sends when the delay is over, and what the Safe sends to stop it. */
export type Proposal = Readonly<{ propose: SafeCall; execute: SafeCall; cancel: SafeCall; id: Hex }>;

/** The call by which a holder of the role, or the timelock, has the AccessManager act. */
export function managed({ accessManager }: AccessContracts, { target, data }: Act): SafeCall {
  const call = encodeFunctionData({ abi: accessManagerAbi, functionName: 'execute', args: [target, data] });
  return { to: accessManager, data: call };
}

type Waiting = Readonly<{ delay: number; after?: Hex; salt?: Hex }>;

/** Calls the timelock makes together, `delay` seconds after they were proposed. */
export function throughTimelock(
  { timelock }: AccessContracts,
  calls: readonly SafeCall[],
  { delay, after = zeroHash, salt = zeroHash }: Waiting,
): Proposal {
  const batch = [calls.map(({ to }) => to), calls.map(() => 0n), calls.map(({ data }) => data)] as const;
  const abi = timelockControllerAbi;
  const propose = encodeFunctionData({
    abi,
    functionName: 'scheduleBatch',
    args: [...batch, after, salt, BigInt(delay)],
  });
  const execute = encodeFunctionData({ abi, functionName: 'executeBatch', args: [...batch, after, salt] });
  const id = batchId(batch, after, salt);
  const cancel = encodeFunctionData({ abi, functionName: 'cancel', args: [id] });
  return {
    id,
    propose: { to: timelock, data: propose },
    execute: { to: timelock, data: execute },
    cancel: { to: timelock, data: cancel },
  };
}

/** Acts of role POLICY: one proposal. */
export function policyChange(
  access: AccessContracts,
  acts: readonly Act[],
  { policyDelay, salt }: Readonly<{ policyDelay: number; salt?: Hex }>,
): Proposal {
  return throughTimelock(
    access,
    acts.map((act) => managed(access, act)),
    { delay: policyDelay, salt },
  );
}

/**
 * Acts of role UPGRADER or ADMIN, which the AccessManager delays a second time: after the timelock's delay the acts are
 * announced to the AccessManager, after its own delay they are done. Both are proposed at once; until it is done, a
 * guardian can stop an upgrade in the AccessManager and the Safe everything in the timelock.
 */
export function delayedChange(
  access: AccessContracts,
  acts: readonly Act[],
  { policyDelay, upgradeDelay, salt }: Readonly<{ policyDelay: number; upgradeDelay: number; salt?: Hex }>,
): readonly [announce: Proposal, act: Proposal] {
  const announcements = acts.map(({ target, data }) => ({
    to: access.accessManager,
    data: encodeFunctionData({ abi: accessManagerAbi, functionName: 'schedule', args: [target, data, 0] }),
  }));
  const announce = throughTimelock(access, announcements, { delay: policyDelay, salt });
  const act = throughTimelock(
    access,
    acts.map((one) => managed(access, one)),
    { delay: policyDelay + upgradeDelay, after: announce.id, salt },
  );
  return [announce, act];
}

/** As TimelockController's `hashOperationBatch`. */
function batchId(
  [targets, values, payloads]: readonly [readonly Address[], readonly bigint[], readonly Hex[]],
  after: Hex,
  salt: Hex,
): Hex {
  const types = parseAbiParameters('address[], uint256[], bytes[], bytes32, bytes32');
  return keccak256(encodeAbiParameters(types, [targets, values, payloads, after, salt]));
}

/** A salt that tells two equal proposals apart. */
export const saltOf = (text: string): Hex => keccak256(toHex(text));
