import { type Abi, type ContractFunctionName, type Hex, toFunctionSelector } from 'viem';
import {
  complianceAbi,
  dividendsAbi,
  identityRegistryAbi,
  marketplaceAbi,
  offeringAbi,
  propertyFactoryAbi,
  propertyTokenAbi,
  treasuryAbi,
  upgradeableBeaconAbi,
} from '../../generated/abis.ts';

/** Roles of the AccessManager. ADMIN is OpenZeppelin's own; a function that is given to no role belongs to it. */
export const ROLES = { ADMIN: 0n, GUARDIAN: 1n, ENFORCER: 2n, POLICY: 3n, UPGRADER: 4n } as const;

export type RoleName = keyof typeof ROLES;
export const ROLE_NAMES = [
  'ADMIN',
  'GUARDIAN',
  'ENFORCER',
  'POLICY',
  'UPGRADER',
] as const satisfies readonly RoleName[];

/** The name of a role; a role we did not make keeps its number. */
export const roleName = (id: bigint): string => ROLE_NAMES.find((name) => ROLES[name] === id) ?? `role ${id}`;

type GivenRole = Exclude<RoleName, 'ADMIN'>;
type Act<A extends Abi> = ContractFunctionName<A, 'nonpayable' | 'payable'>;

/** Which functions of one contract the AccessManager calls for whom, and which it leaves to others. */
export type Governed = Readonly<{
  abi: Abi;
  roles: Readonly<Record<GivenRole, readonly string[]>>;
  /** Called by holders, agents, other contracts or anybody, never through the AccessManager. */
  others: readonly string[];
}>;

function governs<const A extends Abi>(
  abi: A,
  roles: Partial<Record<GivenRole, readonly Act<A>[]>>,
  others: readonly Act<A>[],
): Governed {
  const { GUARDIAN = [], ENFORCER = [], POLICY = [], UPGRADER = [] } = roles;
  return { abi, roles: { GUARDIAN, ENFORCER, POLICY, UPGRADER }, others };
}

/** Giving the contract away is as much as replacing its code. */
const ownership = ['transferOwnership', 'renounceOwnership'] as const;

/**
 * Every state-changing function, by contract. What protects at once needs no meeting (GUARDIAN); what takes or gives
 * shares, or takes a right away, needs the Safe's signatures (ENFORCER); what gives a right or changes a rule waits in
 * the timelock (POLICY); what replaces code waits longest (UPGRADER).
 */
export const governed = {
  identityRegistry: governs(
    identityRegistryAbi,
    {
      GUARDIAN: ['revokeAttestation'],
      ENFORCER: [
        'removeAgent',
        'removeTrustedIssuer',
        'registerIdentity',
        'batchRegisterIdentity',
        'updateIdentity',
        'updateCountry',
        'deleteIdentity',
        'addIdentityToStorage',
        'modifyStoredIdentity',
        'modifyStoredInvestorCountry',
        'removeIdentityFromStorage',
      ],
      POLICY: [
        'addAgent',
        'addTrustedIssuer',
        'updateIssuerClaimTopics',
        'addClaimTopic',
        'removeClaimTopic',
        'setIdentityRegistryStorage',
        'setClaimTopicsRegistry',
        'setTrustedIssuersRegistry',
        'bindIdentityRegistry',
        'unbindIdentityRegistry',
        'setIdentityFactory',
        'setIdentityCode',
      ],
      UPGRADER: ['upgradeToAndCall', ...ownership],
    },
    ['initialize', 'attest', 'attestBatch'],
  ),
  treasury: governs(
    treasuryAbi,
    {
      GUARDIAN: ['pause'],
      ENFORCER: ['unpause', 'removeAgent', 'uncredit', 'sweep'],
      POLICY: ['addAgent', 'setDailyLimit', 'setMultisig', 'wire'],
      UPGRADER: ['upgradeToAndCall', ...ownership],
    },
    ['initialize', 'credit', 'release', 'fundDividend'],
  ),
  dividends: governs(dividendsAbi, { ENFORCER: ['removeAgent'], POLICY: ['addAgent'], UPGRADER: ownership }, [
    'declare',
    'fund',
    'fundWithAuthorization',
    'pay',
    'claim',
    'claimFor',
    'markSettled',
    'sweep',
    'cancel',
  ]),
  propertyFactory: governs(
    propertyFactoryAbi,
    { ENFORCER: ['removeAgent'], POLICY: ['addAgent'], UPGRADER: ownership },
    ['tokenize'],
  ),
  marketplace: governs(
    marketplaceAbi,
    { ENFORCER: ['removeAgent'], POLICY: ['addAgent'], UPGRADER: ownership },
    ['settle', 'settleBatch', 'settleForBatch', 'cancel', 'cancelAll', 'cancelNonces'],
  ),
  offering: governs(offeringAbi, { ENFORCER: ['removeAgent'], POLICY: ['addAgent'], UPGRADER: ownership }, [
    'open',
    'cancel',
    'close',
    'deliver',
    'reassign',
    'refund',
    'refundFor',
    'skim',
    'subscribe',
    'subscribeWithAuthorization',
    'subscribeWithPermit',
  ]),
  tokenBeacon: governs(upgradeableBeaconAbi, { UPGRADER: ['upgradeTo', ...ownership] }, []),
} as const satisfies Record<string, Governed>;

