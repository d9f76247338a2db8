import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { identityRegistryAbi } from '@freehold/contracts/abis';
import { investorAccount } from '@freehold/scripts/demo/cast';
import { until } from '@freehold/scripts/demo/narrator';
import { adminClient, linkWalletOf } from '@freehold/scripts/demo/people';
import { SandboxClient } from '@freehold/scripts/demo/sandbox-client';
import { DEMO_ADMIN } from '@freehold/scripts/start/settings';
import { listInvestors } from '@freehold/shared/token';
import type { Browser } from 'playwright-core';
import { createPublicClient, getAddress, http } from 'viem';
import { z } from 'zod';
import { launchBrowser } from '../support/browser.ts';
import { secondAdministrator } from '../support/second-administrator.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';
import { Visitor } from '../support/visitor.ts';

const PHONE = { width: 390, height: 844 };
const person = { name: 'Nadia Newcomer', email: 'nadia@freehold.example', password: 'a password of her own' };

const WALLET = investorAccount(30);

let system: TestSystem;
let browser: Browser;
let investor: Visitor;

before(async () => {
  system = await startTestSystem();
  await system.startWeb();
  browser = await launchBrowser();
  investor = await Visitor.open(browser, system.urls.web, PHONE);
});

after(async () => {
  await investor?.close();
  await browser?.close();
  await system?.stop();
});

async function lookGood(visitor: Visitor, name: string): Promise<void> {
  await visitor.picture(name);
  assert.deepEqual(await visitor.accessibilityFindings(), [], `axe on ${name}`);
  assert.equal(await visitor.sideways(), 0, `${name} scrolls sideways`);
}

