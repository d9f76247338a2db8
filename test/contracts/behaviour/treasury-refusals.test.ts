import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { erc1967ProxyAbi, treasuryAbi } from '@freehold/contracts/abis';
import {
  type Address,
  type ContractErrorName,
  encodeFunctionData,
  getAddress,
  type Hex,
  toFunctionSelector,
  toHex,
  zeroAddress,
  zeroHash,
} from 'viem';
import { issue, mintUsdc, tokenize } from '../support/acts.ts';
import { deployBabblingToken, deployHostileToken } from '../support/mocks.ts';
import { createPlatform, dividendId, key, propertyKey, SHARE, USDC } from '../support/platform.ts';

const p = await createPlatform();
const { viem, treasury, usdc } = p;
const [asOperator, asStranger] = [{ account: p.operator.account }, { account: p.stranger.account }];
const linden = propertyKey('Linden 5');
const march = dividendId('march');
const [recipient, ours] = [p.carol.account.address, p.dave.account.address];

/** 1,000 USDC, 600 of them of a property with a declared dividend of 250. */
async function credited() {
  await mintUsdc(p, treasury.address, 1_000n * USDC);
  await treasury.write.credit([key('transfer:1'), linden, 600n * USDC], asOperator);
  await treasury.write.setMultisig([ours]);
  const { token } = await tokenize(p, { key: linden });
  await issue(p, token, [[p.alice.account.address, SHARE]]);
  await p.dividends.write.declare([march, token.address, 250n * USDC, zeroHash], asOperator);
  return token;
}

type Name = ContractErrorName<typeof treasuryAbi>;
const refused = <N extends Name>(
  act: Promise<unknown>,
  error: N,
  args?: Parameters<typeof viem.assertions.revertWithCustomErrorWithArgs<typeof treasury, N>>[3],
) =>
  args
    ? viem.assertions.revertWithCustomErrorWithArgs(act, treasury, error, args)
    : viem.assertions.revertWithCustomError(act, treasury, error);

type Sender = typeof asOperator;
/** What agents do, and then what the owner does, under one reference. */
const actsOfAgents = (ref: Hex, by: Sender) => [
  () => treasury.write.credit([ref, linden, USDC], by),
  () => treasury.write.release([ref, linden, recipient, USDC], by),
  () => treasury.write.fundDividend([ref, linden, march], by),
];
const actsOfOwner = (ref: Hex) => [
  () => treasury.write.uncredit([ref, linden, USDC]),
  () => treasury.write.sweep([ref, usdc.address, USDC]),
];

/** A treasury of its own, of some currency. */
async function deployTreasury(currency: Address, owner: Address = p.owner.account.address) {
  const code = await viem.deployContract('Treasury', [currency]);
  const data = encodeFunctionData({
    abi: treasuryAbi,
    functionName: 'initialize',
    args: [owner, 1_000n * USDC],
  });
  const proxy = await viem.deployContract('ERC1967Proxy', [code.address, data]);
  return p.at(treasuryAbi, proxy.address);
}

