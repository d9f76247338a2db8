import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createPool } from '@freehold/database/pool';
import * as auth from '@freehold/shared/auth';
import { stepUp } from '@freehold/shared/second-factor';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { createSiweMessage } from 'viem/siwe';
import { PrismaService } from '../../common/database/prisma.service.ts';
import { startTestApplication, type TestApplication } from '../../common/testing/test-application.ts';
import type { TestClient } from '../../common/testing/test-client.ts';
import { codeOf, someone } from '../../common/testing/test-people.ts';
import { WalletService } from './domain/wallet.service.ts';

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

  /** A new investor with this many wallets, and the wallets' keys. */
  async function withWallets(count: number) {
    const browser = await someone(system, await system.admin(), 'investor');
    const accounts = Array.from({ length: count }, () => privateKeyToAccount(generatePrivateKey()));
    const linked: auth.Wallet[] = [];
    for (const account of accounts) {
      linked.push(await browser.call(auth.linkWallet, { body: await proof(account) }));
    }
    return { browser, accounts, linked };
  }
  const items = async (browser: TestClient) => (await browser.call(auth.listWallets)).items;

  it('may be several, each of which signs in; the first is the primary one until another is', async () => {
    const { browser, accounts, linked } = await withWallets(3);
    assert.deepEqual(
      linked.map(({ primary }) => primary),
      [true, false, false],
    );
    for (const account of accounts) {
      const session = await system.client().call(auth.walletSignIn, { body: await proof(account) });
      assert.equal(session.user?.id, browser.userId);
    }
    const last = linked[2]?.id ?? '';
    assert.equal((await browser.call(auth.makeWalletPrimary, { params: { id: last } })).primary, true);
    const now = await items(browser);
    assert.deepEqual([now[0]?.id, now.filter(({ primary }) => primary).length], [last, 1]);
  });

  it('are unlinked by their owner alone; another becomes primary, and the mail tells of it', async () => {
    const { browser, accounts, linked } = await withWallets(2);
    const id = linked[0]?.id ?? '';
    const thief = await someone(system, await system.admin(), 'investor');
    assert.equal((await thief.send(auth.unlinkWallet, { params: { id } })).status, 404);
    assert.equal((await thief.send(auth.makeWalletPrimary, { params: { id } })).status, 404);
    await browser.call(auth.unlinkWallet, { params: { id } });
    const left = await items(browser);
    assert.deepEqual(
      left.map((wallet) => [wallet.id, wallet.primary]),
      [[linked[1]?.id, true]],
    );
    const [account] = accounts;
    assert.ok(account);
    const gone = await system.client().send(auth.walletSignIn, { body: await proof(account) });
    assert.equal(codeOf(gone.body), 'WALLET_NOT_LINKED');
    const { client } = system.app.get(PrismaService);
    const kinds = (await client.mail.findMany({ where: { userId: browser.userId } })).map(({ kind }) => kind);
    assert.deepEqual(kinds.toSorted(), [
      'email-confirmation',
      'wallet-linked',
      'wallet-linked',
      'wallet-primary',
      'wallet-unlinked',
    ]);
    const events = await client.walletEvent.findMany({ where: { userId: browser.userId } });
    assert.deepEqual(
      events.map(({ act }) => act),
      ['LINKED', 'LINKED', 'UNLINKED', 'MADE_PRIMARY'],
    );
  });

  it('stay linked while they hold shares', async () => {
    const { browser, accounts, linked } = await withWallets(1);
    const holder = accounts[0]?.address.slice(2).toLowerCase() ?? '';
    const indexer = createPool(system.database.url, 'indexer', { max: 1 });
    await indexer.query(
      `INSERT INTO chain.balance (chain_id, token, holder, amount, last_block, last_log)
       VALUES (31337, decode($1, 'hex'), decode($2, 'hex'), 5, 1, 0)`,
      ['ab'.repeat(20), holder],
    );
    await indexer.end();
    const refused = await browser.send(auth.unlinkWallet, { params: { id: linked[0]?.id } });
    assert.deepEqual([refused.status, codeOf(refused.body)], [409, 'WALLET_HOLDS_SHARES']);
    assert.equal((await items(browser)).length, 1);
  });

  it('keep their history and do nothing more once they were lost and replaced', async () => {
    const { browser, accounts, linked } = await withWallets(2);
    const [lost, fresh] = [
      accounts[0]?.address.toLowerCase() ?? '',
      accounts[1]?.address.toLowerCase() ?? '',
    ];
    const replace = () =>
      system.app
        .get(PrismaService)
        .transaction((tx) => system.app.get(WalletService).replace(tx, lost, fresh));
    await replace();
    await replace();
    const ended = await browser.send(auth.listWallets);
    assert.deepEqual([ended.status, codeOf(ended.body)], [401, 'UNAUTHENTICATED']);
    assert.ok(accounts[0] && accounts[1]);
    const thief = await system.client().send(auth.walletSignIn, { body: await proof(accounts[0]) });
    assert.deepEqual([thief.status, codeOf(thief.body)], [409, 'WALLET_REPLACED']);
    await browser.call(auth.walletSignIn, { body: await proof(accounts[1]) });
    assert.deepEqual(
      (await items(browser)).map(({ address, primary, replacedBy }) => [address, primary, replacedBy]),
      [
        [accounts[1].address, true, null],
        [accounts[0].address, false, accounts[1].address],
      ],
    );
    const params = { id: linked[0]?.id };
    for (const route of [auth.unlinkWallet, auth.makeWalletPrimary]) {
      const answer = await browser.send(route, { params });
      assert.deepEqual([answer.status, codeOf(answer.body)], [409, 'WALLET_REPLACED']);
    }
    const { client } = system.app.get(PrismaService);
    const mails = await client.mail.count({ where: { userId: browser.userId, kind: 'wallet-replaced' } });
    assert.equal(mails, 1);
  });

  it('prove in the middle of a session that their owner is there, and others do not', async () => {
    const { browser, accounts } = await withWallets(1);
    const { client } = system.app.get(PrismaService);
    const old = { provedAt: new Date(Date.now() - 11 * 60_000) };
    await client.session.updateMany({ where: { userId: browser.userId }, data: old });
    const another = privateKeyToAccount(generatePrivateKey());
    const stale = await browser.send(auth.linkWallet, { body: await proof(another) });
    assert.equal(codeOf(stale.body), 'STEP_UP_REQUIRED');
    const foreign = await browser.send(stepUp, { body: await proof(another) });
    assert.equal(codeOf(foreign.body), 'STEP_UP_REFUSED');
    const [account] = accounts;
    assert.ok(account);
    await browser.call(stepUp, { body: await proof(account) });
    await browser.call(auth.linkWallet, { body: await proof(another) });
  });

  it('do not stand in for a second factor that is set up', async () => {
    const { browser, accounts } = await withWallets(1);
    await browser.setUpSecondFactor();
    const [account] = accounts;
    assert.ok(account);
    const other = system.client();
    const session = await other.call(auth.walletSignIn, { body: await proof(account) });
    assert.equal(session.secondFactor, 'TO_VERIFY');
    const refused = await other.send(stepUp, { body: await proof(account) });
    assert.equal(codeOf(refused.body), 'SECOND_FACTOR_REQUIRED');
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