/** Chooses how the check ends, on the provider's own page. */
async function endCheck(outcome: string): Promise<void> {
  const { page } = investor;
  await page.waitForURL(/\/websdk\/p\//);
  await page.getByLabel('Country you live in').selectOption('DEU');
  await page.getByLabel(outcome).check();
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.waitForURL(/\/onboarding/);
}

const verification = async () => {
  const admin = await adminClient(system.urls.api);
  const { items } = await admin.call(listInvestors);
  return items.find(({ email }) => email === person.email)?.verification.state;
};

/** Waits until the registry itself lets the wallet receive shares, or no longer. */
async function untilChainSays(verified: boolean): Promise<void> {
  const deployed = z.object({ identityRegistry: z.string() });
  const { identityRegistry } = deployed.parse(JSON.parse(readFileSync(system.deploymentFile, 'utf8')));
  const chain = createPublicClient({ transport: http(system.urls.rpc) });
  const question = { address: getAddress(identityRegistry), abi: identityRegistryAbi } as const;
  await until(
    `the chain to ${verified ? '' : 'no longer '}count the wallet as verified`,
    () => chain.readContract({ ...question, functionName: 'isVerified', args: [WALLET.address] }),
    (answer) => answer === verified,
  );
}

test('a newcomer opens an account and is led to the steps', async () => {
  const { page } = investor;
  await investor.go('/sign-up');
  await page.getByLabel('Full name').fill(person.name);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page
    .locator('form')
    .getByRole('button', { name: /account|sign up/i })
    .click();
  await page.waitForURL(/\/onboarding/);
  await page.getByRole('heading', { name: 'Verification', level: 1 }).waitFor();
  await page.getByText(`We wrote to ${person.email}`).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Start the check' }).count(), 0);
  assert.ok(await page.getByRole('button', { name: /Send it again in/ }).isDisabled());
  await lookGood(investor, 'onboarding-new-390');
});

test('nothing opens before the address is confirmed, by the mailed link and in the right account', async () => {
  const { page } = investor;
  await investor.go('/wallets');
  await page.getByRole('link', { name: 'Go to the steps' }).waitFor();
  const link = await new SandboxClient(system.urls).linkMailedTo(person.email, '/confirm-email');
  const stranger = await Visitor.open(browser, system.urls.web);
  try {
    await stranger.go(`${link.pathname}${link.search}`);
    await stranger.page.getByText('Sign in first').waitFor();
    await lookGood(stranger, 'confirm-email-signed-out-1440');
    await stranger.signIn(DEMO_ADMIN.email, DEMO_ADMIN.password, DEMO_ADMIN.totpSecret);
    await stranger.go(`${link.pathname}${link.search}`);
    await stranger.page.getByRole('button', { name: 'Confirm my address' }).click();
    await stranger.page.getByText('This link does not work for the account').waitFor();
    await lookGood(stranger, 'confirm-email-refused-1440');
    assert.deepEqual(stranger.problems, []);
  } finally {
    await stranger.close();
  }
  await investor.go('/account');
  await page.getByText('Not confirmed yet').waitFor();
  await page.getByRole('button', { name: `${person.email} is wrong?` }).click();
  await page.getByLabel('New e-mail address').waitFor();
  await lookGood(investor, 'change-email-390');
  await page.keyboard.press('Escape');
  await page.goto(link.href);
  await lookGood(investor, 'confirm-email-390');
  await page.getByRole('button', { name: 'Confirm my address' }).click();
  await page.getByText('Your address is confirmed').waitFor();
  await lookGood(investor, 'confirm-email-done-390');
  await page.getByRole('link', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Start the check' }).waitFor();
  await lookGood(investor, 'onboarding-confirmed-390');
});

test('the check asks again with a reason in plain words, and passes the second time', async () => {
  const { page } = investor;
  await linkWalletOf(system.urls.api, person, WALLET);
  await page.getByRole('button', { name: 'Start the check' }).click();
  await page.waitForURL(/\/websdk\/p\//);
  await lookGood(investor, 'provider-page-390');
  await endCheck('Ask again: the photo is blurry');
  await page.getByText('The photo of your document could not be read.').waitFor();
  await lookGood(investor, 'onboarding-retry-390');
  await page.getByRole('button', { name: 'Try again' }).click();
  await endCheck('Approve');
  await page.getByText('You can buy shares').waitFor({ timeout: 180_000 });
  await lookGood(investor, 'onboarding-done-390');
  await until('the register to know', verification, (state) => state === 'VERIFIED');
  await untilChainSays(true);
});

test('an administrator reads the history and takes the approval back; the investor reads why', async () => {
  const admin = await Visitor.open(browser, system.urls.web);
  try {
    const { page } = admin;
    await admin.signIn(DEMO_ADMIN.email, DEMO_ADMIN.password, DEMO_ADMIN.totpSecret);
    await admin.go('/admin/kyc');
    await page.getByText(person.email).first().waitFor();
    await lookGood(admin, 'admin-kyc-1440');
    await page.getByRole('link', { name: new RegExp(person.name) }).click();
    await page.getByText('Verified on chain').first().waitFor();
    await page.getByText('Germany').first().waitFor();
    await lookGood(admin, 'admin-kyc-detail-1440');
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('The address turned out to be a mailbox.');
    await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByText('A second administrator must look at this revocation').waitFor();
    await page.getByText('You took it back, so ask another administrator').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Reinstate' }).count(), 0);
    await lookGood(admin, 'admin-kyc-revoked-1440');
    assert.deepEqual(admin.problems, []);
  } finally {
    await admin.close();
  }
  const { page } = investor;
  await investor.go('/onboarding');
  await page.getByText('The address turned out to be a mailbox.').waitFor();
  await page.getByText('you can receive no more. If you think this is wrong, write to us.').waitFor();
  await lookGood(investor, 'onboarding-revoked-390');
  await untilChainSays(false);
  await until('the register to know', verification, (state) => state === 'REVOKED');
  assert.deepEqual(investor.problems, []);
});

test('a second administrator looks again and gives the approval back', async () => {
  const other = await secondAdministrator(await adminClient(system.urls.api));
  const admin = await Visitor.open(browser, system.urls.web);
  try {
    const { page } = admin;
    await admin.signIn(other.email, other.password, other.totpSecret);
    await admin.go('/admin/kyc');
    await page.getByRole('link', { name: new RegExp(person.name) }).click();
    await page.getByRole('button', { name: 'Reinstate', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('The lease of the flat was shown.');
    await dialog.getByRole('button', { name: 'Reinstate', exact: true }).click();
    await page.getByText('Verified on chain').first().waitFor({ timeout: 180_000 });
    await lookGood(admin, 'admin-kyc-reinstated-1440');
    assert.deepEqual(admin.problems, []);
  } finally {
    await admin.close();
  }
  await untilChainSays(true);
  await investor.page.getByText('You can buy shares').waitFor({ timeout: 180_000 });
});

test('an approval whose time is over counts no more, and the page leads to the next check', async () => {
  await system.query(`UPDATE app.kyc_case SET valid_until = now() WHERE state = 'APPROVED'`, []);
  await untilChainSays(false);
  const { page } = investor;
  await page.getByText('Your identity check has expired').waitFor({ timeout: 180_000 });
  await page.getByText('to receive more, do the check again below').waitFor();
  await lookGood(investor, 'onboarding-expired-390');
  await page.getByRole('button', { name: 'Do the check again' }).click();
  await endCheck('Approve');
  await page.getByText('You can buy shares').waitFor({ timeout: 180_000 });
  await untilChainSays(true);
  assert.deepEqual(investor.problems, []);
});
