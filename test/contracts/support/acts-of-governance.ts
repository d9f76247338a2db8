import {
  accessManagerAbi,
  dividendsAbi,
  identityRegistryAbi,
  propertyTokenAbi,
  treasuryAbi,
} from '@freehold/contracts/abis';
import type { Act } from '@freehold/contracts/access/operations';
import { ROLES, type RoleName } from '@freehold/contracts/access/roles';
import { type Address, encodeFunctionData, type Hex } from 'viem';

const on = (target: Address, data: Hex): Act => ({ target, data });
const abi = propertyTokenAbi;

/** Acts the AccessManager may be asked for. */
export const acts = {
  mint: (token: Address, to: Address, shares: bigint) =>
    on(token, encodeFunctionData({ abi, functionName: 'mint', args: [to, shares] })),
  forcedTransfer: (token: Address, from: Address, to: Address, shares: bigint) =>
    on(token, encodeFunctionData({ abi, functionName: 'forcedTransfer', args: [from, to, shares] })),
  freeze: (token: Address, wallet: Address, frozen = true) =>
    on(token, encodeFunctionData({ abi, functionName: 'setAddressFrozen', args: [wallet, frozen] })),
  pause: (token: Address) => on(token, encodeFunctionData({ abi, functionName: 'pause' })),
  unpause: (token: Address) => on(token, encodeFunctionData({ abi, functionName: 'unpause' })),
  addAgent: (contract: Address, agent: Address) =>
    on(contract, encodeFunctionData({ abi, functionName: 'addAgent', args: [agent] })),
  removeAgent: (contract: Address, agent: Address) =>
    on(contract, encodeFunctionData({ abi, functionName: 'removeAgent', args: [agent] })),
  give: (contract: Address, owner: Address) =>
    on(contract, encodeFunctionData({ abi, functionName: 'transferOwnership', args: [owner] })),
  revokeAttestation: (registry: Address, wallet: Address): Act => ({
    target: registry,
    data: encodeFunctionData({
      abi: identityRegistryAbi,
      functionName: 'revokeAttestation',
      args: [wallet],
    }),
  }),
  removeTrustedIssuer: (registry: Address, issuer: Address): Act => ({
    target: registry,
    data: encodeFunctionData({
      abi: identityRegistryAbi,
      functionName: 'removeTrustedIssuer',
      args: [issuer],
    }),
  }),
  setDailyLimit: (treasury: Address, limit: bigint): Act => ({
    target: treasury,
    data: encodeFunctionData({ abi: treasuryAbi, functionName: 'setDailyLimit', args: [limit] }),
  }),
  sweep: (treasury: Address, ref: Hex, token: Address, amount: bigint): Act => ({
    target: treasury,
    data: encodeFunctionData({ abi: treasuryAbi, functionName: 'sweep', args: [ref, token, amount] }),
  }),
  setMultisig: (treasury: Address, multisig: Address): Act => ({
    target: treasury,
    data: encodeFunctionData({ abi: treasuryAbi, functionName: 'setMultisig', args: [multisig] }),
  }),
  declare: (dividends: Address, id: Hex, token: Address): Act => ({
    target: dividends,
    data: encodeFunctionData({ abi: dividendsAbi, functionName: 'declare', args: [id, token, 1n, id] }),
  }),
  grant: (manager: Address, role: RoleName, account: Address, delay = 0): Act => ({
    target: manager,
    data: encodeFunctionData({
      abi: accessManagerAbi,
      functionName: 'grantRole',
      args: [ROLES[role], account, delay],
    }),
  }),
  revoke: (manager: Address, role: RoleName, account: Address): Act => ({
    target: manager,
    data: encodeFunctionData({
      abi: accessManagerAbi,
      functionName: 'revokeRole',
      args: [ROLES[role], account],
    }),
  }),
  allow: (manager: Address, target: Address, selectors: readonly Hex[], role: RoleName): Act => ({
    target: manager,
    data: encodeFunctionData({
      abi: accessManagerAbi,
      functionName: 'setTargetFunctionRole',
      args: [target, selectors, ROLES[role]],
    }),
  }),
};
