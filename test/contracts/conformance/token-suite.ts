import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { getAddress, zeroAddress } from 'viem';
import { addressOf } from '../support/acts.ts';
import { type Deployment, type Examined, refused } from './deployment.ts';
import { agentRole, erc20, erc173, erc3643Compliance, erc3643Token } from './standards.ts';

/** ERC-20, ERC-173, agents and the ERC-3643 token: what their texts demand of any implementation. */
export function tokenConforms(d: Deployment, examined: Examined): void {
  const { at, emits, hasFunctions } = examined;
  const [alice, bob, carol] = [d.investors.alice.account, d.investors.bob.account, d.investors.carol.account];
  const [a, b, c] = [alice.address, bob.address, carol.address];
  const agent = { account: d.agent.account };
  const stranger = { account: d.stranger.account };
  const token = at(erc3643Token, d.token);
  const coin = at(erc20, d.token);
  const roles = at(agentRole, d.token);
  const ownable = at(erc173, d.token);

  /** Alice holds 100, Bob 50, both verified; Carol is nobody. */
  async function held(): Promise<void> {
    await d.fresh();
    await d.verify(a);
    await d.verify(b);
    await token.write.batchMint(
      [
        [a, b],
        [100n, 50n],
      ],
      agent,
    );
  }
  const balances = async () => [await coin.read.balanceOf([a]), await coin.read.balanceOf([b])];

  describe(`${d.name}: ERC-20`, () => {
    beforeEach(held);

    it('answers every function', () => hasFunctions(d.token, erc20));

    it('transfers, of nothing as well, and says so', async () => {
      await emits(coin.write.transfer([b, 30n], { account: alice }), erc20, 'Transfer', {
        from: a,
        to: b,
        value: 30n,
      });
      await emits(coin.write.transfer([b, 0n], { account: alice }), erc20, 'Transfer', {
        from: a,
        to: b,
        value: 0n,
      });
      assert.deepEqual(await balances(), [70n, 80n]);
      await refused(coin.write.transfer([b, 71n], { account: alice }));
    });

    it('lets a spender take what was approved and no more', async () => {
      await emits(coin.write.approve([c, 20n], { account: alice }), erc20, 'Approval', {
        owner: a,
        spender: c,
        value: 20n,
      });
      await coin.write.transferFrom([a, b, 15n], { account: carol });
      assert.equal(await coin.read.allowance([a, c]), 5n);
      await refused(coin.write.transferFrom([a, b, 6n], { account: carol }));
      assert.deepEqual(await balances(), [85n, 65n]);
    });

    it('counts in the supply what is minted and burned, as transfers from and to nobody', async () => {
      await emits(token.write.mint([a, 5n], agent), erc20, 'Transfer', {
        from: zeroAddress,
        to: a,
        value: 5n,
      });
      assert.equal(await coin.read.totalSupply(), 155n);
      await emits(token.write.burn([a, 105n], agent), erc20, 'Transfer', {
        from: a,
        to: zeroAddress,
        value: 105n,
      });
      assert.equal(await coin.read.totalSupply(), 50n);
    });
  });

  describe(`${d.name}: owner and agents`, () => {
    beforeEach(held);

    it('answer every function', async () => {
      await hasFunctions(d.token, erc173);
      await hasFunctions(d.token, agentRole);
      await hasFunctions(d.token, erc3643Token);
    });

    it('are appointed by the owner alone', async () => {
      assert.equal(await ownable.read.owner(), getAddress(d.owner.account.address));
      await refused(roles.write.addAgent([c], agent));
      await refused(roles.write.removeAgent([c], stranger));
      await emits(roles.write.addAgent([c]), agentRole, 'AgentAdded', { agent: c });
      assert.equal(await roles.read.isAgent([c]), true);
      await token.write.mint([a, 1n], { account: carol });
      await emits(roles.write.removeAgent([c]), agentRole, 'AgentRemoved', { agent: c });
      await refused(token.write.mint([a, 1n], { account: carol }));
    });

    it('hand ownership on', async () => {
      const [previousOwner, newOwner] = [d.owner.account.address, c];
      await emits(ownable.write.transferOwnership([c]), erc173, 'OwnershipTransferred', {
        previousOwner,
        newOwner,
      });
      await refused(roles.write.addAgent([b]));
      await roles.write.addAgent([b], { account: carol });
    });

    it('divide the work: what agents do, strangers and the owner alone cannot', async () => {
      for (const account of [d.stranger.account, d.owner.account]) {
        const by = { account };
        await refused(token.write.mint([a, 1n], by));
        await refused(token.write.burn([a, 1n], by));
        await refused(token.write.forcedTransfer([a, b, 1n], by));
        await refused(token.write.recoveryAddress([a, b, a], by));
        await refused(token.write.pause(by));
        await refused(token.write.setAddressFrozen([a, true], by));
        await refused(token.write.freezePartialTokens([a, 1n], by));
        await refused(token.write.unfreezePartialTokens([a, 0n], by));
        await refused(token.write.batchMint([[a], [1n]], by));
        await refused(token.write.batchBurn([[a], [1n]], by));
        await refused(token.write.batchForcedTransfer([[a], [b], [1n]], by));
        await refused(token.write.batchSetAddressFrozen([[a], [true]], by));
        await refused(token.write.batchFreezePartialTokens([[a], [1n]], by));
        await refused(token.write.batchUnfreezePartialTokens([[a], [0n]], by));
      }
      for (const by of [stranger, agent]) {
        await refused(token.write.setName(['x'], by));
        await refused(token.write.setSymbol(['x'], by));
        await refused(token.write.setOnchainID([c], by));
        await refused(token.write.setIdentityRegistry([c], by));
        await refused(token.write.setCompliance([c], by));
      }
    });
  });

  describe(`${d.name}: ERC-3643 token`, () => {
    beforeEach(held);

    it('MUST refuse more than the free balance, and free it again', async () => {
      await emits(token.write.freezePartialTokens([a, 60n], agent), erc3643Token, 'TokensFrozen', {
        wallet: a,
        amount: 60n,
      });
      assert.equal(await token.read.getFrozenTokens([a]), 60n);
      await refused(coin.write.transfer([b, 41n], { account: alice }));
      await coin.write.transfer([b, 40n], { account: alice });
      await emits(token.write.unfreezePartialTokens([a, 10n], agent), erc3643Token, 'TokensUnfrozen', {
        wallet: a,
        amount: 10n,
      });
      await coin.write.transfer([b, 10n], { account: alice });
      await refused(token.write.unfreezePartialTokens([a, 51n], agent));
    });

    it('MUST refuse a receiver who is not verified, for transfer, transferFrom, mint and forced transfer', async () => {
      await coin.write.approve([b, 10n], { account: alice });
      await refused(coin.write.transfer([c, 1n], { account: alice }));
      await refused(coin.write.transferFrom([a, c, 1n], { account: bob }));
      await refused(token.write.mint([c, 1n], agent));
      await refused(token.write.forcedTransfer([a, c, 1n], agent));
      await d.verify(c);
      await coin.write.transfer([c, 1n], { account: alice });
      await d.unverify(c);
      await refused(coin.write.transfer([c, 1n], { account: alice }));
    });

    it('MUST refuse wallets that are frozen, at either end', async () => {
      await emits(token.write.setAddressFrozen([a, true], agent), erc3643Token, 'AddressFrozen', {
        wallet: a,
        isFrozen: true,
        owner: d.agent.account.address,
      });
      assert.equal(await token.read.isFrozen([a]), true);
      await refused(coin.write.transfer([b, 1n], { account: alice }));
      await refused(coin.write.transfer([a, 1n], { account: bob }));
      await token.write.setAddressFrozen([a, false], agent);
      await coin.write.transfer([b, 1n], { account: alice });
    });

    it('MUST refuse transfers while paused, but not minting, burning, seizing and recovering', async () => {
      await d.verify(c, a);
      await emits(token.write.pause(agent), erc3643Token, 'Paused', { account: d.agent.account.address });
      assert.equal(await token.read.paused(), true);
      await refused(coin.write.transfer([b, 1n], { account: alice }));
      await refused(token.write.pause(agent));
      await token.write.mint([a, 1n], agent);
      await token.write.burn([a, 1n], agent);
      await token.write.forcedTransfer([a, b, 1n], agent);
      await token.write.recoveryAddress([a, c, a], agent);
      await emits(token.write.unpause(agent), erc3643Token, 'Unpaused', { account: d.agent.account.address });
      await refused(token.write.unpause(agent));
      await coin.write.transfer([b, 1n], { account: carol });
    });

    it('MUST respect the rules of compliance, for transfers; a forced transfer is not asked', async () => {
      await d.refuse();
      await refused(coin.write.transfer([b, 1n], { account: alice }));
      assert.equal(await at(erc3643Compliance, d.compliance).read.canTransfer([a, b, 1n]), false);
      await token.write.forcedTransfer([a, b, 1n], agent);
      assert.deepEqual(await balances(), [99n, 51n]);
    });

    it('MUST force transfers, out of frozen wallets and frozen shares too, freeing no more than needed', async () => {
      await token.write.freezePartialTokens([a, 80n], agent);
      await token.write.setAddressFrozen([a, true], agent);
      await emits(token.write.forcedTransfer([a, b, 50n], agent), erc3643Token, 'TokensUnfrozen', {
        wallet: a,
        amount: 30n,
      });
      assert.equal(await token.read.getFrozenTokens([a]), 50n);
      await refused(token.write.forcedTransfer([a, b, 51n], agent));
      await token.write.burn([a, 20n], agent);
      assert.equal(await token.read.getFrozenTokens([a]), 30n);
    });

    it('MUST recover a lost wallet for the same investor, with what was frozen', async () => {
      await token.write.freezePartialTokens([a, 10n], agent);
      await refused(token.write.recoveryAddress([a, b, a], agent));
      await d.verify(c, a);
      await emits(token.write.recoveryAddress([a, c, a], agent), erc3643Token, 'RecoverySuccess', {
        lostWallet: a,
        newWallet: c,
        investorOnchainID: a,
      });
      assert.equal(await coin.read.balanceOf([a]), 0n);
      assert.equal(await coin.read.balanceOf([c]), 100n);
      assert.equal(await token.read.getFrozenTokens([c]), 10n);
      await refused(token.write.recoveryAddress([d.stranger.account.address, c, a], agent));
    });

    it('MUST work in batches, wholly or not at all', async () => {
      await token.write.batchTransfer(
        [
          [b, b],
          [1n, 2n],
        ],
        { account: alice },
      );
      assert.deepEqual(await balances(), [97n, 53n]);
      await token.write.batchForcedTransfer(
        [
          [a, b],
          [b, a],
          [7n, 3n],
        ],
        agent,
      );
      assert.deepEqual(await balances(), [93n, 57n]);
      await token.write.batchBurn(
        [
          [a, b],
          [3n, 7n],
        ],
        agent,
      );
      await token.write.batchSetAddressFrozen(
        [
          [a, b],
          [true, true],
        ],
        agent,
      );
      assert.equal(await token.read.isFrozen([b]), true);
      await token.write.batchSetAddressFrozen(
        [
          [a, b],
          [false, false],
        ],
        agent,
      );
      await token.write.batchFreezePartialTokens(
        [
          [a, b],
          [5n, 6n],
        ],
        agent,
      );
      await token.write.batchUnfreezePartialTokens(
        [
          [a, b],
          [4n, 6n],
        ],
        agent,
      );
      assert.equal(await token.read.getFrozenTokens([a]), 1n);
      assert.deepEqual(await balances(), [90n, 50n]);
      await refused(
        token.write.batchTransfer(
          [
            [b, c],
            [1n, 1n],
          ],
          { account: alice },
        ),
      );
      await refused(
        token.write.batchBurn(
          [
            [a, b],
            [1n, 51n],
          ],
          agent,
        ),
      );
      assert.deepEqual(await balances(), [90n, 50n]);
    });

    it('tells its name, symbol, identity, version, registry and compliance, and when they change', async () => {
      const [newDecimals, newVersion] = [await coin.read.decimals(), await token.read.version()];
      const newSymbol = await coin.read.symbol();
      assert.ok(newVersion.length > 0);
      const before = { newDecimals, newVersion, newOnchainID: await token.read.onchainID() };
      await emits(token.write.setName(['Other']), erc3643Token, 'UpdatedTokenInformation', {
        ...{ newName: 'Other', newSymbol, ...before },
      });
      await emits(token.write.setSymbol(['OTH']), erc3643Token, 'UpdatedTokenInformation', {
        ...{ newName: 'Other', newSymbol: 'OTH', ...before },
      });
      await emits(token.write.setOnchainID([addressOf(7)]), erc3643Token, 'UpdatedTokenInformation', {
        ...{ newName: 'Other', newSymbol: 'OTH', ...before, newOnchainID: addressOf(7) },
      });
      assert.equal(await coin.read.name(), 'Other');
      assert.equal(await token.read.onchainID(), addressOf(7));
      assert.equal((await token.read.identityRegistry()).toLowerCase(), d.identityRegistry.toLowerCase());
      assert.equal((await token.read.compliance()).toLowerCase(), d.compliance.toLowerCase());
      await refused(token.write.setName(['']));
      await refused(token.write.setSymbol(['']));
    });

    it('moves to another registry and, while it is empty, to another compliance', async () => {
      await d.fresh();
      const [registry, compliance] = [await d.otherRegistry(), await d.otherCompliance()];
      await emits(token.write.setIdentityRegistry([registry]), erc3643Token, 'IdentityRegistryAdded', {
        identityRegistry: registry,
      });
      await emits(token.write.setCompliance([compliance]), erc3643Token, 'ComplianceAdded', { compliance });
      assert.equal((await token.read.compliance()).toLowerCase(), compliance.toLowerCase());
      assert.equal(await at(erc3643Compliance, compliance).read.isTokenBound([d.token]), true);
      assert.equal(await at(erc3643Compliance, d.compliance).read.isTokenBound([d.token]), false);
    });
  });
}
