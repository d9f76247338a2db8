import { type Address, concatHex, type Hex, keccak256, padHex, toHex } from 'viem';
import type { Models } from '../campaign/platform-acts.ts';
import type { World } from '../campaign/world.ts';
import type { SharesReplay } from './shares-replay.ts';

export type StoredWord = Readonly<{ what: string; contract: Address; slot: Hex; expected: bigint }>;

/** ERC-7201: where a namespace's storage begins. */
const namespace = (id: string): bigint =>
  BigInt(keccak256(toHex(BigInt(keccak256(toHex(id))) - 1n, { size: 32 }))) & ~0xffn;
const word = (value: bigint): Hex => toHex(value, { size: 32 });
const at = (slot: bigint): Hex => word(slot);
/** Where a mapping keeps the value of a key. */
const of = (slot: bigint, key: Hex): Hex => keccak256(concatHex([padHex(key, { size: 32 }), word(slot)]));

/** The fields of a word, lowest bits first. */
const packed = (...fields: ReadonlyArray<readonly [value: bigint, bits: bigint]>): bigint => {
  let [sum, shift] = [0n, 0n];
  for (const [value, bits] of fields) {
    sum |= value << shift;
    shift += bits;
  }
  return sum;
};
const bit = (set: boolean): bigint => (set ? 1n : 0n);

/** Words of storage as the documents of the contracts lay them out, filled with what the events said. */
export function storedWords(world: World, shares: SharesReplay, models: Models, property: Hex): StoredWord[] {
  const { p, actors, addresses, reference } = world;
  const { token, registry } = reference;
  const words: StoredWord[] = [];
  const put = (what: string, contract: Address, slot: Hex, expected: bigint): void => {
    words.push({ what, contract, slot, expected });
  };

  const tokens = namespace('freehold.storage.PropertyToken');
  const judges = 1n << 8n;
  const flags = bit(token.paused) | (bit(token.issuancePaused) << 1n) | judges;
  const epoch = BigInt(token.closedEpochs.length + 1);
  const config = packed(
    ...([
      [BigInt(addresses.registry), 160n],
      [flags, 16n],
      [epoch, 16n],
      [BigInt(token.holders.length), 24n],
    ] as const),
  );
  put('config of the token', addresses.token, at(tokens), config);
  for (const wallet of actors.wallets) {
    const account = packed(
      [token.balanceOf(wallet), 104n],
      [token.getFrozenTokens(wallet), 104n],
      [BigInt(shares.epochs.get(wallet) ?? 0), 16n],
      [bit(token.isFrozen(wallet)) | (bit(shares.recovered.has(wallet)) << 1n), 8n],
      [BigInt(token.holders.indexOf(wallet) + 1), 24n],
    );
    put(`account of ${wallet}`, addresses.token, of(tokens + ACCOUNTS, wallet), account);
  }

  const records = namespace('freehold.storage.IdentityRegistry');
  for (const wallet of actors.wallets) {
    const entry = registry.entries.get(wallet);
    if (!entry) continue;
    const { attestation, registered, revoked } = entry;
    const status =
      bit(registered !== undefined) |
      (bit(attestation !== undefined) << 1n) |
      (bit(revoked) << 2n) |
      (bit(attestation?.accredited ?? false) << 3n);
    const record = packed(
      [BigInt(registry.identity(wallet)), 160n],
      [BigInt(registry.country(wallet)), 16n],
      [BigInt(entry.shownExpiry), 32n],
      [BigInt(entry.newest), 32n],
      [status, 4n],
      [BigInt(attestation?.epoch ?? 0), 12n],
    );
    put(`record of ${wallet}`, addresses.registry, of(records, wallet), record);
  }

  const treasuries = namespace('freehold.storage.Treasury');
  const { treasury } = p.deployment;
  const held = models.treasury.balances.get(property) ?? 0n;
  put('treasury, allocated', treasury, at(treasuries + 2n), models.treasury.allocated());
  put('treasury, the property', treasury, of(treasuries + 5n, property), held);
  return words;
}

/** The accounts' place among the token's fields. */
const ACCOUNTS = 6n;
