import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Abi,
  type Address,
  createPublicClient,
  createWalletClient,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  http,
  isAddressEqual,
  type Transport,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import {
  dividendsAbi,
  erc1967ProxyAbi,
  identityRegistryAbi,
  ledgerAnchorAbi,
  propertyFactoryAbi,
  propertyTokenAbi,
  treasuryAbi,
  upgradeableBeaconAbi,
  usdcAbi,
} from '../generated/abis.ts';
import { bytecode } from '../generated/bytecode.ts';
import { readDeployOptions } from './deploy-environment.ts';
import { type Deployment, deploymentSchema, loadDeployment } from './deployments.ts';

/** Claim topic every investor needs: identity checked (KYC). */
export const KYC_TOPIC = 1n;

/** Chains on which a test USDC may be deployed. */
const LOCAL_CHAIN_IDS = [31337, 1337];

/** Account 4 of the well-known test mnemonic: the wallet from which the sandbox's Circle sends USDC. */
const LOCAL_USDC_MINTER: Address = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65';

const THREE_YEARS = 3 * 365 * 24 * 60 * 60;
const DEFAULT_DAILY_LIMIT = 5_000_000_000_000n; // 5 million USDC
const DEPLOY_GAS = 6_000_000n;
const CALL_GAS = 400_000n;

/** What decides the contracts; not where they go. */
export type ContractOptions = Readonly<{
  /** Pays for everything and becomes owner of every contract. */
  deployerKey: Hex;
  /** Agent of every contract: tokenizes, declares, pays, credits. */
  operator: Address;
  /** Trusted issuer of attestations. */
  attester: Address;
  /** The two roles that sign anchors, in order; they must differ. */
  anchorSigners: readonly [Address, Address];
  /** Existing USDC. Without it a test USDC is deployed, on local chains only. */
  usdc?: Address;
  /** Minters of the test USDC. */
  usdcMinters?: readonly Address[];
  /** Most USDC (10^-6) that may leave the treasury per UTC day. */
  dailyLimit?: bigint;
  /** Seconds during which a dividend can be claimed. */
  claimPeriod?: number;
}>;

export type DeployOptions = ContractOptions &
  Readonly<{
    rpcUrl: string;
    /** Where the addresses are written. */
    file: string;
  }>;

type Transaction = Readonly<{ what: string; data: Hex; to?: Address; gas: bigint }>;

/**
 * Deploys and wires all contracts and writes their addresses to `file`. When the file exists, belongs to this chain
 * and every address in it has code, nothing is deployed and its content is returned. The file is written last, so an
 * interrupted run starts anew.
 */
export async function deployAll({ rpcUrl, file, ...options }: DeployOptions): Promise<Deployment> {
  const transport = http(rpcUrl);
  const existing = await existingDeployment(file, transport);
  if (existing) return existing;
  const deployment = await deployContracts(transport, options);
  await writeDeployment(file, deployment);
  return deployment;
}

/** Deploys and wires all contracts through `transport`. Throws naming the step that failed. */
export async function deployContracts(transport: Transport, options: ContractOptions): Promise<Deployment> {
  const account = privateKeyToAccount(options.deployerKey);
  const reader = createPublicClient({ transport, pollingInterval: 100 });
  const chainId = await reader.getChainId();
  if (!options.usdc && !LOCAL_CHAIN_IDS.includes(chainId)) {
    throw new Error(
      `usdc: missing. Chain ${chainId} is not a local chain, so no test USDC is deployed to it.`,
    );
  }
  const firstNonce = await reader.getTransactionCount({ address: account.address, blockTag: 'pending' });
  const startBlock = await reader.getBlockNumber();
  const { transactions, addresses } = planDeployment(options, account.address, firstNonce);
  const writer = createWalletClient({ account, transport });
  const hashes: Hex[] = [];
  for (const [index, { to, data, gas }] of transactions.entries()) {
    hashes.push(await writer.sendTransaction({ chain: null, nonce: firstNonce + index, to, data, gas }));
  }
  for (const [index, hash] of hashes.entries()) {
    const receipt = await reader.waitForTransactionReceipt({ hash, timeout: 120_000 });
    if (receipt.status !== 'success') {
      throw new Error(`Deployment failed at "${transactions[index]?.what}" (${hash})`);
    }
  }
  return deploymentSchema.parse({ chainId, deployedAtBlock: Number(startBlock) + 1, ...addresses });
}

async function existingDeployment(file: string, transport: Transport): Promise<Deployment | undefined> {
  if (!existsSync(file)) return undefined;
  const reader = createPublicClient({ transport });
  const chainId = await reader.getChainId();
  const deployment = loadDeployment(file);
  if (deployment.chainId !== chainId) {
    throw new Error(
      `Deployment file ${file} is of chain ${deployment.chainId}, but the node is on ${chainId}`,
    );
  }
  const { chainId: _chain, deployedAtBlock: _block, ...addresses } = deployment;
  const codes = await Promise.all(Object.values(addresses).map((address) => reader.getCode({ address })));
  return codes.every((code) => code !== undefined && code !== '0x') ? deployment : undefined;
}

