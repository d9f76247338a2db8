import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { complianceAbi } from '@freehold/contracts/abis';
import { getAddress, zeroAddress } from 'viem';
import { attest, issue, tokenize } from '../support/acts.ts';
import { interfaceId } from '../support/interface-id.ts';
import { createPlatform, type Rules, rules, SHARE } from '../support/platform.ts';

const p = await createPlatform();
const { networkHelpers, viem, operator } = p;
const asOperator = { account: operator.account };
const asAlice = { account: p.alice.account };
const [alice, bob, carol] = [p.alice.account.address, p.bob.account.address, p.carol.account.address];
const DAY = 86_400;

const withRules = (given: Rules) => async () => {
  const tokenized = await tokenize(p, { rules: given });
  await issue(p, tokenized.token, [[alice, 100n * SHARE]]);
  await attest(p, [bob, carol]);
  return tokenized;
};
type Error = Extract<(typeof complianceAbi)[number], { type: 'error' }>['name'];

describe('A lock-up of acquisitions', () => {
  it('holds shares for its seconds after each acquisition, and not those held longer', async () => {
    const { token, compliance } = await p.load(withRules({ lockupSeconds: DAY }));
    const acquired = await networkHelpers.time.latest();
    await networkHelpers.time.increaseTo(acquired + DAY - 10);
    await token.write.mint([alice, SHARE], asOperator);
    await viem.assertions.revertWithCustomErrorWithArgs(
      token.write.transfer([bob, SHARE], asAlice),
      compliance,
      'ComplianceAcquisitionLocked',
      [getAddress(alice), 0n, SHARE],
    );
    await networkHelpers.time.increaseTo(acquired + DAY);
    await viem.assertions.revertWithCustomErrorWithArgs(
      token.write.transfer([bob, 101n * SHARE], asAlice),
      compliance,
      'ComplianceAcquisitionLocked',
      [getAddress(alice), 100n * SHARE, 101n * SHARE],
    );
    await token.write.transfer([bob, 100n * SHARE], asAlice);
    assert.equal(await compliance.read.lockedOf([bob]), 100n * SHARE);
  });

  it('says of any amount from when it is free: at once, from the acquisition that makes it enough, or never', async () => {
    const { token, compliance } = await p.load(withRules({ lockupSeconds: DAY }));
    const freeFrom = (shares: bigint) => compliance.read.freeFrom([bob, shares * SHARE]);
    const acquired: bigint[] = [];
    for (const shares of [100n, 50n, 25n]) {
      await networkHelpers.time.increase(60);
      await token.write.mint([bob, shares * SHARE], asOperator);
      acquired.push(BigInt(await networkHelpers.time.latest()));
    }
    const free = acquired.map((at) => at + BigInt(DAY));
    const asked = await Promise.all([1n, 100n, 101n, 150n, 151n, 175n, 176n].map(freeFrom));
    assert.deepEqual(asked, [free[0], free[0], free[1], free[1], free[2], free[2], 0n]);
    await networkHelpers.time.increaseTo(free[0] ?? 0n);
    const now = BigInt(await networkHelpers.time.latest());
    assert.deepEqual(await Promise.all([0n, 100n, 101n].map(freeFrom)), [now, now, free[1]]);
    const unlocked = await p.load(withRules({ trackPositions: true }));
    const later = BigInt(await networkHelpers.time.latest());
    assert.equal(await unlocked.compliance.read.freeFrom([alice, 100n * SHARE]), later);
  });

  it('is not lengthened by dust that somebody sends, nor does dust make a transfer unaffordable', async () => {
    const { token, compliance } = await p.load(withRules({ lockupSeconds: DAY }));
    await networkHelpers.time.increase(DAY);
    await issue(p, token, [[bob, 100n * SHARE]]);
    const until = await compliance.read.freeFrom([bob, 100n * SHARE]);
    const plain = await token.estimateGas.transfer([carol, SHARE], asAlice);
    for (let i = 0; i < 200; i++) await token.write.transfer([bob, 1n], asAlice);
    const dust = await token.read.balanceOf([bob]);
    assert.equal(await compliance.read.freeFrom([bob, 100n * SHARE]), until);
    assert.equal(await compliance.read.lockedOf([bob]), dust);
    await networkHelpers.time.increaseTo(until);
    assert.equal(await compliance.read.lockedOf([bob]), dust - 100n * SHARE);
    const asBob = { account: p.bob.account };
    const burdened = await token.estimateGas.transfer([carol, SHARE], asBob);
    assert.ok(burdened < plain + 30_000n, `${burdened} against ${plain}`);
    await token.write.transfer([carol, 100n * SHARE], asBob);
    await viem.assertions.revertWithCustomError(
      token.write.transfer([carol, dust - 100n * SHARE], asBob),
      compliance,
      'ComplianceAcquisitionLocked',
    );
  });
});

