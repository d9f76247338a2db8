import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { offeringAbi } from '@freehold/contracts/abis';
import { decodeErrorResult, encodeFunctionData, zeroHash } from 'viem';
import { deployHostileToken, Misbehaviour } from '../support/mocks.ts';
import { OFFERING, prepareOffering, termsOf } from '../support/offering.ts';
import { createPlatform, SHARE, USDC } from '../support/platform.ts';

const p = await createPlatform();
const { alice, operator, viem } = p;
const asOperator = { account: operator.account };
const asAlice = { account: alice.account };
const a = alice.account.address;

/** An open offering paid in a currency that misbehaves; alice has some of that and allows all of it. */
async function hostileMoney() {
  const { token, property } = await prepareOffering(p);
  const money = await deployHostileToken(p);
  const { address } = await viem.deployContract('Offering', [
    ...[p.owner.account.address, money.address, p.treasury.address, p.factory.address],
  ]);
  const offering = p.at(offeringAbi, address);
  await offering.write.addAgent([operator.account.address]);
  await token.write.addAgent([address]);
  await offering.write.open([OFFERING, await termsOf(p, token.address, property)], asOperator);
  await money.write.mint([a, 10_000n * USDC]);
  await money.write.approve([address, 10_000n * USDC], asAlice);
  const four = 4n * SHARE;
  return {
    ...{ money, offering },
    ways: [
      () => offering.write.subscribe([OFFERING, four], asAlice),
      () => offering.write.subscribeWithPermit([OFFERING, four, 0n, '0x'], asAlice),
      () =>
        offering.write.subscribeWithAuthorization([OFFERING, a, four, zeroHash, 0n, 0n, '0x'], asOperator),
    ] as const,
  };
}

describe('A currency that does not deliver what it promises', () => {
  it('sells nothing, whichever way the price should have come: it must come in full', async () => {
    const { money, offering, ways } = await p.load(hostileMoney);
    for (const mode of [Misbehaviour.TakesFee, Misbehaviour.MovesNothing]) {
      await money.write.setMode([mode]);
      for (const way of ways) {
        await viem.assertions.revertWithCustomError(way(), offering, 'OfferingPaymentNotReceived');
      }
    }
    await money.write.setMode([Misbehaviour.SaysFalse]);
    await viem.assertions.revertWithCustomError(ways[0](), offering, 'SafeERC20FailedOperation');
    assert.equal(await offering.read.totalEscrow(), 0n);
    await money.write.setMode([Misbehaviour.None]);
    for (const way of ways) await way();
    assert.equal(await offering.read.totalEscrow(), 600n * USDC);
  });

  it('cannot come back in the middle of a payment, by any door', async () => {
    const { money, offering, ways } = await p.load(hostileMoney);
    await offering.write.addAgent([money.address]);
    const abi = offeringAbi;
    const doors = [
      encodeFunctionData({ abi, functionName: 'subscribe', args: [OFFERING, SHARE] }),
      encodeFunctionData({ abi, functionName: 'subscribeWithPermit', args: [OFFERING, SHARE, 0n, '0x'] }),
      encodeFunctionData({
        abi,
        functionName: 'subscribeWithAuthorization',
        args: [OFFERING, a, SHARE, zeroHash, 0n, 0n, '0x'],
      }),
      encodeFunctionData({ abi, functionName: 'deliver', args: [OFFERING, [a]] }),
      encodeFunctionData({ abi, functionName: 'refund', args: [OFFERING] }),
      encodeFunctionData({ abi, functionName: 'refundFor', args: [OFFERING, [a]] }),
      encodeFunctionData({ abi, functionName: 'reassign', args: [OFFERING, a, a] }),
      encodeFunctionData({ abi, functionName: 'skim' }),
    ];
    for (const [index, door] of doors.entries()) {
      await money.write.setCall([offering.address, door]);
      await ways[index < 4 ? 0 : 2]();
      assert.equal(await money.read.reentered(), false);
      const { errorName } = decodeErrorResult({ abi: offeringAbi, data: await money.read.answer() });
      assert.equal(errorName, 'ReentrancyGuardReentrantCall', door.slice(0, 10));
    }
  });
});
