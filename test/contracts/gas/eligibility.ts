import { KYC_TOPIC } from '@freehold/contracts/deploy';
import { zeroHash } from 'viem';
import { addressOf, issue, signAttestation, tokenize } from '../support/acts.ts';
import { claimOf, createIdentity, deployClaimIssuer } from '../support/identities.ts';
import { GERMANY, propertyKey, SHARE } from '../support/platform.ts';
import { rowsOf, type Scenario } from './row.ts';

const BATCH = 50;

/** Investors and properties coming aboard. */
export const eligibility: Scenario = {
  title: 'Coming aboard',
  measure: async (p) => {
    const { rows, measure } = rowsOf(p);
    const asOperator = { account: p.operator.account };
    const asStranger = { account: p.stranger.account };
    const { attestation, signature } = await signAttestation(p, p.alice.account.address, {
      identity: addressOf(2),
    });
    await measure(
      'on-board one investor by attestation',
      p.registry.write.attest([attestation, signature], asStranger),
    );
    const signed = await Promise.all(
      Array.from({ length: BATCH }, (_, index) => signAttestation(p, addressOf(100 + index))),
    );
    await measure(
      `attestBatch, ×${BATCH}`,
      p.registry.write.attestBatch(
        [signed.map((one) => one.attestation), signed.map((one) => one.signature)],
        asStranger,
      ),
      BATCH,
    );
    await measure(
      'registerIdentity',
      p.registry.write.registerIdentity([p.bob.account.address, addressOf(3), GERMANY], asOperator),
    );
    const many = Array.from({ length: BATCH }, (_, index) => addressOf(200 + index));
    await measure(
      `batchRegisterIdentity, ×${BATCH}`,
      p.registry.write.batchRegisterIdentity([many, many, many.map(() => GERMANY)], asOperator),
      BATCH,
    );
    await tokenize(p);
    await measure('tokenize one more property', (await tokenize(p, { key: propertyKey('next') })).hash);
    return rows;
  },
};

/** Nobody attested to the receiver: the registry asks his identity contract and its issuer at every transfer. */
export const claimWalk: Scenario = {
  title: 'Identity contracts',
  measure: async (p) => {
    const { rows, measure, measureAll } = rowsOf(p);
    const asAlice = { account: p.alice.account };
    const [alice, bob] = [p.alice.account.address, p.bob.account.address];
    const issuer = await deployClaimIssuer(p);
    await p.registry.write.addTrustedIssuer([issuer.address, [KYC_TOPIC]], { account: p.owner.account });
    const creator = p.operator.account.address;
    const address = await p.identityFactory.read.identityAddress([creator, bob, zeroHash]);
    const claim = await claimOf(p, issuer.address, address);
    const { hash } = await createIdentity(p, bob, { claims: [claim] });
    const registered = await p.registry.write.registerIdentity([bob, address, GERMANY], {
      account: p.operator.account,
    });
    await measureAll('on-board one investor with an identity contract', [hash, registered]);
    const { token } = await tokenize(p);
    await issue(p, token, [[alice, 100n * SHARE]]);
    await token.write.transfer([bob, SHARE], asAlice);
    await token.write.transfer([bob, SHARE], asAlice);
    await measure('transfer with a live claim walk, 0 rules', token.write.transfer([bob, SHARE], asAlice));
    return rows;
  },
};
