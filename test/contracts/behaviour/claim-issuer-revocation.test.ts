import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { getAddress, type Hex, keccak256 } from 'viem';
import {
  type Claim,
  claimArgs,
  claimIdOf,
  claimOf,
  createIdentity,
  deployClaimIssuer,
} from '../support/identities.ts';
import { deployHostileIdentity, HOSTILE } from '../support/mocks.ts';
import { createPlatform } from '../support/platform.ts';
import { describeError } from '../support/refusals.ts';
import { toldBy } from '../support/told.ts';

const p = await createPlatform();
const asManager = { account: p.cosigner.account };

async function world() {
  const issuer = await deployClaimIssuer(p);
  const id = claimIdOf(issuer.address, 1n);
  const voided = async (identity: Hex) =>
    describeError('ClaimsVoided', [getAddress(identity), id, await p.networkHelpers.time.latest()]);
  const revoke = (identity: Hex) => toldBy(p, issuer, issuer.write.revokeClaim([id, identity], asManager));
  return { issuer, voided, revoke };
}

describe('A revocation by identity and id', () => {
  it('revokes the signature that the identity shows, once, and voids what was issued each time', async () => {
    const { issuer, voided, revoke } = await p.load(world);
    const { identity } = await createIdentity(p, p.alice.account.address);
    const claim = await claimOf(p, issuer.address, identity.address);
    await identity.write.addClaim(claimArgs(claim), { account: p.alice.account });
    assert.deepEqual(await revoke(identity.address), [
      await voided(identity.address),
      describeError('ClaimRevoked', [keccak256(claim.signature)]),
    ]);
    await p.networkHelpers.time.increase(10);
    assert.deepEqual(await revoke(identity.address), [await voided(identity.address)]);
  });

  it('only voids when the identity shows nothing of the issuer’s or cannot be read', async () => {
    const { issuer, voided, revoke } = await p.load(world);
    const hostile = await deployHostileIdentity(p);
    const about = await claimOf(p, issuer.address, hostile.address);
    const byStranger = await claimOf(p, issuer.address, hostile.address, { signer: p.stranger });
    const show = ({ topic, issuer: by, signature, data }: Claim) =>
      hostile.write.setClaim([topic, by, signature, data]);
    for (const lie of [
      () => show({ ...about, signature: '0x' }),
      () => show({ ...about, topic: 2n }),
      () => show(byStranger),
      ...Object.values(HOSTILE)
        .slice(1)
        .map((mode) => async () => {
          await show(about);
          return hostile.write.setMode([mode]);
        }),
    ]) {
      await lie();
      assert.deepEqual(await revoke(hostile.address), [await voided(hostile.address)]);
      for (const { signature } of [about, byStranger]) {
        assert.equal(await issuer.read.isClaimRevoked([signature]), false);
      }
    }
  });
});
