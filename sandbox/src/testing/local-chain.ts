import { usdcAbi } from '@freehold/contracts/abis';
import { bytecode } from '@freehold/contracts/bytecode';
import {
  type Address,
  createPublicClient,
  createWalletClient,
  encodeDeployData,
  type Hex,
  http,
  type PublicClient,
} from 'viem';
import { mnemonicToAccount, privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';

const MNEMONIC = 'test test test test test test test test test test test junk';

const scripts = z.object({
  startAnvil: z.custom<
    (options: { blockTime: number }) => Promise<{ rpcUrl: string; stop: () => Promise<void> }>
  >((value) => typeof value === 'function'),
});
// A variable keeps the compiler from making the scripts part of this project.
const specifier = '@freehold/scripts/embedded/anvil';

/** The fifth development account: the hot wallet. */
export const HOT_WALLET_KEY = '0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a';

export interface LocalChain {
  readonly rpcUrl: string;
  readonly usdc: Address;
  readonly client: PublicClient;
  readonly hotWallet: Address;
  /** Calls the token as its owner, mined before it returns. */
  readonly asOwner: (
    call:
      | { readonly functionName: 'blacklist' | 'unBlacklist'; readonly args: readonly [Address] }
      | { readonly functionName: 'configureMinter'; readonly args: readonly [Address, bigint] },
  ) => Promise<void>;
  /** A transaction of the hot wallet's account that the sandbox knows nothing of, outbidding whatever waits. */
  readonly useNonceElsewhere: () => Promise<void>;
  /** Answers the `result`; throws when the node refuses. */
  readonly rpc: (method: string, params: readonly unknown[]) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** A real EVM node with the product's USDC on it and the hot wallet as its minter. */
export async function startLocalChain(options: { blockTimeSeconds?: number } = {}): Promise<LocalChain> {
  const { startAnvil } = scripts.parse({ ...(await import(specifier)) });
  const { rpcUrl, stop } = await startAnvil({ blockTime: options.blockTimeSeconds ?? 0 });
  const client = createPublicClient({ transport: http(rpcUrl), pollingInterval: 50, cacheTime: 0 });
  const owner = createWalletClient({ account: mnemonicToAccount(MNEMONIC), transport: http(rpcUrl) });
  const hotWallet = privateKeyToAccount(HOT_WALLET_KEY).address;
  const send = async (to: Address | null, data: Hex): Promise<Address | null | undefined> => {
    const hash = await owner.sendTransaction({ to, data, chain: null });
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== 'success') throw new Error(`transaction ${hash} reverted`);
    return receipt.contractAddress;
  };
  const usdc = await send(
    null,
    encodeDeployData({ abi: usdcAbi, bytecode: bytecode.TestUSDC, args: [owner.account.address] }),
  );
  if (usdc === null || usdc === undefined) throw new Error('the token has no address');
  const asOwner: LocalChain['asOwner'] = async (call) => {
    const hash =
      call.functionName === 'configureMinter'
        ? await owner.writeContract({
            address: usdc,
            abi: usdcAbi,
            chain: null,
            functionName: call.functionName,
            args: call.args,
          })
        : await owner.writeContract({
            address: usdc,
            abi: usdcAbi,
            chain: null,
            functionName: call.functionName,
            args: call.args,
          });
    await client.waitForTransactionReceipt({ hash });
  };
  const rival = createWalletClient({ account: privateKeyToAccount(HOT_WALLET_KEY), transport: http(rpcUrl) });
  const useNonceElsewhere = async () => {
    const nonce = await client.getTransactionCount({ address: hotWallet, blockTag: 'latest' });
    const fee = 10n ** 12n;
    await rival.sendTransaction({
      to: hotWallet,
      nonce,
      chain: null,
      maxFeePerGas: fee,
      maxPriorityFeePerGas: fee,
    });
  };
  await asOwner({ functionName: 'configureMinter', args: [hotWallet, 10n ** 15n] });
  return {
    rpcUrl,
    usdc,
    client,
    hotWallet,
    asOwner,
    useNonceElsewhere,
    rpc: (method, params) => callRpc(rpcUrl, method, params),
    stop,
  };
}

async function callRpc(rpcUrl: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const answer = z
    .object({ result: z.unknown(), error: z.unknown().optional() })
    .parse(await response.json());
  if (answer.error !== undefined) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
  return answer.result;
}
