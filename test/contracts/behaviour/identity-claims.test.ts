import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { getAddress, zeroAddress } from 'viem';
import { addressOf } from '../support/acts.ts';
import {
  CLAIM_SIGNER,
  type Claim,
  claimArgs,
  claimIdOf,
  claimOf,
  createIdentity,
  deployClaimIssuer,
  ECDSA,
  keyOf,
  signClaim,
} from '../support/identities.ts';
import { CLAIM_ISSUER, ERC734, ERC735, IDENTITY } from '../support/interface-id.ts';
import { deployWordTeller } from '../support/mocks.ts';
import { createPlatform } from '../support/platform.ts';

const p = await createPlatform();
const { viem } = p;
const alice = p.alice.account.address;
const asAlice = { account: p.alice.account };
const NO_CLAIM = [0n, 0n, zeroAddress, '0x', '0x', ''] as const;
const HUGE = 2n ** 256n - 1n;

async function world() {
  const issuer = await deployClaimIssuer(p);
  const { identity } = await createIdentity(p, alice);
  return { issuer, identity };
}

const shown = (claim: Claim) =>
  [claim.topic, claim.scheme, getAddress(claim.issuer), claim.signature, claim.data, claim.uri] as const;
const logged = (claim: Claim) =>
  [
    claimIdOf(claim.issuer, claim.topic),
    claim.topic,
    claim.scheme,
    getAddress(claim.issuer),
    claim.signature,
    claim.data,
    claim.uri,
  ] as const;

describe('Claims of an identity', () => {
  it('are added when their issuer confirms them, found by id and topic, and removed', async () => {
    const { issuer, identity } = await p.load(world);
    const claim = await claimOf(p, issuer.address, identity.address, {
      uri: 'ipfs://kyc',
      payload: '0x0102',
    });
    const id = claimIdOf(issuer.address, 1n);
    assert.deepEqual(await identity.read.getClaim([id]), NO_CLAIM);
    const added = identity.write.addClaim(claimArgs(claim), asAlice);
    await viem.assertions.emitWithArgs(added, identity, 'ClaimAdded', [...logged(claim)]);
    assert.deepEqual(await identity.read.getClaim([id]), shown(claim));
    assert.deepEqual(await identity.read.getClaimIdsByTopic([1n]), [id]);
    assert.deepEqual(await identity.read.getClaimIdsByTopic([2n]), []);
    const removed = identity.write.removeClaim([id], asAlice);
    await viem.assertions.emitWithArgs(removed, identity, 'ClaimRemoved', [...logged(claim)]);
    assert.deepEqual(await identity.read.getClaim([id]), NO_CLAIM);
    assert.deepEqual(await identity.read.getClaimIdsByTopic([1n]), []);
  });

  it('of the same issuer and topic replace each other', async () => {
    const { issuer, identity } = await p.load(world);
    await identity.write.addClaim(claimArgs(await claimOf(p, issuer.address, identity.address)), asAlice);
    const next = await claimOf(p, issuer.address, identity.address, { payload: '0xbeef' });
    const changed = identity.write.addClaim(claimArgs(next), asAlice);
    await viem.assertions.emitWithArgs(changed, identity, 'ClaimChanged', [...logged(next)]);
    const id = claimIdOf(issuer.address, 1n);
    assert.deepEqual(await identity.read.getClaim([id]), shown(next));
    assert.deepEqual(await identity.read.getClaimIdsByTopic([1n]), [id]);
  });

  it('come back as they were, whatever the topic and however long', async () => {
    const { issuer, identity } = await p.load(world);
    for (const [topic, payload, uri] of [
      [0n, '0x', ''],
      [255n, '0x', 'x'],
      [256n, `0x${'ab'.repeat(31)}`, 'https://example.org/a/very/long/path/that/needs/more/than/one/word'],
      [2n ** 64n, `0x${'cd'.repeat(33)}`, ''],
      [HUGE, `0x${'ef'.repeat(4_000)}`, 'é'],
    ] as const) {
      const claim = await claimOf(p, issuer.address, identity.address, { topic, payload, uri });
      await identity.write.addClaim(claimArgs(claim), asAlice);
      assert.deepEqual(await identity.read.getClaim([claimIdOf(issuer.address, topic)]), shown(claim));
      assert.deepEqual(await identity.read.getClaimIdsByTopic([topic]), [claimIdOf(issuer.address, topic)]);
    }
  });

  it('are refused when the issuer does not confirm them, is no contract, or answers with nonsense', async () => {
    const { issuer, identity } = await p.load(world);
    const good = await claimOf(p, issuer.address, identity.address);
    const liar = await deployWordTeller(p);
    await liar.write.setWord([2n, false]);
    for (const bad of [
      { ...good, topic: 2n },
      { ...good, data: '0x' as const },
      { ...good, signature: '0x1234' as const },
      { ...good, issuer: addressOf(1) },
      { ...good, issuer: liar.address },
      await claimOf(p, issuer.address, identity.address, { signer: p.stranger }),
      await claimOf(p, issuer.address, addressOf(2)),
    ]) {
      await viem.assertions.revertWithCustomErrorWithArgs(
        identity.write.addClaim(claimArgs(bad), asAlice),
        identity,
        'IdentityClaimInvalid',
        [getAddress(bad.issuer), bad.topic],
      );
    }
    await liar.write.setWord([1n, true]);
    await viem.assertions.revertWithCustomError(
      identity.write.addClaim(claimArgs({ ...good, issuer: liar.address }), asAlice),
      identity,
      'IdentityClaimInvalid',
    );
    await liar.write.setWord([1n, false]);
    await identity.write.addClaim(claimArgs({ ...good, issuer: liar.address }), asAlice);
  });

  it('about oneself need nobody’s word', async () => {
    const { identity } = await p.load(world);
    const claim: Claim = {
      topic: 9n,
      scheme: 3n,
      issuer: identity.address,
      signature: '0x',
      data: '0x01',
      uri: 'me',
    };
    await identity.write.addClaim(claimArgs(claim), asAlice);
    assert.deepEqual(await identity.read.getClaim([claimIdOf(identity.address, 9n)]), shown(claim));
  });

  it('are for claim signer keys to change', async () => {
    const { issuer, identity } = await p.load(world);
    const claim = await claimOf(p, issuer.address, identity.address);
    const asBob = { account: p.bob.account };
    const id = claimIdOf(issuer.address, 1n);
    for (const attempt of [
      identity.write.addClaim(claimArgs(claim), asBob),
      identity.write.removeClaim([id], asBob),
    ]) {
      await viem.assertions.revertWithCustomErrorWithArgs(attempt, identity, 'IdentityUnauthorized', [
        getAddress(p.bob.account.address),
        CLAIM_SIGNER,
      ]);
    }
    await identity.write.addKey([keyOf(p.bob.account.address), CLAIM_SIGNER, ECDSA], asAlice);
    await identity.write.addClaim(claimArgs(claim), asBob);
    await identity.write.removeClaim([id], asBob);
    await viem.assertions.revertWithCustomErrorWithArgs(
      identity.write.removeClaim([id], asBob),
      identity,
      'IdentityClaimUnknown',
      [id],
    );
  });

  it('have limits: length, scheme and how many; one that goes leaves room and the others', async () => {
    const { identity } = await p.load(world);
    const own = (topic: bigint, uri = ''): Claim => ({
      ...{ topic, scheme: 1n, issuer: identity.address, signature: '0x', data: '0x', uri },
    });
    await viem.assertions.revertWithCustomErrorWithArgs(
      identity.write.addClaim(claimArgs(own(1n, 'x'.repeat(4_097))), asAlice),
      identity,
      'IdentityClaimTooLong',
      [4_096n],
    );
    await viem.assertions.revertWithCustomErrorWithArgs(
      identity.write.addClaim(claimArgs({ ...own(1n), scheme: 256n }), asAlice),
      identity,
      'IdentitySchemeOutOfRange',
      [256n, 255n],
    );
    for (let topic = 1n; topic <= 32n; topic++) await identity.write.addClaim(claimArgs(own(topic)), asAlice);
    await viem.assertions.revertWithCustomErrorWithArgs(
      identity.write.addClaim(claimArgs(own(33n)), asAlice),
      identity,
      'IdentityTooMany',
      [32n],
    );
    assert.deepEqual(await identity.read.getClaimIdsByTopic([32n]), [claimIdOf(identity.address, 32n)]);
    await identity.write.addClaim(claimArgs(own(32n, 'changed')), asAlice);
    assert.deepEqual(await identity.read.getClaim([claimIdOf(identity.address, 40n)]), NO_CLAIM);
    for (const gone of [32n, 5n, 1n]) {
      await identity.write.removeClaim([claimIdOf(identity.address, gone)], asAlice);
    }
    await identity.write.addClaim(claimArgs(own(33n)), asAlice);
    for (let topic = 1n; topic <= 33n; topic++) {
      const expected = [1n, 5n, 32n].includes(topic) ? [] : [claimIdOf(identity.address, topic)];
      assert.deepEqual(await identity.read.getClaimIdsByTopic([topic]), expected, `topic ${topic}`);
    }
  });

  it('cannot be confused by the beginning of an id', async () => {
    const { issuer, identity } = await p.load(world);
    await identity.write.addClaim(claimArgs(await claimOf(p, issuer.address, identity.address)), asAlice);
    const id = claimIdOf(issuer.address, 1n);
    assert.deepEqual(await identity.read.getClaim([`0x${id.slice(2, 26)}${'00'.repeat(20)}`]), NO_CLAIM);
  });
});

