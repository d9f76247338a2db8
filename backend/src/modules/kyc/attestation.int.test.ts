import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as kyc from '@freehold/shared/kyc';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import type { TestClient } from '../../common/testing/test-client.ts';
import { someone } from '../../common/testing/test-people.ts';
import { identityOf } from './datasources/attestation.chain.ts';
import { type AttestationRig, startAttestationRig } from './testing/attestation-rig.ts';

const DAY_MS = 86_400_000;
const wallet = (): PrivateKeyAccount => privateKeyToAccount(generatePrivateKey());

describe('what the registry says of investors’ wallets', () => {
  let rig: AttestationRig;
  before(async () => {
    rig = await startAttestationRig();
  });
  after(() => rig.close());

  async function approved(accounts: readonly PrivateKeyAccount[], country = 'USA'): Promise<TestClient> {
    const investor = await rig.investor();
    for (const account of accounts) await rig.link(investor, account);
    await rig.check(investor, 'approve', country);
    await rig.deliver();
    await rig.tell();
    return investor;
  }
  const words = (account: PrivateKeyAccount) =>
    rig.prisma.client.attestation.findMany({
      where: { wallet: account.address.toLowerCase() },
      orderBy: { position: 'asc' },
    });
  const revoke = (investor: TestClient) =>
    rig.admin.call(kyc.revokeKyc, {
      params: { id: investor.userId },
      body: { reason: 'Taken back by the test' },
    });

  it('is that each is verified once the investor is approved, all under one identity', async () => {
    const [first, second] = [wallet(), wallet()];
    const investor = await rig.investor();
    await rig.link(investor, first);
    await rig.link(investor, second);
    await rig.tell();
    assert.equal(await rig.isVerified(first.address), false);
    await rig.check(investor, 'approve', 'DEU');
    await rig.deliver();
    await rig.tell();
    for (const { address } of [first, second]) {
      assert.equal(await rig.isVerified(address), true);
      assert.equal(await rig.country(address), 276);
      assert.equal((await rig.identity(address)).toLowerCase(), identityOf(investor.userId));
      assert.equal(await rig.isAccredited(address), false);
    }
    const { wallets } = await investor.call(kyc.readKyc);
    assert.deepEqual(
      wallets.map(({ standing }) => standing),
      ['ATTESTED', 'ATTESTED'],
    );
    assert.ok(wallets.every(({ txHash }) => txHash !== null));
  });

  it('follows a wallet that is linked later, and one that is taken away', async () => {
    const [first, later] = [wallet(), wallet()];
    const investor = await approved([first]);
    await rig.link(investor, later);
    await rig.tell();
    assert.equal(await rig.isVerified(later.address), true);
    await rig.prisma.client.wallet.delete({ where: { address: later.address.toLowerCase() } });
    await rig.tell();
    assert.deepEqual(
      [await rig.isVerified(later.address), await rig.isVerified(first.address)],
      [false, true],
    );
  });

  it('says nothing twice, however often it is looked at', async () => {
    const account = wallet();
    const investor = await approved([account]);
    for (let look = 0; look < 3; look += 1) {
      await rig.prisma.client.kycCase.update({
        where: { userId: investor.userId },
        data: { attestDueAt: new Date() },
      });
      await rig.tell();
    }
    assert.equal((await words(account)).length, 1);
  });

  it('ends at once when the approval is taken back, and comes back when that is undone', async () => {
    const [first, second] = [wallet(), wallet()];
    const investor = await approved([first, second]);
    await revoke(investor);
    await rig.tell();
    for (const { address } of [first, second]) assert.equal(await rig.isVerified(address), false);
    assert.deepEqual(
      (await investor.call(kyc.readKyc)).wallets.map(({ standing }) => standing),
      ['NONE', 'NONE'],
    );
    const other = await someone(rig.system, rig.admin, 'admin');
    await other.call(kyc.lookAgainAtKyc, {
      params: { id: investor.userId },
      body: { verdict: 'REINSTATE', reason: 'It was a mistake' },
    });
    await rig.tell();
    for (const { address } of [first, second]) assert.equal(await rig.isVerified(address), true);
  });

  it('ends although the attestation is still on its way', async () => {
    const account = wallet();
    const investor = await rig.investor();
    await rig.link(investor, account);
    await rig.check(investor, 'approve');
    await rig.deliver();
    await rig.run('attestation');
    await revoke(investor);
    await rig.run('attestation');
    assert.deepEqual(
      (await words(account)).map(({ kind, state }) => [kind, state]),
      [
        ['ATTEST', 'SUBMITTED'],
        ['REVOKE', 'SUBMITTED'],
      ],
    );
    await rig.tell();
    assert.equal(await rig.isVerified(account.address), false);
  });

  it('ends when the provider finds something, and when the time is over', async () => {
    const [listed, old] = [wallet(), wallet()];
    const first = await approved([listed]);
    await rig.decide(first, 'listed');
    await rig.deliver();
    const second = await approved([old]);
    await rig.prisma.client.kycCase.update({
      where: { userId: second.userId },
      data: { validUntil: new Date(Date.now() - 1_000) },
    });
    await rig.run('kyc-sweep');
    await rig.tell();
    assert.equal(await rig.isVerified(listed.address), false);
    assert.equal(await rig.isVerified(old.address), false);
  });

  it('never lasts longer than the approval, and is renewed before it ends', async () => {
    const account = wallet();
    const investor = await approved([account]);
    const lasts = (await rig.validUntil(account.address)) * 1_000 - Date.now();
    assert.ok(lasts > 119 * DAY_MS && lasts <= 120 * DAY_MS);
    // As if it had been said 100 days ago.
    const early = { validUntil: new Date(Date.now() + 20 * DAY_MS) };
    const [word] = await words(account);
    await rig.prisma.client.attestation.update({ where: { id: word?.id ?? '' }, data: early });
    await rig.prisma.client.kycCase.update({
      where: { userId: investor.userId },
      data: { attestDueAt: new Date() },
    });
    await rig.tell();
    assert.equal((await words(account)).length, 2);
    const end = new Date(Date.now() + 50 * DAY_MS);
    await rig.prisma.client.kycCase.update({
      where: { userId: investor.userId },
      data: { validUntil: end, attestDueAt: new Date() },
    });
    await rig.tell();
    assert.equal(await rig.validUntil(account.address), Math.floor(end.getTime() / 1_000));
  });

  it('says accredited from when an administrator says so until that day', async () => {
    const account = wallet();
    const investor = await approved([account]);
    const params = { id: investor.userId };
    const until = new Date(Date.now() + 10 * DAY_MS).toISOString().slice(0, 10);
    const reason = 'Letter of the auditor, seen';
    const accredited = await rig.admin.call(kyc.accreditInvestor, { params, body: { until, reason } });
    assert.equal(accredited.accreditedUntil, until);
    await rig.tell();
    assert.equal(await rig.isAccredited(account.address), true);
    assert.equal(await rig.validUntil(account.address), Date.parse(`${until}T23:59:59Z`) / 1_000);
    await rig.admin.call(kyc.accreditInvestor, { params, body: { until: null, reason } });
    await rig.tell();
    assert.deepEqual(
      [await rig.isAccredited(account.address), await rig.isVerified(account.address)],
      [false, true],
    );
  });

  it('is said anew when the registry begins a new epoch', async () => {
    const account = wallet();
    const investor = await approved([account]);
    await rig.newEpoch();
    assert.equal(await rig.isVerified(account.address), false);
    const { attestDueAt } = await rig.prisma.client.kycCase.findUniqueOrThrow({
      where: { userId: investor.userId },
    });
    assert.ok(attestDueAt !== null && attestDueAt > new Date());
    await rig.tell();
    assert.equal(await rig.isVerified(account.address), true);
  });

  it('survives a crash between the word and its transaction: both are there, or neither', async () => {
    const account = wallet();
    const investor = await rig.investor();
    await rig.link(investor, account);
    await rig.check(investor, 'approve');
    await rig.deliver();
    await rig.sql(`
      CREATE FUNCTION app.crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'crash'; END $$;
      CREATE TRIGGER crash BEFORE INSERT ON app.chain_transaction FOR EACH ROW EXECUTE FUNCTION app.crash()`);
    await rig.run('attestation');
    assert.equal((await words(account)).length, 0);
    await rig.sql('DROP TRIGGER crash ON app.chain_transaction; DROP FUNCTION app.crash()');
    await rig.prisma.client.kycCase.update({
      where: { userId: investor.userId },
      data: { attestDueAt: new Date() },
    });
    await rig.tell();
    assert.equal(await rig.isVerified(account.address), true);
    assert.equal((await words(account)).length, 1);
  });

  it('is submitted to be taken back even while no node answers', async () => {
    const account = wallet();
    const investor = await approved([account]);
    await rig.stopNode();
    await revoke(investor);
    await rig.run('attestation');
    assert.deepEqual(
      (await words(account)).map(({ kind, state }) => [kind, state]),
      [
        ['ATTEST', 'FINAL'],
        ['REVOKE', 'SUBMITTED'],
      ],
    );
  });
});
