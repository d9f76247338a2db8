import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import { checkLayout, rehearse, upgradeOfBeacon, upgradeOfProxy } from '@freehold/contracts/access/upgrade';
import { upgradeable } from '@freehold/contracts/layout/snapshots';
import { type Address, parseAbi } from 'viem';
import { attest, declareAndFund, mintUsdc } from '../support/acts.ts';
import { acts } from '../support/acts-of-governance.ts';
import { deployLinked } from '../support/deploy-linked.ts';
import {
  carryOut,
  createGovernance,
  DELAYS,
  type Governance,
  listToken,
  proposeDelayed,
  proposePolicy,
  safeActs,
  safeSends,
  send,
  walletActs,
} from '../support/governance.ts';
import { dividendId, key, propertyKey, SHARE, type Token, USDC } from '../support/platform.ts';

const notedAbi = parseAbi(['function setNote(uint256 value)', 'function note() view returns (uint256)']);
const property = propertyKey('Linden 5');
const may = dividendId('May');
const laidOut = (contract: string) => {
  const found = upgradeable.find((one) => one.contract === contract);
  assert.ok(found, contract);
  return found;
};
const nextVersion = (contract: string) => ({ contract, source: 'test/contracts/mocks/NextVersions.sol' });

describe('An upgrade', () => {
  let g: Governance;
  let token: Token;
  let alice: Address;
  let bob: Address;
  let carol: Address;
  let beacon: Address;
  let codes: Readonly<Record<'token' | 'registry' | 'treasury' | 'none', Address>>;

  /** A property with holders, freezes, a record date, money in the treasury and a dividend that waits to be claimed. */
  const alive = async () => {
    const { p } = g;
    const listed = await listToken(g);
    await attest(p, [alice, bob, carol]);
    for (const [to, shares] of [
      [alice, 5n],
      [bob, 3n],
      [carol, 2n],
    ] as const) {
      await safeActs(g, acts.mint(listed.address, to, shares * SHARE));
    }
    await declareAndFund(p, may, listed.address, 100n * USDC);
    await listed.write.transfer([bob, SHARE], { account: p.alice.account });
    await walletActs(g, acts.freeze(listed.address, carol), p.operator);
    await mintUsdc(p, p.treasury.address, 50n * USDC);
    const operator = { account: p.operator.account };
    await p.treasury.write.credit([key('rent'), property, 40n * USDC], operator);
    await p.treasury.write.release([key('repair'), property, bob, 10n * USDC], operator);
    codes = {
      token: await deployLinked(p, 'PropertyTokenNext', [p.dividends.address]),
      registry: await deployLinked(p, 'IdentityRegistryNext'),
      treasury: await deployLinked(p, 'TreasuryNext', [p.usdc.address]),
      none: p.anchor.address,
    };
    return listed;
  };

  before(async () => {
    g = await createGovernance();
    alice = g.p.alice.account.address;
    bob = g.p.bob.account.address;
    carol = g.p.carol.account.address;
    beacon = await g.p.factory.read.beacon();
  });
  beforeEach(async () => {
    token = await g.p.load(alive);
  });

  /** Everything people would miss if it changed. */
  const everything = async () => {
    const { registry, treasury, dividends } = g.p;
    const holders = await Promise.all(
      [alice, bob, carol].map(async (holder) => [
        await token.read.balanceOf([holder]),
        await token.read.isFrozen([holder]),
        await token.read.balanceAt([holder, 1]),
        await dividends.read.entitlementOf([may, holder]),
        await registry.read.isVerified([holder]),
        await registry.read.attestationOf([holder]),
        await registry.read.investorCountry([holder]),
      ]),
    );
    return {
      holders,
      supply: [await token.read.totalSupply(), await token.read.supplyAt([1]), await token.read.maxSupply()],
      token: [await token.read.name(), await token.read.owner(), await token.read.snapshotEpoch()],
      agents: await token.read.isAgent([g.access.accessManager]),
      registry: [
        await registry.read.epoch(),
        await registry.read.getTrustedIssuers(),
        await registry.read.owner(),
      ],
      treasury: [
        await treasury.read.balanceOf([property]),
        await treasury.read.allocated(),
        await treasury.read.dailyLimit(),
        await treasury.read.isReferenceUsed([key('rent')]),
        await treasury.read.dividends(),
        await treasury.read.owner(),
      ],
    };
  };

  const takesNotes = async (address: Address) => {
    const noted = g.p.at(notedAbi, address);
    await noted.write.setNote([42n]);
    assert.equal(await noted.read.note(), 42n);
  };
  const takesNoNotes = (address: Address) => assert.rejects(g.p.at(notedAbi, address).read.note());

  it('of all tokens keeps every balance, freeze and record date, and brings what is new', async () => {
    await checkLayout(laidOut('PropertyToken'), nextVersion('PropertyTokenNext'));
    const act = upgradeOfBeacon(beacon, codes.token);
    await rehearse(g.reader, g.access, act);
    const steps = await proposeDelayed(g, [act]);
    const before = await everything();
    await takesNoNotes(token.address);
    await carryOut(g, steps);
    assert.deepEqual(await everything(), before);
    await takesNotes(token.address);
    await token.write.transfer([alice, SHARE], { account: g.p.bob.account });
    await g.p.dividends.write.claim([may], { account: g.p.alice.account });
    assert.equal(await g.p.usdc.read.balanceOf([alice]), 50n * USDC);
    await assert.rejects(
      token.write.transfer([alice, 1n], { account: g.p.carol.account }),
      /ERC7943CannotSend/,
    );
  });

  it('of the registry keeps every attestation', async () => {
    await checkLayout(laidOut('IdentityRegistry'), nextVersion('IdentityRegistryNext'));
    const act = upgradeOfProxy(g.p.registry.address, codes.registry);
    await rehearse(g.reader, g.access, act);
    const steps = await proposeDelayed(g, [act]);
    const before = await everything();
    await carryOut(g, steps);
    assert.deepEqual(await everything(), before);
    await takesNotes(g.p.registry.address);
    await walletActs(g, acts.revokeAttestation(g.p.registry.address, bob), g.p.operator);
    assert.equal(await g.p.registry.read.isVerified([bob]), false);
  });

  it('of the treasury keeps every cent and every reference', async () => {
    await checkLayout(laidOut('Treasury'), nextVersion('TreasuryNext'));
    const act = upgradeOfProxy(g.p.treasury.address, codes.treasury);
    await rehearse(g.reader, g.access, act);
    const steps = await proposeDelayed(g, [act]);
    await carryOut(g, steps);
    const after = await everything();
    assert.deepEqual(after.treasury.slice(0, 2), [30n * USDC, 30n * USDC]);
    await takesNotes(g.p.treasury.address);
    const operator = { account: g.p.operator.account };
    await assert.rejects(
      g.p.treasury.write.release([key('repair'), property, bob, USDC], operator),
      /TreasuryReferenceUsed/,
    );
    await g.p.treasury.write.release([key('roof'), property, bob, 30n * USDC], operator);
    assert.equal(await g.p.treasury.read.allocated(), 0n);
  });

  it('waits for both delays, one after the other', async () => {
    const act = upgradeOfBeacon(beacon, codes.token);
    const [announce, upgrade] = await proposeDelayed(g, [act]);
    await assert.rejects(send(g.p, announce.execute), /TimelockUnexpectedOperationState/);
    await g.p.networkHelpers.time.increase(DELAYS.policyDelay + DELAYS.upgradeDelay);
    await assert.rejects(send(g.p, upgrade.execute), /TimelockUnexecutedPredecessor/);
    await send(g.p, announce.execute);
    await assert.rejects(send(g.p, upgrade.execute), /AccessManagerNotReady/);
    await g.p.networkHelpers.time.increase(DELAYS.upgradeDelay);
    await send(g.p, upgrade.execute);
    await takesNotes(token.address);
  });

  it('has no shorter way, not even for the Safe', async () => {
    const act = upgradeOfBeacon(beacon, codes.token);
    await assert.rejects(safeActs(g, act), /GS013/);
    const { accessManager, safe } = g.access;
    const shortcuts = [
      act,
      acts.grant(accessManager, 'UPGRADER', safe),
      acts.grant(accessManager, 'UPGRADER', g.access.timelock, 0),
      acts.grant(accessManager, 'ADMIN', safe),
      acts.allow(accessManager, beacon, ['0x3659cfe6'], 'POLICY'),
      acts.give(beacon, safe),
    ];
    for (const shortcut of shortcuts) {
      const proposal = await proposePolicy(g, [shortcut]);
      await g.p.networkHelpers.time.increase(DELAYS.policyDelay);
      await assert.rejects(send(g.p, proposal.execute), /AccessManagerNotScheduled/);
    }
    await takesNoNotes(token.address);
  });

  it('can be stopped by the Safe while it waits in the timelock', async () => {
    const [announce, upgrade] = await proposeDelayed(g, [upgradeOfBeacon(beacon, codes.token)]);
    await safeSends(g, announce.cancel);
    await g.p.networkHelpers.time.increase(DELAYS.policyDelay + DELAYS.upgradeDelay);
    await assert.rejects(send(g.p, announce.execute), /TimelockUnexpectedOperationState/);
    await assert.rejects(send(g.p, upgrade.execute), /TimelockUnexecutedPredecessor/);
  });

  it('can be stopped by a guardian alone while it waits in the AccessManager', async () => {
    const act = upgradeOfBeacon(beacon, codes.token);
    const [announce, upgrade] = await proposeDelayed(g, [act]);
    await g.p.networkHelpers.time.increase(DELAYS.policyDelay);
    await send(g.p, announce.execute);
    const cancel = [g.access.timelock, act.target, act.data] as const;
    await g.p.viem.assertions.revertWithCustomError(
      g.manager.write.cancel(cancel, { account: g.p.stranger.account }),
      g.manager,
      'AccessManagerUnauthorizedCancel',
    );
    await g.manager.write.cancel(cancel, { account: g.p.operator.account });
    await g.p.networkHelpers.time.increase(DELAYS.upgradeDelay);
    await assert.rejects(send(g.p, upgrade.execute), /AccessManagerNotScheduled/);
    await takesNoNotes(token.address);
  });

  it('to something that is no next version is refused before it is proposed, and by the chain', async () => {
    const act = upgradeOfProxy(g.p.treasury.address, codes.none);
    await assert.rejects(rehearse(g.reader, g.access, act), /ERC1967InvalidImplementation|reverted/);
    const before = await everything();
    const [announce, upgrade] = await proposeDelayed(g, [act]);
    await g.p.networkHelpers.time.increase(DELAYS.policyDelay);
    await send(g.p, announce.execute);
    await g.p.networkHelpers.time.increase(DELAYS.upgradeDelay);
    await assert.rejects(send(g.p, upgrade.execute), /ERC1967InvalidImplementation/);
    assert.deepEqual((await everything()).treasury.slice(0, 2), before.treasury.slice(0, 2));
    await assert.rejects(
      rehearse(g.reader, g.access, upgradeOfBeacon(beacon, alice)),
      /BeaconInvalidImplementation|reverted/,
    );
  });

  it('that moves stored fields is refused before it is proposed, for the chain would let it pass', async () => {
    await assert.rejects(checkLayout(laidOut('Treasury'), nextVersion('TreasurySwapped')), (error: Error) => {
      assert.match(error.message, /TreasurySwapped cannot replace Treasury/);
      assert.match(error.message, /dividends moved from slot 0, byte 0 to slot 1, byte 0/);
      assert.match(error.message, /used .* disappeared/);
      return true;
    });
  });
});
