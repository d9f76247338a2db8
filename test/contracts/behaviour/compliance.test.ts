import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { concatHex, getAddress, zeroAddress } from 'viem';
import { addressOf, attest, issue, tokenize } from '../support/acts.ts';
import { createPlatform, GERMANY, type Rules, rules, SHARE, USA } from '../support/platform.ts';

const p = await createPlatform();
const { networkHelpers, viem, operator, registry } = p;
const asOperator = { account: operator.account };
const asAlice = { account: p.alice.account };
const [alice, bob, carol] = [p.alice.account.address, p.bob.account.address, p.carol.account.address];

const withRules = (given: Rules) => async () => {
  const tokenized = await tokenize(p, { rules: given });
  await issue(p, tokenized.token, [[alice, 100n * SHARE]]);
  return tokenized;
};

describe('Countries', () => {
  it('only the listed ones may receive, by transfer or issue', async () => {
    const { token, compliance } = await p.load(withRules({ countryMode: 1, countries: [GERMANY] }));
    await attest(p, [bob], { country: USA });
    await viem.assertions.revertWithCustomErrorWithArgs(
      token.write.transfer([bob, SHARE], asAlice),
      compliance,
      'ComplianceCountryNotAllowed',
      [USA],
    );
    await viem.assertions.revertWithCustomError(
      token.write.mint([bob, SHARE], asOperator),
      compliance,
      'ComplianceCountryNotAllowed',
    );
    assert.equal(await compliance.read.canTransfer([alice, bob, SHARE]), false);
    await registry.write.updateCountry([bob, GERMANY], asOperator);
    assert.equal(await compliance.read.canTransfer([alice, bob, SHARE]), true);
    await token.write.transfer([bob, SHARE], asAlice);
  });

  it('all but the listed ones may receive; a seizure is not judged', async () => {
    const { token, compliance } = await p.load(withRules({ countryMode: 2, countries: [USA, 1023] }));
    await attest(p, [bob], { country: USA });
    await viem.assertions.revertWithCustomError(
      token.write.transfer([bob, SHARE], asAlice),
      compliance,
      'ComplianceCountryNotAllowed',
    );
    await token.write.forcedTransfer([alice, bob, SHARE], asOperator);
    assert.deepEqual((await compliance.read.rules()).countries, [USA, 1023]);
  });
});

