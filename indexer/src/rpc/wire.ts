/** Lower-case hexadecimal with its 0x prefix: what the node sends and what the indexer compares. */
export type Hex = `0x${string}`;

export type Header = {
  readonly number: number;
  readonly hash: Hex;
  readonly parentHash: Hex;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly logsBloom: Hex;
};

export type RawLog = {
  readonly blockNumber: number;
  readonly logIndex: number;
  readonly blockHash: Hex;
  readonly txHash: Hex;
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  /** Seconds since 1970, null when this node leaves it out of its logs. */
  readonly timestamp: number | null;
};

/** The node said something that cannot be true or cannot be read. Asking again, perhaps elsewhere, may help. */
export class InconsistentAnswerError extends Error {
  override readonly name = 'InconsistentAnswerError';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

const HEX = /^0x[0-9a-fA-F]*$/;

function isHex(value: unknown): value is Hex {
  return typeof value === 'string' && HEX.test(value);
}

/** `bytes`: the length the value must have; undefined means any whole number of bytes. */
function hex(value: unknown, field: string, bytes?: number): Hex {
  if (!isHex(value) || value.length % 2 !== 0 || (bytes !== undefined && value.length !== 2 + bytes * 2))
    throw new InconsistentAnswerError(`the node sent ${field} = ${JSON.stringify(value)?.slice(0, 90)}`);
  const lower = value.toLowerCase();
  return isHex(lower) ? lower : value;
}

/** Quantities come as hex; some providers send timestamps of logs as decimal strings or numbers. */
function quantity(value: unknown, field: string): number {
  const parsed = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof parsed !== 'number' || !Number.isSafeInteger(parsed) || parsed < 0)
    throw new InconsistentAnswerError(`the node sent ${field} = ${JSON.stringify(value)?.slice(0, 90)}`);
  return parsed;
}

/** Throws InconsistentAnswerError unless `value` is a block header; null (no such block) stays null. */
export function parseHeader(value: unknown): Header | null {
  if (value === null || value === undefined) return null;
  if (!isRecord(value)) throw new InconsistentAnswerError('the node sent a block that is not an object');
  return {
    number: quantity(value.number, 'block.number'),
    hash: hex(value.hash, 'block.hash', 32),
    parentHash: hex(value.parentHash, 'block.parentHash', 32),
    timestamp: quantity(value.timestamp, 'block.timestamp'),
    logsBloom: hex(value.logsBloom, 'block.logsBloom', 256),
  };
}

function parseLog(value: unknown): RawLog {
  if (!isRecord(value) || !Array.isArray(value.topics))
    throw new InconsistentAnswerError('the node sent a log that is not an object with topics');
  // Some nodes put logs of a replaced block into an ordinary answer: what else is in it cannot be trusted either.
  if (value.removed === true) throw new InconsistentAnswerError('the node sent a removed log');
  return {
    blockNumber: quantity(value.blockNumber, 'log.blockNumber'),
    logIndex: quantity(value.logIndex, 'log.logIndex'),
    blockHash: hex(value.blockHash, 'log.blockHash', 32),
    txHash: hex(value.transactionHash, 'log.transactionHash', 32),
    address: hex(value.address, 'log.address', 20),
    topics: value.topics.map((topic: unknown) => hex(topic, 'log.topic', 32)),
    data: hex(value.data, 'log.data'),
    timestamp:
      value.blockTimestamp === undefined || value.blockTimestamp === null
        ? null
        : quantity(value.blockTimestamp, 'log.blockTimestamp'),
  };
}

/** Throws InconsistentAnswerError unless `value` is a list of logs, none of them removed. */
export function parseLogs(value: unknown): RawLog[] {
  if (!Array.isArray(value)) throw new InconsistentAnswerError('the node sent logs that are not a list');
  return value.map(parseLog);
}

/** Throws InconsistentAnswerError unless `value` is a hexadecimal quantity that fits a safe integer. */
export function parseQuantity(value: unknown): number {
  return quantity(value, 'a quantity');
}

/** Throws InconsistentAnswerError unless `value` is hexadecimal bytes. */
export function parseBytes(value: unknown): Hex {
  return hex(value, 'bytes');
}
