import type { BlockMark, ChainSource, Finality, LogFilter, RangeAnswer } from './chain-source.ts';
import { type RpcCall, RpcConnectionError, type RpcReply, type RpcTransport } from './transport.ts';
import {
  type Header,
  type Hex,
  InconsistentAnswerError,
  parseHeader,
  parseLogs,
  type RawLog,
} from './wire.ts';

/** Providers refuse longer address lists; beyond it a filter is asked in pieces. */
const ADDRESSES_PER_CALL = 500;
const HEADERS_PER_BATCH = 100;
const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 60;

export type CallObserver = (method: string, outcome: 'ok' | 'error', count: number) => void;

const number = (value: number): Hex => `0x${value.toString(16)}`;
const blockByNumber = (tag: string): RpcCall => ({ method: 'eth_getBlockByNumber', params: [tag, false] });

function unwrap(reply: RpcReply | undefined): unknown {
  if (reply === undefined) throw new RpcConnectionError('the node left a call of a batch unanswered');
  if (!reply.ok) throw reply.error;
  return reply.result;
}

function mark(reply: RpcReply | undefined): BlockMark | null {
  // A node without the tag answers an error or null; both mean "unknown here".
  if (reply === undefined || !reply.ok) return null;
  const header = parseHeader(reply.result);
  return header === null ? null : { number: header.number, hash: header.hash };
}

/** The filters as getLogs calls, address lists cut to what providers accept. */
function logCalls(filters: readonly LogFilter[], where: Readonly<Record<string, string>>): RpcCall[] {
  const calls: RpcCall[] = [];
  for (const filter of filters) {
    for (let start = 0; start < filter.addresses.length; start += ADDRESSES_PER_CALL) {
      const address = filter.addresses.slice(start, start + ADDRESSES_PER_CALL);
      const topics = filter.topics === undefined ? {} : { topics: filter.topics };
      calls.push({ method: 'eth_getLogs', params: [{ address, ...topics, ...where }] });
    }
  }
  return calls;
}

/** Sorted by (block, log index), each log once: overlapping filters answer the same log twice. */
export function sortLogs(logs: readonly RawLog[]): RawLog[] {
  const sorted = logs.toSorted((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex);
  return sorted.filter((log, index) => {
    const before = sorted[index - 1];
    if (before === undefined || before.blockNumber !== log.blockNumber) return true;
    if (before.blockHash !== log.blockHash)
      throw new InconsistentAnswerError(`the node mixed two forks at block ${log.blockNumber}`);
    return before.logIndex !== log.logIndex;
  });
}

/** Reads the chain from one node, retrying what a retry can cure. */
export class NodeSource implements ChainSource {
  readonly #transport: RpcTransport;
  readonly #observe: CallObserver;

  constructor(transport: RpcTransport, observe: CallObserver = () => undefined) {
    this.#transport = transport;
    this.#observe = observe;
  }

  async latest(): Promise<Header> {
    const [latest] = await this.#send([blockByNumber('latest')], 1);
    const header = parseHeader(unwrap(latest));
    if (header === null) throw new InconsistentAnswerError('the node has no latest block');
    return header;
  }

  async finality(): Promise<Finality> {
    const [safe, final] = await this.#send(['safe', 'finalized'].map(blockByNumber));
    return { safe: mark(safe), final: mark(final) };
  }

  async headers(numbers: readonly number[]): Promise<readonly (Header | null)[]> {
    const headers: (Header | null)[] = [];
    for (let start = 0; start < numbers.length; start += HEADERS_PER_BATCH) {
      const part = numbers.slice(start, start + HEADERS_PER_BATCH);
      const replies = await this.#send(part.map((n) => blockByNumber(number(n))));
      for (const reply of replies) headers.push(parseHeader(unwrap(reply)));
    }
    return headers;
  }

  async logsOfBlock(hash: Hex, filters: readonly LogFilter[]): Promise<readonly RawLog[]> {
    // The block is asked for after its logs: some nodes answer [] for a block they have just dropped.
    const exists: RpcCall = { method: 'eth_getBlockByHash', params: [hash, false] };
    const replies = await this.#send([...logCalls(filters, { blockHash: hash }), exists]);
    const block = parseHeader(unwrap(replies.at(-1)));
    if (block === null) throw new InconsistentAnswerError(`the node no longer knows block ${hash}`);
    const logs = replies.slice(0, -1).flatMap((reply) => parseLogs(unwrap(reply)));
    if (logs.some((log) => log.blockHash !== hash))
      throw new InconsistentAnswerError(`the node sent logs of another block than ${hash}`);
    return sortLogs(logs);
  }

  async logsOfRange(from: number, to: number, filters: readonly LogFilter[]): Promise<RangeAnswer> {
    const calls = logCalls(filters, { fromBlock: number(from), toBlock: number(to) });
    let logs = await this.#range(calls);
    // A lagging or half-indexed node answers [] without an error; nothing is believed only when said twice.
    if (logs.length === 0) logs = await this.#range(calls);
    const [first, last] = await this.headers([from, to]);
    if (first === null || first === undefined || last === null || last === undefined)
      throw new InconsistentAnswerError(`the node has no block ${first ? to : from}, but should`);
    for (const log of logs) {
      const end = log.blockNumber === from ? first : log.blockNumber === to ? last : null;
      if (log.blockNumber < from || log.blockNumber > to || (end !== null && end.hash !== log.blockHash))
        throw new InconsistentAnswerError(`the node sent a log outside ${from}-${to} or of another fork`);
    }
    return { logs, first, last };
  }

  async #range(calls: readonly RpcCall[]): Promise<RawLog[]> {
    const replies = await this.#send(calls);
    return sortLogs(replies.flatMap((reply) => parseLogs(unwrap(reply))));
  }

  async #send(calls: readonly RpcCall[], attempts = ATTEMPTS): Promise<readonly RpcReply[]> {
    const method = calls[0]?.method ?? 'none';
    for (let attempt = 1; ; attempt += 1) {
      try {
        const replies = await this.#transport.send(calls);
        this.#observe(method, 'ok', calls.length);
        return replies;
      } catch (error) {
        this.#observe(method, 'error', calls.length);
        const curable = error instanceof RpcConnectionError && !error.tooLarge;
        if (!curable || attempt >= attempts) throw error;
        const pause = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (error.throttled ? 4 : 1);
        await new Promise((done) => setTimeout(done, pause * (0.5 + Math.random())));
      }
    }
  }
}
