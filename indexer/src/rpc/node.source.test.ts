import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NodeSource } from './node.source.ts';
import { type RpcCall, RpcConnectionError, type RpcTransport } from './transport.ts';
import type { Hex } from './wire.ts';

const hash = (n: number): Hex => `0x${n.toString(16).padStart(64, '0')}`;

function block(n: number) {
  return {
    number: `0x${n.toString(16)}`,
    hash: hash(n),
    parentHash: hash(n - 1),
    timestamp: '0x1',
    logsBloom: `0x${'00'.repeat(256)}`,
  };
}

function log(blockNumber: number, logIndex: number, blockHash = hash(blockNumber)) {
  return {
    address: `0x${'aa'.repeat(20)}`,
    topics: [],
    data: '0x',
    blockHash,
    blockNumber: `0x${blockNumber.toString(16)}`,
    transactionHash: hash(1_000),
    logIndex: `0x${logIndex.toString(16)}`,
  };
}

/** A node that answers as `answer` says, call by call, and remembers what it was asked. */
function nodeThat(answer: (call: RpcCall, asked: number) => unknown): {
  source: NodeSource;
  asked: RpcCall[];
} {
  const asked: RpcCall[] = [];
  const transport: RpcTransport = {
    async send(calls) {
      return calls.map((call) => {
        asked.push(call);
        return { ok: true, result: answer(call, asked.filter((c) => c.method === call.method).length) };
      });
    },
    close: () => undefined,
  };
  return { source: new NodeSource(transport), asked };
}

const filters = [{ addresses: [`0x${'aa'.repeat(20)}`] }] as const;
const byNumber = (call: RpcCall): unknown =>
  call.method === 'eth_getBlockByNumber' ? block(Number(call.params[0])) : [];

describe('reading a node', () => {
  test('asks again before it believes that a range is empty', async () => {
    const { source } = nodeThat((call, asked) =>
      call.method === 'eth_getLogs' ? (asked === 1 ? [] : [log(5, 0)]) : byNumber(call),
    );
    const { logs } = await source.logsOfRange(4, 6, filters);
    assert.equal(logs.length, 1);
  });

  test('sorts logs by block and index and drops what two filters both answered', async () => {
    const { source } = nodeThat((call) =>
      call.method === 'eth_getLogs' ? [log(6, 1), log(5, 2), log(6, 0), log(5, 2)] : byNumber(call),
    );
    const { logs } = await source.logsOfRange(4, 7, filters);
    assert.deepEqual(
      logs.map((l) => [l.blockNumber, l.logIndex]),
      [
        [5, 2],
        [6, 0],
        [6, 1],
      ],
    );
  });

  test('refuses logs outside the range it asked for', async () => {
    const { source } = nodeThat((call) => (call.method === 'eth_getLogs' ? [log(9, 0)] : byNumber(call)));
    await assert.rejects(source.logsOfRange(4, 7, filters), { name: 'InconsistentAnswerError' });
  });

  test('refuses logs of another fork than the headers at the ends of the range', async () => {
    const { source } = nodeThat((call) =>
      call.method === 'eth_getLogs' ? [log(7, 0, hash(99))] : byNumber(call),
    );
    await assert.rejects(source.logsOfRange(4, 7, filters), { name: 'InconsistentAnswerError' });
  });

  test('refuses a mixture of forks within one block', async () => {
    const { source } = nodeThat((call) =>
      call.method === 'eth_getLogs' ? [log(5, 0), log(5, 1, hash(99))] : byNumber(call),
    );
    await assert.rejects(source.logsOfRange(4, 7, filters), /mixed two forks/);
  });

  test('does not believe that a block it can no longer find had no logs', async () => {
    const { source } = nodeThat((call) => (call.method === 'eth_getLogs' ? [] : null));
    await assert.rejects(source.logsOfBlock(hash(5), filters), /no longer knows/);
  });

  test('cuts long address lists', async () => {
    const { source, asked } = nodeThat(byNumber);
    const addresses = Array.from({ length: 1_001 }, (_, i): Hex => `0x${i.toString(16).padStart(40, '0')}`);
    await source.logsOfRange(4, 7, [{ addresses }]);
    assert.equal(asked.filter((call) => call.method === 'eth_getLogs').length, 2 * 3);
  });

  test('knows no finality where the node answers the tags with errors', async () => {
    const transport: RpcTransport = {
      send: async (calls) =>
        calls.map(() => ({
          ok: false,
          error: Object.assign(new Error('no tag'), { code: -1, name: 'RpcAnswerError' as const }),
        })),
      close: () => undefined,
    };
    assert.deepEqual(await new NodeSource(transport).finality(), { safe: null, final: null });
  });

  test('tries again after a broken connection, and gives up on a request that is too large', async () => {
    let sent = 0;
    const failing = (error: RpcConnectionError): RpcTransport => ({
      send: async (calls) => {
        sent += 1;
        if (sent === 1) throw error;
        return calls.map((call) => ({ ok: true, result: byNumber(call) }));
      },
      close: () => undefined,
    });
    const [header] = await new NodeSource(failing(new RpcConnectionError('reset'))).headers([3]);
    assert.equal(header?.number, 3);
    sent = 0;
    const large = new NodeSource(failing(new RpcConnectionError('large', { tooLarge: true })));
    await assert.rejects(large.headers([3]), /large/);
  });
});
