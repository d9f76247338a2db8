import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { getAddress } from 'viem';
import { addressOf } from '../support/acts.ts';
import { type Deployment, type Examined, refused } from './deployment.ts';
import {
  agentRole,
  erc20,
  erc173,
  erc3643Compliance,
  erc3643Issuers,
  erc3643Registry,
  erc3643Storage,
  erc3643Token,
  erc3643Topics,
  trexModules,
} from './standards.ts';

/** The ERC-3643 registries and compliance, and the T-REX module surface. */
export function registriesConform(d: Deployment, examined: Examined): void {
  const { at, emits, hasFunctions } = examined;
  const agent = { account: d.agent.account };
  const stranger = { account: d.stranger.account };
  const bob = { account: d.investors.bob.account };
  const [a, b] = [d.investors.alice.account.address, d.investors.bob.account.address];
  const person = addressOf(11);
  const registry = at(erc3643Registry, d.identityRegistry);
  const storage = at(erc3643Storage, d.identityStorage);
  const issuers = at(erc3643Issuers, d.trustedIssuers);
  const topics = at(erc3643Topics, d.claimTopics);
  const compliance = at(erc3643Compliance, d.compliance);
  const modular = at(trexModules, d.compliance);

  describe(`${d.name}: identity registry`, () => {
    beforeEach(d.fresh);

    it('answers every function, and names the other three registries', async () => {
      await hasFunctions(d.identityRegistry, erc3643Registry);
      await hasFunctions(d.identityRegistry, agentRole);
      await hasFunctions(d.identityRegistry, erc173);
      assert.equal(await registry.read.identityStorage(), getAddress(d.identityStorage));
      assert.equal(await registry.read.issuersRegistry(), getAddress(d.trustedIssuers));
      assert.equal(await registry.read.topicsRegistry(), getAddress(d.claimTopics));
    });

    it('registers, changes and forgets investors, by agents only', async () => {
      const [investorAddress, identity] = [a, person];
      await emits(
        registry.write.registerIdentity([a, person, 276], agent),
        erc3643Registry,
        'IdentityRegistered',
        {
          ...{ investorAddress, identity },
        },
      );
      assert.equal(await registry.read.contains([a]), true);
      assert.equal(await registry.read.identity([a]), person);
      assert.equal(await registry.read.investorCountry([a]), 276);
      assert.equal(await registry.read.isVerified([a]), false, 'registered is not verified');
      await refused(registry.write.registerIdentity([a, person, 276], agent));
      await emits(registry.write.updateCountry([a, 840], agent), erc3643Registry, 'CountryUpdated', {
        ...{ investorAddress, country: 840 },
      });
      await emits(
        registry.write.updateIdentity([a, addressOf(12)], agent),
        erc3643Registry,
        'IdentityUpdated',
        {
          ...{ oldIdentity: person, newIdentity: addressOf(12) },
        },
      );
      await emits(registry.write.deleteIdentity([a], agent), erc3643Registry, 'IdentityRemoved', {
        ...{ investorAddress, identity: addressOf(12) },
      });
      assert.equal(await registry.read.contains([a]), false);
      await refused(registry.write.deleteIdentity([a], agent));
      await registry.write.batchRegisterIdentity(
        [
          [a, b],
          [person, addressOf(12)],
          [276, 840],
        ],
        agent,
      );
      assert.equal(await registry.read.investorCountry([b]), 840);
      for (const attempt of [
        registry.write.registerIdentity([d.stranger.account.address, person, 1], stranger),
        registry.write.deleteIdentity([a], stranger),
        registry.write.updateCountry([a, 1], stranger),
        registry.write.updateIdentity([a, b], stranger),
        registry.write.batchRegisterIdentity([[person], [person], [1]], stranger),
      ]) {
        await refused(attempt);
      }
    });

    it('verifies who is vouched for, until that ends', async () => {
      assert.equal(await registry.read.isVerified([a]), false);
      await d.verify(a);
      assert.equal(await registry.read.isVerified([a]), true);
      await d.unverify(a);
      assert.equal(await registry.read.isVerified([a]), false);
      assert.equal(await registry.read.contains([a]), true);
    });

    it('is pointed at its registries by the owner', async () => {
      await emits(
        registry.write.setIdentityRegistryStorage([d.identityStorage]),
        erc3643Registry,
        'IdentityStorageSet',
        {
          identityStorage: getAddress(d.identityStorage),
        },
      );
      await emits(
        registry.write.setClaimTopicsRegistry([d.claimTopics]),
        erc3643Registry,
        'ClaimTopicsRegistrySet',
        {
          claimTopicsRegistry: getAddress(d.claimTopics),
        },
      );
      await emits(
        registry.write.setTrustedIssuersRegistry([d.trustedIssuers]),
        erc3643Registry,
        'TrustedIssuersRegistrySet',
        { trustedIssuersRegistry: getAddress(d.trustedIssuers) },
      );
      await refused(registry.write.setIdentityRegistryStorage([d.identityStorage], agent));
      await refused(registry.write.setClaimTopicsRegistry([d.claimTopics], agent));
      await refused(registry.write.setTrustedIssuersRegistry([d.trustedIssuers], agent));
    });
  });

  describe(`${d.name}: identity storage`, () => {
    beforeEach(d.fresh);

    it('answers every function', () => hasFunctions(d.identityStorage, erc3643Storage));

    it('is written by the registries bound to it, until they are unbound', async () => {
      await refused(storage.write.addIdentityToStorage([a, person, 276], bob));
      await emits(storage.write.bindIdentityRegistry([b]), erc3643Storage, 'IdentityRegistryBound', {
        identityRegistry: b,
      });
      assert.ok((await storage.read.linkedIdentityRegistries()).includes(getAddress(b)));
      const investorAddress = a;
      await emits(
        storage.write.addIdentityToStorage([a, person, 276], bob),
        erc3643Storage,
        'IdentityStored',
        {
          ...{ investorAddress, identity: person },
        },
      );
      assert.equal(await storage.read.storedIdentity([a]), person);
      await emits(
        storage.write.modifyStoredInvestorCountry([a, 840], bob),
        erc3643Storage,
        'CountryModified',
        {
          ...{ investorAddress, country: 840 },
        },
      );
      assert.equal(await storage.read.storedInvestorCountry([a]), 840);
      await emits(
        storage.write.modifyStoredIdentity([a, addressOf(12)], bob),
        erc3643Storage,
        'IdentityModified',
        {
          ...{ oldIdentity: person, newIdentity: addressOf(12) },
        },
      );
      await emits(storage.write.removeIdentityFromStorage([a], bob), erc3643Storage, 'IdentityUnstored', {
        ...{ investorAddress, identity: addressOf(12) },
      });
      await emits(storage.write.unbindIdentityRegistry([b]), erc3643Storage, 'IdentityRegistryUnbound', {
        identityRegistry: b,
      });
      await refused(storage.write.addIdentityToStorage([a, person, 276], bob));
      await refused(storage.write.bindIdentityRegistry([a], stranger));
    });
  });

  describe(`${d.name}: trusted issuers and claim topics`, () => {
    beforeEach(d.fresh);

    it('answer every function', async () => {
      await hasFunctions(d.trustedIssuers, erc3643Issuers);
      await hasFunctions(d.claimTopics, erc3643Topics);
    });

    it('are kept by the owner', async () => {
      const trustedIssuer = addressOf(21);
      const before = await issuers.read.getTrustedIssuers();
      const claimTopics = [7n, 8n];
      await emits(
        issuers.write.addTrustedIssuer([trustedIssuer, [7n, 8n]]),
        erc3643Issuers,
        'TrustedIssuerAdded',
        {
          ...{ trustedIssuer, claimTopics },
        },
      );
      assert.deepEqual(await issuers.read.getTrustedIssuers(), [...before, trustedIssuer]);
      assert.equal(await issuers.read.isTrustedIssuer([trustedIssuer]), true);
      assert.equal(await issuers.read.hasClaimTopic([trustedIssuer, 8n]), true);
      assert.deepEqual(await issuers.read.getTrustedIssuersForClaimTopic([7n]), [trustedIssuer]);
      await emits(
        issuers.write.updateIssuerClaimTopics([trustedIssuer, [9n]]),
        erc3643Issuers,
        'ClaimTopicsUpdated',
        {
          ...{ trustedIssuer, claimTopics: [9n] },
        },
      );
      assert.deepEqual(await issuers.read.getTrustedIssuerClaimTopics([trustedIssuer]), [9n]);
      await refused(issuers.write.addTrustedIssuer([trustedIssuer, [7n]]));
      await refused(issuers.write.updateIssuerClaimTopics([trustedIssuer, []]));
      await emits(
        issuers.write.removeTrustedIssuer([trustedIssuer]),
        erc3643Issuers,
        'TrustedIssuerRemoved',
        {
          trustedIssuer,
        },
      );
      assert.equal(await issuers.read.isTrustedIssuer([trustedIssuer]), false);
      await refused(issuers.write.removeTrustedIssuer([trustedIssuer]));
      await refused(issuers.write.addTrustedIssuer([trustedIssuer, [7n]], agent));
      await refused(issuers.write.updateIssuerClaimTopics([trustedIssuer, [7n]], agent));
      await refused(issuers.write.removeTrustedIssuer([trustedIssuer], agent));
    });

    it('name what every investor must prove', async () => {
      const before = await topics.read.getClaimTopics();
      await emits(topics.write.addClaimTopic([77n]), erc3643Topics, 'ClaimTopicAdded', { claimTopic: 77n });
      assert.deepEqual(await topics.read.getClaimTopics(), [...before, 77n]);
      await refused(topics.write.addClaimTopic([77n]));
      await emits(topics.write.removeClaimTopic([77n]), erc3643Topics, 'ClaimTopicRemoved', {
        claimTopic: 77n,
      });
      assert.deepEqual(await topics.read.getClaimTopics(), before);
      await refused(topics.write.addClaimTopic([78n], agent));
      await refused(topics.write.removeClaimTopic([1n], agent));
    });
  });

  describe(`${d.name}: compliance`, () => {
    beforeEach(d.fresh);

    it('answers every function, and those of T-REX modules', async () => {
      await hasFunctions(d.compliance, erc3643Compliance);
      await hasFunctions(d.compliance, trexModules);
    });

    it('is bound to the token, and hears of movements from it alone', async () => {
      assert.equal(await compliance.read.isTokenBound([d.token]), true);
      assert.equal(await compliance.read.isTokenBound([a]), false);
      assert.equal(await compliance.read.getTokenBound(), getAddress(d.token));
      await refused(compliance.write.transferred([a, b, 1n], stranger));
      await refused(compliance.write.created([a, 1n], stranger));
      await refused(compliance.write.destroyed([a, 1n], stranger));
      await refused(compliance.write.bindToken([a], stranger));
      await refused(compliance.write.unbindToken([d.token], stranger));
    });

    it('says beforehand whether a transfer would pass', async () => {
      await d.verify(a);
      await d.verify(b);
      await at(erc3643Token, d.token).write.mint([a, 10n], agent);
      assert.equal(await compliance.read.canTransfer([a, b, 5n]), true);
      await d.refuse();
      assert.equal(await compliance.read.canTransfer([a, b, 5n]), false);
      await refused(at(erc20, d.token).write.transfer([b, 5n], { account: d.investors.alice.account }));
    });

    it('exchanges its token when that chooses another compliance', async () => {
      const token = at(erc3643Token, d.token);
      const other = await d.otherCompliance();
      const moved = token.write.setCompliance([other]);
      await emits(moved, erc3643Compliance, 'TokenUnbound', { token: getAddress(d.token) });
      await emits(moved, erc3643Compliance, 'TokenBound', { token: getAddress(d.token) });
    });

    it('takes modules from the owner, calls them for him and lets them go', async () => {
      const module = await d.module();
      assert.deepEqual(await modular.read.getModules(), []);
      await refused(modular.write.addModule([module], agent));
      await emits(modular.write.addModule([module]), trexModules, 'ModuleAdded', { module });
      assert.deepEqual(await modular.read.getModules(), [module]);
      assert.equal(await modular.read.isModuleBound([module]), true);
      await refused(modular.write.addModule([module]));
      await emits(
        modular.write.callModuleFunction(['0x06fdde03', module]),
        trexModules,
        'ModuleInteraction',
        {
          ...{ target: module, selector: '0x06fdde03' },
        },
      );
      await refused(modular.write.callModuleFunction(['0x06fdde03', module], agent));
      await refused(modular.write.callModuleFunction(['0x06fdde03', a]));
      await refused(modular.write.removeModule([module], agent));
      await emits(modular.write.removeModule([module]), trexModules, 'ModuleRemoved', { module });
      assert.equal(await modular.read.isModuleBound([module]), false);
      await refused(modular.write.removeModule([module]));
    });
  });
}
