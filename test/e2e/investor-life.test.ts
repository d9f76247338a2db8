import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import type { ApiClient } from '@freehold/scripts/demo/api-client';
import { DEMO_PEOPLE } from '@freehold/scripts/demo/cast';
import {
  approveMonth,
  bookExpenses,
  collectRent,
  moveMoney,
  nextPeriod,
  payDividend,
} from '@freehold/scripts/demo/month';
import { Narrator, until } from '@freehold/scripts/demo/narrator';
import { adminClient, invitedPerson } from '@freehold/scripts/demo/people';
import { type Estate, ensureEstate, ensureMarket } from '@freehold/scripts/demo/property';
import { SandboxClient } from '@freehold/scripts/demo/sandbox-client';
import { LOCAL_CHAIN_ID } from '@freehold/scripts/start/settings';
import { closeOffering, listOfferings, readOffering } from '@freehold/shared/offering';
import { listInvestors, tokenizeProperty } from '@freehold/shared/token';
import type { Browser } from 'playwright-core';
import { generatePrivateKey } from 'viem/accounts';
import { launchBrowser } from '../support/browser.ts';
import { type SaleStage, SHARE, setSaleStage, someTerms } from '../support/sale-stage.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';
import { Visitor } from '../support/visitor.ts';
import { TestWallet } from '../support/wallet.ts';

const WIDE = { width: 1_440, height: 900 };
const PHONE = { width: 390, height: 844 };
const PASSWORD = 'a password of their own';
const BOUGHT = 20n;

interface Newcomer {
  readonly name: string;
  readonly email: string;
  readonly viewport: typeof WIDE;
}
const [seller, buyer]: readonly [Newcomer, Newcomer] = [
  { name: 'Wilma Wide', email: 'wilma@freehold.example', viewport: WIDE },
  { name: 'Petra Phone', email: 'petra@freehold.example', viewport: PHONE },
];

