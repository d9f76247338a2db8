import { getAddress, isAddress } from 'viem';

/** The address with its checksum, as people see it; throws for anything else. */
export function checksumAddress(value: string): `0x${string}` {
  if (!isAddress(value, { strict: false })) throw new Error(`not an address: ${value}`);
  return getAddress(value);
}

/** Raw bytes of schema `chain` as an address with its checksum. */
export const addressFromBytes = (bytes: Uint8Array): `0x${string}` =>
  checksumAddress(`0x${Buffer.from(bytes).toString('hex')}`);

/** Raw bytes of schema `chain` as hex. */
export const hexFromBytes = (bytes: Uint8Array): `0x${string}` => `0x${Buffer.from(bytes).toString('hex')}`;

/** Hex as the raw bytes that schema `chain` compares with. */
export const bytesFromHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(hex.replace(/^0x/, ''), 'hex'));
