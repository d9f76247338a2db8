import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { usdcAbi } from '@freehold/contracts/abis';
import { DEMO_PEOPLE, investorAccount } from '@freehold/scripts/demo/cast';
import { Narrator } from '@freehold/scripts/demo/narrator';
import { adminClient, invitedPerson } from '@freehold/scripts/demo/people';
import { ensureEstate, ensureInvestors, ensureMarket } from '@freehold/scripts/demo/property';
import { SandboxClient } from '@freehold/scripts/demo/sandbox-client';
import { LOCAL_ACCOUNTS, LOCAL_CHAIN_ID, localKey } from '@freehold/scripts/start/settings';
import type { Browser, Page } from 'playwright-core';
import { createTestClient, createWalletClient, getAddress, type Hex, http, publicActions, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { allocateTo } from '../support/allocated-shares.ts';
import { launchBrowser } from '../support/browser.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';
import { tokenRules } from '../support/token-rules.ts';
import { Visitor } from '../support/visitor.ts';
import { TestWallet } from '../support/wallet.ts';

const PHONE = { width: 390, height: 844 };
const { password, investors } = DEMO_PEOPLE;
const [SELLER, BUYER] = [0, 1];

let system: TestSystem;
let browser: Browser;
let propertyId: string;

before(async () => {
  system = await startTestSystem();
  const narrator = new Narrator();
  const admin = await adminClient(system.urls.api);
  const manager = await invitedPerson(admin, DEMO_PEOPLE.manager, 'manager');
  const { property } = await ensureEstate(admin, manager, narrator);
  await ensureInvestors(admin, new SandboxClient(system.urls), narrator);
  await allocateTo(admin, property.id);
  await ensureMarket(admin, property.id, narrator);
  propertyId = property.id;
  await fund();
  await system.startWeb();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await system?.stop();
});

/** The seller pays for an approval of his own; the buyer has USDC and no coin at all. */
async function fund(): Promise<void> {
  const transport = http(system.urls.rpc);
  const clock = createTestClient({ mode: 'anvil', transport }).extend(publicActions);
  await clock.setBalance({ address: investorAccount(SELLER).address, value: 10n ** 18n });
  await clock.setBalance({ address: investorAccount(BUYER).address, value: 0n });
  const { usdc } = z
    .object({ usdc: z.string() })
    .parse(JSON.parse(readFileSync(system.deploymentFile, 'utf8')));
  const minter = privateKeyToAccount(localKey(LOCAL_ACCOUNTS.circle));
  await clock.setBalance({ address: minter.address, value: 10n ** 18n });
  const hash = await createWalletClient({ transport, account: minter }).writeContract({
    ...{ address: getAddress(usdc), abi: usdcAbi, functionName: 'mint', chain: null },
    args: [investorAccount(BUYER).address, 500_000_000n],
  });
  await clock.waitForTransactionReceipt({ hash });
}

const keyOf = (index: number): Hex => {
  const key = investorAccount(index).getHdKey().privateKey;
  assert.ok(key);
  return toHex(key);
};

async function trader(index: number, viewport?: typeof PHONE) {
  const visitor = await Visitor.open(browser, system.urls.web, viewport);
  const wallet = new TestWallet({ key: keyOf(index), rpcUrl: system.urls.rpc, chainId: LOCAL_CHAIN_ID });
  await wallet.install(visitor.page);
  await visitor.signIn(investors[index]?.email ?? '', password);
  await visitor.go(`/properties/${propertyId}`);
  await visitor.page.getByRole('link', { name: 'Trade shares' }).click();
  await visitor.page.getByRole('heading', { level: 1, name: /Juniper Court/ }).waitFor();
  await visitor.page.getByText('Live', { exact: true }).waitFor();
  return { visitor, wallet, page: visitor.page };
}

async function lookGood(visitor: Visitor, name: string): Promise<void> {
  await visitor.picture(name);
  assert.deepEqual(await visitor.accessibilityFindings(), [], `axe on ${name}`);
  assert.equal(await visitor.sideways(), 0, `${name} scrolls sideways`);
}

/** A limit order, with the permission it needs, placed and taken by the book. */
async function order(
  page: Page,
  wish: { readonly side: 'Buy' | 'Sell'; readonly shares: string; readonly price: string },
): Promise<void> {
  await page.getByLabel('I want to').selectOption(wish.side);
  await page.getByLabel('Number of shares').fill(wish.shares);
  await page.getByLabel(/USDC for one share$/).fill(wish.price);
  await page.getByRole('button', { name: 'Review' }).click();
  const card = page.getByRole('dialog');
  const picker = card.getByRole('button', { name: 'Test Wallet' });
  const ready = card.getByRole('button', { name: /^Sign (the order|permission and order)$/ });
  await picker.or(ready).first().waitFor();
  if (await picker.isVisible()) await picker.click();
  await ready.click();
  await card.waitFor({ state: 'detached' });
  const row = page.getByRole('table', { name: 'My orders' }).getByRole('row').filter({ hasText: wish.price });
  await row.getByText(/^(Open|Partly filled|Filled)$/).waitFor();
}

test('an investor sells from his own wallet and another buys on a phone; the chain settles it', async () => {
  const seller = await trader(SELLER);
  const { page } = seller;
  await page.getByLabel('I want to').selectOption('Sell');
  await page.getByLabel('Number of shares').fill('2.00001');
  await page.getByLabel('At least, USDC for one share').fill('48.505');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByText('Prices go in steps of one cent.').waitFor();
  await page.getByText('Shares go down to four digits after the point.').waitFor();
  await page.getByLabel('Number of shares').fill('2');
  await page.getByLabel('At least, USDC for one share').fill('48.50');
  await page.getByRole('button', { name: 'Review' }).click();
  const review = page.getByRole('dialog');
  await review.getByRole('button', { name: 'Test Wallet' }).click();
  await review.getByText('up to 2 JUNI').waitFor();
  await lookGood(seller.visitor, 'trade-permission-1440');
  // This owner prefers a transaction. He is impatient and pays more: the page follows the one that replaces the first.
  await review.getByRole('button', { name: 'Allow it by a transaction instead' }).click();
  seller.wallet.speedUp();
  await review.getByRole('button', { name: '1 of 2: Allow' }).click();
  const sign = review.getByRole('button', { name: 'Sign the order' });
  await seller.wallet.replaced;
  await sign.waitFor();
  seller.wallet.refuse();
  await sign.click();
  await review.getByText('You declined in your wallet.').waitFor();
  await lookGood(seller.visitor, 'trade-review-1440');
  await sign.click();
  await page.getByText('Your order is placed.').waitFor();
  const asks = page.getByRole('table', { name: 'Sellers' });
  await asks.getByText('48.50').waitFor();
  await lookGood(seller.visitor, 'trade-1440');

  const buyer = await trader(BUYER, PHONE);
  await buyer.page.getByLabel('At', { exact: true }).selectOption('Market price');
  await buyer.page.getByLabel('Number of shares').fill('1');
  await buyer.page.getByRole('button', { name: 'Review' }).click();
  const card = buyer.page.getByRole('dialog');
  await card.getByRole('button', { name: 'Test Wallet' }).click();
  await buyer.wallet.useChain(1);
  await card.getByText('Your wallet is on another network').waitFor();
  await card.getByRole('button', { name: /^Switch to/ }).click();
  // One share at no more than 50.92 USDC, and half a percent.
  await card.getByText('up to 51.1746 USDC').waitFor();
  await lookGood(buyer.visitor, 'trade-permission-390');
  await card.getByRole('button', { name: 'Sign permission and order' }).click();
  await buyer.page.getByText('Your order is placed.').waitFor();
  await buyer.page.getByRole('table', { name: 'My trades' }).getByText('Settled', { exact: true }).waitFor();
  await lookGood(buyer.visitor, 'trade-390');

  // The other page heard of it by itself.
  await page.getByRole('table', { name: 'My trades' }).getByText('Settled', { exact: true }).waitFor();
  await page.getByRole('button', { name: /^Cancel the order of/ }).click();
  await page.getByRole('table', { name: 'My orders' }).getByText('Cancelled', { exact: true }).waitFor();
  await page.getByText('The book is empty').waitFor();
  assert.equal(buyer.wallet.asked.includes('eth_sendTransaction'), false, 'the buyer needed no coin');
  for (const { visitor } of [seller, buyer]) {
    assert.deepEqual(visitor.problems, []);
    await visitor.close();
  }
});

test('an order that the wallet cannot pay for is stopped before the wallet opens', async () => {
  const { visitor, wallet, page } = await trader(BUYER, PHONE);
  await page.getByLabel('Number of shares').fill('100');
  await page.getByLabel('At most, USDC for one share').fill('48.50');
  await page.getByRole('button', { name: 'Review' }).click();
  const card = page.getByRole('dialog');
  await card.getByRole('button', { name: 'Test Wallet' }).click();
  await card.getByText('The wallet does not hold enough USDC.').waitFor();
  assert.equal(await card.getByRole('button', { name: 'Sign the order' }).isDisabled(), true);
  assert.equal(wallet.asked.includes('eth_signTypedData_v4'), false);
  await lookGood(visitor, 'trade-too-little-390');
  await visitor.close();
});

test('a person cancels on chain by the own wallet alone, one order or all, and the book notices', async () => {
  const { visitor, wallet, page } = await trader(SELLER);
  await order(page, { side: 'Sell', shares: '1', price: '61.00' });
  await order(page, { side: 'Sell', shares: '0.5', price: '62.00' });
  await order(page, { side: 'Sell', shares: '0.5', price: '63.00' });
  const orders = page.getByRole('table', { name: 'My orders' });
  const rowOf = (price: string) => orders.getByRole('row').filter({ hasText: price });

  // Somebody takes half of the first. He has no coin, so that way out is closed to him, and he is told the other.
  const buyer = await trader(BUYER, PHONE);
  await order(buyer.page, { side: 'Buy', shares: '0.5', price: '61.00' });
  await order(buyer.page, { side: 'Buy', shares: '1', price: '40.00' });
  const bids = buyer.page.getByRole('table', { name: 'My orders' });
  const bid = bids.getByRole('row').filter({ hasText: '40.00' });
  await bid.getByRole('button', { name: /^On chain/ }).click();
  await buyer.page.getByText('This wallet cannot pay the network fee').waitFor();
  await lookGood(buyer.visitor, 'chain-cancel-too-poor-390');
  await buyer.page.keyboard.press('Escape');
  await buyer.page.getByRole('dialog').waitFor({ state: 'detached' });
  await bid.getByRole('button', { name: /^Cancel the order of/ }).click();
  await bid.getByText('Cancelled on request.').waitFor();
  assert.deepEqual(buyer.visitor.problems, []);
  await buyer.visitor.close();

  await rowOf('61.00').getByText('Partly filled').waitFor();
  await page
    .getByRole('table', { name: 'My trades' })
    .getByText('Settled', { exact: true })
    .first()
    .waitFor();
  await rowOf('61.00')
    .getByRole('button', { name: /^On chain/ })
    .press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Cancel this order on chain' });
  await dialog.getByText('1 JUNI at 61.00 USDC').waitFor();
  const send = dialog.getByRole('button', { name: 'Cancel on chain' });
  await dialog.getByRole('button', { name: 'Test Wallet' }).press('Enter');
  await send.waitFor();
  await lookGood(visitor, 'chain-cancel-review-1440');
  await wallet.useAccount(keyOf(BUYER));
  await dialog.getByText('Your wallet shows another account').waitFor();
  await wallet.useAccount(keyOf(SELLER));
  await wallet.useChain(1);
  await dialog.getByText('Your wallet is on another network').waitFor();
  await dialog.getByRole('button', { name: /^Switch to/ }).press('Enter');
  wallet.refuse();
  await send.press('Enter');
  await dialog.getByText('You declined in your wallet.').waitFor();
  // Taken back in the wallet, it cancels nothing, and the page says so.
  wallet.takeBack();
  await send.press('Enter');
  await dialog.getByText('Your wallet sent another transaction instead, so nothing was cancelled.').waitFor();
  await wallet.replaced;
  await page.locator('tr', { hasText: '61.00' }).getByText('Partly filled').waitFor();
  // Sent again with a higher fee, it cancels under another hash.
  wallet.speedUp();
  await send.press('Enter');
  await dialog.getByText('Cancelled for good.').waitFor();
  await wallet.replaced;
  await lookGood(visitor, 'chain-cancel-final-1440');
  await page.keyboard.press('Escape');
  await rowOf('61.00').getByText('Cancelled on chain by its wallet.').waitFor();
  await rowOf('62.00').getByText('Open', { exact: true }).waitFor();

  // What our book let go of keeps a signature that counts, until the wallet takes all of them back.
  await rowOf('63.00')
    .getByRole('button', { name: /^Cancel the order of/ })
    .click();
  await rowOf('63.00').getByText('Cancelled on request.').waitFor();
  await page.getByRole('button', { name: 'Cancel all on chain' }).click();
  const all = page.getByRole('dialog', { name: 'Cancel all orders on chain' });
  await all.getByRole('button', { name: 'Test Wallet' }).click();
  await page.setViewportSize(PHONE);
  await lookGood(visitor, 'chain-cancel-all-390');
  await all.getByRole('button', { name: 'Cancel on chain' }).click();
  await all.getByText('Cancelled for good.').waitFor();
  await lookGood(visitor, 'chain-cancel-all-final-390');
  await all.getByText('Close', { exact: true }).last().click();
  await rowOf('62.00').getByText('Cancelled on chain by its wallet.').waitFor();
  await rowOf('63.00').getByText('Its signature is worthless on chain as well.').waitFor();
  await page.getByText('The book is empty').waitFor();
  assert.equal(
    await orders.getByRole('button', { name: /^On chain/ }).count(),
    0,
    'nothing is left to forbid',
  );
  await lookGood(visitor, 'chain-cancelled-390');
  // The next order carries what the wallet has to sign from now on.
  await order(page, { side: 'Sell', shares: '0.5', price: '64.00' });
  await rowOf('64.00')
    .getByRole('button', { name: /^Cancel the order of/ })
    .click();
  await page.getByText('The book is empty').waitFor();
  assert.deepEqual(visitor.problems, []);
  await visitor.close();
});

test('each refusal of the rules is a sentence with the next step, before the wallet is asked', async () => {
  const rules = await tokenRules(system, propertyId);
  const [seller, buyer] = [SELLER, BUYER].map((index) => investorAccount(index).address);
  assert.ok(seller && buyer);
  const buys = await trader(BUYER, PHONE);
  const sells = await trader(SELLER);
  const refused = async (
    by: typeof sells,
    side: 'Buy' | 'Sell',
    [sentence, next]: readonly [string, string],
  ): Promise<void> => {
    await by.page.getByLabel('I want to').selectOption(side);
    await by.page.getByLabel('Number of shares').fill('1');
    await by.page.getByLabel(/USDC for one share$/).fill('48.50');
    await by.page.getByRole('button', { name: 'Review' }).click();
    const card = by.page.getByRole('dialog');
    await card.getByText(sentence).waitFor();
    await card.getByText(next).waitFor();
    // There is no wallet to choose and nothing to sign.
    assert.equal(await card.getByRole('button', { name: /Test Wallet|^Sign/ }).count(), 0, sentence);
    if (side === 'Buy' && sentence.startsWith('The receiver is'))
      await lookGood(by.visitor, 'trade-refused-390');
    await by.page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
  };
  await rules.freeze(seller, true);
  await refused(sells, 'Sell', ['The sending wallet is frozen.', 'Ask an administrator why.']);
  await rules.freeze(seller, false);
  await rules.freeze(buyer, true);
  await refused(buys, 'Buy', ['The receiving wallet is frozen.', 'Ask an administrator why.']);
  await rules.freeze(buyer, false);

  await rules.pause();
  const paused = ['Transfers of these shares are paused.', 'Try again when the pause is lifted.'] as const;
  await refused(sells, 'Sell', paused);
  await refused(buys, 'Buy', paused);
  await rules.unpause();

  await rules.set({ lockedUntil: Math.floor(Date.now() / 1_000) + 86_400 });
  await refused(sells, 'Sell', [
    'These shares are locked up and cannot move yet.',
    'Try again after the lock-up has ended.',
  ]);
  await rules.set({ maxBalance: (await rules.holdingOf(buyer)) + 1n });
  await refused(buys, 'Buy', [
    'The receiver would hold more of this property than one investor may.',
    'Choose fewer shares.',
  ]);
  // All but the buyer's own.
  await rules.set({ countryMode: 2, countries: [await rules.countryOf(buyer)] });
  await refused(buys, 'Buy', [
    'Investors from this country may not hold these shares.',
    'Choose another property, or ask which countries are allowed.',
  ]);
  await rules.set({ accreditedOnly: true });
  await refused(buys, 'Buy', [
    'Only accredited investors may hold these shares.',
    'if that is you, begin under Verification.',
  ]);
  await rules.set({});
  await rules.revoke(buyer);
  await refused(buys, 'Buy', ['The receiver is not verified.', 'if that is you, begin under Verification.']);

  for (const person of [buys, sells]) {
    assert.deepEqual(person.wallet.asked, [], 'no wallet was asked for anything');
    assert.deepEqual(person.visitor.problems, []);
    await person.visitor.close();
  }
});
