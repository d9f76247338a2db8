import { type Address, encodeAbiParameters, keccak256, stringToBytes } from 'viem';
import { addressOf, issue, signAttestation, tokenize } from '../support/acts.ts';
import { deployMockClaimIssuer, deployMockIdentity } from '../support/mocks.ts';
import { GERMANY, propertyKey, SHARE } from '../support/platform.ts';
import { rowsOf, type Scenario } from './row.ts';

const BATCH = 50;

/** ERC-735: one claim per issuer and topic. */
const claimIdOf = (issuer: Address, topic: bigint) =>
  keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [issuer, topic]));

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
  title: 'Live claim walk',
  measure: async (p) => {
    const { rows, measure } = rowsOf(p);
    const asOwner = { account: p.owner.account };
    const asAlice = { account: p.alice.account };
    const [alice, bob] = [p.alice.account.address, p.bob.account.address];
    const identity = await deployMockIdentity(p);
    const issuer = await deployMockClaimIssuer(p);
    const [topic = 1n] = await p.registry.read.getClaimTopics();
    await p.registry.write.addTrustedIssuer([issuer.address, [topic]], asOwner);
    const signature = keccak256(stringToBytes('a claim'));
    const claims = await p.registry.read.getClaimTopics();
    for (const claimTopic of claims) {
      await identity.write.setClaim([
        claimIdOf(issuer.address, claimTopic),
        { topic: claimTopic, issuer: issuer.address, signature, data: '0x' },
      ]);
      await issuer.write.accept([identity.address, claimTopic, signature, true]);
    }
    await p.registry.write.registerIdentity([bob, identity.address, GERMANY], {
      account: p.operator.account,
    });
    const { token } = await tokenize(p);
    await issue(p, token, [[alice, 100n * SHARE]]);
    await token.write.transfer([bob, SHARE], asAlice);
    await token.write.transfer([bob, SHARE], asAlice);
    await measure('transfer with a live claim walk, 0 rules', token.write.transfer([bob, SHARE], asAlice));
    return rows;
  },
};
