import type { BrowserContext, Page } from 'playwright-core';
import { createWalletClient, type Hex, hexToBigInt, http, isHex, numberToHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';

/** EIP-1193: the person said no. */
const USER_REJECTED = 4001;
const NOT_SUPPORTED = 4200;
/** EIP-3085: the wallet does not know the network. */
const UNKNOWN_CHAIN = 4902;

type Asked =
  | 'eth_requestAccounts'
  | 'personal_sign'
  | 'eth_signTypedData_v4'
  | 'eth_sendTransaction'
  | 'wallet_switchEthereumChain';

const callSchema = z.object({ method: z.string(), params: z.array(z.unknown()).default([]) });
const typedDataSchema = z.object({
  domain: z.record(z.string(), z.unknown()),
  types: z.record(z.string(), z.array(z.object({ name: z.string(), type: z.string() }))),
  primaryType: z.string(),
  message: z.record(z.string(), z.unknown()),
});
const hex = z.custom<Hex>((value) => isHex(value));
const transactionSchema = z.object({
  to: hex,
  data: hex.optional(),
  value: hex.optional(),
  gas: hex.optional(),
});
const switchSchema = z.object({ chainId: hex });

interface Refusal {
  readonly code: number;
  readonly message: string;
}

/**
 * A browser wallet that announces itself in a page (EIP-6963, EIP-1193). Its keys are here, in the test: what it signs
 * and sends is real. The person behind it says yes, unless told to decline the next question of a kind.
 */
export class InjectedWallet {
  readonly #rpc: string;
  readonly #keys: Hex[];
  readonly #pages = new Set<Page>();
  readonly #declined: Asked[] = [];
  #chainId: number;
  #homeChainId: number;
  /** Every question the page asked the person, in order. */
  readonly asked: string[] = [];

  private constructor(options: {
    readonly rpc: string;
    readonly keys: readonly Hex[];
    readonly chainId: number;
  }) {
    this.#rpc = options.rpc;
    this.#keys = [...options.keys];
    this.#chainId = options.chainId;
    this.#homeChainId = options.chainId;
  }

  /** Installs the wallet in every page of the context. `startsOn`: the network it shows first. */
  static async install(
    context: BrowserContext,
    options: {
      readonly rpc: string;
      readonly keys: readonly Hex[];
      readonly chainId: number;
      readonly startsOn?: number;
    },
  ): Promise<InjectedWallet> {
    const wallet = new InjectedWallet(options);
    wallet.#chainId = options.startsOn ?? options.chainId;
    wallet.#homeChainId = options.chainId;
    await context.exposeBinding('freeholdTestWallet', async ({ page }, text: string) => {
      wallet.#pages.add(page);
      return JSON.stringify(await wallet.#answer(text));
    });
    await context.addInitScript(announce);
    return wallet;
  }

  get address(): Hex {
    return this.#account().address;
  }

  /** The person will say no to the next question of this kind. */
  declineNext(method: Asked): void {
    this.#declined.push(method);
  }

  /** The person chooses another account in the wallet. */
  async switchAccount(index: number): Promise<void> {
    this.#keys.unshift(...this.#keys.splice(index, 1));
    await this.#emit('accountsChanged', [this.address]);
  }

  /** The person chooses another network in the wallet. */
  async switchNetwork(chainId: number): Promise<void> {
    this.#chainId = chainId;
    await this.#emit('chainChanged', numberToHex(chainId));
  }

  #account() {
    const [key] = this.#keys;
    if (key === undefined) throw new Error('the wallet has no key');
    return privateKeyToAccount(key);
  }

  async #emit(event: string, value: unknown): Promise<void> {
    for (const page of this.#pages) {
      if (page.isClosed()) continue;
      await page.evaluate(
        ([name, payload]) =>
          window.dispatchEvent(new CustomEvent('freehold-test-wallet', { detail: [name, payload] })),
        [event, value] as const,
      );
    }
  }

  async #answer(text: string): Promise<{ readonly result: unknown } | { readonly error: Refusal }> {
    const { method, params } = callSchema.parse(JSON.parse(text));
    try {
      return { result: await this.#do(method, params) };
    } catch (error) {
      if (error instanceof Refused) return { error: { code: error.code, message: error.message } };
      return { error: { code: -32_603, message: error instanceof Error ? error.message : String(error) } };
    }
  }

  async #do(method: string, params: readonly unknown[]): Promise<unknown> {
    switch (method) {
      case 'eth_chainId':
        return numberToHex(this.#chainId);
      case 'eth_accounts':
        return [this.address];
      case 'eth_requestAccounts':
        this.#ask(method);
        return [this.address];
      case 'wallet_requestPermissions':
        return [{ parentCapability: 'eth_accounts' }];
      case 'wallet_revokePermissions':
        return null;
      case 'wallet_switchEthereumChain':
        return this.#switch(params);
      case 'personal_sign':
        this.#ask(method);
        return this.#account().signMessage({ message: { raw: hex.parse(params[0]) } });
      case 'eth_signTypedData_v4':
        return this.#signTypedData(params);
      case 'eth_sendTransaction':
        return this.#send(params);
      default:
        return this.#forward(method, params);
    }
  }

  #ask(method: Asked): void {
    this.asked.push(method);
    const at = this.#declined.indexOf(method);
    if (at < 0) return;
    this.#declined.splice(at, 1);
    throw new Refused(USER_REJECTED, 'User rejected the request.');
  }

  async #switch(params: readonly unknown[]): Promise<null> {
    this.#ask('wallet_switchEthereumChain');
    const { chainId } = switchSchema.parse(params[0]);
    if (Number(hexToBigInt(chainId)) !== this.#homeChainId) {
      throw new Refused(UNKNOWN_CHAIN, 'Unrecognized chain ID.');
    }
    await this.switchNetwork(this.#homeChainId);
    return null;
  }

  /** Like real wallets, refuses to sign for another network than the one it shows. */
  async #signTypedData(params: readonly unknown[]): Promise<Hex> {
    const { domain, types, primaryType, message } = typedDataSchema.parse(
      JSON.parse(z.string().parse(params[1])),
    );
    if (domain.chainId !== undefined && Number(domain.chainId) !== this.#chainId) {
      throw new Refused(
        -32_602,
        `Provided chainId "${domain.chainId}" must match the active chainId "${this.#chainId}"`,
      );
    }
    this.#ask('eth_signTypedData_v4');
    return this.#account().signTypedData({ domain, types, primaryType, message });
  }

  async #send(params: readonly unknown[]): Promise<Hex> {
    const { to, data = '0x', value, gas } = transactionSchema.parse(params[0]);
    this.#ask('eth_sendTransaction');
    const wallet = createWalletClient({ account: this.#account(), transport: http(this.#rpc) });
    return wallet.sendTransaction({
      ...{ to, data, chain: null, value: value === undefined ? 0n : hexToBigInt(value) },
      ...(gas === undefined ? {} : { gas: hexToBigInt(gas) }),
    });
  }

  /** Questions to the node. On a foreign network there is nobody to answer them. */
  async #forward(method: string, params: readonly unknown[]): Promise<unknown> {
    if (this.#chainId !== this.#homeChainId || !method.startsWith('eth_')) {
      throw new Refused(NOT_SUPPORTED, `${method} is not supported`);
    }
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(this.#rpc, { method: 'POST', headers, body });
    const reply = z
      .object({ result: z.unknown(), error: z.object({ message: z.string() }).optional() })
      .parse(await response.json());
    if (reply.error) throw new Error(reply.error.message);
    return reply.result;
  }
}