describe('Limits per investor', () => {
  it('count all wallets of an identity together', async () => {
    const { token, compliance } = await p.load(withRules({ maxBalance: 100n * SHARE }));
    await attest(p, [bob], { identity: carol });
    await attest(p, [carol], { identity: carol });
    await token.write.transfer([bob, 40n * SHARE], asAlice);
    await token.write.transfer([carol, 50n * SHARE], asAlice);
    assert.equal(await compliance.read.positionOf([carol]), 90n * SHARE);
    await token.write.transfer([carol, 10n * SHARE], asAlice);
    assert.equal(await compliance.read.positionOf([alice]), 0n);
    await issue(p, token, [[alice, SHARE]]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      token.write.transfer([carol, SHARE], asAlice),
      compliance,
      'ComplianceMaxBalanceExceeded',
      [getAddress(carol), 101n * SHARE, 100n * SHARE],
    );
    await token.write.transfer([carol, 40n * SHARE], { account: p.bob.account });
    assert.equal(await compliance.read.positionOf([carol]), 100n * SHARE);
  });

  it('hold the number of investors, who may hand their place on', async () => {
    const { token, compliance } = await p.load(withRules({ maxHolders: 2 }));
    await issue(p, token, [[bob, SHARE]]);
    await attest(p, [carol]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      token.write.transfer([carol, SHARE], asAlice),
      compliance,
      'ComplianceMaxHoldersReached',
      [2n],
    );
    await token.write.transfer([carol, SHARE], { account: p.bob.account });
    assert.equal(await compliance.read.holderCount(), 2n);
    await token.write.burn([carol, SHARE], asOperator);
    assert.equal(await compliance.read.holderCount(), 1n);
    assert.equal(await compliance.read.canTransfer([alice, bob, SHARE]), true);
  });

  it('survive a change of identity: the holder can still transfer, and sums stay right', async () => {
    const { token, compliance } = await p.load(withRules({ maxBalance: 100n * SHARE, maxHolders: 10 }));
    await attest(p, [bob]);
    const person = addressOf(5);
    await registry.write.updateIdentity([alice, person], asOperator);
    await token.write.transfer([bob, 30n * SHARE], asAlice);
    assert.equal(await compliance.read.positionOf([alice]), 0n);
    assert.equal(await compliance.read.positionOf([person]), 70n * SHARE);
    assert.equal(await compliance.read.holderCount(), 2n);
    await registry.write.deleteIdentity([alice], asOperator);
    await token.write.transfer([bob, 20n * SHARE], asAlice);
    await token.write.burn([alice, 50n * SHARE], asOperator);
    assert.equal(await compliance.read.positionOf([person]), 0n);
    assert.equal(await compliance.read.holderCount(), 1n);
  });

  it('follow a wallet to its new identity: at its next movement, or when anyone asks for it', async () => {
    const { token, compliance } = await p.load(withRules({ maxHolders: 10 }));
    await attest(p, [bob]);
    const [first, second] = [getAddress(addressOf(5)), getAddress(addressOf(6))];
    await registry.write.updateIdentity([alice, first], asOperator);
    await viem.assertions.emitWithArgs(
      token.write.transfer([bob, 30n * SHARE], asAlice),
      compliance,
      'WalletReconciled',
      [getAddress(alice), getAddress(alice), first, 100n * SHARE],
    );
    await registry.write.updateIdentity([alice, second], asOperator);
    const reconcile = (wallet: typeof alice) =>
      compliance.write.reconcile([wallet], { account: p.stranger.account });
    await viem.assertions.emitWithArgs(reconcile(alice), compliance, 'WalletReconciled', [
      getAddress(alice),
      first,
      second,
      70n * SHARE,
    ]);
    assert.equal(await compliance.read.positionOf([second]), 70n * SHARE);
    for (const wallet of [alice, carol]) {
      const { logs } = await p.client.getTransactionReceipt({ hash: await reconcile(wallet) });
      assert.deepEqual(logs, []);
    }
  });

  it('cannot begin when shares exist whose holders were not counted', async () => {
    const { compliance } = await p.load(withRules({}));
    await viem.assertions.revertWithCustomError(
      compliance.write.setRules([rules({ maxHolders: 5 })]),
      compliance,
      'CompliancePositionsNotTracked',
    );
    const { compliance: tracked } = await p.load(withRules({ trackPositions: true }));
    await tracked.write.setRules([rules({ maxHolders: 5 })]);
    assert.equal(await tracked.read.holderCount(), 1n);
    assert.equal((await tracked.read.rules()).maxHolders, 5);
  });
});

describe('A lock-up', () => {
  it('stops holders until it ends, but not issuing, burning or seizing', async () => {
    const until = (await networkHelpers.time.latest()) + 86_400;
    const { token, compliance } = await p.load(withRules({ lockedUntil: until }));
    await attest(p, [bob]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      token.write.transfer([bob, SHARE], asAlice),
      compliance,
      'ComplianceLocked',
      [until],
    );
    await token.write.mint([bob, SHARE], asOperator);
    await token.write.forcedTransfer([alice, bob, SHARE], asOperator);
    await token.write.burn([bob, SHARE], asOperator);
    await networkHelpers.time.increaseTo(until);
    await token.write.transfer([bob, SHARE], asAlice);
  });
});

