import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { encodeAbiParameters, toEventSelector } from 'viem';
import type { Hex, RawLog } from '../rpc/wire.ts';
import { ContractRegistry, type FollowedContract } from './contract-registry.ts';
import { bornContracts, foldLogs } from './folder.ts';

const address = (n: number): Hex => `0x${n.toString(16).padStart(40, '0')}`;
const word = (n: number | bigint): Hex => `0x${n.toString(16).padStart(64, '0')}`;
const [factory, usdc, treasury, dividends, token, compliance] = [1, 2, 3, 4, 5, 6].map(address);
const [alice, bob] = [address(100), address(101)];
const zero = address(0);

const deployed: readonly FollowedContract[] = (
  [
    ['property_factory', factory],
    ['usdc', usdc],
    ['treasury', treasury],
    ['dividends', dividends],
  ] as const
).map(([kind, at]) => ({ kind, address: at ?? zero, key: null, firstBlock: 1, firstLog: -1 }));

function logAt(
  block: number,
  index: number,
  emitter: Hex | undefined,
  topics: readonly Hex[],
  data: Hex,
): RawLog {
  return {
    blockNumber: block,
    logIndex: index,
    blockHash: word(block),
    txHash: word(1),
    address: emitter ?? zero,
    topics,
    data,
    timestamp: null,
  };
}

function transfer(
  block: number,
  index: number,
  emitter: Hex | undefined,
  from: Hex,
  to: Hex,
  amount: bigint,
): RawLog {
  const topics = [toEventSelector('Transfer(address,address,uint256)'), word(BigInt(from)), word(BigInt(to))];
  return logAt(block, index, emitter, topics, word(amount));
}

function tokenized(block: number, index: number): RawLog {
  const selector = toEventSelector(
    'PropertyTokenized(bytes32,address,address,string,string,uint256,address,address,address[])',
  );
  const data = encodeAbiParameters(
    ['string', 'string', 'uint256', 'address', 'address', 'address[]'].map((type) => ({ type })),
    ['Elm Street 1', 'ELM', 10n, address(7), address(8), []],
  );
  return logAt(block, index, factory, [selector, word(9), word(5), word(6)], data);
}

describe('folding logs', () => {
  test('a child counts from its birth, even for logs that precede the event which names it', () => {
    const logs = [transfer(3, 0, token, zero, alice ?? zero, 10n), tokenized(3, 1)];
    const registry = new ContractRegistry(deployed);
    const born = bornContracts(registry, logs);
    assert.deepEqual(
      born.map((child) => [child.kind, child.address, child.firstBlock, child.firstLog]),
      [
        ['property_token', token, 3, 1],
        ['compliance', compliance, 3, 1],
      ],
    );
    registry.add(born);
    const fold = foldLogs(registry, logs);
    assert.equal(fold.transfers.length, 1);
    assert.equal(fold.tokens[0]?.name, 'Elm Street 1');
  });

  test('balances change per block; mint and burn touch one side, a self-transfer changes nothing', () => {
    const registry = new ContractRegistry(deployed);
    const birth = tokenized(1, 0);
    registry.add(bornContracts(registry, [birth]));
    const { balances } = foldLogs(registry, [
      birth,
      transfer(1, 1, token, zero, alice ?? zero, 10n),
      transfer(1, 2, token, alice ?? zero, bob ?? zero, 4n),
      transfer(2, 0, token, bob ?? zero, bob ?? zero, 4n),
      transfer(3, 5, token, bob ?? zero, zero, 1n),
    ]);
    assert.deepEqual(
      balances.holders().map(({ holder, blocks }) => ({ holder, blocks })),
      [
        { holder: alice, blocks: [{ block: 1, log: 2, delta: 6n }] },
        {
          holder: bob,
          blocks: [
            { block: 1, log: 2, delta: 4n },
            { block: 2, log: 0, delta: 0n },
            { block: 3, log: 5, delta: -1n },
          ],
        },
      ],
    );
  });

  test('of USDC only transfers touching treasury or dividends count, and those to the treasury are received', () => {
    const registry = new ContractRegistry(deployed);
    const fold = foldLogs(registry, [
      transfer(1, 0, usdc, alice ?? zero, bob ?? zero, 1n),
      transfer(1, 1, usdc, alice ?? zero, treasury ?? zero, 2n),
      transfer(1, 2, usdc, treasury ?? zero, dividends ?? zero, 3n),
      transfer(1, 3, usdc, dividends ?? zero, bob ?? zero, 4n),
    ]);
    assert.deepEqual(
      fold.usdcTransfers.map((row) => row.amount),
      [2n, 3n, 4n],
    );
    assert.deepEqual(
      fold.received.map((row) => row.amount),
      [2n],
    );
    assert.equal(fold.transfers.length, 0);
  });

  test('logs of strangers are ignored', () => {
    const fold = foldLogs(new ContractRegistry(deployed), [transfer(1, 0, address(77), zero, zero, 1n)]);
    assert.equal(fold.transfers.length, 0);
  });
});