/** The same for each property's token and its compliance contract. */
export const governedPerProperty = {
  token: governs(
    propertyTokenAbi,
    {
      GUARDIAN: [
        'pause',
        'pauseIssuance',
        'setAddressFrozen',
        'batchSetAddressFrozen',
        'freezePartialTokens',
        'batchFreezePartialTokens',
      ],
      ENFORCER: [
        'unpause',
        'unpauseIssuance',
        'mint',
        'batchMint',
        'burn',
        'batchBurn',
        'forcedTransfer',
        'batchForcedTransfer',
        'recoveryAddress',
        'unfreezePartialTokens',
        'batchUnfreezePartialTokens',
        'setFrozenTokens',
        'removeAgent',
      ],
      POLICY: [
        'addAgent',
        'setName',
        'setSymbol',
        'setOnchainID',
        'setIdentityRegistry',
        'setCompliance',
        'setDocument',
        'removeDocument',
      ],
      UPGRADER: ownership,
    },
    [
      'initialize',
      'approve',
      'transfer',
      'transferFrom',
      'batchTransfer',
      'permit',
      'transferWithAuthorization',
      'receiveWithAuthorization',
      'cancelAuthorization',
      'raiseEpoch',
    ],
  ),
  compliance: governs(
    complianceAbi,
    {
      GUARDIAN: ['revokeTransferApproval'],
      ENFORCER: ['approveTransfer'],
      POLICY: ['setRules', 'setSpender', 'addModule', 'removeModule', 'callModuleFunction'],
    },
    [
      'initialize',
      'applied',
      'bindToken',
      'unbindToken',
      'checkAndApply',
      'checkAndApplyBatch',
      'created',
      'destroyed',
      'reconcile',
      'transferred',
    ],
  ),
} as const satisfies Record<string, Governed>;

/** Selectors of all functions of these names. Throws naming one the ABI does not have. */
export function selectorsOf(abi: Abi, names: readonly string[]): Hex[] {
  return names.flatMap((name) => {
    const found = abi.flatMap((item) =>
      item.type === 'function' && item.name === name ? [toFunctionSelector(item)] : [],
    );
    if (found.length === 0) throw new Error(`The contract has no function ${name}.`);
    return found;
  });
}

/** State-changing functions of `governed` that its table does not mention. */
export function unmentioned({ abi, roles, others }: Governed): string[] {
  const mentioned = new Set([...Object.values(roles).flat(), ...others]);
  return abi.flatMap((item) =>
    item.type === 'function' &&
    item.stateMutability !== 'view' &&
    item.stateMutability !== 'pure' &&
    !mentioned.has(item.name)
      ? [item.name]
      : [],
  );
}
