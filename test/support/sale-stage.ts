import { readFileSync } from 'node:fs';
import { offeringAbi, usdcAbi } from '@freehold/contracts/abis';
import type { ApiClient } from '@freehold/scripts/demo/api-client';
import { DEMO_PEOPLE, investorAccount, investorAddress } from '@freehold/scripts/demo/cast';
import { until } from '@freehold/scripts/demo/narrator';
import { adminClient, investorClient, invitedPerson } from '@freehold/scripts/demo/people';
import { passIdentityCheck } from '@freehold/scripts/demo/property';
import { SandboxClient } from '@freehold/scripts/demo/sandbox-client';
import { LOCAL_ACCOUNTS, localKey } from '@freehold/scripts/start/settings';
import type { ComplianceRules } from '@freehold/shared/compliance-rules';
import { listOfferings, type Offering, type OfferingTerms } from '@freehold/shared/offering';
import { approveProperty, createProperty, submitProperty } from '@freehold/shared/property';
import { listInvestors, tokenizeProperty } from '@freehold/shared/token';
import {
  type Address,
  createPublicClient,
  createTestClient,
  createWalletClient,
  encodeFunctionData,
  getAddress,
  type Hex,
  http,
} from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import type { TestSystem } from './system.ts';

export const SHARE = 10n ** 18n;
export const PRICE = 50_000_000n;

const addresses = z.object({ usdc: z.string(), offering: z.string() });

/** A platform with a manager and verified investors, on which properties can be put on sale. */
export interface SaleStage {
  readonly admin: ApiClient;
  readonly manager: ApiClient;
  /** Signed in, with a linked wallet and the attestation on chain. */
  readonly investors: readonly ApiClient[];
  readonly usdc: Address;
  readonly offering: Address;
  /** A property of its own whose shares are on sale; resolves once the sale is open on chain. */
  offer(name: string, symbol: string, wish?: Wish): Promise<Offering>;
  fund(wallet: Address, units: bigint): Promise<void>;
  /** As `fund`, for many in few blocks. */
  fundAll(wallets: readonly Address[], units: bigint): Promise<void>;
  balance(wallet: Address): Promise<bigint>;
  /** Enough of the network’s own coin for the wallet’s own transactions. */
  giveCoin(wallet: Address): Promise<void>;
  /** Sends from the wallet of the n-th investor and waits for the block. */
  send(index: number, to: Address, data: Hex): Promise<Hex>;
  /** Sends as an agent of every token: the sale's own contract, so that the operator's nonces stay the platform's. */
  sendAsAgent(to: Address, data: Hex): Promise<Hex>;
  /** Moves the chain's clock on. */
  passes(seconds: number): Promise<void>;
}

export interface Wish {
  readonly rules?: Partial<ComplianceRules>;
  readonly terms?: Partial<OfferingTerms>;
}

const CAP = 100n * SHARE;

export const someTerms = (now: number): OfferingTerms => ({
  price: { amount: PRICE.toString(), currency: 'USDC' },
  cap: CAP.toString(),
  minimum: (20n * SHARE).toString(),
  minPerInvestor: SHARE.toString(),
  maxPerInvestor: (60n * SHARE).toString(),
  opensAt: new Date(now - 60_000).toISOString(),
  closesAt: new Date(now + 30 * 86_400_000).toISOString(),
});

export async function setSaleStage(system: TestSystem, investorCount = 3): Promise<SaleStage> {
  const admin = await adminClient(system.urls.api);
  const manager = await invitedPerson(admin, DEMO_PEOPLE.manager, 'manager');
  const sandbox = new SandboxClient(system.urls);
  const investors: ApiClient[] = [];
  for (let index = 0; index < investorCount; index += 1) {
    investors.push(await investorClient(admin.baseUrl, index, sandbox));
  }
  await verifyAll(admin, investors, sandbox);
  const deployed = addresses.parse(JSON.parse(readFileSync(system.deploymentFile, 'utf8')));
  const [usdc, offering] = [getAddress(deployed.usdc), getAddress(deployed.offering)];
  const transport = http(system.urls.rpc);
  const reader = createPublicClient({ transport, pollingInterval: 200 });
  const clock = createTestClient({ mode: 'anvil', transport });
  const sendAs = async (account: PrivateKeyAccount | Address, to: Address, data: Hex) => {
    const address = typeof account === 'string' ? account : account.address;
    // The demonstration's investors hold no coin: they need none, as long as they only sign.
    await clock.setBalance({ address, value: SHARE });
    const wallet = createWalletClient({ transport, account });
    // Others buy in the same block: what is estimated before it may be too little in it.
    const gas = 2n * (await reader.estimateGas({ account, to, data }));
    const hash = await wallet.sendTransaction({ to, data, gas, chain: null });
    const { status } = await reader.waitForTransactionReceipt({ hash });
    if (status !== 'success') throw new Error(`transaction ${hash} reverted`);
    return hash;
  };
  return {
    ...{ admin, manager, investors, usdc, offering },
    offer: (name, symbol, wish) => offer({ admin, manager }, { name, symbol, ...wish }),
    fund: async (wallet, units) => {
      const minter = privateKeyToAccount(localKey(LOCAL_ACCOUNTS.circle));
      const data = encodeFunctionData({ abi: usdcAbi, functionName: 'mint', args: [wallet, units] });
      await sendAs(minter, usdc, data);
    },
    fundAll: async (wallets, units) => {
      const account = privateKeyToAccount(localKey(LOCAL_ACCOUNTS.circle));
      const wallet = createWalletClient({ transport, account });
      const first = await reader.getTransactionCount({ address: account.address, blockTag: 'pending' });
      const mint = (to: Address, nonce: number): Promise<Hex> => {
        const data = encodeFunctionData({ abi: usdcAbi, functionName: 'mint', args: [to, units] });
        return wallet.sendTransaction({ to: usdc, data, nonce, gas: 120_000n, chain: null });
      };
      const hashes = await Promise.all(wallets.map((to, index) => mint(to, first + index)));
      await Promise.all(hashes.map((hash) => reader.waitForTransactionReceipt({ hash })));
    },
    balance: (wallet) =>
      reader.readContract({ address: usdc, abi: usdcAbi, functionName: 'balanceOf', args: [wallet] }),
    giveCoin: (wallet) => clock.setBalance({ address: wallet, value: SHARE }),
    send: (index, to, data) => sendAs(privateKeyToAccount(investorKey(index)), to, data),
    sendAsAgent: async (to, data) => {
      await clock.impersonateAccount({ address: offering });
      return sendAs(offering, to, data);
    },
    passes: async (seconds) => {
      await clock.increaseTime({ seconds });
      await clock.mine({ blocks: 1 });
    },
  };
}

