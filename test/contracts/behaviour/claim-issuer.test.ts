import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  concatHex,
  getAddress,
  type Hex,
  hexToBigInt,
  keccak256,
  numberToHex,
  sliceHex,
  zeroAddress,
} from 'viem';
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
  MANAGEMENT,
  signClaim,
} from '../support/identities.ts';
import { deployHostileIdentity, HOSTILE } from '../support/mocks.ts';
import { createPlatform } from '../support/platform.ts';

const p = await createPlatform();
const { viem, networkHelpers } = p;
const asManager = { account: p.cosigner.account };
const CURVE = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

async function world() {
  const issuer = await deployClaimIssuer(p);
  const { identity } = await createIdentity(p, p.alice.account.address);
  const claim = await claimOf(p, issuer.address, identity.address);
  const valid = (one: Claim, about = identity.address) =>
    issuer.read.isClaimValid([about, one.topic, one.signature, one.data]);
  return { issuer, identity, claim, valid };
}

describe('A claim of the issuer', () => {
  it('is valid for the identity, topic and data it was signed for', async () => {
    const { claim, valid } = await p.load(world);
    assert.equal(await valid(claim), true);
    assert.equal(await valid(claim, addressOf(1)), false);
    assert.equal(await valid({ ...claim, topic: 2n }), false);
    assert.equal(await valid({ ...claim, data: concatHex([claim.data, '0x00']) }), false);
  });

  it('says what it says in its data, as the issuer itself writes and hashes it', async () => {
    const { issuer, identity } = await p.load(world);
    const now = await networkHelpers.time.latest();
    const data = await issuer.read.claimData([now, now + 50, '0xc0de']);
    const claim = await claimOf(p, issuer.address, identity.address, {
      ...{ issuedAt: now, validUntil: now + 50, payload: '0xc0de' },
    });
    assert.equal(data, claim.data);
    assert.equal(sliceHex(data, 0, 16), await issuer.read.claimDomain());
    const raw = await issuer.read.claimHash([identity.address, 1n, data]);
    assert.equal(claim.signature, await p.cosigner.signMessage({ message: { raw } }));
  });

  it('expires at the moment it names', async () => {
    const { issuer, identity, valid } = await p.load(world);
    const validUntil = (await networkHelpers.time.latest()) + 100;
    const claim = await claimOf(p, issuer.address, identity.address, { validUntil });
    await networkHelpers.time.increaseTo(validUntil - 1);
    assert.equal(await valid(claim), true);
    await networkHelpers.time.increaseTo(validUntil);
    assert.equal(await valid(claim), false);
  });

  it('is not valid when dated further ahead than clocks differ', async () => {
    const { issuer, identity, valid } = await p.load(world);
    const now = await networkHelpers.time.latest();
    const dated = (issuedAt: number) => claimOf(p, issuer.address, identity.address, { issuedAt });
    assert.equal(await valid(await dated(now + 3_600)), false);
    assert.equal(await valid(await dated(now + 200)), true);
  });

  it('is not valid when made for another chain or by another issuer with the same signer', async () => {
    const { issuer, identity, claim, valid } = await p.load(world);
    assert.equal(await valid(await claimOf(p, issuer.address, identity.address, { chainId: 1 })), false);
    const twin = await deployClaimIssuer(p);
    assert.equal(await valid(await claimOf(p, twin.address, identity.address)), false);
    const { signature, data } = claim;
    assert.equal(await twin.read.isClaimValid([identity.address, 1n, signature, data]), false);
  });

  it('is not valid without its terms, as ONCHAINID signs it', async () => {
    const { identity, claim, valid } = await p.load(world);
    for (const data of ['0x', '0x1234', sliceHex(claim.data, 0, 25)] as const) {
      const signature = await signClaim(p.cosigner, identity.address, 1n, data);
      assert.equal(await valid({ ...claim, data, signature }), false);
    }
  });

  it('is not valid when signed by a stranger or a key that was removed', async () => {
    const { issuer, identity, valid } = await p.load(world);
    const byBob = await claimOf(p, issuer.address, identity.address, { signer: p.bob });
    assert.equal(await valid(byBob), false);
    const bobsKey = keyOf(p.bob.account.address);
    await issuer.write.addKey([bobsKey, CLAIM_SIGNER, ECDSA], asManager);
    assert.equal(await valid(byBob), true);
    await issuer.write.removeKey([bobsKey, CLAIM_SIGNER], asManager);
    assert.equal(await valid(byBob), false);
  });

  it('is not valid with a signature of another shape: malleable, too short, too long, of nobody', async () => {
    const { claim, valid } = await p.load(world);
    const [r, s, v] = [
      sliceHex(claim.signature, 0, 32),
      hexToBigInt(sliceHex(claim.signature, 32, 64)),
      hexToBigInt(sliceHex(claim.signature, 64, 65)),
    ];
    const twin = concatHex([
      r,
      numberToHex(CURVE - s, { size: 32 }),
      numberToHex(v === 27n ? 28 : 27, { size: 1 }),
    ]);
    const compact = concatHex([r, numberToHex(s | ((v - 27n) << 255n), { size: 32 })]);
    const shapes: Hex[] = [
      twin,
      compact,
      '0x',
      sliceHex(claim.signature, 0, 64),
      concatHex([claim.signature, '0x00']),
      concatHex([sliceHex(claim.signature, 0, 64), '0x1d']),
      `0x${'00'.repeat(65)}`,
    ];
    for (const signature of shapes) assert.equal(await valid({ ...claim, signature }), false, signature);
  });
});

