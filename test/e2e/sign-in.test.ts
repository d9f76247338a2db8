import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ApiClient } from '@freehold/scripts/demo/api-client';
import { DEMO_PEOPLE } from '@freehold/scripts/demo/cast';
import { until } from '@freehold/scripts/demo/narrator';
import { adminClient, investorClient, invitedPerson } from '@freehold/scripts/demo/people';
import { SandboxClient } from '@freehold/scripts/demo/sandbox-client';
import { DEMO_ADMIN, LOCAL_CHAIN_ID } from '@freehold/scripts/start/settings';
import { createUser } from '@freehold/shared/user';
import type { Browser } from 'playwright-core';
import { generatePrivateKey } from 'viem/accounts';
import { launchBrowser } from '../support/browser.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';
import { Visitor } from '../support/visitor.ts';
import { TestWallet } from '../support/wallet.ts';

const PHONE = { width: 390, height: 844 };
const { password } = DEMO_PEOPLE;

let system: TestSystem;
let browser: Browser;
let admin: ApiClient;

before(async () => {
  system = await startTestSystem();
  admin = await adminClient(system.urls.api);
  await system.startWeb();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await system?.stop();
});

async function visit(play: (visitor: Visitor) => Promise<void>, viewport?: typeof PHONE): Promise<void> {
  const visitor = await Visitor.open(browser, system.urls.web, viewport);
  try {
    await play(visitor);
    assert.deepEqual(visitor.problems, []);
  } catch (error) {
    await visitor.picture('failure').catch(() => undefined);
    throw error;
  } finally {
    await visitor.close();
  }
}

async function lookGood(visitor: Visitor, name: string): Promise<void> {
  await visitor.picture(name);
  assert.deepEqual(await visitor.accessibilityFindings(), [], `axe on ${name}`);
  assert.equal(await visitor.sideways(), 0, `${name} scrolls sideways`);
}

/** In a crowd that fills more than a page, somebody is found by the server, and the rest can be read on. */
async function findPeople(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await system.query(
    `INSERT INTO app.user_account (id, email, name, role, state, created_at)
     SELECT gen_random_uuid(), 'crowd-' || n || '@freehold.example', 'Crowd ' || n, 'tenant', 'INVITED',
            now() - interval '1 year' - n * interval '1 minute'
       FROM generate_series(1, 110) AS n`,
    [],
  );
  const people = page.getByRole('table', { name: 'People' }).getByRole('row');
  const more = page.getByRole('button', { name: 'Load older accounts' });
  await page.reload();
  await page.getByText('There is more than is shown; the file holds what is shown.').waitFor();
  await more.click();
  await more.waitFor({ state: 'detached' });
  await page.getByLabel('Find people').fill('CROWD-110@');
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await people.filter({ hasText: 'crowd-110@freehold.example' }).waitFor();
  assert.equal(await people.count(), 2);
  await lookGood(visitor, 'people-found-1440');
  await page.getByLabel('Show', { exact: true }).selectOption('Only auditors');
  await page.getByText('Nobody like this').waitFor();
  await page.setViewportSize(PHONE);
  await lookGood(visitor, 'people-none-390');
}