/** From opening an account to the statement of the year, in two browsers with wallets of their own. */
describe('the life of an investor', { timeout: 600_000 }, () => {
  let system: TestSystem;
  let browser: Browser;
  let sale: SaleStage;
  let admin: ApiClient;
  let manager: ApiClient;
  let estate: Estate;
  let offeringId: string;
  const narrator = new Narrator();
  const people = new Map<Newcomer, { readonly visitor: Visitor; readonly wallet: TestWallet }>();

  before(async () => {
    system = await startTestSystem();
    [sale] = await Promise.all([setSaleStage(system, 0), system.startWeb()]);
    admin = await adminClient(system.urls.api);
    manager = await invitedPerson(admin, DEMO_PEOPLE.manager, 'manager');
    estate = await ensureEstate(admin, manager, narrator);
    const params = { id: estate.property.id };
    await admin.call(tokenizeProperty, {
      params,
      body: {
        ...{ symbol: 'JUNI', shares: (1_000n * SHARE).toString(), rules: {} },
        offering: { ...someTerms(Date.now()), cap: (2n * BOUGHT * SHARE).toString() },
      },
    });
    const { items } = await until(
      'the sale to be open on chain',
      () => admin.call(listOfferings, { query: { propertyId: params.id } }),
      (list) => list.items.some(({ state }) => state === 'OPEN'),
    );
    offeringId = items[0]?.id ?? '';
    browser = await launchBrowser();
    for (const newcomer of [seller, buyer]) await arrive(newcomer);
  });

  after(async () => {
    for (const { visitor } of people.values()) await visitor.close();
    await browser?.close();
    await system?.stop();
  });

  async function arrive(newcomer: Newcomer): Promise<void> {
    const visitor = await Visitor.open(browser, system.urls.web, newcomer.viewport);
    const wallet = new TestWallet({
      ...{ key: generatePrivateKey(), rpcUrl: system.urls.rpc, chainId: LOCAL_CHAIN_ID },
    });
    await wallet.install(visitor.page);
    await sale.fund(wallet.address, 5_000_000_000n);
    await sale.giveCoin(wallet.address);
    people.set(newcomer, { visitor, wallet });
  }

  function of(newcomer: Newcomer) {
    const one = people.get(newcomer);
    assert.ok(one);
    return { ...one, page: one.visitor.page };
  }

  async function lookGood(newcomer: Newcomer, name: string): Promise<void> {
    const { visitor } = of(newcomer);
    const full = `life-${name}-${newcomer.viewport.width}`;
    await visitor.picture(full);
    assert.deepEqual(await visitor.accessibilityFindings(), [], `axe on ${full}`);
    assert.equal(await visitor.sideways(), 0, `${full} scrolls sideways`);
    assert.deepEqual(visitor.problems, []);
  }

  const endCheck = async (newcomer: Newcomer, outcome: string): Promise<void> => {
    const { page } = of(newcomer);
    await page.waitForURL(/\/websdk\/p\//);
    await page.getByLabel('Country you live in').selectOption('DEU');
    await page.getByLabel(outcome).check();
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.waitForURL(/\/onboarding/);
  };

  for (const newcomer of [seller, buyer]) {
    const { width } = newcomer.viewport;

    test(`opens an account, confirms its address and links a wallet, ${width} pixels wide`, async () => {
      const { visitor, page } = of(newcomer);
      await visitor.go('/sign-up');
      await page.getByLabel('Full name').fill(newcomer.name);
      await page.getByLabel('E-mail').fill(newcomer.email);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page
        .locator('form')
        .getByRole('button', { name: /account|sign up/i })
        .click();
      await page.waitForURL(/\/onboarding/);
      const link = await new SandboxClient(system.urls).linkMailedTo(newcomer.email, '/confirm-email');
      await page.goto(link.href);
      await page.getByRole('button', { name: 'Confirm my address' }).click();
      await page.getByText('Your address is confirmed').waitFor();
      await visitor.go('/wallets');
      await page.getByRole('button', { name: 'Link a wallet' }).first().click();
      await page.getByRole('button', { name: 'Test Wallet' }).click();
      await page.getByRole('button', { name: 'Link this wallet' }).click();
      await page.getByText('Wallet linked').waitFor();
      await lookGood(newcomer, 'wallet');
    });

    test(`is asked again by the identity check and then approved, ${width} pixels wide`, async () => {
      const { visitor, page } = of(newcomer);
      await visitor.go('/onboarding');
      await page.getByRole('button', { name: 'Start the check' }).click();
      await endCheck(newcomer, 'Ask again: the photo is blurry');
      await page.getByText('The photo of your document could not be read.').waitFor();
      await lookGood(newcomer, 'retry');
      await page.getByRole('button', { name: 'Try again' }).click();
      await endCheck(newcomer, 'Approve');
      await page.getByText('You can buy shares').waitFor({ timeout: 180_000 });
      await lookGood(newcomer, 'approved');
      await until(
        'the register to know',
        async () => (await admin.call(listInvestors)).items.find(({ email }) => email === newcomer.email),
        (investor) => investor?.verification.state === 'VERIFIED',
      );
    });

    test(`buys in the primary sale with the linked account only, ${width} pixels wide`, async () => {
      const { visitor, page, wallet } = of(newcomer);
      await visitor.go(`/properties/${estate.property.id}`);
      await page.getByRole('button', { name: 'Buy shares' }).click();
      await page.getByLabel('Number of shares').fill(BOUGHT.toString());
      await page.getByRole('button', { name: 'Review', exact: true }).click();
      await page.getByRole('button', { name: 'Test Wallet' }).click();
      await page.getByRole('button', { name: 'Sign and buy' }).waitFor();
      const own = wallet.key;
      await wallet.useAccount(generatePrivateKey());
      await page.getByText('Your wallet shows another account').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Sign and buy' }).count(), 0);
      await lookGood(newcomer, 'other-account');
      await wallet.useAccount(own);
      await page.getByRole('button', { name: 'Sign and buy' }).click();
      await page.getByText('waits in the contract until the sale ends').first().waitFor({ timeout: 180_000 });
      await lookGood(newcomer, 'bought');
    });
  }

  test('the sale ends and the shares are in the wallets', async () => {
    const params = { id: offeringId };
    await until(
      'everything to be sold',
      () => admin.call(readOffering, { params }),
      ({ progress }) => progress.subscribed === (2n * BOUGHT * SHARE).toString(),
    );
    const { state } = await admin.call(readOffering, { params });
    if (state === 'OPEN') await admin.call(closeOffering, { params, body: {} });
    await until(
      'every share to be delivered',
      () => admin.call(readOffering, { params }),
      ({ progress }) => progress.delivered === (2n * BOUGHT * SHARE).toString(),
    );
    await ensureMarket(admin, estate.property.id, narrator);
  });

  test('one sells to the other on the order book', async () => {
    for (const newcomer of [seller, buyer]) {
      const { visitor, page } = of(newcomer);
      const sells = newcomer === seller;
      await visitor.go(`/trade/${estate.property.id}`);
      await page.getByLabel('I want to').selectOption(sells ? 'Sell' : 'Buy');
      if (!sells) await page.getByLabel('At', { exact: true }).selectOption('Market price');
      await page.getByLabel('Number of shares').fill('5');
      if (sells) await page.getByLabel('At least, USDC for one share').fill('52');
      await page.getByRole('button', { name: 'Review' }).click();
      await page.getByRole('button', { name: 'Test Wallet' }).click();
      await page.getByRole('button', { name: 'Sign permission and order' }).click();
      await page.getByText('Your order is placed.').waitFor();
      if (sells) await page.getByRole('table', { name: 'Sellers' }).getByText('52.00').waitFor();
    }
    for (const newcomer of [buyer, seller]) {
      const trades = of(newcomer).page.getByRole('table', { name: 'My trades' });
      await trades.getByText('Settled', { exact: true }).waitFor({ timeout: 180_000 });
      await lookGood(newcomer, 'traded');
    }
  });

  test('a month of rent reaches both by the shares they hold, and their statements say so', async () => {
    const { property, tenants } = estate;
    const stage = {
      ...{ admin, manager, tenants, propertyId: property.id, narrator },
      period: await nextPeriod(admin, property.id, new Date()),
      sandbox: new SandboxClient(system.urls),
    };
    await collectRent(stage);
    await bookExpenses(stage);
    await moveMoney(stage);
    const { dividendId } = await approveMonth(stage);
    assert.ok(dividendId);
    const payouts = await payDividend(stage, dividendId);
    assert.equal(payouts.length, 2);
    const paid = (shares: bigint) =>
      BigInt(payouts.find((payout) => payout.shares === (shares * SHARE).toString())?.amount.amount ?? 0);
    // Fifteen and twenty-five of forty shares; each is rounded down.
    const [less, more] = [paid(BOUGHT - 5n), paid(BOUGHT + 5n)];
    assert.ok(
      less > 0n && more * 15n - less * 25n < 25n && more * 15n - less * 25n > -25n,
      `${less}, ${more}`,
    );
    for (const [newcomer, amount] of [
      [seller, less],
      [buyer, more],
    ] as const) {
      const { visitor, page } = of(newcomer);
      await visitor.go('/portfolio');
      await page.getByText('Juniper Court').first().waitFor();
      await lookGood(newcomer, 'portfolio');
      await visitor.go('/portfolio/statements');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page
          .getByRole('button', { name: /as CSV$/ })
          .first()
          .click(),
      ]);
      const text = await readFile(await download.path(), 'utf8');
      const figure = `${amount / 1_000_000n}.${(amount % 1_000_000n).toString().padStart(6, '0')}`;
      assert.match(text, /Juniper Court/);
      assert.ok(text.includes(figure.replace(/0{1,4}$/u, '')), `${figure} in\n${text}`);
      const [pdf] = await Promise.all([
        page.waitForEvent('download'),
        page
          .getByRole('button', { name: /as PDF$/ })
          .first()
          .click(),
      ]);
      assert.equal((await readFile(await pdf.path())).subarray(0, 5).toString(), '%PDF-');
      await lookGood(newcomer, 'statements');
    }
  });
});
