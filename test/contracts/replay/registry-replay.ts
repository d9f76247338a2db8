import { identityRegistryAbi } from '@freehold/contracts/abis';
import { type Address, zeroAddress } from 'viem';
import { ReferenceRegistry } from '../reference/registry.ts';
import { type Reader, reader } from './fold.ts';

const nothing = (): void => {};

/** The registry out of its events alone. What `EpochRaised` ends, ends by its number. */
export function registryReplay(
  address: Address,
  chainId: number,
): Readonly<{ model: ReferenceRegistry; reader: Reader }> {
  const model = new ReferenceRegistry(zeroAddress, { chainId, verifyingContract: address });
  const entryOf = (wallet: Address) => {
    const entry = model.entries.get(wallet) ?? { newest: 0, shownExpiry: 0, revoked: false };
    model.entries.set(wallet, entry);
    return entry;
  };
  return {
    model,
    reader: reader(address, identityRegistryAbi, {
      OwnershipTransferred: ({ newOwner }) => {
        model.owner = newOwner;
      },
      AgentAdded: ({ _agent }) => model.agents.add(_agent),
      AgentRemoved: ({ _agent }) => model.agents.delete(_agent),
      IdentityRegistered: ({ investorAddress, identity }) => {
        entryOf(investorAddress).registered = { identity, country: 0 };
      },
      WalletIdentityUpdated: ({ wallet, identity }) => {
        entryOf(wallet).registered = { identity, country: model.country(wallet) };
      },
      CountryUpdated: ({ investorAddress, country }) => {
        entryOf(investorAddress).registered = { identity: model.identity(investorAddress), country };
      },
      IdentityRemoved: ({ investorAddress }, { now }) => {
        const newest = Math.max(entryOf(investorAddress).newest, Number(now));
        model.entries.set(investorAddress, { newest, shownExpiry: 0, revoked: false });
      },
      AttestationRecorded: ({ wallet, validUntil, issuedAt, accredited }) => {
        const entry = entryOf(wallet);
        entry.attestation = { validUntil, accredited, epoch: model.epochNumber, said: '' };
        [entry.shownExpiry, entry.newest, entry.revoked] = [validUntil, issuedAt, false];
      },
      AttestationRevoked: ({ wallet }, { now }) => {
        const entry = entryOf(wallet);
        delete entry.attestation;
        [entry.shownExpiry, entry.newest] = [0, Math.max(entry.newest, Number(now))];
        entry.revoked = true;
      },
      EpochRaised: ({ epoch }) => {
        model.epochNumber = epoch;
      },
      TrustedIssuerAdded: ({ trustedIssuer, claimTopics }) => {
        model.issuerList.push(trustedIssuer);
        model.issuers.set(trustedIssuer, claimTopics);
      },
      TrustedIssuerRemoved: ({ trustedIssuer }) => {
        model.issuerList = withoutOne(model.issuerList, trustedIssuer);
        model.issuers.delete(trustedIssuer);
      },
      ClaimTopicsUpdated: ({ trustedIssuer, claimTopics }) => {
        model.issuers.set(trustedIssuer, claimTopics);
      },
      ClaimTopicAdded: ({ claimTopic }) => model.topics.push(claimTopic),
      ClaimTopicRemoved: ({ claimTopic }) => {
        model.topics = withoutOne(model.topics, claimTopic);
      },
      IdentityRegistryBound: nothing,
      IdentityRegistryUnbound: nothing,
      // Said once more: by the storage's events what the registry's say, and by the standard without the wallet.
      IdentityUpdated: nothing,
      IdentityStored: nothing,
      IdentityUnstored: nothing,
      IdentityModified: nothing,
      CountryModified: nothing,
      IdentityStorageSet: nothing,
      ClaimTopicsRegistrySet: nothing,
      TrustedIssuersRegistrySet: nothing,
      // Whose identity contracts are asked for claims: no wallet of the campaign has one; claims have their own tests.
      IdentityFactorySet: nothing,
      IdentityCodeSet: nothing,
      Initialized: nothing,
      Upgraded: nothing,
      EIP712DomainChanged: nothing,
    }),
  };
}

/** The last takes the place of the one that goes. */
export function withoutOne<T>(list: readonly T[], gone: T): T[] {
  const last = list.at(-1);
  return list.slice(0, -1).map((one) => (one === gone && last !== undefined ? last : one));
}
