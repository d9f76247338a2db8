import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { sep } from 'node:path';
import { after, before, test } from 'node:test';
import { DEMO_PEOPLE, investorAddress } from '@freehold/scripts/demo/cast';
import { Narrator, until } from '@freehold/scripts/demo/narrator';
import { adminClient } from '@freehold/scripts/demo/people';
import { tellStory } from '@freehold/scripts/demo/story';
import { at } from '@freehold/scripts/paths';
import { DEMO_ADMIN } from '@freehold/scripts/start/settings';
import { listComplianceActs, proposeComplianceAct } from '@freehold/shared/compliance';
import { listProperties } from '@freehold/shared/property';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { setSaleStage } from '../support/sale-stage.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';
import { Visitor } from '../support/visitor.ts';

const WIDE = { width: 1_440, height: 900 };
const PHONE = { width: 390, height: 844 };
const { password, manager, tenants, investors } = DEMO_PEOPLE;
const [tenant] = tenants;
const [investor] = investors;

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

before(async () => {
  system = await startTestSystem();
  const narrator = new Narrator();
  const told = await tellStory({ system: system.runFile(), narrator, today: new Date() });
  assert.ok(told, 'the story ends with every check passed');
  const stage = await setSaleStage(system, 1);
  await stage.offer('Elm Row', 'ELM');
  await freezeSomebody();
  await system.startWeb();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await system?.stop();
});

/** So that there is an act to look at. */
async function freezeSomebody(): Promise<void> {
  const admin = await adminClient(system.urls.api);
  const { items } = await admin.call(listProperties);
  const property = items.find(({ name }) => name === 'Juniper Court');
  assert.ok(property);
  await admin.call(proposeComplianceAct, {
    body: {
      kind: 'FREEZE',
      propertyId: property.id,
      wallet: investorAddress(24),
      reason: 'A court asked for it.',
    },
  });
  await until(
    'the freeze to be kept',
    () => admin.call(listComplianceActs),
    ({ items: acts }) => acts.length > 0,
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
