import type { Page } from 'playwright-core';
import { type Address, createWalletClient, defineChain, type Hex, http, isHex, publicActions } from 'viem';
import { type LocalAccount, privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';

const asked = z.object({ method: z.string(), params: z.array(z.unknown()).default([]) });
const typedData = z.object({
  domain: z.record(z.string(), z.unknown()),
  types: z.record(z.string(), z.array(z.object({ name: z.string(), type: z.string() }))),
  primaryType: z.string(),
  message: z.record(z.string(), z.unknown()),
});
const sendable = z.object({
  to: z.string().optional(),
  data: z.string().optional(),
  value: z.string().optional(),
  gas: z.string().optional(),
});
const chainRequest = z.object({ chainId: z.string() });

interface Failure {
  readonly code: number;
  readonly message: string;
}
type Reply = { readonly result: unknown } | { readonly error: Failure };

const PATIENCE_MS = 90_000;
const ENOUGH_GAS = 300_000n;
const REJECTED: Failure = { code: 4001, message: 'User rejected the request.' };
const NOT_SUPPORTED = 4200;
/** EIP-3085: the wallet does not know the network. */
const UNKNOWN_CHAIN: Failure = { code: 4902, message: 'Unrecognized chain ID.' };

/**
 * A wallet in the page that announces itself by EIP-6963, as MetaMask does. The key stays in the test: signatures are
 * real, reads go to the node. The test says what its owner does: approve, refuse, switch account or network.
 */
export class TestWallet {
  readonly #rpcUrl: string;
  /** The network the node is of; on any other nobody answers. */
  readonly #homeChainId: number;
  #key: Hex;
  #account: LocalAccount;
  #chainId: number;
  #refusals = 0;
  readonly #replacements: ('dearer' | 'empty')[] = [];
  #page: Page | undefined;
  /** The last replacement; rejects when it did not work. */
  replaced: Promise<void> = Promise.resolve();
  /** Methods that asked the owner something, in order. */
  readonly asked: string[] = [];

  /** `startsOn`: the network the wallet shows first. */
  constructor(options: {
    readonly key: Hex;
    readonly rpcUrl: string;
    readonly chainId: number;
    readonly startsOn?: number;
  }) {
    this.#key = options.key;
    this.#account = privateKeyToAccount(options.key);
    this.#rpcUrl = options.rpcUrl;
    this.#homeChainId = options.chainId;
    this.#chainId = options.startsOn ?? options.chainId;
  }

  get key(): Hex {
    return this.#key;
  }

  get address(): Address {
    return this.#account.address;
  }

  /** Puts the wallet into every document that the page opens from now on. */
  async install(page: Page, name = 'Test Wallet'): Promise<void> {
    this.#page = page;
    await page.exposeFunction('__testWallet', (request: unknown) => this.#reply(request));
    await page.addInitScript(announce, name);
  }

  /** The owner says no to the next questions. */
  refuse(times = 1): void {
    this.#refusals = times;
  }

  /** The owner pays more for the next transaction before it is in a block: it is replaced by another with its nonce. */
  speedUp(): void {
    this.#replacements.push('dearer');
  }

  /** The owner takes the next transaction back before it is in a block: an empty one to himself has its nonce. */
  takeBack(): void {
    this.#replacements.push('empty');
  }

  async useAccount(key: Hex): Promise<void> {
    this.#key = key;
    this.#account = privateKeyToAccount(key);
    await this.#emit('accountsChanged', [this.address]);
  }

  async useChain(chainId: number): Promise<void> {
    this.#chainId = chainId;
    await this.#emit('chainChanged', `0x${chainId.toString(16)}`);
  }

  async #emit(event: string, value: unknown): Promise<void> {
    await this.#page?.evaluate(
      ([name, detail]) => window.dispatchEvent(new CustomEvent(`test-wallet:${name}`, { detail })),
      [event, value] as const,
    );
  }

  async #reply(request: unknown): Promise<Reply> {
    const { method, params } = asked.parse(request);
    try {
      return await this.#answer(method, params);
    } catch (error) {
      return { error: { code: -32_000, message: error instanceof Error ? error.message : String(error) } };
    }
  }

  async #answer(method: string, params: readonly unknown[]): Promise<Reply> {
    if (method === 'eth_accounts') return { result: [this.address] };
    if (method === 'eth_chainId') return { result: `0x${this.#chainId.toString(16)}` };
    if (!QUESTIONS.has(method)) return this.#read(method, params);
    const impossible = this.#impossible(method, params);
    if (impossible !== undefined) return { error: impossible };
    this.asked.push(method);
    if (this.#refusals > 0) {
      this.#refusals -= 1;
      return { error: REJECTED };
    }
    return { result: await this.#consent(method, params) };
  }

  /** What real wallets turn down without asking: other networks than the one they show or know. */
  #impossible(method: string, params: readonly unknown[]): Failure | undefined {
    if (method === 'wallet_switchEthereumChain') {
      return Number(chainRequest.parse(params[0]).chainId) === this.#homeChainId ? undefined : UNKNOWN_CHAIN;
    }
    if (method !== 'eth_signTypedData_v4') return undefined;
    const { domain } = typedData.parse(JSON.parse(z.string().parse(params[1])));
    if (domain.chainId === undefined || Number(domain.chainId) === this.#chainId) return undefined;
    const message = `Provided chainId "${domain.chainId}" must match the active chainId "${this.#chainId}"`;
    return { code: -32_602, message };
  }

  /** Questions to the node. */
  async #read(method: string, params: readonly unknown[]): Promise<Reply> {
    if (this.#chainId === this.#homeChainId && method.startsWith('eth_'))
      return this.#forward(method, params);
    return { error: { code: NOT_SUPPORTED, message: `${method} is not supported` } };
  }

  async #consent(method: string, params: readonly unknown[]): Promise<unknown> {
    const [first, second] = params;
    switch (method) {
      case 'personal_sign': {
        const raw = z.string().parse(first);
        return this.#account.signMessage({ message: isHex(raw) ? { raw } : raw });
      }
      case 'eth_signTypedData_v4': {
        const parsed = typedData.parse(JSON.parse(z.string().parse(second)));
        return this.#account.signTypedData(parsed);
      }
      case 'eth_sendTransaction':
        return this.#send(sendable.parse(first));
      case 'wallet_switchEthereumChain':
        await this.useChain(Number(chainRequest.parse(first).chainId));
        return null;
      case 'wallet_requestPermissions':
        return [{ parentCapability: 'eth_accounts', caveats: [{ type: 'filter', value: [this.address] }] }];
      case 'eth_requestAccounts':
        return [this.address];
      default:
        return null;
    }
  }

  async #send({ to, data, value, gas }: z.infer<typeof sendable>): Promise<Hex> {
    const chain = defineChain({
      id: this.#chainId,
      name: 'test',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [this.#rpcUrl] } },
    });
    const client = createWalletClient({ account: this.#account, chain, transport: http(this.#rpcUrl) });
    const request = {
      ...(isHex(to) ? { to } : {}),
      ...(isHex(data) ? { data } : {}),
      ...(value === undefined ? {} : { value: BigInt(value) }),
      ...(gas === undefined ? {} : { gas: BigInt(gas) }),
    };
    const replacement = this.#replacements.shift();
    if (replacement === undefined) return client.sendTransaction(request);
    const reader = client.extend(publicActions);
    const nonce = await reader.getTransactionCount({ address: this.address, blockTag: 'pending' });
    const { maxFeePerGas, maxPriorityFeePerGas } = await reader.estimateFeesPerGas();
    const once = { ...request, nonce, gas: request.gas ?? ENOUGH_GAS };
    // No block comes between the two, and the page has seen the first.
    await this.#forward('evm_setIntervalMining', [0]);
    const hash = await client.sendTransaction({ ...once, maxFeePerGas, maxPriorityFeePerGas });
    const seen = this.#asked('eth_getTransactionByHash', hash);
    const replace = async (): Promise<void> => {
      await seen;
      await client.sendTransaction({
        ...(replacement === 'empty' ? { to: this.address, nonce, gas: once.gas } : once),
        maxFeePerGas: maxFeePerGas * 3n,
        maxPriorityFeePerGas: (maxPriorityFeePerGas + 1n) * 3n,
      });
      await this.#forward('evm_setIntervalMining', [1]);
    };
    this.replaced = replace();
    return hash;
  }

  /** Resolves when the node has told the page what it asked about the hash. */
  async #asked(method: string, hash: Hex): Promise<void> {
    await this.#page?.waitForResponse(
      (response) => {
        const body = response.request().postData() ?? '';
        return body.includes(method) && body.includes(hash);
      },
      { timeout: PATIENCE_MS },
    );
  }

  async #forward(method: string, params: readonly unknown[]): Promise<Reply> {
    const response = await fetch(this.#rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const answer = z
      .object({
        result: z.unknown(),
        error: z.object({ code: z.number(), message: z.string() }).optional(),
      })
      .parse(await response.json());
    return answer.error === undefined ? { result: answer.result } : { error: answer.error };
  }
}

