import { readFileSync } from 'node:fs';
import { usdcAbi } from '@freehold/contracts/abis';
import {
  type Address,
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  erc20Abi,
  getAddress,
  type Hex,
  http,
  maxUint128,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import type { RunFile } from '../start/run-file.ts';
import { LOCAL_ACCOUNTS, localKey } from '../start/settings.ts';
import { investorAccount } from './cast.ts';

const ENOUGH_COIN = 10n ** 17n;
const deploymentSchema = z.object({ usdc: z.string() });

interface Sending {
  readonly to: Address;
  readonly data?: Hex;
  readonly value?: bigint;
}

/** Money of the local chain for the demonstration's wallets: test USDC, and coin for the few that send themselves. */
export class Faucet {
  readonly usdc: Address;
  readonly #url: string;
  readonly #chain: ReturnType<typeof createPublicClient>;

  constructor({ urls, deploymentFile }: RunFile) {
    this.#url = urls.rpc;
    this.#chain = createPublicClient({ transport: http(urls.rpc), pollingInterval: 200 });
    this.usdc = getAddress(deploymentSchema.parse(JSON.parse(readFileSync(deploymentFile, 'utf8'))).usdc);
  }

  /** Fills every wallet up to `units` of USDC. */
  async fill(wallets: readonly Address[], units: bigint): Promise<void> {
    const missing = await Promise.all(
      wallets.map(async (to) => ({ to, units: units - (await this.#balance(to)) })),
    );
    const mints = missing
      .filter((wallet) => wallet.units > 0n)
      .map((wallet) => {
        const args = [wallet.to, wallet.units] as const;
        return { to: this.usdc, data: encodeFunctionData({ abi: usdcAbi, functionName: 'mint', args }) };
      });
    await this.#send(localKey(LOCAL_ACCOUNTS.circle), mints);
  }

  /** Lets `spender` move these tokens out of the wallets of investors, who get coin for it. */
  async allow(investors: readonly number[], spender: Address, tokens: readonly Address[]): Promise<void> {
    const coins = investors.map((index) => ({ to: investorAccount(index).address, value: ENOUGH_COIN }));
    await this.#send(localKey(LOCAL_ACCOUNTS.deployer), coins);
    const data = encodeFunctionData({
      abi: erc20Abi,
      functionName: 'approve',
      args: [spender, maxUint128],
    });
    const approvals = tokens.map((to) => ({ to, data }));
    await Promise.all(investors.map((index) => this.#sendAs(investorAccount(index), approvals)));
  }

  #balance(wallet: Address): Promise<bigint> {
    const call = { address: this.usdc, abi: erc20Abi, functionName: 'balanceOf', args: [wallet] } as const;
    return this.#chain.readContract(call);
  }

  #send(key: Hex, sendings: readonly Sending[]): Promise<void> {
    return this.#sendAs(privateKeyToAccount(key), sendings);
  }

  /** All at once, one nonce after the other: a block a second is slow for one by one. */
  async #sendAs(
    account: ReturnType<typeof privateKeyToAccount> | ReturnType<typeof investorAccount>,
    sendings: readonly Sending[],
  ): Promise<void> {
    if (sendings.length === 0) return;
    const wallet = createWalletClient({ account, transport: http(this.#url) });
    const { address } = account;
    const first = await this.#chain.getTransactionCount({ address, blockTag: 'pending' });
    const hashes = await Promise.all(
      sendings.map((sending, index) =>
        wallet.sendTransaction({ ...sending, nonce: first + index, gas: 150_000n, chain: null }),
      ),
    );
    for (const hash of hashes) {
      const { status } = await this.#chain.waitForTransactionReceipt({ hash });
      if (status !== 'success') throw new Error(`transaction ${hash} of the faucet reverted`);
    }
  }
}
