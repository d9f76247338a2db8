import { type Address, encodeFunctionData, type Hex, isAddressEqual } from 'viem';
import {
  complianceAbi,
  dividendsAbi,
  erc1967ProxyAbi,
  identityFactoryAbi,
  identityRegistryAbi,
  ledgerAnchorAbi,
  marketplaceAbi,
  offeringAbi,
  propertyFactoryAbi,
  propertyTokenAbi,
  treasuryAbi,
  upgradeableBeaconAbi,
  usdcAbi,
} from '../generated/abis.ts';
import type { ContractOptions } from './deploy-options.ts';
import type { PlatformContracts } from './deployments.ts';
import type { Plan } from './plan.ts';

/** Claim topic every investor needs: identity checked (KYC). */
export const KYC_TOPIC = 1n;

/** Claim topic of accredited investors: `ACCREDITED_TOPIC` of the registry. */
export const ACCREDITED_TOPIC = 2n;

/** Account 4 of the well-known test mnemonic: the wallet from which the sandbox's Circle sends USDC. */
const LOCAL_USDC_MINTER: Address = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65';

const THREE_YEARS = 3 * 365 * 24 * 60 * 60;
const DEFAULT_DAILY_LIMIT = 5_000_000_000_000n; // 5 million USDC

/** What a plan makes: the contracts the product speaks to, and those behind them. */
export type PlannedContracts = PlatformContracts & Readonly<{ tokenBeacon: Address }>;

/** Creates and wires all contracts, owned by the sender of the plan. */
export function planContracts(plan: Plan, options: ContractOptions): PlannedContracts {
  const owner = plan.from;
  const proxy = (what: string, implementation: Address, init: Hex): Address =>
    plan.create(what, 'ERC1967Proxy', erc1967ProxyAbi, [implementation, init]);

  const usdc = options.usdc ?? plan.create('test USDC', 'TestUSDC', usdcAbi, [owner]);
  const registryCode = plan.create('registry code', 'IdentityRegistry', identityRegistryAbi, []);
  const registryInit = encodeFunctionData({
    abi: identityRegistryAbi,
    functionName: 'initialize',
    args: [owner],
  });
  const identityRegistry = proxy('identity registry', registryCode, registryInit);
  const identityFactory = plan.create('identity factory', 'IdentityFactory', identityFactoryAbi, []);
  const treasuryCode = plan.create('treasury code', 'Treasury', treasuryAbi, [usdc]);
  const treasuryInit = encodeFunctionData({
    abi: treasuryAbi,
    functionName: 'initialize',
    args: [owner, options.dailyLimit ?? DEFAULT_DAILY_LIMIT],
  });
  const treasury = proxy('treasury', treasuryCode, treasuryInit);
  const claimPeriod = options.claimPeriod ?? THREE_YEARS;
  const dividends = plan.create('dividends', 'Dividends', dividendsAbi, [owner, usdc, treasury, claimPeriod]);
  const tokenCode = plan.create('token code', 'PropertyToken', propertyTokenAbi, [dividends]);
  const tokenBeacon = plan.create('token beacon', 'UpgradeableBeacon', upgradeableBeaconAbi, [
    tokenCode,
    owner,
  ]);
  const complianceCode = plan.create('compliance code', 'Compliance', complianceAbi, []);
  const propertyFactory = plan.create('property factory', 'PropertyFactory', propertyFactoryAbi, [
    owner,
    tokenBeacon,
    complianceCode,
    identityRegistry,
  ]);
  const ledgerAnchor = plan.create('ledger anchor', 'LedgerAnchor', ledgerAnchorAbi, [
    ...options.anchorSigners,
  ]);
  const marketplace = plan.create('marketplace', 'Marketplace', marketplaceAbi, [owner, usdc, treasury]);
  const offering = plan.create('offering', 'Offering', offeringAbi, [owner, usdc, treasury, propertyFactory]);
  const contracts = {
    ...{ usdc, identityRegistry, propertyFactory, dividends, treasury, ledgerAnchor },
    ...{ marketplace, offering, identityFactory },
  };
  planWiring(plan, options, contracts);
  if (!options.usdc) planMinters(plan, options, usdc);
  return { ...contracts, tokenBeacon };
}

function planWiring(plan: Plan, options: ContractOptions, contracts: PlatformContracts): void {
  const { identityRegistry, propertyFactory, dividends, treasury, marketplace, offering } = contracts;
  for (const [what, to, abi] of [
    ['agent of the registry', identityRegistry, identityRegistryAbi],
    ['agent of the factory', propertyFactory, propertyFactoryAbi],
    ['agent of dividends', dividends, dividendsAbi],
    ['agent of the treasury', treasury, treasuryAbi],
    ['agent of the marketplace', marketplace, marketplaceAbi],
    ['agent of the offering', offering, offeringAbi],
  ] as const) {
    plan.call(what, to, encodeFunctionData({ abi, functionName: 'addAgent', args: [options.operator] }));
  }
  const registry = { abi: identityRegistryAbi };
  plan.call(
    'KYC topic',
    identityRegistry,
    encodeFunctionData({ ...registry, functionName: 'addClaimTopic', args: [KYC_TOPIC] }),
  );
  plan.call(
    'trusted issuer',
    identityRegistry,
    encodeFunctionData({
      ...registry,
      functionName: 'addTrustedIssuer',
      args: [options.attester, [KYC_TOPIC, ACCREDITED_TOPIC]],
    }),
  );
  plan.call(
    'identity factory of the registry',
    identityRegistry,
    encodeFunctionData({
      ...registry,
      functionName: 'setIdentityFactory',
      args: [contracts.identityFactory, true],
    }),
  );
  plan.call(
    'treasury wiring',
    treasury,
    encodeFunctionData({ abi: treasuryAbi, functionName: 'wire', args: [dividends, propertyFactory] }),
  );
}

function planMinters(plan: Plan, options: ContractOptions, usdc: Address): void {
  const given = options.usdcMinters ?? [LOCAL_USDC_MINTER];
  const minters = options.access ? given : [plan.from, ...given];
  const unique = minters.filter(
    (minter, index) => minters.findIndex((m) => isAddressEqual(m, minter)) === index,
  );
  for (const minter of unique) {
    const args = [minter, 2n ** 128n] as const;
    plan.call(
      'USDC minter',
      usdc,
      encodeFunctionData({ abi: usdcAbi, functionName: 'configureMinter', args }),
    );
  }
}
