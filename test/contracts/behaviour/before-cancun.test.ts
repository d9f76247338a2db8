import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutMcopy } from '@freehold/scripts/contracts/before-cancun';
import { compile } from '@freehold/scripts/contracts/compiler';
import { network } from 'hardhat';
import { concat, type Hex, hexToBytes, numberToHex, toHex } from 'viem';
import { z } from 'zod';

/** Calldata: three words to, from, length, then memory from zero on. Answers with that memory after the copy. */
const SOURCE = `object "Copier" {
  code { datacopy(0, dataoffset("run"), datasize("run")) return(0, datasize("run")) }
  object "run" { code {
    let size := sub(calldatasize(), 96)
    let to := calldataload(0)
    let from := calldataload(32)
    let length := calldataload(64)
    calldatacopy(0, 96, size)
    mcopy(to, from, length)
    return(0, size)
  } }
}`;

const outputSchema = z.object({
  contracts: z.record(
    z.string(),
    z.record(z.string(), z.object({ evm: z.object({ bytecode: z.object({ object: z.string() }) }) })),
  ),
});

function codeOf(content: string, evmVersion: string): Hex {
  const input = {
    language: 'Yul',
    sources: { 'copier.yul': { content } },
    settings: { evmVersion, outputSelection: { '*': { '*': ['evm.bytecode.object'] } } },
  };
  const { contracts } = outputSchema.parse(compile(input));
  const object = contracts['copier.yul']?.Copier?.evm.bytecode.object;
  if (!object) throw new Error('no code');
  return `0x${object}`;
}

describe('A copy of memory without MCOPY', () => {
  it('leaves the memory that MCOPY leaves, for every length and overlap', async () => {
    const { viem } = await network.create({ override: { hardfork: 'shanghai' } });
    const client = await viem.getPublicClient();
    const [wallet] = await viem.getWalletClients();
    const hash = await wallet?.deployContract({
      abi: [],
      bytecode: codeOf(withoutMcopy(SOURCE), 'shanghai'),
    });
    if (!hash) throw new Error('nothing was sent');
    const { contractAddress } = await client.getTransactionReceipt({ hash });
    if (!contractAddress) throw new Error('nothing was deployed');
    const memory = Uint8Array.from({ length: 320 }, (_, index) => (index * 37 + 11) % 251);
    const word = (value: number) => numberToHex(value, { size: 32 });

    for (const [to, from] of [
      [0, 100],
      [100, 0],
      [64, 64],
      [64, 65],
      [65, 64],
      [64, 96],
      [96, 64],
    ] as const) {
      for (const length of [0, 1, 31, 32, 33, 63, 64, 65, 100, 160]) {
        const expected = Uint8Array.from(memory);
        expected.copyWithin(to, from, from + length);
        const data = concat([word(to), word(from), word(length), toHex(memory)]);
        const { data: answer } = await client.call({ to: contractAddress, data });
        assert.deepEqual(hexToBytes(answer ?? '0x'), expected, `${length} bytes from ${from} to ${to}`);
      }
    }
  });
});