describe('A movement of the treasury', () => {
  it('is of something, and to somebody else', async () => {
    await p.load(credited);
    await refused(treasury.write.credit([key('x'), linden, 0n], asOperator), 'TreasuryZeroAmount');
    await refused(
      treasury.write.release([key('x'), linden, recipient, 0n], asOperator),
      'TreasuryZeroAmount',
    );
    await refused(treasury.write.uncredit([key('x'), linden, 0n]), 'TreasuryZeroAmount');
    for (const nobody of [zeroAddress, treasury.address]) {
      await refused(
        treasury.write.release([key('x'), linden, nobody, USDC], asOperator),
        'TreasuryZeroAddress',
      );
    }
    assert.equal(await treasury.read.isReferenceUsed([key('x')]), false);
    assert.equal(await treasury.read.balanceOf([linden]), 600n * USDC);
  });

  it('is an agent’s, not a stranger’s and not the owner’s', async () => {
    await p.load(credited);
    for (const account of [p.stranger.account, p.owner.account]) {
      for (const act of actsOfAgents(key('x'), { account })) {
        await refused(act(), 'AgentRoleUnauthorized', [getAddress(account.address)]);
      }
    }
  });

  it('needs a reference, and one that no act has used', async () => {
    await p.load(credited);
    for (const act of [...actsOfAgents(zeroHash, asOperator), ...actsOfOwner(zeroHash)]) {
      await refused(act(), 'TreasuryZeroReference');
    }
    const used = key('used');
    await treasury.write.release([used, linden, recipient, USDC], asOperator);
    assert.equal(await treasury.read.isReferenceUsed([used]), true);
    for (const act of [...actsOfAgents(used, asOperator), ...actsOfOwner(used)]) {
      await refused(act(), 'TreasuryReferenceUsed', [used]);
    }
    let number = 0;
    for (const acts of [actsOfAgents, actsOfOwner]) {
      for (const index of acts(zeroHash, asOperator).keys()) {
        const ref = key(`fresh:${number++}`);
        await acts(ref, asOperator)[index]?.();
        assert.equal(await treasury.read.isReferenceUsed([ref]), true);
      }
    }
    assert.equal(number, 5);
  });

  it('by an agent stops while the treasury is paused, and goes on after', async () => {
    await p.load(credited);
    await viem.assertions.emit(treasury.write.pause(asOperator), treasury, 'Paused');
    for (const act of actsOfAgents(key('x'), asOperator)) await refused(act(), 'EnforcedPause');
    await refused(treasury.write.pause(asOperator), 'EnforcedPause');
    await viem.assertions.emit(treasury.write.unpause(), treasury, 'Unpaused');
    await refused(treasury.write.unpause(), 'ExpectedPause');
    await treasury.write.credit([key('x'), linden, USDC], asOperator);
    await treasury.write.pause();
    assert.equal(await treasury.read.paused(), true);
  });

  it('leaves nothing more out when the limit falls below what left today', async () => {
    await p.load(credited);
    await treasury.write.release([key('a'), linden, recipient, 100n * USDC], asOperator);
    await viem.assertions.emitWithArgs(
      treasury.write.setDailyLimit([60n * USDC]),
      treasury,
      'TreasuryDailyLimitSet',
      [60n * USDC],
    );
    assert.equal(await treasury.read.dailyLimit(), 60n * USDC);
    assert.equal(await treasury.read.remainingToday(), 0n);
    await refused(
      treasury.write.release([key('b'), linden, recipient, 1n], asOperator),
      'TreasuryDailyLimitExceeded',
      [0n, 1n],
    );
    await refused(
      treasury.write.fundDividend([key('b'), linden, march], asOperator),
      'TreasuryDailyLimitExceeded',
      [0n, 250n * USDC],
    );
  });

  it('is undone as a whole when USDC refuses it', async () => {
    await p.load(credited);
    for (const account of [recipient, ours]) await usdc.write.blacklist([account]);
    const refusal = 'Blacklistable: account is blacklisted';
    await viem.assertions.revertWith(
      treasury.write.release([key('x'), linden, recipient, USDC], asOperator),
      refusal,
    );
    await viem.assertions.revertWith(treasury.write.sweep([key('x'), usdc.address, USDC]), refusal);
    assert.equal(await treasury.read.isReferenceUsed([key('x')]), false);
    assert.equal(await treasury.read.balanceOf([linden]), 600n * USDC);
    assert.equal(await treasury.read.remainingToday(), await treasury.read.dailyLimit());
  });

  it('is not begun within another', async () => {
    await p.load(async () => {});
    const money = await deployHostileToken(p);
    const hers = await deployTreasury(money.address);
    for (const agent of [p.operator.account.address, money.address]) await hers.write.addAgent([agent]);
    await hers.write.setMultisig([ours]);
    await hers.write.transferOwnership([money.address]);
    await money.write.mint([hers.address, 100n]);
    await hers.write.credit([key('in'), linden, 50n], asOperator);
    const calls = [
      { functionName: 'release', args: [key('again'), linden, recipient, 1n] },
      { functionName: 'fundDividend', args: [key('again'), linden, march] },
      { functionName: 'sweep', args: [key('again'), money.address, 1n] },
    ] as const;
    for (const call of calls) {
      await money.write.setCall([hers.address, encodeFunctionData({ abi: treasuryAbi, ...call })]);
      await hers.write.release([key(call.functionName), linden, recipient, 1n], asOperator);
      assert.equal(await money.read.reentered(), false);
      assert.equal(await money.read.answer(), toFunctionSelector('ReentrancyGuardReentrantCall()'));
    }
    assert.equal(await money.read.balanceOf([recipient]), 3n);
  });
});

