import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as auth from '@freehold/shared/auth';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { createSiweMessage } from 'viem/siwe';
import { startTestApplication, type TestApplication } from '../../common/testing/test-application.ts';
import type { TestClient } from '../../common/testing/test-client.ts';
import { codeOf, someone } from '../../common/testing/test-people.ts';

describe('wallets', () => {
  let system: TestApplication;
  let investor: TestClient;
  const wallet = privateKeyToAccount(generatePrivateKey());
  before(async () => {
    system = await startTestApplication();
    investor = await someone(system, await system.admin(), 'investor');
  });
  after(() => system.close());

  async function proof(
    account: PrivateKeyAccount,
    changes: Partial<{ domain: string; chainId: number }> = {},
  ) {
    const { nonce, domain, uri, chainId } = await system.client().call(auth.createNonce);
    const message = createSiweMessage({
      address: account.address,
      domain,
      uri,
      chainId,
      nonce,
      version: '1',
      statement: 'Sign in to Freehold.',
      ...changes,
    });
    return { message, signature: await account.signMessage({ message }) };
  }

  it('are linked by a signed message, and then sign in', async () => {
    const unknown = await system.client().send(auth.walletSignIn, { body: await proof(wallet) });
    assert.deepEqual([unknown.status, codeOf(unknown.body)], [401, 'WALLET_NOT_LINKED']);
    const linked = await investor.call(auth.linkWallet, { body: await proof(wallet) });
    assert.equal(linked.address, wallet.address);
    const browser = system.client();
    const session = await browser.call(auth.walletSignIn, { body: await proof(wallet) });
    assert.equal(session.user?.id, investor.userId);
    assert.deepEqual((await browser.call(auth.listWallets)).items, [linked]);
  });

  it('may be linked again by their owner and by nobody else', async () => {
    await investor.call(auth.linkWallet, { body: await proof(wallet) });
    const thief = await someone(system, await system.admin(), 'investor');
    const answer = await thief.send(auth.linkWallet, { body: await proof(wallet) });
    assert.deepEqual([answer.status, codeOf(answer.body)], [409, 'WALLET_TAKEN']);
  });

  it('use a nonce once, even when two requests race', async () => {
    const body = await proof(wallet);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => system.client().send(auth.walletSignIn, { body })),
    );
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.equal(answers.filter(({ body: answer }) => codeOf(answer) === 'WALLET_MESSAGE_INVALID').length, 5);
  });

  it('must sign for this site and this chain', async () => {
    for (const changes of [{ domain: 'evil.example' }, { chainId: 1 }]) {
      const answer = await system.client().send(auth.walletSignIn, { body: await proof(wallet, changes) });
      assert.deepEqual([answer.status, codeOf(answer.body)], [400, 'WALLET_MESSAGE_INVALID']);
    }
  });

  it('cannot be taken by a signature of another key', async () => {
    const { message } = await proof(wallet);
    const signature = await privateKeyToAccount(generatePrivateKey()).signMessage({ message });
    const answer = await system.client().send(auth.walletSignIn, { body: { message, signature } });
    // The test node answers nobody, so that a contract wallet cannot be ruled out.
    assert.ok(['WALLET_SIGNATURE_INVALID', 'UPSTREAM_UNAVAILABLE'].includes(String(codeOf(answer.body))));
  });
});
