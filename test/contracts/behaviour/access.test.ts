import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import { safeAbi } from '@freehold/contracts/abis';
import { managed } from '@freehold/contracts/access/operations';
import { governed, governedPerProperty, selectorsOf, unmentioned } from '@freehold/contracts/access/roles';
import { platformTargets, propertyTargets } from '@freehold/contracts/access/targets';
import { plannedContracts } from '@freehold/contracts/access/wire';
import { type Address, concatHex, encodeFunctionData, padHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { attest, mintUsdc } from '../support/acts.ts';
import { acts } from '../support/acts-of-governance.ts';
import {
  createGovernance,
  DELAYS,
  type Governance,
  listToken,
  proposePolicy,
  safeActs,
  safeOwners,
  safeSends,
  send,
  walletActs,
} from '../support/governance.ts';
import { dividendId, key, SHARE, type Token, USDC } from '../support/platform.ts';

const [anna, boris] = safeOwners;

describe('The table of who may do what', () => {
  for (const [name, contract] of Object.entries({ ...governed, ...governedPerProperty })) {
    it(`puts every state-changing function of ${name} in exactly one place`, () => {
      assert.deepEqual(unmentioned(contract), [], 'add these to contracts/src/access/roles.ts');
      const all: readonly string[] = [...Object.values(contract.roles).flat(), ...contract.others];
      assert.equal(new Set(all).size, all.length);
      assert.ok(selectorsOf(contract.abi, all).length >= all.length);
    });
  }

  it('notices a function it does not mention', () => {
    const { abi, roles, others } = governed.treasury;
    assert.deepEqual(unmentioned({ abi, roles, others: others.slice(1) }), [others[0]]);
  });
});

describe('The accounts that govern', () => {
  let g: Governance;
  let token: Token;
  let alice: Address;
  let bob: Address;

  before(async () => {
    g = await createGovernance();
    alice = g.p.alice.account.address;
    bob = g.p.bob.account.address;
  });
  beforeEach(async () => {
    token = await g.p.load(() => listToken(g));
    await attest(g.p, [alice, bob]);
  });

  const refusedTo = (wallet: Governance['p']['alice'], act: Parameters<typeof walletActs>[1]) =>
    g.p.viem.assertions.revertWithCustomError(
      walletActs(g, act, wallet),
      g.manager,
      'AccessManagerUnauthorizedCall',
    );

  it('own every contract that has an owner', async () => {
    for (const { address } of platformTargets(await plannedContracts(g.reader, g.p.deployment))) {
      assert.equal(await g.p.tokenAt(address).read.owner(), g.access.accessManager);
    }
    assert.equal(await g.p.complianceAt(await token.read.compliance()).read.owner(), g.access.accessManager);
  });

  it('leave the deployer without a single right', async () => {
    const compliance = await token.read.compliance();
    const targets = [
      ...platformTargets(await plannedContracts(g.reader, g.p.deployment)),
      ...propertyTargets({ token: token.address, compliance }),
    ];
    let tried = 0;
    for (const { address, governs } of targets) {
      for (const selector of selectorsOf(governs.abi, Object.values(governs.roles).flat())) {
        await refusedTo(g.p.owner, {
          target: address,
          data: concatHex([selector, padHex('0x', { size: 256 })]),
        });
        tried += 1;
      }
    }
    assert.ok(tried >= 60, `${tried} functions`);
    const self = { account: g.p.owner.account };
    await assert.rejects(token.write.mint([alice, 1n], self), /AgentRoleUnauthorized/);
    await assert.rejects(token.write.addAgent([alice], self), /OwnableUnauthorizedAccount/);
    await assert.rejects(g.p.treasury.write.unpause(self), /OwnableUnauthorizedAccount/);
    await assert.rejects(g.manager.write.grantRole([0n, alice, 0], self), /AccessManagerUnauthorizedAccount/);
  });

  it('pitfall 6: let a guardian stop things at once, and nothing else', async () => {
    const { operator } = g.p;
    await walletActs(g, acts.pause(token.address), operator);
    assert.equal(await token.read.paused(), true);
    await walletActs(g, acts.freeze(token.address, alice), operator);
    assert.equal(await token.read.isFrozen([alice]), true);
    await walletActs(g, acts.pause(g.p.treasury.address), operator);
    assert.equal(await g.p.treasury.read.paused(), true);
    await walletActs(g, acts.revokeAttestation(g.p.registry.address, bob), operator);
    assert.equal(await g.p.registry.read.isVerified([bob]), false);

    await refusedTo(operator, acts.unpause(token.address));
    await refusedTo(operator, acts.unpause(g.p.treasury.address));
    await refusedTo(operator, acts.mint(token.address, alice, SHARE));
    await refusedTo(operator, acts.forcedTransfer(token.address, alice, bob, SHARE));
    await assert.rejects(
      token.write.mint([alice, SHARE], { account: operator.account }),
      /AgentRoleUnauthorized/,
    );
  });

  it('issue, seize and resume with two signatures of the Safe', async () => {
    await safeActs(g, acts.mint(token.address, alice, 5n * SHARE));
    await safeActs(g, acts.forcedTransfer(token.address, alice, bob, 2n * SHARE), [boris, anna]);
    assert.equal(await token.read.balanceOf([alice]), 3n * SHARE);
    assert.equal(await token.read.balanceOf([bob]), 2n * SHARE);
    await walletActs(g, acts.pause(token.address), g.p.operator);
    await safeActs(g, acts.unpause(token.address));
    assert.equal(await token.read.paused(), false);
  });

  it('refuse one signature, the same one twice, a stranger’s and a used one', async () => {
    const mint = acts.mint(token.address, alice, SHARE);
    const call = managed(g.access, mint);
    await assert.rejects(safeSends(g, call, [anna]), /GS020/);
    await assert.rejects(safeSends(g, call, [anna, anna]), /GS026/);
    await assert.rejects(
      safeSends(g, call, [anna, privateKeyToAccount(padHex('0x07', { size: 32 }))]),
      /GS026/,
    );
    await safeSends(g, call);
    const used = await g.reader.getBlock({ includeTransactions: true });
    const [executed] = used.transactions;
    assert.ok(executed);
    await assert.rejects(send(g.p, { to: g.access.safe, data: executed.input }), /GS026/);
    assert.equal(await token.read.totalSupply(), SHARE);
  });

  it('change a rule only after the timelock, whoever executes it', async () => {
    const act = acts.setDailyLimit(g.p.treasury.address, 7n * USDC);
    await assert.rejects(safeActs(g, act), /GS013/);
    const proposal = await proposePolicy(g, [act]);
    await g.p.networkHelpers.time.increase(DELAYS.policyDelay - 60);
    await assert.rejects(send(g.p, proposal.execute), /TimelockUnexpectedOperationState/);
    await g.p.networkHelpers.time.increase(60);
    await send(g.p, proposal.execute);
    assert.equal(await g.p.treasury.read.dailyLimit(), 7n * USDC);
  });

  it('give rights after a delay and take them at once', async () => {
    const operator = g.p.operator.account.address;
    const { dividends, registry } = g.p;
    await assert.rejects(safeActs(g, acts.addAgent(dividends.address, bob)), /GS013/);
    await safeActs(g, acts.removeAgent(dividends.address, operator));
    assert.equal(await dividends.read.isAgent([operator]), false);
    await safeActs(g, acts.removeTrustedIssuer(registry.address, g.p.attester.account.address));
    assert.equal(await registry.read.isVerified([alice]), false);
    const proposal = await proposePolicy(g, [acts.addAgent(dividends.address, bob)]);
    await g.p.networkHelpers.time.increase(DELAYS.policyDelay);
    await send(g.p, proposal.execute);
    assert.equal(await dividends.read.isAgent([bob]), true);
  });

  it('sweep what belongs to no property to the Safe, and elsewhere only after the timelock', async () => {
    const { treasury, usdc } = g.p;
    assert.equal(await treasury.read.multisig(), g.access.safe);
    await mintUsdc(g.p, treasury.address, 9n * USDC);
    await refusedTo(g.p.operator, acts.sweep(treasury.address, key('s:1'), usdc.address, USDC));
    await safeActs(g, acts.sweep(treasury.address, key('s:1'), usdc.address, 4n * USDC));
    assert.equal(await usdc.read.balanceOf([g.access.safe]), 4n * USDC);
    const elsewhere = acts.setMultisig(treasury.address, bob);
    await assert.rejects(safeActs(g, elsewhere), /GS013/);
    const proposal = await proposePolicy(g, [elsewhere]);
    await g.p.networkHelpers.time.increase(DELAYS.policyDelay);
    await send(g.p, proposal.execute);
    await safeActs(g, acts.sweep(treasury.address, key('s:2'), usdc.address, 5n * USDC));
    assert.equal(await usdc.read.balanceOf([bob]), 5n * USDC);
  });

  it('can drop what was proposed before it is done', async () => {
    const proposal = await proposePolicy(g, [acts.setDailyLimit(g.p.treasury.address, 1n)]);
    await assert.rejects(send(g.p, proposal.cancel, g.p.operator), /AccessControlUnauthorizedAccount/);
    await safeSends(g, proposal.cancel);
    await g.p.networkHelpers.time.increase(DELAYS.policyDelay);
    await assert.rejects(send(g.p, proposal.execute), /TimelockUnexpectedOperationState/);
  });

  it('dismiss a guardian at once, and a guardian cannot stop that', async () => {
    const { operator } = g.p;
    const dismissal = acts.revoke(g.access.accessManager, 'GUARDIAN', operator.account.address);
    await safeSends(g, { to: dismissal.target, data: dismissal.data });
    await refusedTo(operator, acts.pause(token.address));
    const appointment = acts.grant(g.access.accessManager, 'GUARDIAN', bob);
    await safeSends(g, { to: appointment.target, data: appointment.data });
    await walletActs(g, acts.pause(token.address), g.p.bob);
  });

  it('do not declare dividends: that is for agents', async () => {
    const declare = acts.declare(g.p.dividends.address, dividendId('May'), token.address);
    await assert.rejects(safeActs(g, declare), /GS013/);
  });

  it('are the only way into the Safe’s own settings', async () => {
    const data = encodeFunctionData({ abi: safeAbi, functionName: 'changeThreshold', args: [1n] });
    await assert.rejects(send(g.p, { to: g.access.safe, data }), /GS031/);
    await safeSends(g, { to: g.access.safe, data });
    assert.equal(await g.safe.read.getThreshold(), 1n);
  });
});
