import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { sep } from 'node:path';
import { after, before, test } from 'node:test';
import { type ApiClient, hasCode } from '@freehold/scripts/demo/api-client';
import { DEMO_PEOPLE, investorAccount, investorAddress } from '@freehold/scripts/demo/cast';
import { Narrator, until } from '@freehold/scripts/demo/narrator';
import { adminClient, linkWalletOf } from '@freehold/scripts/demo/people';
import { tellStory } from '@freehold/scripts/demo/story';
import { at } from '@freehold/scripts/paths';
import { DEMO_ADMIN } from '@freehold/scripts/start/settings';
import {
  type ComplianceActDetail,
  confirmComplianceAct,
  type NewComplianceAct,
  proposeComplianceAct,
  readComplianceAct,
} from '@freehold/shared/compliance';
import { listProperties, rejectProperty } from '@freehold/shared/property';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { setSaleStage } from '../support/sale-stage.ts';
import { type Administrator, secondAdministrator } from '../support/second-administrator.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';
import { Visitor } from '../support/visitor.ts';

const WIDE = { width: 1_440, height: 900 };
const PHONE = { width: 390, height: 844 };
const { password, manager, tenants, investors } = DEMO_PEOPLE;
const [tenant] = tenants;
const [investor] = investors;
const ORDER = 'A court has ordered it, file 4711.';
/** Investors whose wallets are acted on: who gives, who gets, who has lost theirs, and the wallet taken instead. */
const [GIVES, GETS, LOST, NEW] = [3, 4, 5, 40];

/** Who visits the pages of a route group; nobody is signed in on the public ones. */
const VISITORS = {
  '(public)': undefined,
  '(account)': { email: investor?.email ?? '', totpSecret: undefined },
  '(investor)': { email: investor?.email ?? '', totpSecret: undefined },
  '(tenant)': { email: tenant.email, totpSecret: undefined },
  '(manager)': { email: manager.email, totpSecret: undefined },
  '(admin)': DEMO_ADMIN,
} as const;
type Group = keyof typeof VISITORS;

/** Every page there is, as the folders of the web application say. */
const pages: readonly { readonly group: string; readonly path: string }[] = readdirSync(at('frontend/app'), {
  recursive: true,
  encoding: 'utf8',
})
  .filter((file) => file.endsWith('page.tsx'))
  .map((file) => {
    const [group = '', ...rest] = file.split(sep).slice(0, -1);
    return { group, path: `/${rest.join('/')}` };
  })
  .sort((a, b) => a.path.localeCompare(b.path));

let system: TestSystem;
let browser: Browser;
let admin: ApiClient;
let second: Administrator;
let juniper: string;

before(async () => {
  system = await startTestSystem();
  const narrator = new Narrator();
  const told = await tellStory({ system: system.runFile(), narrator, today: new Date() });
  assert.ok(told, 'the story ends with every check passed');
  const stage = await setSaleStage(system, 1);
  await stage.offer('Elm Row', 'ELM');
  admin = await adminClient(system.urls.api);
  second = await secondAdministrator(admin);
  const { items } = await admin.call(listProperties);
  juniper = items.find(({ name }) => name === 'Juniper Court')?.id ?? '';
  await act({ kind: 'FREEZE', propertyId: juniper, wallet: investorAddress(24), reason: ORDER });
  await system.startWeb();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await system?.stop();
});

/** An act asked by one administrator, confirmed by the other where it takes two, until the chain has answered. */
async function act(body: NewComplianceAct): Promise<ComplianceActDetail> {
  const { id, state } = await admin.call(proposeComplianceAct, { body });
  const params = { id };
  if (state === 'PROPOSED') await second.client.call(confirmComplianceAct, { params });
  return until(
    'the act to end',
    () => admin.call(readComplianceAct, { params }),
    (now) => now.state === 'FINAL' || now.state === 'FAILED',
  );
}