/** What a wallet does not do without asking its owner. */
const QUESTIONS = new Set([
  'eth_requestAccounts',
  'wallet_requestPermissions',
  'wallet_revokePermissions',
  'wallet_switchEthereumChain',
  'wallet_addEthereumChain',
  'personal_sign',
  'eth_signTypedData_v4',
  'eth_sendTransaction',
]);

/** Runs in the page: the provider object and its announcement. */
function announce(name: string): void {
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  for (const event of ['accountsChanged', 'chainChanged']) {
    window.addEventListener(`test-wallet:${event}`, (message) => {
      const detail: unknown = message instanceof CustomEvent ? message.detail : undefined;
      for (const listener of listeners.get(event) ?? []) listener(detail);
    });
  }
  const provider = {
    async request(request: unknown): Promise<unknown> {
      const ask: (request: unknown) => Promise<Reply> = Reflect.get(window, '__testWallet');
      const reply = await ask(request);
      if ('error' in reply) throw Object.assign(new Error(reply.error.message), { code: reply.error.code });
      return reply.result;
    },
    on(event: string, listener: (value: unknown) => void): void {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener(event: string, listener: (value: unknown) => void): void {
      listeners.get(event)?.delete(listener);
    },
  };
  const info = {
    uuid: 'c3a1f9de-5a9f-4b6e-9c55-0f6d3f1c7a11',
    name,
    icon: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>',
    rdns: 'example.freehold.test-wallet',
  };
  const speak = (): boolean =>
    window.dispatchEvent(
      new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }),
    );
  window.addEventListener('eip6963:requestProvider', speak);
  speak();
}
