import { readFile } from 'node:fs/promises';
import { usdcAbi } from '@freehold/contracts/abis';
import {
  type Account,
  type Address,
  createPublicClient,
  encodeFunctionData,
  type Hash,
  type Hex,
  http,
  keccak256,
} from 'viem';
import { z } from 'zod';

const deploymentSchema = z.object({ usdc: z.string().regex(/^0x[0-9a-fA-F]{40}$/) });
const addressSchema = z.templateLiteral(['0x', z.string()]);
const RPC_TIMEOUT_MS = 5_000;

export interface SignedTransaction {
  readonly nonce: number;
  readonly raw: Hex;
  readonly hash: Hash;
}

/** The chain said no before anything was sent: sending it would only burn gas. */
export class WouldRevert extends Error {}

export interface UsdcChainOptions {
  readonly rpcUrl: string;
  readonly account: Account;
  /** Fixed address, or a deployment file `{ usdc }` that may appear later. */
  readonly usdc: { readonly address: Address } | { readonly deploymentFile: string };
}

/** The hot wallet's view of the local chain. Every method may throw while the chain is away; callers try again. */
export class UsdcChain {
  readonly #options: UsdcChainOptions;
  readonly #client;
  #chainId: number | undefined;

  constructor(options: UsdcChainOptions) {
    this.#options = options;
    this.#client = createPublicClient({
      transport: http(options.rpcUrl, { retryCount: 0, timeout: RPC_TIMEOUT_MS }),
      cacheTime: 0,
    });
  }

  /** The USDC contract, or undefined as long as nobody has deployed it. */
  async usdcAddress(): Promise<Address | undefined> {
    const { usdc } = this.#options;
    if ('address' in usdc) return usdc.address;
    const content = await readFile(usdc.deploymentFile, 'utf8').catch(() => undefined);
    if (content === undefined) return undefined;
    return addressSchema.parse(deploymentSchema.parse(JSON.parse(content)).usdc);
  }

  async balance(usdc: Address): Promise<bigint> {
    const args = [this.#options.account.address] as const;
    return this.#client.readContract({ address: usdc, abi: usdcAbi, functionName: 'balanceOf', args });
  }

  async signMint(usdc: Address, amount: bigint): Promise<SignedTransaction> {
    const args = [this.#options.account.address, amount] as const;
    return this.#sign(usdc, encodeFunctionData({ abi: usdcAbi, functionName: 'mint', args }));
  }

  async signTransfer(usdc: Address, to: Address, amount: bigint): Promise<SignedTransaction> {
    return this.#sign(
      usdc,
      encodeFunctionData({ abi: usdcAbi, functionName: 'transfer', args: [to, amount] }),
    );
  }

  /** Sends stored bytes, once more if need be. */
  async broadcast(raw: Hex): Promise<void> {
    await this.#client.sendRawTransaction({ serializedTransaction: raw });
  }

  async outcome(hash: Hash): Promise<'success' | 'reverted' | undefined> {
    const receipt = await this.#client.getTransactionReceipt({ hash }).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'TransactionReceiptNotFoundError') return undefined;
      throw error;
    });
    return receipt?.status;
  }

  /** Transactions of the hot wallet that are in blocks. */
  async minedNonce(): Promise<number> {
    return this.#client.getTransactionCount({ address: this.#options.account.address, blockTag: 'latest' });
  }

  async #sign(to: Address, data: Hex): Promise<SignedTransaction> {
    const { account } = this.#options;
    if (account.signTransaction === undefined) throw new Error('the hot wallet account cannot sign');
    this.#chainId ??= await this.#client.getChainId();
    const [nonce, gas, fees] = await Promise.all([
      this.#client.getTransactionCount({ address: account.address, blockTag: 'pending' }),
      this.#estimate(to, data),
      this.#client.estimateFeesPerGas(),
    ]);
    const raw = await account.signTransaction({
      type: 'eip1559',
      chainId: this.#chainId,
      to,
      data,
      nonce,
      gas: (gas * 13n) / 10n,
      maxFeePerGas: fees.maxFeePerGas * 2n,
      maxPriorityFeePerGas: fees.maxPriorityFeePerGas,
    });
    return { nonce, raw, hash: keccak256(raw) };
  }

  async #estimate(to: Address, data: Hex): Promise<bigint> {
    try {
      return await this.#client.estimateGas({ account: this.#options.account.address, to, data });
    } catch (error) {
      if (error instanceof Error && /revert/i.test(error.message)) throw new WouldRevert(error.message);
      throw error;
    }
  }
}
