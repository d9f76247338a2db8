import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Address, getAddress, type Hex, zeroAddress, zeroHash } from 'viem';
import { addressOf } from '../support/acts.ts';
import {
  claimIdOf,
  claimOf,
  createIdentity,
  deployClaimIssuer,
  ECDSA,
  identityAt,
  keyOf,
  MANAGEMENT,
} from '../support/identities.ts';
import { createPlatform, key } from '../support/platform.ts';

const p = await createPlatform();
const { viem, identityFactory: factory, client } = p;
const [alice, bob] = [p.alice.account.address, p.bob.account.address];
const operator = p.operator.account.address;
const asOperator = { account: p.operator.account };
const empty = async () => {};

const isIdentity = (address: Address) => factory.read.isIdentity([address]);

describe('The factory of identities', () => {
  it('makes them where it said it would, and tells', async () => {
    await p.load(empty);
    const address = await factory.read.identityAddress([operator, alice, key('a')]);
    assert.equal(await isIdentity(address), false);
    const made = factory.write.createIdentity([alice, key('a'), []], asOperator);
    await viem.assertions.emitWithArgs(made, factory, 'IdentityCreated', [
      address,
      getAddress(alice),
      getAddress(operator),
      key('a'),
    ]);
    await viem.assertions.emitWithArgs(made, identityAt(p, address), 'KeyAdded', [
      keyOf(alice),
      MANAGEMENT,
      ECDSA,
    ]);
    assert.equal(await isIdentity(address), true);
  });

  it('makes one for the same arguments, however often it is asked', async () => {
    await p.load(empty);
    const first = await createIdentity(p, alice);
    const again = await client.simulateContract({
      ...{ address: factory.address, abi: factory.abi, account: operator },
      ...{ functionName: 'createIdentity', args: [alice, zeroHash, []] },
    });
    assert.equal(again.result, first.address);
    const { hash } = await createIdentity(p, alice);
    assert.deepEqual((await client.getTransactionReceipt({ hash })).logs, []);
  });

  it('makes another one for another key, manager or creator, so nobody can be first in another’s place', async () => {
    await p.load(empty);
    const made = await Promise.all([
      createIdentity(p, alice),
      createIdentity(p, alice, { key: key('b') }),
      createIdentity(p, bob),
      createIdentity(p, alice, { by: p.stranger }),
    ]);
    const addresses = made.map(({ address }) => address);
    assert.equal(new Set(addresses).size, 4);
    for (const address of addresses) assert.equal(await isIdentity(address), true);
  });

  it('starts them with claims their issuers confirm', async () => {
    const issuer = await p.load(() => deployClaimIssuer(p));
    const address = await factory.read.identityAddress([operator, alice, zeroHash]);
    const claim = await claimOf(p, issuer.address, address);
    const { identity } = await createIdentity(p, alice, { claims: [claim] });
    assert.deepEqual(await identity.read.getClaimIdsByTopic([1n]), [claimIdOf(issuer.address, 1n)]);
    const forBob = await factory.read.identityAddress([operator, bob, zeroHash]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      factory.write.createIdentity([bob, zeroHash, [claim]], asOperator),
      identity,
      'IdentityClaimInvalid',
      [getAddress(issuer.address), 1n],
    );
    assert.equal(await isIdentity(forBob), false);
  });

  it('makes none without a manager', async () => {
    await p.load(empty);
    await viem.assertions.revertWithCustomError(
      factory.write.createIdentity([zeroAddress, zeroHash, []], asOperator),
      factory,
      'IdentityFactoryZeroManager',
    );
  });

  it('knows its own from accounts, other contracts, and clones somebody else made of the same code', async () => {
    await p.load(empty);
    const { address } = await createIdentity(p, alice);
    const code = await client.getCode({ address });
    assert.ok(code);
    // What deploys exactly the code of a true identity, elsewhere.
    const creation: Hex = `0x61${((code.length - 2) / 2).toString(16).padStart(4, '0')}80600a3d393df3${code.slice(2)}`;
    const hash = await p.stranger.deployContract({ abi: [], bytecode: creation });
    const { contractAddress: copy } = await client.getTransactionReceipt({ hash });
    assert.ok(copy);
    assert.equal(await client.getCode({ address: copy }), code);
    assert.deepEqual(await identityAt(p, copy).read.getKeysByPurpose([MANAGEMENT]), [keyOf(alice)]);
    for (const [other, known] of [
      [address, true],
      [copy, false],
      [addressOf(1), false],
      [zeroAddress, false],
      [factory.address, false],
      [await factory.read.implementation(), false],
    ] as const) {
      assert.equal(await isIdentity(other), known, other);
    }
  });

  it('is the only one who begins an identity', async () => {
    await p.load(empty);
    const { identity } = await createIdentity(p, alice);
    await viem.assertions.revertWithCustomErrorWithArgs(
      identity.write.begin([[]], { account: p.alice.account }),
      factory,
      'IdentityFactoryUnauthorized',
      [getAddress(alice)],
    );
  });
});