describe('A window', () => {
  it('lets its limit through, counted from its first transfer, and opens anew when it is over', async () => {
    const { token, compliance } = await p.load(withRules({ windowSeconds: DAY, windowLimit: 10n * SHARE }));
    const opened = (await networkHelpers.time.latest()) + 100;
    await networkHelpers.time.setNextBlockTimestamp(opened);
    await token.write.transfer([bob, 6n * SHARE], asAlice);
    await networkHelpers.time.increaseTo(opened + DAY - 10);
    await viem.assertions.revertWithCustomErrorWithArgs(
      token.write.transfer([bob, 5n * SHARE], asAlice),
      compliance,
      'ComplianceWindowExceeded',
      [getAddress(alice), 4n * SHARE, 5n * SHARE, BigInt(opened + DAY)],
    );
    await token.write.transfer([carol, 4n * SHARE], asAlice);
    assert.deepEqual(await compliance.read.windowSpent([alice]), [10n * SHARE, BigInt(opened + DAY)]);
    await networkHelpers.time.increaseTo(opened + DAY);
    assert.deepEqual(await compliance.read.windowSpent([alice]), [0n, 0n]);
    await token.write.transfer([bob, 10n * SHARE], asAlice);
    await token.write.forcedTransfer([alice, bob, SHARE], asOperator);
    assert.equal((await compliance.read.windowSpent([alice]))[0], 10n * SHARE);
  });
});

describe('A part of the supply', () => {
  it('is the most one identity may hold: of all that may exist when issued, of what exists when transferred', async () => {
    const tokenized = () => tokenize(p, { maxSupply: 1_000n * SHARE, rules: { maxShareBps: 2_500 } });
    const { token, compliance } = await p.load(tokenized);
    await issue(p, token, [
      [alice, 250n * SHARE],
      [bob, 150n * SHARE],
    ]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      token.write.mint([alice, SHARE], asOperator),
      compliance,
      'ComplianceMaxShareExceeded',
      [getAddress(alice), 251n * SHARE, 250n * SHARE],
    );
    await viem.assertions.revertWithCustomErrorWithArgs(
      token.write.transfer([bob, SHARE], asAlice),
      compliance,
      'ComplianceMaxShareExceeded',
      [getAddress(bob), 151n * SHARE, 100n * SHARE],
    );
  });
});

describe('Who may receive', () => {
  it('may be accredited investors only', async () => {
    const { token, compliance } = await p.load(withRules({ accreditedOnly: false }));
    await compliance.write.setRules([rules({ accreditedOnly: true })]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      token.write.transfer([bob, SHARE], asAlice),
      compliance,
      'ComplianceNotAccredited',
      [getAddress(bob)],
    );
    await networkHelpers.time.increase(10);
    await attest(p, [bob], { accredited: true });
    await token.write.transfer([bob, SHARE], asAlice);
  });

  it('may be whom an agent approved, once per approval and for exactly this amount', async () => {
    const { token, compliance } = await p.load(withRules({ approvalNeeded: true }));
    const transfer = [alice, bob, SHARE] as const;
    const refused = (amount: bigint) =>
      viem.assertions.revertWithCustomErrorWithArgs(
        token.write.transfer([bob, amount], asAlice),
        compliance,
        'ComplianceNotApproved',
        [getAddress(alice), getAddress(bob), amount],
      );
    await refused(SHARE);
    await viem.assertions.emitWithArgs(
      compliance.write.approveTransfer(transfer, asOperator),
      compliance,
      'TransferApproved',
      [getAddress(alice), getAddress(bob), SHARE, getAddress(operator.account.address)],
    );
    await refused(2n * SHARE);
    await viem.assertions.emitWithArgs(
      token.write.transfer([bob, SHARE], asAlice),
      compliance,
      'TransferApprovalUsed',
      [getAddress(alice), getAddress(bob), SHARE],
    );
    await refused(SHARE);
    await token.write.transfer([bob, 0n], asAlice);
    await compliance.write.approveTransfer(transfer, asOperator);
    await viem.assertions.emitWithArgs(
      compliance.write.revokeTransferApproval(transfer, asOperator),
      compliance,
      'TransferApprovalRevoked',
      [getAddress(alice), getAddress(bob), SHARE, getAddress(operator.account.address)],
    );
    await refused(SHARE);
    await viem.assertions.revertWithCustomErrorWithArgs(
      compliance.write.revokeTransferApproval(transfer, asOperator),
      compliance,
      'ComplianceNotApproved',
      [getAddress(alice), getAddress(bob), SHARE],
    );
    for (const act of [
      compliance.write.approveTransfer(transfer, asAlice),
      compliance.write.revokeTransferApproval(transfer, asAlice),
    ]) {
      await viem.assertions.revertWithCustomErrorWithArgs(act, compliance, 'ComplianceUnauthorized', [
        getAddress(alice),
      ]);
    }
  });

  it('may be served by vetted spenders only, whom the owner names', async () => {
    const { token, compliance } = await p.load(withRules({ vettedSpendersOnly: true }));
    await token.write.approve([carol, 3n * SHARE], asAlice);
    const asCarol = { account: p.carol.account };
    const fetch = () => token.write.transferFrom([alice, bob, SHARE], asCarol);
    const refused = () =>
      viem.assertions.revertWithCustomErrorWithArgs(fetch(), compliance, 'ComplianceSpenderNotVetted', [
        getAddress(carol),
      ]);
    await refused();
    await viem.assertions.emitWithArgs(compliance.write.setSpender([carol, true]), compliance, 'SpenderSet', [
      getAddress(carol),
      true,
    ]);
    assert.equal(await compliance.read.isSpender([carol]), true);
    await fetch();
    await compliance.write.setSpender([carol, false]);
    await refused();
    await token.write.transfer([bob, SHARE], asAlice);
    await viem.assertions.revertWithCustomError(
      compliance.write.setSpender([zeroAddress, true]),
      compliance,
      'ComplianceZeroAddress',
    );
    await viem.assertions.revertWithCustomError(
      compliance.write.setSpender([carol, true], asOperator),
      compliance,
      'ComplianceUnauthorized',
    );
  });
});

