import { randomUUID } from 'node:crypto';
import { propertyTokenAbi, safeAbi, safeProxyFactoryAbi, usdcAbi } from '@freehold/contracts/abis';
import { type SafeCall, signedSafeCall } from '@freehold/contracts/access/safe';
import { bytecode } from '@freehold/contracts/bytecode';
import {
  type Address,
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  hashTypedData,
  http,
  parseEventLogs,
  type TypedData,
  type TypedDataDefinition,
  zeroAddress,
} from 'viem';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { someone } from '../../../common/testing/test-people.ts';
import { attest, development } from './market-chain-rig.ts';
import type { MarketRig, Trader } from './market-rig.ts';

export interface SafeTrader extends Trader {
  /** Another key owns the wallet from now on: what the first signed is worth nothing any more. */
  changeOwner(): Promise<void>;
}

/** An investor whose shares and USDC are in a Safe with one owner: its signatures are known by ERC-1271 alone. */
export async function safeTrader(
  rig: MarketRig,
  holds: { readonly shares?: bigint; readonly usdc?: bigint },
): Promise<SafeTrader> {
  const client = createPublicClient({ transport: http(rig.rpcUrl), pollingInterval: 20 });
  const owner = privateKeyToAccount(generatePrivateKey());
  const safe = await createSafe(rig, owner.address);
  const browser = await someone(rig.system, rig.admin, 'investor');
  await rig.prisma.client.wallet.create({
    data: { id: randomUUID(), userId: browser.userId, address: safe.toLowerCase() },
  });
  const { deployment, send, token } = rig;
  await attest({ client, deployment, send }, safe);
  if (holds.shares) {
    const args = [[safe], [holds.shares]];
    await send(development(1), { address: token, abi: propertyTokenAbi, functionName: 'batchMint', args });
  }
  if (holds.usdc) {
    const args = [safe, holds.usdc];
    await send(development(4), { address: deployment.usdc, abi: usdcAbi, functionName: 'mint', args });
  }
  const call = async (inner: SafeCall): Promise<void> => {
    const { to, data } = await signedSafeCall(client, safe, inner, [owner]);
    const sender = createWalletClient({ account: development(8), transport: http(rig.rpcUrl) });
    const hash = await sender.sendTransaction({ to, data, chain: null });
    await client.waitForTransactionReceipt({ hash });
  };
  return {
    browser,
    account: signsFor(owner, safe),
    changeOwner: async () => {
      const args = [
        '0x0000000000000000000000000000000000000001',
        owner.address,
        development(7).address,
      ] as const;
      await call({
        to: safe,
        data: encodeFunctionData({ abi: swapOwnerAbi, functionName: 'swapOwner', args }),
      });
    },
  };
}

const swapOwnerAbi = [
  {
    ...{ type: 'function', name: 'swapOwner', stateMutability: 'nonpayable', outputs: [] },
    inputs: [
      { name: 'prevOwner', type: 'address' },
      { name: 'oldOwner', type: 'address' },
      { name: 'newOwner', type: 'address' },
    ],
  },
] as const;

async function createSafe(rig: MarketRig, owner: Address): Promise<Address> {
  const transport = http(rig.rpcUrl);
  const client = createPublicClient({ transport, pollingInterval: 20 });
  const deployer = createWalletClient({ account: development(8), transport });
  const create = async (code: Hex): Promise<Address> => {
    const hash = await deployer.sendTransaction({ data: code, chain: null });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    if (!contractAddress) throw new Error('nothing was created');
    return contractAddress;
  };
  const singleton = await create(bytecode.SafeL2);
  const factory = await create(bytecode.SafeProxyFactory);
  const handler = await create(bytecode.CompatibilityFallbackHandler);
  const initializer = encodeFunctionData({
    abi: safeAbi,
    functionName: 'setup',
    args: [[owner], 1n, zeroAddress, '0x', handler, zeroAddress, 0n, zeroAddress],
  });
  const hash = await deployer.writeContract({
    ...{ address: factory, abi: safeProxyFactoryAbi, functionName: 'createProxyWithNonce', chain: null },
    args: [singleton, initializer, 1n],
  });
  const { logs } = await client.waitForTransactionReceipt({ hash });
  const [made] = parseEventLogs({ abi: safeProxyFactoryAbi, logs, eventName: 'ProxyCreation' });
  if (made === undefined) throw new Error('no Safe was created');
  return made.args.proxy;
}

/** The owner's account as a page sees it: the Safe's address, and signatures that the Safe takes for its own. */
const signsFor = (owner: PrivateKeyAccount, safe: Address): PrivateKeyAccount => ({
  ...owner,
  address: safe,
  signTypedData<
    const T extends TypedData | Record<string, unknown>,
    P extends keyof T | 'EIP712Domain' = keyof T,
  >(typed: TypedDataDefinition<T, P>): Promise<Hex> {
    return owner.signTypedData({
      domain: { chainId: 31_337, verifyingContract: safe },
      types: { SafeMessage: [{ name: 'message', type: 'bytes' }] },
      primaryType: 'SafeMessage',
      message: { message: hashTypedData(typed) },
    });
  },
});
