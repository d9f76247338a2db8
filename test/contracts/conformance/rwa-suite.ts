import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { encodeErrorResult, zeroAddress, zeroHash } from 'viem';
import { addressOf } from '../support/acts.ts';
import { key } from '../support/platform.ts';
import { revertData } from '../support/refusals.ts';
import { type Deployment, type Examined, refused } from './deployment.ts';
import { erc20, erc165, erc1643, erc3643Token, erc7943 } from './standards.ts';

/** ERC-7943, ERC-1643 and ERC-165 on the same token. */
export function realWorldAssetConforms(d: Deployment, { at, emits, hasFunctions }: Examined): void {
  const { alice, bob, carol } = d.investors;
  const [a, b, c] = [alice.account.address, bob.account.address, carol.account.address];
  const agent = { account: d.agent.account };
  const coin = at(erc20, d.token);
  const rwa = at(erc7943, d.token);
  const token = at(erc3643Token, d.token);

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

  describe(`${d.name}: ERC-7943`, () => {
    beforeEach(held);

    it('answers every function, and says so under its identifier', async () => {
      await hasFunctions(d.token, erc7943);
      assert.equal(await at(erc165, d.token).read.supportsInterface(['0x3edbb4c4']), true);
    });

    it('MUST set the frozen amount, even beyond the balance, by those allowed to only', async () => {
      await emits(rwa.write.setFrozenTokens([a, 60n], agent), erc7943, 'Frozen', { account: a, amount: 60n });
      assert.equal(await rwa.read.getFrozenTokens([a]), 60n);
      assert.equal(await rwa.read.canTransfer([a, b, 40n]), true);
      assert.equal(await rwa.read.canTransfer([a, b, 41n]), false);
      await emits(rwa.write.setFrozenTokens([a, 150n], agent), erc7943, 'Frozen', {
        account: a,
        amount: 150n,
      });
      assert.equal(await rwa.read.getFrozenTokens([a]), 150n);
      await refused(coin.write.transfer([b, 1n], { account: alice.account }));
      await coin.write.transfer([a, 50n], { account: bob.account });
      await refused(coin.write.transfer([b, 1n], { account: alice.account }));
      await emits(rwa.write.setFrozenTokens([a, 0n], agent), erc7943, 'Frozen', { account: a, amount: 0n });
      await coin.write.transfer([b, 150n], { account: alice.account });
      await refused(rwa.write.setFrozenTokens([a, 1n], { account: d.stranger.account }));
    });

    it('SHOULD name what is not frozen when that is too little', async () => {
      await rwa.write.setFrozenTokens([a, 60n], agent);
      const attempt = coin.write.transfer([b, 41n], { account: alice.account });
      const data = await attempt.then(() => '0x', revertData);
      const args = [a, 41n, 40n] as const;
      const errorName = 'ERC7943InsufficientUnfrozenBalance';
      assert.equal(data, encodeErrorResult({ abi: erc7943, errorName, args }));
    });

    it('canSend and canReceive MUST NOT revert, and know accounts, not amounts', async () => {
      assert.deepEqual([await rwa.read.canSend([a]), await rwa.read.canReceive([a])], [true, true]);
      assert.equal(await rwa.read.canReceive([c]), false);
      await token.write.setAddressFrozen([a, true], agent);
      assert.deepEqual([await rwa.read.canSend([a]), await rwa.read.canReceive([a])], [false, false]);
      for (const strange of [zeroAddress, d.token, addressOf(99)]) {
        await rwa.read.canSend([strange]);
        assert.equal(await rwa.read.canReceive([strange]), false);
        for (const amount of [0n, 1n, 2n ** 256n - 1n]) {
          assert.equal(await rwa.read.canTransfer([a, strange, amount]), false);
          await rwa.read.canTransfer([strange, a, amount]);
        }
      }
    });

    it('canTransfer MUST be false whenever a rule would refuse, and transfers then fail', async () => {
      const situations: ReadonlyArray<() => Promise<unknown>> = [
        async () => {},
        () => token.write.pause(agent),
        () => token.write.setAddressFrozen([a, true], agent),
        () => token.write.setAddressFrozen([b, true], agent),
        () => d.unverify(b),
        () => d.refuse(),
        () => rwa.write.setFrozenTokens([a, 100n], agent),
      ];
      for (const [index, prepare] of situations.entries()) {
        await held();
        await prepare();
        const allowed = index === 0;
        assert.equal(await rwa.read.canTransfer([a, b, 1n]), allowed, `situation ${index}`);
        const attempt = coin.write.transfer([b, 1n], { account: alice.account });
        await (allowed ? attempt : refused(attempt));
      }
    });

    it('forcedTransfer MUST say so, free frozen shares first, and refuse who cannot receive', async () => {
      await rwa.write.setFrozenTokens([a, 90n], agent);
      const seized = rwa.write.forcedTransfer([a, b, 30n], agent);
      await emits(seized, erc7943, 'ForcedTransfer', { from: a, to: b, amount: 30n });
      await emits(seized, erc7943, 'Frozen', { account: a, amount: 70n });
      await emits(seized, erc20, 'Transfer', { from: a, to: b, value: 30n });
      await refused(rwa.write.forcedTransfer([a, c, 1n], agent));
      await refused(rwa.write.forcedTransfer([a, b, 71n], agent));
      await refused(rwa.write.forcedTransfer([a, b, 1n], { account: d.stranger.account }));
    });

    it('burning frozen shares by an agent MUST bring the frozen amount down with them', async () => {
      await rwa.write.setFrozenTokens([a, 90n], agent);
      await emits(token.write.burn([a, 30n], agent), erc7943, 'Frozen', { account: a, amount: 70n });
      assert.equal(await rwa.read.getFrozenTokens([a]), 70n);
    });
  });

  describe(`${d.name}: ERC-1643`, () => {
    beforeEach(d.fresh);
    const documents = at(erc1643, d.token);
    const [name, documentHash] = [key('prospectus'), key('its content')];

    it('answers every function', () => hasFunctions(d.token, erc1643));

    it('keeps documents, by those allowed to only, and tells of every change', async () => {
      await refused(
        documents.write.setDocument([name, 'ipfs://one', documentHash], { account: d.stranger.account }),
      );
      const set = documents.write.setDocument([name, 'ipfs://one', documentHash]);
      await emits(set, erc1643, 'DocumentUpdated', { name, uri: 'ipfs://one', documentHash });
      const [uri, hash, modified] = await documents.read.getDocument([name]);
      assert.deepEqual([uri, hash], ['ipfs://one', documentHash]);
      assert.equal(modified, (await d.client.getBlock()).timestamp);
      await documents.write.setDocument([name, 'ipfs://two', documentHash]);
      await documents.write.setDocument([key('lease'), 'ipfs://lease', documentHash]);
      assert.deepEqual(await documents.read.getAllDocuments(), [name, key('lease')]);
      await refused(documents.write.removeDocument([name], { account: d.stranger.account }));
      const removed = documents.write.removeDocument([name]);
      await emits(removed, erc1643, 'DocumentRemoved', { name, uri: 'ipfs://two', documentHash });
      assert.deepEqual(await documents.read.getAllDocuments(), [key('lease')]);
      assert.deepEqual(await documents.read.getDocument([name]), ['', zeroHash, 0n]);
      await refused(documents.write.removeDocument([name]));
    });
  });

  describe(`${d.name}: ERC-165`, () => {
    it('says what the token is, and nothing else', async () => {
      await hasFunctions(d.token, erc165);
      const introspection = at(erc165, d.token);
      // ERC-165, ERC-20, its metadata, ERC-2612.
      for (const id of ['0x01ffc9a7', '0x36372b07', '0xa219a025', '0x9d8ff7da'] as const) {
        assert.equal(await introspection.read.supportsInterface([id]), true, id);
      }
      assert.equal(await introspection.read.supportsInterface(['0xffffffff']), false);
    });
  });
}