describe('The compliance contract', () => {
  it('takes movements from its token and rules from the token’s owner only', async () => {
    const { token, compliance } = await p.load(withRules({}));
    const movement = {
      ...{ kind: 1, spender: zeroAddress, from: zeroAddress, to: alice, amount: SHARE },
      ...{ fromParty: 0n, toParty: 0n, fromBalance: 0n, toBalance: 0n },
    };
    assert.equal(await compliance.read.isTokenBound([token.address]), true);
    assert.equal(await compliance.read.getTokenBound(), token.address);
    for (const attempt of [
      compliance.write.checkAndApply([movement], asOperator),
      compliance.write.checkAndApplyBatch([movement, []], asOperator),
      compliance.write.applied([movement], asOperator),
      compliance.write.created([alice, SHARE], asOperator),
      compliance.write.transferred([alice, bob, SHARE], asOperator),
      compliance.write.destroyed([alice, SHARE], asOperator),
      compliance.write.unbindToken([token.address], asOperator),
      compliance.write.setRules([rules()], asOperator),
    ]) {
      await viem.assertions.revertWithCustomError(attempt, compliance, 'ComplianceUnauthorized');
    }
    await viem.assertions.revertWithCustomError(
      compliance.write.bindToken([alice], asAlice),
      compliance,
      'ComplianceTokenBound',
    );
    await viem.assertions.revertWithCustomError(
      compliance.write.initialize([alice, rules()]),
      compliance,
      'ComplianceAlreadyInitialized',
    );
    await token.write.transferOwnership([bob]);
    assert.equal(await compliance.read.owner(), getAddress(bob));
    await compliance.write.setRules([rules({ countryMode: 1 })], { account: p.bob.account });
    assert.equal(await compliance.read.canTransfer([zeroAddress, alice, SHARE]), false);
  });

  it('says by events which token and rules it begins with', async () => {
    const given = { countryMode: 2, countries: [USA], maxBalance: 5n * SHARE };
    const { hash, token, compliance } = await p.load(() => tokenize(p, { rules: given }));
    const born = Promise.resolve(hash);
    await viem.assertions.emitWithArgs(born, compliance, 'TokenBound', [token.address]);
    await viem.assertions.emitWithArgs(born, compliance, 'RulesSet', [rules(given)]);
  });

  it('cannot be taken over through the shared code', async () => {
    await p.load(withRules({}));
    const shared = p.complianceAt(await p.factory.read.complianceImplementation());
    await viem.assertions.revertWithCustomError(
      shared.write.initialize([alice, rules()]),
      shared,
      'ComplianceAlreadyInitialized',
    );
    await viem.assertions.revertWithCustomError(
      shared.write.bindToken([bob], { account: p.bob.account }),
      shared,
      'ComplianceTokenBound',
    );
    assert.equal(await shared.read.isTokenBound([bob]), false);
  });

  it('takes no token before it is initialized, as a clone somebody else made', async () => {
    await p.load(withRules({}));
    const code = await p.factory.read.complianceImplementation();
    // The shortest contract that passes every call on to the shared code (ERC-1167).
    const creation = concatHex([
      '0x3d602d80600a3d3981f3363d3d373d3d3d363d73',
      code,
      '0x5af43d82803e903d91602b57fd5bf3',
    ]);
    const hash = await p.bob.sendTransaction({ data: creation });
    const { contractAddress } = await p.client.getTransactionReceipt({ hash });
    assert.ok(contractAddress);
    const clone = p.complianceAt(contractAddress);
    await viem.assertions.revertWithCustomErrorWithArgs(
      clone.write.bindToken([bob], { account: p.bob.account }),
      clone,
      'ComplianceUnauthorized',
      [getAddress(bob)],
    );
  });

  it('refuses countries beyond its map', async () => {
    const { compliance } = await p.load(withRules({}));
    await viem.assertions.revertWithCustomErrorWithArgs(
      compliance.write.setRules([rules({ countries: [1024] })]),
      compliance,
      'ComplianceCountryOutOfRange',
      [1024],
    );
  });
});
