import assert from 'node:assert/strict';
import {
  type Abi,
  type AbiEvent,
  type Address,
  decodeEventLog,
  encodeFunctionData,
  getContract,
  type Hex,
  zeroAddress,
  zeroHash,
} from 'viem';
import type { Platform, Wallet } from '../support/platform.ts';
import { revertData } from '../support/refusals.ts';

/**
 * A deployment of an ERC-3643 token with its registries and compliance. The suites know nothing else of it, so that
 * any deployment that can fill this in can be examined. At the start the token is empty and not paused.
 */
export type Deployment = Readonly<{
  name: string;
  client: Platform['client'];
  token: Address;
  identityRegistry: Address;
  identityStorage: Address;
  trustedIssuers: Address;
  claimTopics: Address;
  compliance: Address;
  owner: Wallet;
  agent: Wallet;
  /** Wallets with keys; none is known to the registry at the start. */
  investors: Readonly<{ alice: Wallet; bob: Wallet; carol: Wallet }>;
  stranger: Wallet;
  /** Makes a wallet eligible, as `identity` (by default an investor of its own). */
  verify: (wallet: Address, identity?: Address) => Promise<void>;
  /** Ends a wallet's eligibility without forgetting it. */
  unverify: (wallet: Address) => Promise<void>;
  /** Makes the compliance refuse every transfer between investors. */
  refuse: () => Promise<void>;
  /** A compliance and a registry the token may be moved to while it is empty. */
  otherCompliance: () => Promise<Address>;
  otherRegistry: () => Promise<Address>;
  /** A rule that can be added to the compliance; it allows everything. */
  module: () => Promise<Address>;
  /** EIP-712 domain of the token's own signatures. */
  domain: Readonly<{ name: string; version: string; chainId: number }>;
  /** Back to the start. */
  fresh: () => Promise<void>;
}>;

/** Contracts of a deployment by a standard's ABI; which of its events were seen is remembered. */
export function examine(d: Deployment) {
  const seen = new Set<string>();
  const at = <const A extends Abi>(abi: A, address: Address) =>
    getContract({ abi, address, client: { public: d.client, wallet: d.owner } });

  /** The transaction emitted the event with exactly these arguments, laid out as the standard says. */
  async function emits(
    sent: Promise<Hex>,
    abi: Abi,
    eventName: string,
    args: Readonly<Record<string, unknown>>,
  ) {
    const { logs } = await d.client.getTransactionReceipt({ hash: await sent });
    const found = logs.flatMap((log) => {
      try {
        const event = decodeEventLog({ abi, eventName, data: log.data, topics: log.topics, strict: true });
        return event.args === undefined ? [] : [event.args];
      } catch {
        return [];
      }
    });
    const lower = (value: unknown): unknown =>
      JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}n` : v))?.toLowerCase();
    assert.ok(
      found.some((one) => lower(one) === lower(args)),
      `${eventName}(${lower(args)}) expected, found ${lower(found)}`,
    );
    seen.add(eventName);
  }

  /** Every function answers: an unknown selector is the only thing that reverts without a word. */
  async function hasFunctions(address: Address, abi: Abi): Promise<void> {
    const missing: string[] = [];
    for (const item of abi) {
      if (item.type !== 'function') continue;
      const args = item.inputs.map(({ type }) => placeholder(type));
      const data = encodeFunctionData({ abi: [item], functionName: item.name, args });
      const answer = await d.client
        .call({ account: d.stranger.account, to: address, data })
        .then(({ data: returned }) => item.outputs.length === 0 || returned !== undefined)
        .catch((error: unknown) => revertData(error) !== '0x');
      if (!answer) missing.push(item.name);
    }
    assert.deepEqual(missing, []);
  }

  const unseen = (...abis: readonly Abi[]): string[] =>
    abis
      .flatMap((abi) => abi.filter((item): item is AbiEvent => item.type === 'event'))
      .map(({ name }) => name)
      .filter((name) => !seen.has(name));

  return { at, emits, hasFunctions, unseen };
}

export type Examined = ReturnType<typeof examine>;

export const refused = (attempt: Promise<unknown>): Promise<void> =>
  assert.rejects(attempt, (error) => {
    assert.match(String(error), /revert/i);
    return true;
  });

function placeholder(type: string): unknown {
  if (type.endsWith('[]')) return [];
  if (type === 'address') return zeroAddress;
  if (type === 'bool') return false;
  if (type === 'string') return '';
  if (type === 'bytes') return '0x';
  if (type === 'bytes32') return zeroHash;
  if (type === 'bytes4') return '0x00000000';
  return type === 'uint8' || type === 'uint16' ? 0 : 0n;
}