describe('An identity vouches by its claim signer keys', () => {
  it('for what they signed as ONCHAINID signs it, and nothing else', async () => {
    const { identity } = await p.load(world);
    const about = addressOf(3);
    const valid = async (signer: typeof p.alice) =>
      identity.read.isClaimValid([about, 5n, await signClaim(signer, about, 5n, '0xab'), '0xab']);
    assert.equal(await valid(p.alice), true);
    assert.equal(await valid(p.bob), false);
    await identity.write.addKey([keyOf(p.bob.account.address), CLAIM_SIGNER, ECDSA], asAlice);
    assert.equal(await valid(p.bob), true);
    const signature = await signClaim(p.alice, about, 5n, '0xab');
    assert.equal(await identity.read.isClaimValid([about, 6n, signature, '0xab']), false);
    assert.equal(await identity.read.isClaimValid([addressOf(4), 5n, signature, '0xab']), false);
  });

  it('and names the interfaces it has', async () => {
    const { identity, issuer } = await p.load(world);
    for (const id of ['0x01ffc9a7', ERC734, ERC735, IDENTITY] as const) {
      assert.equal(await identity.read.supportsInterface([id]), true);
      assert.equal(await issuer.read.supportsInterface([id]), true);
    }
    assert.equal(await identity.read.supportsInterface([CLAIM_ISSUER]), false);
    assert.equal(await issuer.read.supportsInterface([CLAIM_ISSUER]), true);
    assert.equal(await issuer.read.supportsInterface(['0xffffffff']), false);
  });
});
