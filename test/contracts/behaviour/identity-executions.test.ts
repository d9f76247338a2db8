import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeFunctionData, getAddress, type Hex, parseAbi } from 'viem';
import { ACTION, createIdentity, ECDSA, keyOf, MANAGEMENT } from '../support/identities.ts';
import { createPlatform } from '../support/platform.ts';
import { describeError } from '../support/refusals.ts';
import { toldBy } from '../support/told.ts';

const p = await createPlatform();
const { viem } = p;
const alice = p.alice.account.address;
const [asAlice, asBob, asStranger] = [p.alice, p.bob, p.stranger].map(({ account }) => ({ account }));
const calleeAbi = parseAbi([
  'function setFailing(bool failing)',
  'function setCallBack(bytes callBack)',
  'function touch() payable',
  'function calls() view returns (uint256)',
  'function received() view returns (uint256)',
  'function lastCaller() view returns (address)',
]);
const touch = encodeFunctionData({ abi: calleeAbi, functionName: 'touch' });

/** Alice rules, Bob may act. */
async function world() {
  const { identity } = await createIdentity(p, alice);
  await identity.write.addKey([keyOf(p.bob.account.address), ACTION, ECDSA], asAlice);
  const { address } = await viem.deployContract('Callee');
  return { identity, callee: p.at(calleeAbi, address) };
}

describe('An identity calls', () => {
  it('at once for a management key and for an action key, and passes on what it is paid', async () => {
    const { identity, callee } = await p.load(world);
    for (const [caller, id] of [
      [asAlice, 0n],
      [asBob, 1n],
    ] as const) {
      const sent = identity.write.execute([callee.address, 7n, touch], { ...caller, value: 7n });
      const args = [id, getAddress(callee.address), 7n, touch] as const;
      await viem.assertions.emitWithArgs(sent, identity, 'ExecutionRequested', [...args]);
      await viem.assertions.emitWithArgs(sent, identity, 'Approved', [id, true]);
      await viem.assertions.emitWithArgs(sent, identity, 'Executed', [...args]);
    }
    assert.equal(await callee.read.calls(), 2n);
    assert.equal(await callee.read.received(), 14n);
    assert.equal(await callee.read.lastCaller(), getAddress(identity.address));
  });

  it('for a stranger only once somebody with a key approves', async () => {
    const { identity, callee } = await p.load(world);
    await identity.write.execute([callee.address, 0n, touch], asStranger);
    assert.equal(await callee.read.calls(), 0n);
    await viem.assertions.revertWithCustomErrorWithArgs(
      identity.write.approve([0n, true], asStranger),
      identity,
      'IdentityUnauthorized',
      [getAddress(p.stranger.account.address), ACTION],
    );
    await viem.assertions.emitWithArgs(identity.write.approve([0n, false], asBob), identity, 'Approved', [
      0n,
      false,
    ]);
    assert.equal(await callee.read.calls(), 0n);
    await viem.assertions.emit(identity.write.approve([0n, true], asBob), identity, 'Executed');
    assert.equal(await callee.read.calls(), 1n);
  });

  it('waits for an approval under the next number, and tells so', async () => {
    const { identity, callee } = await p.load(world);
    const told = (act: Promise<Hex>) => toldBy(p, identity, act);
    const request = (id: bigint) => [id, callee.address, 0n, touch];
    for (const id of [0n, 1n]) {
      const asked = identity.write.execute([callee.address, 0n, touch], asStranger);
      assert.deepEqual(await told(asked), [describeError('ExecutionRequested', request(id))]);
    }
    for (const id of [1n, 0n]) {
      assert.deepEqual(await told(identity.write.approve([id, true], asBob)), [
        describeError('Approved', [id, true]),
        describeError('Executed', request(id)),
      ]);
    }
    assert.equal(await callee.read.calls(), 2n);
  });

  it('itself for management keys only', async () => {
    const { identity } = await p.load(world);
    const data = encodeFunctionData({
      abi: identity.abi,
      functionName: 'addKey',
      args: [keyOf(p.bob.account.address), MANAGEMENT, ECDSA],
    });
    await identity.write.execute([identity.address, 0n, data], asBob);
    await viem.assertions.revertWithCustomErrorWithArgs(
      identity.write.approve([0n, true], asBob),
      identity,
      'IdentityUnauthorized',
      [getAddress(p.bob.account.address), MANAGEMENT],
    );
    await identity.write.approve([0n, true], asAlice);
    assert.equal(await identity.read.keyHasPurpose([keyOf(p.bob.account.address), MANAGEMENT]), true);
  });

  it('never twice, and nothing that nobody asked for', async () => {
    const { identity, callee } = await p.load(world);
    await identity.write.execute([callee.address, 0n, touch], asAlice);
    await viem.assertions.revertWithCustomErrorWithArgs(
      identity.write.approve([0n, true], asAlice),
      identity,
      'IdentityExecutionDone',
      [0n],
    );
    await viem.assertions.revertWithCustomErrorWithArgs(
      identity.write.approve([1n, true], asAlice),
      identity,
      'IdentityExecutionUnknown',
      [1n],
    );
  });

  it('says when it failed, keeps the call and may try again', async () => {
    const { identity, callee } = await p.load(world);
    await callee.write.setFailing([true]);
    const args = [0n, getAddress(callee.address), 0n, touch] as const;
    await viem.assertions.emitWithArgs(
      identity.write.execute([callee.address, 0n, touch], asAlice),
      identity,
      'ExecutionFailed',
      [...args],
    );
    await viem.assertions.emitWithArgs(
      identity.write.approve([0n, true], asAlice),
      identity,
      'ExecutionFailed',
      [...args],
    );
    await callee.write.setFailing([false]);
    await viem.assertions.emitWithArgs(identity.write.approve([0n, true], asAlice), identity, 'Executed', [
      ...args,
    ]);
    assert.equal(await callee.read.calls(), 1n);
  });

  it('cannot be made to repeat a call from within it', async () => {
    const { identity, callee } = await p.load(world);
    await identity.write.addKey([keyOf(callee.address), ACTION, ECDSA], asAlice);
    const again = encodeFunctionData({ abi: identity.abi, functionName: 'approve', args: [0n, true] });
    await callee.write.setCallBack([again]);
    await identity.write.execute([callee.address, 0n, touch], asStranger);
    await viem.assertions.emit(identity.write.approve([0n, true], asBob), identity, 'ExecutionFailed');
    assert.equal(await callee.read.calls(), 0n);
  });
});
