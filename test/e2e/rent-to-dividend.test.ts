import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO_PEOPLE } from '@freehold/scripts/demo/cast';
import { bookExpenses, nextPeriod, type Stage } from '@freehold/scripts/demo/month';
import { Narrator, until } from '@freehold/scripts/demo/narrator';
import { adminClient, invitedPerson } from '@freehold/scripts/demo/people';
import { ensureEstate, ensureInvestors } from '@freehold/scripts/demo/property';
import { SandboxClient } from '@freehold/scripts/demo/sandbox-client';
import { DEMO_ADMIN } from '@freehold/scripts/start/settings';
import { listDividendPayouts, listDividends } from '@freehold/shared/dividend';
import { createAnchor } from '@freehold/shared/ledger';
import { issueRentCharges, listRentCharges, startCheckout } from '@freehold/shared/rent';
import { readTreasury } from '@freehold/shared/treasury';
import type { Browser } from 'playwright-core';
import { allocateTo } from '../support/allocated-shares.ts';
import { launchBrowser } from '../support/browser.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';
import { Visitor } from '../support/visitor.ts';

const DESKTOP = { width: 1_440, height: 900 };
const PHONE = { width: 390, height: 844 };
const { password } = DEMO_PEOPLE;

let system: TestSystem;
let browser: Browser;
let stage: Stage;
let statementId: string;

before(async () => {
  system = await startTestSystem();
  const narrator = new Narrator();
  const admin = await adminClient(system.urls.api);
  const manager = await invitedPerson(admin, DEMO_PEOPLE.manager, 'manager');
  const [estate] = await Promise.all([prepare(admin, manager, narrator), system.startWeb()]);
  const period = await nextPeriod(admin, estate.property.id, new Date());
  await manager.call(issueRentCharges, { params: { id: estate.property.id }, body: { period } });
  stage = {
    admin,
    manager,
    tenants: estate.tenants,
    propertyId: estate.property.id,
    period,
    sandbox: new SandboxClient(system.urls),
    narrator,
  };
  await bookExpenses(stage);
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await system?.stop();
});

async function prepare(admin: Stage['admin'], manager: Stage['manager'], narrator: Narrator) {
  const estate = await ensureEstate(admin, manager, narrator);
  await ensureInvestors(admin, new SandboxClient(system.urls), narrator);
  await allocateTo(admin, estate.property.id);
  return estate;
}

