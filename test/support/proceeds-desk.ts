import assert from 'node:assert/strict';
import { DEMO_PEOPLE } from '@freehold/scripts/demo/cast';
import { buyBySignature } from '@freehold/scripts/demo/purchase';
import { DEMO_ADMIN } from '@freehold/scripts/start/settings';
import type { Offering } from '@freehold/shared/offering';
import type { Browser } from 'playwright-core';
import { investorWallet, type SaleStage, SHARE } from './sale-stage.ts';
import { secondAdministrator } from './second-administrator.ts';
import { lookGood, Visitor } from './visitor.ts';

const DESKTOP = { width: 1_440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** The wallet that is paid, and one that is not. */
const ISSUER = investorWallet(77);
const STRANGER = investorWallet(78);

interface Login {
  readonly email: string;
  readonly password: string;
  readonly totpSecret?: string;
}

/** Signs somebody in at a path. */
type Open = (person: Login, path: string, viewport: typeof DESKTOP) => Promise<Visitor>;

/** A sale that earned 250 USDC: its manager names a wallet, one administrator proposes 200.50, the second confirms. */
export async function payProceedsOut(stage: SaleStage, browser: Browser, web: string): Promise<void> {
  const [buyer] = stage.investors;
  assert.ok(buyer);
  const terms = { cap: (5n * SHARE).toString(), minimum: '0' };
  const offering = await stage.offer('Alder House', 'ALDER', { terms });
  await buyBySignature(buyer, 0, offering.id, 5n * SHARE);
  const open: Open = async (person, path, viewport) => {
    const visitor = await Visitor.open(browser, web, viewport);
    await visitor.signIn(person.email, person.password, person.totpSecret);
    await visitor.go(path);
    return visitor;
  };
  const manager = await registerWallet(open, offering);
  const first = await propose(open, offering);
  const second = await confirm(open, offering, await secondAdministrator(stage.admin));
  await first.page.getByText('Paid', { exact: true }).waitFor();
  assert.equal(await stage.balance(ISSUER), 200_500_000n);
  for (const visitor of [manager, first, second]) {
    assert.deepEqual(visitor.problems, []);
    await visitor.close();
  }
}

async function registerWallet(open: Open, { property }: Offering): Promise<Visitor> {
  const login = { email: DEMO_PEOPLE.manager.email, password: DEMO_PEOPLE.password };
  const visitor = await open(login, `/manager/properties/${property.id}`, PHONE);
  const { page } = visitor;
  await page.getByRole('button', { name: 'Register a wallet' }).click();
  await page.getByLabel('Wallet address').fill('0x12');
  await page.getByRole('button', { name: 'Register wallet' }).click();
  await page.getByText('An address is 0x and 40 hex digits.').waitFor();
  await page.getByLabel('Wallet address').fill(ISSUER);
  await page.getByRole('button', { name: 'Register wallet' }).click();
  await page.getByText('not yet').waitFor();
  await lookGood(visitor, 'payout-address-390');
  return visitor;
}

async function propose(open: Open, { id }: Offering): Promise<Visitor> {
  const visitor = await open(DEMO_ADMIN, `/admin/offerings/${id}`, DESKTOP);
  const { page } = visitor;
  await page.getByRole('button', { name: 'Pay the issuer' }).click({ timeout: 90_000 });
  await page.getByLabel('Amount in USDC').fill('251');
  await page.getByRole('button', { name: 'Propose the payout' }).click();
  await page.getByText('Enter an amount up to').waitFor();
  await page.getByLabel('Amount in USDC').fill('200.50');
  await page.getByRole('button', { name: 'Propose the payout' }).click();
  await page.getByText('Waits for another administrator to confirm it.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Confirm' }).count(), 0);
  await lookGood(visitor, 'proceeds-1440');
  return visitor;
}

/** A wallet that is new is typed in by whoever confirms. */
async function confirm(open: Open, { id }: Offering, person: Login): Promise<Visitor> {
  const visitor = await open(person, `/admin/offerings/${id}`, PHONE);
  const { page } = visitor;
  await page.getByRole('button', { name: 'Confirm' }).click();
  const card = page.getByRole('dialog');
  await card.getByLabel('Wallet address').fill(STRANGER);
  await card.getByRole('button', { name: 'Confirm and send' }).click();
  await card.getByText('This is not the wallet the money would go to').waitFor();
  await lookGood(visitor, 'proceeds-confirm-390');
  await card.getByLabel('Wallet address').fill(ISSUER);
  await card.getByRole('button', { name: 'Confirm and send' }).click();
  await page.getByText('Paid', { exact: true }).waitFor({ timeout: 90_000 });
  return visitor;
}