describe('Setting rules', () => {
  it('replaces all of them, says so, and keeps positions from the first that needs them', async () => {
    const needing: readonly Rules[] = [
      { maxBalance: SHARE },
      { maxHolders: 1 },
      { maxShareBps: 1 },
      { lockupSeconds: 1 },
      { windowSeconds: 1, windowLimit: 1n },
      { trackPositions: true },
    ];
    for (const given of needing) {
      const { compliance } = await p.load(() =>
        tokenize(p, { rules: { countryMode: 1, countries: [1, 2] } }),
      );
      const set = rules(given);
      await viem.assertions.emitWithArgs(compliance.write.setRules([set]), compliance, 'RulesSet', [set]);
      assert.deepEqual(await compliance.read.rules(), { ...set, trackPositions: true });
      await compliance.write.setRules([rules()]);
      assert.deepEqual(await compliance.read.rules(), { ...rules(), trackPositions: true });
    }
  });

  it('refuses a part above the whole, and half a window', async () => {
    const { compliance } = await p.load(withRules({ trackPositions: true }));
    const wrong: ReadonlyArray<readonly [Rules, Error]> = [
      [{ maxShareBps: 10_001 }, 'ComplianceShareOutOfRange'],
      [{ windowSeconds: 1 }, 'ComplianceWindowIncomplete'],
      [{ windowLimit: 1n }, 'ComplianceWindowIncomplete'],
    ];
    for (const [given, error] of wrong) {
      await viem.assertions.revertWithCustomError(
        compliance.write.setRules([rules(given)]),
        compliance,
        error,
      );
    }
    await compliance.write.setRules([rules({ maxShareBps: 10_000, windowSeconds: 1, windowLimit: 1n })]);
  });
});

const ERC_3643 = interfaceId([
  'bindToken(address)',
  'unbindToken(address)',
  'isTokenBound(address)',
  'getTokenBound()',
  'canTransfer(address,address,uint256)',
  'transferred(address,address,uint256)',
  'created(address,uint256)',
  'destroyed(address,uint256)',
]);
const MODULAR = interfaceId([
  'addModule(address)',
  'removeModule(address)',
  'callModuleFunction(bytes,address)',
  'getModules()',
  'isModuleBound(address)',
]);

describe('The surface of the rules', () => {
  it('answers for each of its interfaces and no other', async () => {
    const { compliance } = await p.load(() => tokenize(p));
    for (const id of [interfaceId(['supportsInterface(bytes4)']), ERC_3643, MODULAR])
      assert.equal(await compliance.read.supportsInterface([id]), true, id);
    for (const id of ['0xffffffff', '0x01020304'] as const)
      assert.equal(await compliance.read.supportsInterface([id]), false, id);
  });

  it('reconciles nothing where no positions are kept', async () => {
    const { compliance } = await p.load(withRules({}));
    const hash = await compliance.write.reconcile([alice], asAlice);
    assert.deepEqual((await p.client.getTransactionReceipt({ hash })).logs, []);
    assert.equal(await compliance.read.positionOf([alice]), 0n);
  });
});