/** The address of a page; where it names an object, the first one that its list links to. */
async function addressOf(visitor: Visitor, path: string): Promise<string | undefined> {
  if (!path.includes('[id]')) return path;
  const [list = ''] = path.split('/[id]');
  const suffix = path.slice(list.length + '/[id]'.length);
  // Payouts are listed on the page above them.
  await visitor.go(
    list === '/portfolio/payouts' ? '/portfolio' : list === '/manager/properties' ? '/manager' : list,
  );
  const link = visitor.page.locator(`a[href^="${list}/"]`).and(visitor.page.locator('a:not([href$="/new"])'));
  await link.first().waitFor();
  const hrefs = await link.evaluateAll((links) => links.map((one) => one.getAttribute('href') ?? ''));
  const [id] = hrefs.map((href) => href.slice(list.length + 1).split(/[/?#]/u)[0]);
  return id ? `${list}/${id}${suffix}` : undefined;
}

/** What is wrong with a page at one width. */
async function findings(visitor: Visitor, name: string): Promise<string[]> {
  const { page } = visitor;
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('.animate-pulse').first().waitFor({ state: 'detached' });
  return faults(visitor, name);
}

/** What is wrong with what stands there now, behind a dialog or not. */
async function faults(visitor: Visitor, name: string): Promise<string[]> {
  const { page } = visitor;
  await visitor.picture(name);
  const sideways = await visitor.sideways();
  return [
    ...(await visitor.accessibilityFindings()),
    ...(sideways === 0 ? [] : [`is ${sideways} pixels wider than the window`]),
    ...((await page.getByText('Something went wrong').count()) > 0 ? ['says that something went wrong'] : []),
  ];
}

const isGroup = (name: string): name is Group => Object.hasOwn(VISITORS, name);

test('every page belongs to a group that somebody visits', () => {
  assert.deepEqual(
    pages.filter(({ group }) => !isGroup(group)),
    [],
  );
  assert.ok(pages.length >= 50);
});

for (const [group, who] of Object.entries(VISITORS)) {
  test(`every page of ${group} is whole and accessible on a screen and on a phone`, async () => {
    const visitor = await Visitor.open(browser, system.urls.web, WIDE);
    if (who)
      await visitor.signIn(who.email, who === DEMO_ADMIN ? DEMO_ADMIN.password : password, who.totpSecret);
    const found: string[] = [];
    for (const { path } of pages.filter((page) => page.group === group)) {
      await visitor.page.setViewportSize(WIDE);
      const address = await addressOf(visitor, path);
      if (address === undefined) {
        found.push(`${path}: its list links to none`);
        continue;
      }
      await visitor.go(address);
      for (const size of [WIDE, PHONE]) {
        await visitor.page.setViewportSize(size);
        const name = `${path.replaceAll(/[/[\]]+/gu, '-').replace(/^-|-$/gu, '') || 'home'}-${size.width}`;
        for (const fault of await findings(visitor, name)) found.push(`${path} at ${size.width}: ${fault}`);
      }
    }
    assert.deepEqual([...found, ...visitor.problems], []);
    await visitor.close();
  });
}

async function visit(who: Pick<Administrator, 'email' | 'password'> & { totpSecret?: string }, path: string) {
  const visitor = await Visitor.open(browser, system.urls.web, WIDE);
  await visitor.signIn(who.email, who.password, who.totpSecret);
  await visitor.go(path);
  return visitor;
}

async function lookGood(visitor: Visitor, name: string): Promise<void> {
  for (const size of [WIDE, PHONE]) {
    await visitor.page.setViewportSize(size);
    assert.deepEqual(await faults(visitor, `${name}-${size.width}`), [], `${name} at ${size.width}`);
  }
  await visitor.page.setViewportSize(WIDE);
}

test('one administrator asks for a forced transfer, another confirms it, and the chain does it', async () => {
  const first = await visit(DEMO_ADMIN, '/admin/compliance');
  const { page } = first;
  await page.getByRole('button', { name: 'New act' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What').selectOption('Forced transfer');
  await dialog.getByLabel('Property').selectOption('Juniper Court');
  await dialog.getByLabel('Wallet', { exact: true }).fill(investorAddress(GIVES));
  await dialog.getByLabel('To wallet').fill(investorAddress(GETS));
  await dialog.getByLabel('Shares').fill('1');
  await dialog.getByLabel('Reason').fill(ORDER);
  await lookGood(first, 'compliance-propose');
  await dialog.getByRole('button', { name: 'Propose', exact: true }).click();
  await page.getByText('Proposed; both owners are told').waitFor();
  await page.getByRole('link', { name: 'Forced transfer' }).first().click();
  await page.getByText('You proposed it, so you cannot confirm it.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Confirm', exact: true }).count(), 0);
  await lookGood(first, 'compliance-own');

  const other = await visit(second, new URL(page.url()).pathname);
  const stale = "UPDATE app.session SET proved_at = now() - interval '11 minutes' WHERE user_id = $1";
  await system.query(stale, [second.id]);
  await other.page.getByRole('button', { name: 'Confirm', exact: true }).click();
  await lookGood(other, 'compliance-confirm');
  await other.page.getByRole('button', { name: 'Confirm and send' }).click();
  await other.page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();
  await other.giveCode(second.totpSecret, { label: 'Code', button: 'Confirm' });
  await page.getByText('Done', { exact: true }).first().waitFor({ timeout: 180_000 });
  await lookGood(first, 'compliance-done');
  for (const visitor of [first, other]) {
    assert.deepEqual(visitor.problems, []);
    await visitor.close();
  }
});

test('who lost a wallet finds everything in the new one', async () => {
  const person = investors[LOST];
  assert.ok(person);
  const account = { email: person.email, password };
  await linkWalletOf(system.urls.api, account, investorAccount(NEW));
  const wish = {
    kind: 'RECOVERY',
    wallet: investorAddress(LOST),
    toWallet: investorAddress(NEW),
    reason: ORDER,
  };
  await until(
    'the new wallet to be attested and the shares to be in it',
    () =>
      act({ ...wish, kind: 'RECOVERY' }).catch((error: unknown) => {
        if (hasCode(error, 'RECOVERY_NOT_POSSIBLE')) return undefined;
        throw error;
      }),
    (ended) => ended?.state === 'FINAL',
  );
  const visitor = await visit(account, '/wallets');
  await visitor.page.getByText('Lost', { exact: true }).waitFor();
  assert.equal(await visitor.page.getByRole('button', { name: 'Unlink' }).count(), 1);
  await lookGood(visitor, 'wallets-lost');
  await visitor.go('/portfolio');
  await visitor.page.getByText('Juniper Court').first().waitFor();
  await lookGood(visitor, 'portfolio-recovered');
  await visitor.close();
});

test('a manager corrects a draft that an administrator sent back', async () => {
  const visitor = await visit({ email: manager.email, password }, '/manager/properties/new');
  const { page } = visitor;
  await page.getByLabel('Name').fill('Aspen House');
  await page.getByLabel('Street and number').fill('9 Aspen Way');
  await page.getByLabel('City').fill('Austin');
  await page.getByLabel('State or region').fill('TX');
  await page.getByLabel('Postal code').fill('78701');
  await page.getByLabel('Valuation in US dollars').fill('1,250,000');
  await page.getByLabel('Valued on').fill('2024-01-31');
  await page.getByRole('button', { name: 'Save as draft' }).click();
  await page.getByRole('button', { name: 'Hand in for review' }).click();
  await page.getByRole('button', { name: 'Hand in', exact: true }).click();
  await page.getByText('Handed in for review').waitFor();
  const { items } = await admin.call(listProperties);
  const id = items.find(({ name }) => name === 'Aspen House')?.id ?? '';
  await admin.call(rejectProperty, { params: { id }, body: { reason: 'The valuation is too old.' } });
  await page.reload();
  await page.getByText('An administrator sent this back').waitFor();
  await page.getByRole('link', { name: 'Change details' }).click();
  const valuation = page.getByLabel('Valuation in US dollars');
  assert.equal(await valuation.inputValue(), '1250000.00');
  await lookGood(visitor, 'manager-draft');
  await valuation.fill('1,300,000');
  await page.getByLabel('Valued on').fill('2026-06-30');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Hand in for review' }).click();
  await page.getByText('$1,300,000.00').first().waitFor();
  assert.deepEqual(visitor.problems, []);
  await visitor.close();
});
