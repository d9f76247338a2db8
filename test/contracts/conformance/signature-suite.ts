import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { type Address, domainSeparator, type Hex, parseSignature } from 'viem';
import { key, type Wallet } from '../support/platform.ts';
import { AUTHORIZATION, CANCELLATION, PERMIT } from '../support/typed-data.ts';
import { type Deployment, type Examined, refused } from './deployment.ts';
import { erc20, erc2612, erc3009, erc3643Token } from './standards.ts';

const MAX = 2n ** 256n - 1n;
type Field = Readonly<{ name: string; type: string }>;

/** ERC-2612 and ERC-3009: acting by signature, and never twice. */
export function signaturesConform(d: Deployment, { at, emits, hasFunctions }: Examined): void {
  const { alice, bob, carol } = d.investors;
  const [a, b, c] = [alice.account.address, bob.account.address, carol.account.address];
  const agent = { account: d.agent.account };
  const stranger = { account: d.stranger.account };
  const coin = at(erc20, d.token);
  const permits = at(erc2612, d.token);
  const authorizations = at(erc3009, d.token);
  const domain = { ...d.domain, verifyingContract: d.token };

  async function sign(
    wallet: Wallet,
    type: string,
    fields: readonly Field[],
    message: Record<string, unknown>,
  ) {
    const types: Record<string, unknown> = { [type]: fields };
    const signature = await wallet.signTypedData({ domain, types, primaryType: type, message });
    const { r, s, yParity } = parseSignature(signature);
    return [27 + yParity, r, s] as const;
  }
  async function held(): Promise<void> {
    await d.fresh();
    await d.verify(a);
    await d.verify(b);
    await at(erc3643Token, d.token).write.mint([a, 100n], agent);
  }
  const now = async () => (await d.client.getBlock()).timestamp;

  describe(`${d.name}: ERC-2612`, () => {
    beforeEach(held);
    const permit = async (value: bigint, nonce: bigint, deadline: bigint, signer = alice) => {
      const message = { owner: a, spender: c, value, nonce, deadline };
      return [a, c, value, deadline, ...(await sign(signer, 'Permit', PERMIT, message))] as const;
    };

    it('answers every function, and the domain it signs under', async () => {
      await hasFunctions(d.token, erc2612);
      assert.equal(await permits.read.DOMAIN_SEPARATOR(), domainSeparator({ domain }));
    });

    it('approves by the holder’s signature, counting his nonce', async () => {
      const [owner, spender, value] = [a, c, 9n];
      await emits(permits.write.permit(await permit(9n, 0n, MAX), stranger), erc20, 'Approval', {
        owner,
        spender,
        value,
      });
      assert.equal(await coin.read.allowance([a, c]), 9n);
      assert.equal(await permits.read.nonces([a]), 1n);
    });

    it('MUST refuse a used, a late, a foreign and an altered permit', async () => {
      const good = await permit(9n, 0n, MAX);
      await refused(permits.write.permit(await permit(9n, 0n, (await now()) - 1n)));
      await refused(permits.write.permit(await permit(9n, 0n, MAX, bob)));
      await refused(permits.write.permit([a, c, 10n, MAX, good[4], good[5], good[6]]));
      await permits.write.permit(good);
      await refused(permits.write.permit(good));
      assert.equal(await permits.read.nonces([a]), 1n);
    });
  });

  describe(`${d.name}: ERC-3009`, () => {
    beforeEach(held);
    type Change = {
      to?: Address;
      validAfter?: bigint;
      validBefore?: bigint;
      nonce?: Hex;
      signer?: Wallet;
      type?: string;
    };
    const authorize = async (value: bigint, change: Change = {}) => {
      const { to = b, validAfter = 0n, validBefore = MAX, nonce = key('first'), signer = alice } = change;
      const message = { from: a, to, value, validAfter, validBefore, nonce };
      const signature = await sign(
        signer,
        change.type ?? 'TransferWithAuthorization',
        AUTHORIZATION,
        message,
      );
      return [a, to, value, validAfter, validBefore, nonce, ...signature] as const;
    };
    const cancel = async (nonce: Hex, signer = alice) => {
      const signed = await sign(signer, 'CancelAuthorization', CANCELLATION, { authorizer: a, nonce });
      return [a, nonce, ...signed] as const;
    };

    it('answers every function', () => hasFunctions(d.token, erc3009));

    it('transfers by the holder’s signature, whoever submits it, once', async () => {
      const good = await authorize(30n);
      assert.equal(await authorizations.read.authorizationState([a, key('first')]), false);
      await emits(
        authorizations.write.transferWithAuthorization(good, stranger),
        erc3009,
        'AuthorizationUsed',
        {
          ...{ authorizer: a, nonce: key('first') },
        },
      );
      assert.equal(await coin.read.balanceOf([b]), 30n);
      assert.equal(await authorizations.read.authorizationState([a, key('first')]), true);
      await refused(authorizations.write.transferWithAuthorization(good, stranger));
    });

    it('MUST refuse before, after, by another hand and altered', async () => {
      const time = await now();
      const early = await authorize(1n, { validAfter: time + 1_000n });
      const late = await authorize(1n, { validBefore: time });
      const foreign = await authorize(1n, { signer: bob });
      const [from, to, , ...rest] = await authorize(1n);
      for (const bad of [early, late, foreign, [from, to, 2n, ...rest] as const]) {
        await refused(authorizations.write.transferWithAuthorization(bad, stranger));
      }
    });

    it('receive… MUST be called by the receiver, under a type of its own', async () => {
      const received = await authorize(5n, { type: 'ReceiveWithAuthorization' });
      await refused(authorizations.write.receiveWithAuthorization(received, stranger));
      await refused(authorizations.write.transferWithAuthorization(received, stranger));
      await authorizations.write.receiveWithAuthorization(received, { account: bob.account });
      assert.equal(await coin.read.balanceOf([b]), 5n);
    });

    it('cancels before use only, by the holder’s signature', async () => {
      await refused(authorizations.write.cancelAuthorization(await cancel(key('first'), bob), stranger));
      const cancelled = authorizations.write.cancelAuthorization(await cancel(key('first')), stranger);
      await emits(cancelled, erc3009, 'AuthorizationCanceled', { authorizer: a, nonce: key('first') });
      await refused(authorizations.write.transferWithAuthorization(await authorize(1n), stranger));
      await refused(authorizations.write.cancelAuthorization(await cancel(key('first')), stranger));
    });

    it('obeys the same rules as any transfer', async () => {
      await refused(authorizations.write.transferWithAuthorization(await authorize(1n, { to: c }), stranger));
      await at(erc3643Token, d.token).write.pause(agent);
      await refused(authorizations.write.transferWithAuthorization(await authorize(1n), stranger));
    });
  });
}