describe('A dividend out of the treasury', () => {
  it('is one that was declared for the property’s own token', async () => {
    await p.load(credited);
    const unknown = dividendId('never');
    await refused(
      treasury.write.fundDividend([key('x'), linden, unknown], asOperator),
      'TreasuryPropertyMismatch',
      [linden, zeroAddress],
    );
  });

  it('is paid for by the property’s USDC and no other', async () => {
    await p.load(credited);
    await treasury.write.uncredit([key('u'), linden, 400n * USDC]);
    await refused(
      treasury.write.fundDividend([key('x'), linden, march], asOperator),
      'TreasuryInsufficientBalance',
      [linden, 200n * USDC, 250n * USDC],
    );
  });

  it('counts towards the daily limit', async () => {
    await p.load(credited);
    const before = await treasury.read.remainingToday();
    await treasury.write.fundDividend([key('x'), linden, march], asOperator);
    assert.equal(await treasury.read.remainingToday(), before - 250n * USDC);
    assert.equal(await treasury.read.allocated(), 350n * USDC);
  });

  it('needs a treasury that knows the dividends contract', async () => {
    await p.load(async () => {});
    const hers = await deployTreasury(usdc.address);
    await hers.write.addAgent([p.operator.account.address]);
    await refused(hers.write.fundDividend([key('x'), linden, march], asOperator), 'TreasuryNotWired');
  });
});

describe('A new treasury', () => {
  it('has a currency and an owner, and is told of the others once, by the owner', async () => {
    await p.load(async () => {});
    const { dividends, propertyFactory: factory } = p.deployment;
    await assert.rejects(viem.deployContract('Treasury', [zeroAddress]), /TreasuryZeroAddress/);
    await assert.rejects(deployTreasury(usdc.address, zeroAddress), /OwnableInvalidOwner/);
    const hers = await deployTreasury(usdc.address);
    assert.equal(await hers.read.dailyLimit(), 1_000n * USDC);
    assert.equal(await hers.read.owner(), getAddress(p.owner.account.address));
    for (const pair of [
      [zeroAddress, factory],
      [dividends, zeroAddress],
    ] as const) {
      await refused(hers.write.wire([...pair]), 'TreasuryZeroAddress');
    }
    await refused(hers.write.wire([dividends, factory], asStranger), 'OwnableUnauthorizedAccount');
    const wired = hers.write.wire([dividends, factory]);
    await viem.assertions.emitWithArgs(wired, hers, 'TreasuryWired', [dividends, factory]);
    assert.equal(await hers.read.dividends(), dividends);
    assert.equal(await hers.read.factory(), factory);
    await refused(hers.write.wire([dividends, factory]), 'TreasuryAlreadyWired');
  });
});

describe('The code of the treasury', () => {
  const IMPLEMENTATION_SLOT = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc';
  const codeOf = async (address: Address): Promise<Address> =>
    `0x${(await p.client.getStorageAt({ address, slot: IMPLEMENTATION_SLOT }))?.slice(-40)}`;

  it('is replaced by the owner with code that can be replaced again, and told something on the way', async () => {
    await p.load(credited);
    const next = await viem.deployContract('Treasury', [usdc.address]);
    const message = encodeFunctionData({ abi: treasuryAbi, functionName: 'setDailyLimit', args: [5n] });
    const upgrade = treasury.write.upgradeToAndCall([next.address, message]);
    await viem.assertions.emitWithArgs(upgrade, p.at(erc1967ProxyAbi, treasury.address), 'Upgraded', [
      getAddress(next.address),
    ]);
    assert.equal(getAddress(await codeOf(treasury.address)), getAddress(next.address));
    assert.equal(await treasury.read.dailyLimit(), 5n);
    assert.equal(await treasury.read.balanceOf([linden]), 600n * USDC);
  });

  it('stays when the new code is no such code, or money comes with no message', async () => {
    await p.load(credited);
    const next = await viem.deployContract('Treasury', [usdc.address]);
    const babbling = await deployBabblingToken(p, toHex(1n, { size: 32 }));
    const proxy = p.at(erc1967ProxyAbi, treasury.address);
    await refused(
      treasury.write.upgradeToAndCall([next.address, '0x'], asStranger),
      'OwnableUnauthorizedAccount',
    );
    await viem.assertions.revertWithCustomError(
      treasury.write.upgradeToAndCall([usdc.address, '0x']),
      proxy,
      'ERC1967InvalidImplementation',
    );
    await refused(treasury.write.upgradeToAndCall([babbling.address, '0x']), 'UUPSUnsupportedProxiableUUID', [
      toHex(1n, { size: 32 }),
    ]);
    await viem.assertions.revertWithCustomError(
      treasury.write.upgradeToAndCall([next.address, '0x'], { value: 1n }),
      proxy,
      'ERC1967NonPayable',
    );
    const bare = p.at(treasuryAbi, await codeOf(treasury.address));
    await refused(bare.write.upgradeToAndCall([next.address, '0x']), 'UUPSUnauthorizedCallContext');
  });
});