describe('A claim is taken back', () => {
  it('by its signature', async () => {
    const { issuer, claim, valid } = await p.load(world);
    await viem.assertions.emitWithArgs(
      issuer.write.revokeClaimBySignature([claim.signature], asManager),
      issuer,
      'ClaimRevoked',
      [keccak256(claim.signature)],
    );
    assert.equal(await issuer.read.isClaimRevoked([claim.signature]), true);
    assert.equal(await valid(claim), false);
    await viem.assertions.revertWithCustomErrorWithArgs(
      issuer.write.revokeClaimBySignature([claim.signature], asManager),
      issuer,
      'ClaimIssuerAlreadyRevoked',
      [claim.signature],
    );
  });

  it('by identity and id, together with every one issued before it', async () => {
    const { issuer, identity, claim, valid } = await p.load(world);
    const pocketed = await claimOf(p, issuer.address, identity.address, { payload: '0x01' });
    await identity.write.addClaim(claimArgs(claim), { account: p.alice.account });
    const id = claimIdOf(issuer.address, 1n);
    const revoked = issuer.write.revokeClaim([id, identity.address], asManager);
    const { blockNumber } = await p.client.getTransactionReceipt({ hash: await revoked });
    const { timestamp } = await p.client.getBlock({ blockNumber });
    await viem.assertions.emitWithArgs(revoked, issuer, 'ClaimsVoided', [
      identity.address,
      id,
      Number(timestamp),
    ]);
    await viem.assertions.emit(revoked, issuer, 'ClaimRevoked');
    assert.equal(await issuer.read.isClaimRevoked([claim.signature]), true);
    assert.equal(await issuer.read.voidUpTo([identity.address, id]), Number(timestamp));
    for (const one of [claim, pocketed]) assert.equal(await valid(one), false);
    await networkHelpers.time.increase(1);
    assert.equal(await valid(await claimOf(p, issuer.address, identity.address)), true);
    const other = await claimOf(p, issuer.address, identity.address, { topic: 2n });
    assert.equal(await valid(other), true);
  });

  it('whatever the identity shows: nothing, nonsense, somebody else’s claim', async () => {
    const { issuer, identity, claim, valid } = await p.load(world);
    const id = claimIdOf(issuer.address, 1n);
    const hostile = await deployHostileIdentity(p);
    const about = await claimOf(p, issuer.address, hostile.address);
    for (const lie of [
      async () => {},
      () => hostile.write.setClaim([1n, issuer.address, claim.signature, claim.data]),
      () => hostile.write.setClaim([2n, issuer.address, about.signature, about.data]),
      () => hostile.write.setMode([HOSTILE.reverts]),
    ]) {
      await lie();
      assert.equal(
        await valid(about, hostile.address),
        (await issuer.read.voidUpTo([hostile.address, id])) === 0,
      );
      await issuer.write.revokeClaim([id, hostile.address], asManager);
      assert.equal(await valid(about, hostile.address), false);
      assert.equal(await valid(claim), true);
      assert.equal(await issuer.read.isClaimRevoked([claim.signature]), false);
    }
    await issuer.write.revokeClaim([id, addressOf(1)], asManager);
    await identity.write.addClaim(claimArgs(claim), { account: p.alice.account });
    await issuer.write.revokeClaim([id, identity.address], asManager);
    await issuer.write.revokeClaim([id, identity.address], asManager);
    assert.equal(await valid(claim), false);
  });

  it('by managers of the issuer only', async () => {
    const { issuer, identity, claim } = await p.load(world);
    const signer = { account: p.bob.account };
    await issuer.write.addKey([keyOf(p.bob.account.address), CLAIM_SIGNER, ECDSA], asManager);
    for (const attempt of [
      issuer.write.revokeClaimBySignature([claim.signature], signer),
      issuer.write.revokeClaim([claimIdOf(issuer.address, 1n), identity.address], signer),
    ]) {
      await viem.assertions.revertWithCustomErrorWithArgs(attempt, issuer, 'IdentityUnauthorized', [
        getAddress(p.bob.account.address),
        MANAGEMENT,
      ]);
    }
  });

  it('by an issuer that has a manager', async () => {
    const issuer = await p.load(() => deployClaimIssuer(p));
    await assert.rejects(viem.deployContract('ClaimIssuer', [zeroAddress]), /ClaimIssuerZeroAddress/);
    assert.deepEqual(await issuer.read.getKeyPurposes([keyOf(p.cosigner.account.address)]), [MANAGEMENT]);
  });
});