async function verifyAll(
  admin: ApiClient,
  investors: readonly ApiClient[],
  sandbox: SandboxClient,
): Promise<void> {
  const emails = new Set(DEMO_PEOPLE.investors.slice(0, investors.length).map(({ email }) => email));
  for (const investor of investors) await passIdentityCheck(investor, sandbox);
  await until(
    'the investors to be verified on chain',
    async () => (await admin.call(listInvestors)).items.filter((investor) => emails.has(investor.email)),
    (list) => list.every(({ verification }) => verification.state === 'VERIFIED'),
  );
}

async function offer(
  { admin, manager }: Pick<SaleStage, 'admin' | 'manager'>,
  wish: Wish & { readonly name: string; readonly symbol: string },
): Promise<Offering> {
  const { id } = await approvedProperty({ admin, manager }, wish.name);
  const params = { id };
  const offering = { ...someTerms(Date.now()), ...wish.terms };
  const rules = { ...wish.rules };
  await admin.call(tokenizeProperty, {
    params,
    body: { symbol: wish.symbol, shares: (1_000n * SHARE).toString(), rules, offering },
  });
  const { items } = await until(
    'the sale to be open on chain',
    () => admin.call(listOfferings, { query: { propertyId: id } }),
    (list) => list.items.some(({ state }) => state === 'OPEN'),
  );
  const [open] = items;
  if (open === undefined) throw new Error('the offering vanished');
  return open;
}

/** A property that its manager has begun. */
export const draftProperty = (
  { manager }: Pick<SaleStage, 'manager'>,
  name: string,
): Promise<{ readonly id: string }> =>
  manager.call(createProperty, {
    body: {
      name,
      description: 'Six flats above a bakery.',
      address: { line1: '7 Cedar Lane', city: 'Austin', region: 'TX', postalCode: '78701', country: 'US' },
      valuation: { amount: '5000000', currency: 'USD' },
      // A valuation counts for twelve months, whenever the test runs.
      valuedOn: new Date(Date.now() - 90 * 86_400_000).toISOString().slice(0, 10),
    },
  });

/** A property an administrator has approved. */
export async function approvedProperty(
  { admin, manager }: Pick<SaleStage, 'admin' | 'manager'>,
  name: string,
): Promise<{ readonly id: string }> {
  const { id } = await draftProperty({ manager }, name);
  await manager.call(submitProperty, { params: { id } });
  await admin.call(approveProperty, {
    params: { id },
    body: { overrideReason: 'The documents are not what this stage is about.' },
  });
  return { id };
}

/** The key of the n-th demo investor's wallet. */
export function investorKey(index: number): Hex {
  const key = investorAccount(index).getHdKey().privateKey;
  if (key === null) throw new Error(`investor ${index} has no key`);
  return `0x${Buffer.from(key).toString('hex')}`;
}

export const investorWallet = (index: number): Address => investorAddress(index);

/** Calldata of a purchase the wallet sends itself. */
export const subscribeCall = (chainOfferingId: string, shares: bigint): Hex =>
  encodeFunctionData({
    abi: offeringAbi,
    functionName: 'subscribe',
    args: [`0x${chainOfferingId.slice(2)}`, shares],
  });

export const approveCall = (spender: Address, units: bigint): Hex =>
  encodeFunctionData({ abi: usdcAbi, functionName: 'approve', args: [spender, units] });
