import type { Hex, RawLog } from '../rpc/wire.ts';

/** The log carries a followed topic but not the fields that event has. */
export class MalformedLogError extends Error {
  override readonly name = 'MalformedLogError';
}

function slice(hex: Hex, from: number, to: number): Hex {
  return `0x${hex.slice(from, to)}`;
}

function position(log: RawLog): string {
  return `block ${log.blockNumber} log ${log.logIndex} of ${log.address}`;
}

/** The indexed field `index` (1 to 3) as 32 bytes. */
export function topic(log: RawLog, index: 1 | 2 | 3): Hex {
  const value = log.topics[index];
  if (value === undefined) throw new MalformedLogError(`${position(log)} has no topic ${index}`);
  return value;
}

export function topicAddress(log: RawLog, index: 1 | 2 | 3): Hex {
  return slice(topic(log, index), 26, 66);
}

export function topicUint(log: RawLog, index: 1 | 2 | 3): bigint {
  return BigInt(topic(log, index));
}

/** The `index`-th 32-byte word of the data, counted from 0. */
export function word(log: RawLog, index: number): Hex {
  const from = 2 + index * 64;
  if (log.data.length < from + 64) throw new MalformedLogError(`${position(log)} has no word ${index}`);
  return slice(log.data, from, from + 64);
}

export function wordUint(log: RawLog, index: number): bigint {
  return BigInt(word(log, index));
}

/** For fields of at most 48 bits; throws when the word holds more. */
export function wordNumber(log: RawLog, index: number): number {
  const value = Number(word(log, index));
  if (!Number.isSafeInteger(value))
    throw new MalformedLogError(`${position(log)} word ${index} is too large`);
  return value;
}
