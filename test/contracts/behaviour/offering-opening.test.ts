import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { offeringAbi } from '@freehold/contracts/abis';
import { zeroAddress, zeroHash } from 'viem';
import {
  closeAfterwards,
  DAY,
  OFFERING,
  openOffering,
  prepareOffering,
  State,
  subscribe,
  type Terms,
  termsOf,
} from '../support/offering.ts';
import { createPlatform, propertyKey, SHARE } from '../support/platform.ts';

const p = await createPlatform();
const { alice, bob, stranger, operator, offering, usdc, viem, networkHelpers } = p;
const asOperator = { account: operator.account };
const a = alice.account.address;
type ErrorName = Extract<(typeof offeringAbi)[number], { type: 'error' }>['name'];

const refusesTo = (act: Promise<unknown>, error: ErrorName) =>
  viem.assertions.revertWithCustomError(act, offering, error);

describe('Opening an offering', () => {
  it('is for agents, once per number, and says everything in one event', async () => {
    const { token, property } = await p.load(() => prepareOffering(p));
    const terms = await termsOf(p, token.address, property);
    await refusesTo(
      offering.write.open([OFFERING, terms], { account: stranger.account }),
      'AgentRoleUnauthorized',
    );
    await refusesTo(offering.write.open([zeroHash, terms], asOperator), 'OfferingZeroId');
    await viem.assertions.emitWithArgs(
      offering.write.open([OFFERING, terms], asOperator),
      offering,
      'OfferingOpened',
      [OFFERING, token.address, property, terms],
    );
    await offering.write.open([OFFERING, terms], asOperator);
    await refusesTo(offering.write.open([OFFERING, { ...terms, price: 1n }], asOperator), 'OfferingIdTaken');
    assert.deepEqual(await offering.read.termsOf([OFFERING]), terms);
    assert.equal((await offering.read.progressOf([OFFERING])).state, State.Open);
  });

  it('refuses terms that do not fit together', async () => {
    const { token, property } = await p.load(() => prepareOffering(p));
    const now = await networkHelpers.time.latest();
    const wrong: ReadonlyArray<Partial<Terms>> = [
      { price: 0n },
      { cap: 0n, minimum: 0n },
      { minimum: 101n * SHARE },
      { minPerInvestor: 0n },
      { minPerInvestor: 61n * SHARE },
      { minPerInvestor: 101n * SHARE, maxPerInvestor: 200n * SHARE },
      { opens: now + DAY, closes: now + DAY },
      { opens: now - DAY, closes: now },
      { closes: now + 367 * DAY },
      { cap: 100n * SHARE + 1n },
      { minPerInvestor: 2n * SHARE + 1n },
      { cap: 1_000_001n * SHARE },
    ];
    for (const change of wrong) {
      const terms = await termsOf(p, token.address, property, change);
      await refusesTo(offering.write.open([OFFERING, terms], asOperator), 'OfferingWrongTerms');
    }
  });

  it('needs the property’s own token, and the right to issue its shares', async () => {
    const { token, property } = await p.load(() => prepareOffering(p));
    const terms = await termsOf(p, token.address, property);
    for (const change of [
      { property: propertyKey('Elm 9') },
      { token: a },
      { token: zeroAddress, property: propertyKey('Elm 9') },
    ]) {
      await refusesTo(
        offering.write.open([OFFERING, { ...terms, ...change }], asOperator),
        'OfferingPropertyMismatch',
      );
    }
    await token.write.removeAgent([offering.address]);
    await refusesTo(offering.write.open([OFFERING, terms], asOperator), 'OfferingNotTokenAgent');
  });
});

describe('Closing an offering', () => {
  it('is for anyone after its time, and a success with the minimum sold', async () => {
    await p.load(() => openOffering(p));
    await subscribe(p, alice, 40n * SHARE);
    const { closes } = await offering.read.termsOf([OFFERING]);
    const close = (account = stranger.account) => offering.write.close([OFFERING], { account });
    await networkHelpers.time.setNextBlockTimestamp(closes - 1);
    await refusesTo(close(), 'OfferingNotOverYet');
    await networkHelpers.time.setNextBlockTimestamp(closes);
    await viem.assertions.emitWithArgs(close(), offering, 'OfferingClosed', [OFFERING, 40n * SHARE]);
    const { state, closedAt } = await offering.read.progressOf([OFFERING]);
    assert.deepEqual([state, closedAt], [State.Succeeded, closes]);
    await refusesTo(close(), 'OfferingWrongState');
    await refusesTo(offering.write.cancel([OFFERING], asOperator), 'OfferingWrongState');
  });

  it('is a cancellation below the minimum', async () => {
    await p.load(() => openOffering(p));
    await subscribe(p, alice, 39n * SHARE);
    const closed = closeAfterwards(p);
    await viem.assertions.emitWithArgs(closed, offering, 'OfferingCancelled', [OFFERING, 39n * SHARE]);
    assert.equal((await offering.read.progressOf([OFFERING])).state, State.Cancelled);
  });

  it('is earlier for an agent when all is sold, and for nobody else', async () => {
    await p.load(() => openOffering(p));
    await subscribe(p, alice, 50n * SHARE);
    await subscribe(p, bob, 49n * SHARE);
    await refusesTo(offering.write.close([OFFERING], asOperator), 'OfferingNotOverYet');
    await subscribe(p, bob, SHARE);
    await refusesTo(offering.write.close([OFFERING], { account: bob.account }), 'OfferingNotOverYet');
    await offering.write.close([OFFERING], asOperator);
    assert.equal((await offering.read.progressOf([OFFERING])).state, State.Succeeded);
  });

  it('by calling it off is for agents, at any moment before', async () => {
    await p.load(() => openOffering(p));
    await subscribe(p, alice, 50n * SHARE);
    await refusesTo(offering.write.cancel([OFFERING], { account: alice.account }), 'AgentRoleUnauthorized');
    await viem.assertions.emitWithArgs(
      offering.write.cancel([OFFERING], asOperator),
      offering,
      'OfferingCancelled',
      [OFFERING, 50n * SHARE],
    );
  });
});

describe('An offering contract', () => {
  it('is made for a currency, a treasury and a factory, and its owner appoints its agents', async () => {
    const args = [p.owner.account.address, usdc.address, p.treasury.address, p.factory.address] as const;
    for (const missing of [1, 2, 3]) {
      const wrong = args.map((value, index) => (index === missing ? zeroAddress : value));
      await refusesTo(viem.deployContract('Offering', wrong), 'OfferingZeroAddress');
    }
    assert.deepEqual(
      [await offering.read.usdc(), await offering.read.treasury(), await offering.read.factory()],
      args.slice(1),
    );
    await refusesTo(
      offering.write.addAgent([a], { account: stranger.account }),
      'OwnableUnauthorizedAccount',
    );
  });
});