/** Everything to send, in order. Addresses follow from the deployer's nonces, so nothing waits for anything. */
function planDeployment(options: ContractOptions, owner: Address, firstNonce: number) {
  const transactions: Transaction[] = [];
  const create = (what: string, code: Hex, abi: Abi, args: readonly unknown[]): Address => {
    const nonce = BigInt(firstNonce + transactions.length);
    const data = encodeDeployData({ abi, bytecode: code, args });
    transactions.push({ what, data, gas: DEPLOY_GAS });
    return getContractAddress({ from: owner, nonce });
  };
  const call = (what: string, to: Address, data: Hex): void => {
    transactions.push({ what, to, data, gas: CALL_GAS });
  };
  const proxy = (what: string, implementation: Address, init: Hex): Address =>
    create(what, bytecode.ERC1967Proxy, erc1967ProxyAbi, [implementation, init]);

  const usdc = options.usdc ?? create('test USDC', bytecode.TestUSDC, usdcAbi, [owner]);
  const registryCode = create('registry code', bytecode.IdentityRegistry, identityRegistryAbi, []);
  const registryInit = encodeFunctionData({
    abi: identityRegistryAbi,
    functionName: 'initialize',
    args: [owner],
  });
  const identityRegistry = proxy('identity registry', registryCode, registryInit);
  const treasuryCode = create('treasury code', bytecode.Treasury, treasuryAbi, [usdc]);
  const treasuryInit = encodeFunctionData({
    abi: treasuryAbi,
    functionName: 'initialize',
    args: [owner, options.dailyLimit ?? DEFAULT_DAILY_LIMIT],
  });
  const treasury = proxy('treasury', treasuryCode, treasuryInit);
  const claimPeriod = options.claimPeriod ?? THREE_YEARS;
  const dividends = create('dividends', bytecode.Dividends, dividendsAbi, [
    owner,
    usdc,
    treasury,
    claimPeriod,
  ]);
  const tokenCode = create('token code', bytecode.PropertyToken, propertyTokenAbi, [dividends]);
  const beacon = create('token beacon', bytecode.UpgradeableBeacon, upgradeableBeaconAbi, [tokenCode, owner]);
  const complianceCode = create('compliance code', bytecode.Compliance, [], []);
  const propertyFactory = create('property factory', bytecode.PropertyFactory, propertyFactoryAbi, [
    owner,
    beacon,
    complianceCode,
    identityRegistry,
  ]);
  const ledgerAnchor = create('ledger anchor', bytecode.LedgerAnchor, ledgerAnchorAbi, [
    ...options.anchorSigners,
  ]);
  const addresses = { usdc, identityRegistry, propertyFactory, dividends, treasury, ledgerAnchor };
  planWiring(options, addresses, call);
  if (!options.usdc) planMinters(options, owner, usdc, call);
  return { transactions, addresses };
}

function planWiring(
  options: ContractOptions,
  addresses: Omit<Deployment, 'chainId' | 'deployedAtBlock'>,
  call: (what: string, to: Address, data: Hex) => void,
): void {
  const { identityRegistry, propertyFactory, dividends, treasury } = addresses;
  for (const [what, to, abi] of [
    ['agent of the registry', identityRegistry, identityRegistryAbi],
    ['agent of the factory', propertyFactory, propertyFactoryAbi],
    ['agent of dividends', dividends, dividendsAbi],
    ['agent of the treasury', treasury, treasuryAbi],
  ] as const) {
    call(what, to, encodeFunctionData({ abi, functionName: 'addAgent', args: [options.operator] }));
  }
  const registry = { abi: identityRegistryAbi };
  call(
    'KYC topic',
    identityRegistry,
    encodeFunctionData({ ...registry, functionName: 'addClaimTopic', args: [KYC_TOPIC] }),
  );
  call(
    'trusted issuer',
    identityRegistry,
    encodeFunctionData({
      ...registry,
      functionName: 'addTrustedIssuer',
      args: [options.attester, [KYC_TOPIC]],
    }),
  );
  call(
    'treasury wiring',
    treasury,
    encodeFunctionData({ abi: treasuryAbi, functionName: 'wire', args: [dividends, propertyFactory] }),
  );
}

function planMinters(
  options: ContractOptions,
  owner: Address,
  usdc: Address,
  call: (what: string, to: Address, data: Hex) => void,
): void {
  const minters = [owner, ...(options.usdcMinters ?? [LOCAL_USDC_MINTER])];
  const unique = minters.filter(
    (minter, index) => minters.findIndex((m) => isAddressEqual(m, minter)) === index,
  );
  for (const minter of unique) {
    const args = [minter, 2n ** 128n] as const;
    call('USDC minter', usdc, encodeFunctionData({ abi: usdcAbi, functionName: 'configureMinter', args }));
  }
}

async function writeDeployment(file: string, deployment: Deployment): Promise<void> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, `${JSON.stringify(deployment, null, 2)}\n`);
  await rename(temporary, file);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await deployAll(readDeployOptions(process.env)), null, 2));
}