class Refused extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Runs in the page, before its own scripts: the provider hands every request to the test. */
function announce(): void {
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const bridge: (text: string) => Promise<string> = Reflect.get(window, 'freeholdTestWallet');
  const provider = {
    async request(call: unknown): Promise<unknown> {
      const reply = JSON.parse(await bridge(JSON.stringify(call)));
      if (!reply.error) return reply.result;
      throw Object.assign(new Error(reply.error.message), { code: reply.error.code });
    },
    on(event: string, listener: (value: unknown) => void) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
      return provider;
    },
    removeListener(event: string, listener: (value: unknown) => void) {
      listeners.get(event)?.delete(listener);
      return provider;
    },
  };
  window.addEventListener('freehold-test-wallet', (event) => {
    if (!(event instanceof CustomEvent)) return;
    const [name, value] = event.detail;
    for (const listener of listeners.get(name) ?? []) listener(value);
  });
  const icon = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><rect width="32" height="32" rx="8" fill="teal"/></svg>')}`;
  const info = {
    uuid: 'b6c1a7de-7c40-4c2e-9a53-f0e5a1d0beef',
    name: 'Test Wallet',
    icon,
    rdns: 'example.freehold.wallet',
  };
  const tell = (): boolean =>
    window.dispatchEvent(
      new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }),
    );
  window.addEventListener('eip6963:requestProvider', tell);
  tell();
}