/** Runs a person's part at both widths' quality: no script errors, nothing sideways, nothing axe objects to. */
async function asPerson(
  email: string,
  secret: string,
  play: (visitor: Visitor) => Promise<void>,
  viewport = DESKTOP,
): Promise<void> {
  const visitor = await Visitor.open(browser, system.urls.web, viewport);
  try {
    await visitor.signIn(email, secret, email === DEMO_ADMIN.email ? DEMO_ADMIN.totpSecret : undefined);
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

test('a tenant pays the rent on the provider’s page, on a phone, and sees it recorded', async () => {
  const tenant = DEMO_PEOPLE.tenants[0];
  await asPerson(
    tenant.email,
    password,
    async (visitor) => {
      const { page } = visitor;
      await page.getByRole('button', { name: /^Pay \$/ }).waitFor();
      await lookGood(visitor, 'tenant-home-390');
      await page.getByRole('button', { name: /^Pay \$/ }).click();
      await page.waitForURL(/\/c\/pay\//);
      await page.locator('#cardNumber').fill('4000 0000 0000 0002');
      await page.locator('#cardExpiry').fill('12 / 34');
      await page.locator('#cardCvc').fill('123');
      await page.locator('#billingName').fill(tenant.name);
      await page.getByRole('button', { name: /^Pay \$/ }).click();
      await page
        .getByText(/declined/i)
        .first()
        .waitFor();
      await page.locator('#cardNumber').fill('4242 4242 4242 4242');
      await page.locator('#cardExpiry').fill('12 / 34');
      await page.locator('#cardCvc').fill('123');
      await page.getByRole('button', { name: /^Pay \$/ }).click();
      await page.waitForURL(/\/pay\/return/);
      await page.getByRole('link', { name: 'See the receipt' }).waitFor();
      await lookGood(visitor, 'tenant-paid-390');
    },
    PHONE,
  );
});

test('the money arrives: the administrator sends the wire and moves the USDC', async () => {
  await othersPay();
  await stage.sandbox.advanceDays(2);
  await stage.sandbox.advanceDays(2);
  await until(
    'the bank to hold the rent',
    () => stage.admin.call(readTreasury),
    (t) => BigInt(t.pipeline.bank.amount) > 0n,
  );
  await asPerson(DEMO_ADMIN.email, DEMO_ADMIN.password, async (visitor) => {
    await visitor.go('/admin/treasury');
    await visitor.decide('Send wire');
    const clock = setInterval(() => void stage.sandbox.advanceMinutes(15).catch(() => undefined), 2_000);
    try {
      await until(
        'Circle to hold the USDC',
        () => stage.admin.call(readTreasury),
        (t) => BigInt(t.pipeline.circle.amount) > 0n,
      );
    } finally {
      clearInterval(clock);
    }
    await visitor.go('/admin/treasury');
    await visitor.decide('Move USDC to treasury');
    await until(
      'the treasury to hold it',
      () => stage.admin.call(readTreasury),
      (t) => t.properties.some((p) => p.propertyId === stage.propertyId && BigInt(p.inTreasury.amount) > 0n),
    );
    await visitor.page.getByText('Settled').first().waitFor();
    await lookGood(visitor, 'admin-treasury-1440');
  });
});

async function othersPay(): Promise<void> {
  for (const tenant of stage.tenants.slice(1)) {
    const { items } = await tenant.call(listRentCharges, { query: { period: stage.period } });
    for (const charge of items) {
      const { url } = await tenant.call(startCheckout, { params: { id: charge.id } });
      await stage.sandbox.payByCard(url);
    }
  }
}

test('the manager looks at the rent roll and submits the income statement', async () => {
  await asPerson(DEMO_PEOPLE.manager.email, password, async (visitor) => {
    const home = `/manager/properties/${stage.propertyId}`;
    await visitor.go(`${home}/rent-roll?period=${stage.period}`);
    await visitor.page.getByText('$3,126.49').first().waitFor();
    await lookGood(visitor, 'manager-rent-roll-1440');
    await visitor.go(`${home}/statement?period=${stage.period}`);
    await visitor.page.getByRole('button', { name: 'Submit', exact: true }).waitFor();
    await lookGood(visitor, 'manager-statement-1440');
    await visitor.decide('Submit');
    await visitor.page.getByText('Submitted').first().waitFor();
  });
});

test('the administrator approves, declares and pays, batch by batch', async () => {
  await asPerson(DEMO_ADMIN.email, DEMO_ADMIN.password, async (visitor) => {
    const { page } = visitor;
    await visitor.go('/admin/statements');
    await page.locator('a[href^="/admin/statements/"]').first().click();
    await page.waitForURL(/\/admin\/statements\/[0-9a-f-]+/);
    statementId = page.url().split('/').at(-1) ?? '';
    await lookGood(visitor, 'admin-statement-1440');
    await visitor.decide('Approve');
    await page.getByRole('link', { name: 'Open the dividend' }).click();
    await page.waitForURL(/\/admin\/dividends\//);
    await visitor.decide('Declare');
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor({ timeout: 180_000 });
    await visitor.decide('Run');
    await page.getByRole('progressbar').first().waitFor();
    await page.getByText('Paid + claimable + carried = funded').waitFor({ timeout: 180_000 });
    await lookGood(visitor, 'admin-dividend-1440');
  });
  assert.match(statementId, /^[0-9a-f-]{36}$/);
});

test('an investor sees the payout, and its receipt verifies against the chain', async () => {
  const { items } = await stage.admin.call(listDividends, { query: { propertyId: stage.propertyId } });
  await until(
    'every payout to be final in the books',
    () =>
      stage.admin.call(listDividendPayouts, { params: { id: items[0]?.id ?? '' }, query: { limit: 200 } }),
    (page) => page.items.length > 0 && page.items.every((payout) => payout.state === 'FINAL'),
  );
  await stage.admin.call(createAnchor);
  const investor = DEMO_PEOPLE.investors[0];
  assert.ok(investor);
  for (const [viewport, width] of [
    [DESKTOP, 1_440],
    [PHONE, 390],
  ] as const) {
    await asPerson(
      investor.email,
      password,
      async (visitor) => {
        const { page } = visitor;
        await visitor.go('/portfolio');
        await page.getByText('Juniper Court').first().waitFor();
        await lookGood(visitor, `investor-portfolio-${width}`);
        await page.locator('a[href*="/portfolio/payouts/"]').first().click();
        await page.getByRole('button', { name: 'Verify', exact: true }).click({ timeout: 180_000 });
        await page.locator('[data-verdict="passed"]').waitFor();
        await lookGood(visitor, `investor-payout-${width}`);
      },
      viewport,
    );
  }
});
