import {
  complianceAbi,
  dividendsAbi,
  identityFactoryAbi,
  identityRegistryAbi,
  ledgerAnchorAbi,
  marketplaceAbi,
  offeringAbi,
  propertyFactoryAbi,
  propertyTokenAbi,
  treasuryAbi,
  usdcAbi,
} from '@freehold/contracts/abis';
import { bytecode } from '@freehold/contracts/bytecode';
import { type ContractOptions, deployContracts } from '@freehold/contracts/deploy';
import type {} from '@nomicfoundation/hardhat-network-helpers';
import type {} from '@nomicfoundation/hardhat-viem';
import type {} from '@nomicfoundation/hardhat-viem-assertions';
import { artifacts, network } from 'hardhat';
import { type Abi, type Address, custom, getContract, type Hex, keccak256, stringToBytes } from 'viem';

/** Key of account 0 of the well-known test mnemonic, which Hardhat's network knows. */
export const DEPLOYER_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

export const CLAIM_PERIOD = 3 * 365 * 24 * 60 * 60;
export const SHARE = 10n ** 18n;
export const CENT = 10_000n;
export const USDC = 1_000_000n;
export const GERMANY = 276;
export const USA = 840;

export const key = (text: string): Hex => keccak256(stringToBytes(text));
export const dividendId = (name: string): Hex => key(`dividend:${name}`);
export const propertyKey = (name: string): Hex => key(`property:${name}`);

export type Rules = Readonly<{
  countryMode?: number;
  countries?: readonly number[];
  maxBalance?: bigint;
  maxShareBps?: number;
  maxHolders?: number;
  lockedUntil?: number;
  lockupSeconds?: number;
  windowSeconds?: number;
  windowLimit?: bigint;
  accreditedOnly?: boolean;
  approvalNeeded?: boolean;
  vettedSpendersOnly?: boolean;
  trackPositions?: boolean;
}>;

export const rules = (given: Rules = {}) => ({
  countryMode: given.countryMode ?? 0,
  countries: given.countries ?? [],
  maxBalance: given.maxBalance ?? 0n,
  maxShareBps: given.maxShareBps ?? 0,
  maxHolders: given.maxHolders ?? 0,
  lockedUntil: given.lockedUntil ?? 0,
  lockupSeconds: given.lockupSeconds ?? 0,
  windowSeconds: given.windowSeconds ?? 0,
  windowLimit: given.windowLimit ?? 0n,
  accreditedOnly: given.accreditedOnly ?? false,
  approvalNeeded: given.approvalNeeded ?? false,
  vettedSpendersOnly: given.vettedSpendersOnly ?? false,
  trackPositions: given.trackPositions ?? false,
});

/** What is deployed comes from contracts/generated: it must be what was just compiled. */
async function checkGenerated() {
  for (const name of ['PropertyToken', 'IdentityRegistry', 'Compliance', 'Dividends', 'Treasury'] as const) {
    const { bytecode: compiled } = await artifacts.readArtifact(name);
    if (compiled !== bytecode[name]) {
      throw new Error('contracts/generated is out of date; run: node contracts/src/generate.ts');
    }
  }
}

/** The deployed platform on a fresh in-process chain, with named accounts. */
export async function createPlatform(
  connect = () => network.create(),
  change: Partial<ContractOptions> = {},
) {
  await checkGenerated();
  const { viem, networkHelpers, provider } = await connect();
  const client = await viem.getPublicClient();
  const [owner, operator, attester, cosigner, circle, alice, bob, carol, dave, stranger] =
    await viem.getWalletClients();
  if (!owner || !operator || !attester || !cosigner || !circle)
    throw new Error('the network has no accounts');
  if (!alice || !bob || !carol || !dave || !stranger) throw new Error('the network has too few accounts');
  const deployment = await deployContracts(custom(provider), {
    deployerKey: DEPLOYER_KEY,
    operator: operator.account.address,
    attester: attester.account.address,
    anchorSigners: [operator.account.address, cosigner.account.address],
    claimPeriod: CLAIM_PERIOD,
    ...change,
  });
  const at = <const A extends Abi>(abi: A, address: Address) =>
    getContract({ abi, address, client: { public: client, wallet: owner } });
  const fresh = await networkHelpers.takeSnapshot();
  // Unlike Hardhat's loadFixture, the fixtures of one file do not build on each other.
  const load = async <T>(fixture: () => Promise<T>): Promise<T> => {
    await fresh.restore();
    return fixture();
  };
  return {
    ...{ load, viem, networkHelpers, client, provider, deployment, at },
    ...{ owner, operator, attester, cosigner, circle, alice, bob, carol, dave, stranger },
    usdc: at(usdcAbi, deployment.usdc),
    registry: at(identityRegistryAbi, deployment.identityRegistry),
    identityFactory: at(identityFactoryAbi, deployment.identityFactory),
    factory: at(propertyFactoryAbi, deployment.propertyFactory),
    dividends: at(dividendsAbi, deployment.dividends),
    treasury: at(treasuryAbi, deployment.treasury),
    anchor: at(ledgerAnchorAbi, deployment.ledgerAnchor),
    marketplace: at(marketplaceAbi, deployment.marketplace),
    offering: at(offeringAbi, deployment.offering),
    tokenAt: (address: Address) => at(propertyTokenAbi, address),
    complianceAt: (address: Address) => at(complianceAbi, address),
  };
}

export type Platform = Awaited<ReturnType<typeof createPlatform>>;
export type Wallet = Platform['alice'];
export type Token = ReturnType<Platform['tokenAt']>;