test('a taken address is named at sign-up with the way on, and its owner gets a mail', async () => {
  await visit(async (visitor) => {
    const { page } = visitor;
    await visitor.go('/sign-up');
    await page.getByLabel('Full name').fill('Somebody Else');
    await page.getByLabel('E-mail').fill(DEMO_ADMIN.email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Open an account' }).click();
    await page.getByText('This address has an account').waitFor();
    await page.getByRole('link', { name: 'choose a new password' }).waitFor();
    await lookGood(visitor, 'sign-up-taken-390');
  }, PHONE);
  await until(
    'the mail that tells of it',
    () => new SandboxClient(system.urls).mailsTo(DEMO_ADMIN.email),
    (mails) => mails.some(({ text }) => text.includes('somebody tried to open an account')),
  );
});

test('a new administrator is led to a second factor before anything else, and signs in with it', async () => {
  const email = 'second-admin@freehold.example';
  const { invitation } = await admin.call(createUser, {
    body: { email, name: 'Second Admin', role: 'admin' },
  });
  let secret = '';
  await visit(async (visitor) => {
    const { page } = visitor;
    await page.goto(invitation.url);
    await page.getByLabel('Choose a password').fill(password);
    await page.getByRole('button', { name: 'Accept and sign in' }).click();
    await page.getByRole('heading', { name: 'Set up your second factor first' }).waitFor();
    await visitor.go('/admin/treasury');
    await page.getByRole('heading', { name: 'Set up your second factor first' }).waitFor();
    await page.getByRole('button', { name: 'Begin', exact: true }).click();
    const link = await page.getByRole('link', { name: 'Open it in the app' }).getAttribute('href');
    secret = new URL(link ?? '').searchParams.get('secret') ?? '';
    await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
    await lookGood(visitor, 'factor-set-up-1440');
    await visitor.giveCode(secret, { label: 'First code', button: 'Confirm' });
    assert.equal(await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').count(), 10);
    await lookGood(visitor, 'recovery-codes-1440');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('Bank').first().waitFor();
  });
  await visit(async (visitor) => {
    await visitor.go('/sign-in');
    await visitor.page.getByLabel('E-mail').fill(email);
    await visitor.page.getByLabel('Password').fill(password);
    await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await visitor.page.getByRole('heading', { name: 'One more step: your second factor' }).waitFor();
    await lookGood(visitor, 'factor-code-390');
    await visitor.giveCode(secret);
    await visitor.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await visitor.page.getByText('Bank').first().waitFor();
  }, PHONE);
});

test('an act that moves rights asks for a code once the last proof is old, and then goes on by itself', async () => {
  const { invitation, user } = await admin.call(createUser, {
    body: { email: 'third-admin@freehold.example', name: 'Third Admin', role: 'admin' },
  });
  await visit(async (visitor) => {
    const { page } = visitor;
    await page.goto(invitation.url);
    await page.getByLabel('Choose a password').fill(password);
    await page.getByRole('button', { name: 'Accept and sign in' }).click();
    await page.getByRole('button', { name: 'Begin', exact: true }).click();
    const link = await page.getByRole('link', { name: 'Open it in the app' }).getAttribute('href');
    const secret = new URL(link ?? '').searchParams.get('secret') ?? '';
    await visitor.giveCode(secret, { label: 'First code', button: 'Confirm' });
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await system.query(
      "UPDATE app.session SET proved_at = now() - interval '11 minutes' WHERE user_id = $1",
      [user.id],
    );
    await visitor.go('/admin/users');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByLabel('Full name').fill('Quiet Auditor');
    await page.getByLabel('E-mail').fill('quiet-auditor@freehold.example');
    await page.getByLabel('Role').selectOption('auditor');
    await page.getByRole('button', { name: 'Make the invitation' }).click();
    await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();
    await lookGood(visitor, 'step-up-1440');
    await visitor.giveCode(secret, { label: 'Code', button: 'Confirm' });
    await page.getByText('Send this link to Quiet Auditor').waitFor();
  });
});

test('an administrator changes the role of somebody else and closes the account, for a reason that reaches them', async () => {
  const manager = { email: 'leaving@freehold.example', name: 'Leaving Manager' };
  await invitedPerson(admin, manager, 'manager');
  await visit(async (visitor) => {
    const { page } = visitor;
    await visitor.signIn(DEMO_ADMIN.email, DEMO_ADMIN.password, DEMO_ADMIN.totpSecret);
    await visitor.go('/admin/users');
    const row = page.getByRole('row').filter({ hasText: manager.email });
    const secure = row.getByRole('button', { name: `Secure the account of ${manager.name}` });
    await secure.click();
    await page.getByRole('menuitem', { name: 'Change the role' }).click();
    await page.getByLabel('New role').selectOption('auditor');
    await page.getByLabel('Reason').fill('Only looks at the books for the last weeks.');
    await lookGood(visitor, 'change-role-1440');
    await page.getByRole('dialog').getByRole('button', { name: 'Change the role' }).click();
    await row.getByText('auditor').waitFor();
    await secure.click();
    await page.getByRole('menuitem', { name: 'Close the account' }).click();
    await page.getByLabel('Reason').fill('Left the company last Friday.');
    await lookGood(visitor, 'close-account-1440');
    await page.getByRole('dialog').getByRole('button', { name: 'Close the account' }).click();
    await row.getByText('Disabled').waitFor();
    await lookGood(visitor, 'people-1440');
    await findPeople(visitor);
  });
  await until(
    'the mail that tells the reason',
    () => new SandboxClient(system.urls).mailsTo(manager.email),
    (mails) => mails.some(({ text }) => text.includes('Left the company last Friday')),
  );
  await visit(async (visitor) => {
    await visitor.go('/sign-in');
    await visitor.page.getByLabel('E-mail').fill(manager.email);
    await visitor.page.getByLabel('Password').fill(password);
    await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await visitor.page.getByText('E-mail or password is wrong.').waitFor();
  }, PHONE);
});

test('a forgotten password is replaced through the mail, and other sessions end', async () => {
  const manager = { email: 'forgetful@freehold.example', name: 'Forgetful Manager' };
  await invitedPerson(admin, manager, 'manager');
  await visit(async (visitor) => {
    const { page } = visitor;
    await visitor.go('/sign-in');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.waitForURL(/forgot-password/);
    await page.getByLabel('E-mail').fill(manager.email);
    await lookGood(visitor, 'forgot-password-390');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByText('Look into your mail').waitFor();
    const link = await new SandboxClient(system.urls).linkMailedTo(manager.email, '/reset-password');
    await page.goto(link.href);
    await page.getByLabel('New password').fill('never forgotten again');
    await lookGood(visitor, 'reset-password-390');
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByText('Your new password is set').waitFor();
    await visitor.signIn(manager.email, 'never forgotten again');
  }, PHONE);
});

test('an investor links two wallets, makes the second primary, unlinks the first and signs in by wallet', async () => {
  const { email } = DEMO_PEOPLE.investors[24] ?? { email: '' };
  await investorClient(system.urls.api, 24, new SandboxClient(system.urls));
  const options = { rpcUrl: system.urls.rpc, chainId: LOCAL_CHAIN_ID };
  const wallet = new TestWallet({ ...options, key: generatePrivateKey() });
  await visit(async (visitor) => {
    const { page } = visitor;
    await wallet.install(page);
    await visitor.signIn(email, password);
    await visitor.go('/account');
    await page.getByText('This one').waitFor();
    for (const width of [390, 1_440]) {
      await page.setViewportSize({ width, height: 900 });
      await lookGood(visitor, `account-${width}`);
    }
    await page.getByRole('button', { name: 'Link a wallet' }).click();
    await page.getByRole('button', { name: 'Test Wallet' }).click();
    wallet.refuse();
    await page.getByRole('button', { name: 'Link this wallet' }).click();
    await page.getByText('You declined in your wallet').waitFor();
    await lookGood(visitor, 'link-wallet-1440');
    await page.getByRole('button', { name: 'Link this wallet' }).click();
    await page.getByText('Wallet linked').waitFor();
    await visitor.decide('Make primary');
    const rows = page.getByRole('table', { name: 'Linked wallets' }).getByRole('row');
    await rows.nth(1).getByText(wallet.address).waitFor({ state: 'attached' });
    await rows.nth(2).getByRole('button', { name: 'Unlink' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Unlink' }).click();
    await page.getByText('The wallet was unlinked').waitFor();
    await until(
      'the mail that tells of it',
      () => new SandboxClient(system.urls).mailsTo(email),
      (mails) => mails.some(({ subject }) => subject.includes('a wallet was unlinked')),
    );
  });
  await visit(async (visitor) => {
    const { page } = visitor;
    await wallet.install(page);
    await visitor.go('/sign-in');
    await page.getByRole('button', { name: 'Sign in with a wallet' }).click();
    await page.getByRole('button', { name: 'Test Wallet' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/portfolio/);
    await visitor.go('/account');
    await page.getByText(email).first().waitFor();
    await page.getByRole('button', { name: 'End all others' }).click();
    await page.getByText(/session(s)? (was|were) ended/).waitFor();
  });
  assert.ok(wallet.asked.includes('personal_sign'));
});
