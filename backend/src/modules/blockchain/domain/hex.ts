import { type Address, bytesToHex, getAddress, type Hex, hexToBytes } from 'viem';
import { z } from 'zod';

/** Columns of schema `chain` hold raw bytes; outside of SQL we speak hex. */
export const bytesColumn = z.instanceof(Uint8Array).transform((bytes): Hex => bytesToHex(bytes));

/** 20 raw bytes as a checksummed address. */
export const addressColumn = z
  .instanceof(Uint8Array)
  .transform((bytes): Address => getAddress(bytesToHex(bytes)));

/** NUMERIC columns, which drivers give as text or as decimals. */
export const numericColumn = z
  .union([
    z.string(),
    z.bigint(),
    z.number().int(),
    z.custom<{ toFixed(digits: number): string }>(hasToFixed),
  ])
  .transform((value) => (typeof value === 'object' ? BigInt(value.toFixed(0)) : BigInt(value)));

function hasToFixed(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'toFixed' in value && typeof value.toFixed === 'function'
  );
}

/** Parameter for a BYTEA column. */
export const toBytes = (hex: Hex): Uint8Array<ArrayBuffer> => new Uint8Array(hexToBytes(hex));

/** A Prisma decimal as the integer it is. */
export const toBigInt = (value: { toFixed(digits: number): string }): bigint => BigInt(value.toFixed(0));
