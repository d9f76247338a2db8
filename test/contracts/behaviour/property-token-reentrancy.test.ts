import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Address, encodeFunctionData, type Hex, numberToHex, toFunctionSelector, zeroHash } from 'viem';
import { attest, tokenize } from '../support/acts.ts';
import { deployScripted, SCRIPTED } from '../support/mocks.ts';
import { createPlatform, SHARE, type Token } from '../support/platform.ts';

const p = await createPlatform();
const asOperator = { account: p.operator.account };
const [alice, bob] = [p.alice.account.address, p.bob.account.address];
const YES = numberToHex(1, { size: 32 });
const REENTRANT = toFunctionSelector('ReentrancyGuardReentrantCall()');

describe('A compliance that acts on its token while it judges', () => {
  /** Owner and agent of the token; says yes to everything, and acts when told of shares that were created. */
  async function acting() {
    const { token } = await tokenize(p);
    const judge = await deployScripted(p);
    await judge.write.setTarget([token.address]);
    await token.write.setCompliance([judge.address]);
    await attest(p, [alice, bob]);
    const asked = toFunctionSelector('canTransfer(address,address,uint256)');
    await judge.write.write([asked, SCRIPTED.answers, YES]);
    await token.write.addAgent([judge.address]);
    await token.write.transferOwnership([judge.address]);
    const hears = toFunctionSelector('created(address,uint256)');
    return { token, judge, act: (data: Hex) => judge.write.write([hears, SCRIPTED.calls, data]) };
  }

  it('changes the registry for good: the movement takes nothing of it back', async () => {
    const { token, judge, act } = await p.load(acting);
    const { address } = await deployScripted(p, p.registry.address);
    const { abi } = token;
    await act(encodeFunctionData({ abi, functionName: 'setIdentityRegistry', args: [address] }));
    await token.write.mint([alice, SHARE], asOperator);
    assert.equal(await judge.read.succeeded(), true);
    assert.equal((await token.read.identityRegistry()).toLowerCase(), address.toLowerCase());
    assert.equal(await token.read.holderIndexCount(), 1n);
    assert.equal(await token.read.balanceOf([alice]), SHARE);
  });

  it('reaches nothing that is guarded: no movement, no pause, no freeze, no record date, no successor', async () => {
    const { token, judge, act } = await p.load(acting);
    const successor = await deployScripted(p);
    for (const [name, data] of guardedCalls(token.abi, successor.address)) {
      await act(data);
      await token.write.mint([alice, SHARE], asOperator);
      assert.deepEqual([await judge.read.succeeded(), await judge.read.outcome()], [false, REENTRANT], name);
      await token.write.burn([alice, SHARE], asOperator);
    }
    assert.equal((await token.read.compliance()).toLowerCase(), judge.address.toLowerCase());
  });
});

/** One call of every function that the guard keeps; without it most would succeed for the owner and agent. */
function guardedCalls(abi: Token['abi'], compliance: Address): ReadonlyArray<readonly [string, Hex]> {
  const [one, shares, flags] = [[bob], [SHARE], [true]] as const;
  const terms = [alice, bob, 0n, 0n, 2n ** 48n, zeroHash] as const;
  const signed = [[...terms, 27, zeroHash, zeroHash] as const, [...terms, '0x'] as const] as const;
  return [
    ['transfer', encodeFunctionData({ abi, functionName: 'transfer', args: [bob, 0n] })],
    ['transferFrom', encodeFunctionData({ abi, functionName: 'transferFrom', args: [alice, bob, 0n] })],
    ['batchTransfer', encodeFunctionData({ abi, functionName: 'batchTransfer', args: [[], []] })],
    ['mint', encodeFunctionData({ abi, functionName: 'mint', args: [bob, SHARE] })],
    ['batchMint', encodeFunctionData({ abi, functionName: 'batchMint', args: [one, shares] })],
    ['burn', encodeFunctionData({ abi, functionName: 'burn', args: [bob, 0n] })],
    ['batchBurn', encodeFunctionData({ abi, functionName: 'batchBurn', args: [one, [0n]] })],
    ['forcedTransfer', encodeFunctionData({ abi, functionName: 'forcedTransfer', args: [alice, bob, 0n] })],
    [
      'batchForcedTransfer',
      encodeFunctionData({ abi, functionName: 'batchForcedTransfer', args: [[alice], one, [0n]] }),
    ],
    [
      'recoveryAddress',
      encodeFunctionData({ abi, functionName: 'recoveryAddress', args: [alice, bob, alice] }),
    ],
    ...signed.flatMap((args) => [
      [
        'transferWithAuthorization',
        encodeFunctionData({ abi, functionName: 'transferWithAuthorization', args }),
      ] as const,
      [
        'receiveWithAuthorization',
        encodeFunctionData({ abi, functionName: 'receiveWithAuthorization', args }),
      ] as const,
    ]),
    ['pause', encodeFunctionData({ abi, functionName: 'pause' })],
    ['unpause', encodeFunctionData({ abi, functionName: 'unpause' })],
    ['pauseIssuance', encodeFunctionData({ abi, functionName: 'pauseIssuance' })],
    ['unpauseIssuance', encodeFunctionData({ abi, functionName: 'unpauseIssuance' })],
    ['setAddressFrozen', encodeFunctionData({ abi, functionName: 'setAddressFrozen', args: [alice, true] })],
    ['setFrozenTokens', encodeFunctionData({ abi, functionName: 'setFrozenTokens', args: [alice, 1n] })],
    ['freeze', encodeFunctionData({ abi, functionName: 'freezePartialTokens', args: [alice, 0n] })],
    ['unfreeze', encodeFunctionData({ abi, functionName: 'unfreezePartialTokens', args: [alice, 0n] })],
    ['wallets', encodeFunctionData({ abi, functionName: 'batchSetAddressFrozen', args: [one, flags] })],
    ['parts', encodeFunctionData({ abi, functionName: 'batchFreezePartialTokens', args: [one, [0n]] })],
    [
      'parts free',
      encodeFunctionData({ abi, functionName: 'batchUnfreezePartialTokens', args: [one, [0n]] }),
    ],
    ['raiseEpoch', encodeFunctionData({ abi, functionName: 'raiseEpoch' })],
    ['setCompliance', encodeFunctionData({ abi, functionName: 'setCompliance', args: [compliance] })],
  ];
}
