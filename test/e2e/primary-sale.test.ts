import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { propertyTokenAbi } from '@freehold/contracts/abis';
import { DEMO_PEOPLE } from '@freehold/scripts/demo/cast';
import { until } from '@freehold/scripts/demo/narrator';
import { investorClient } from '@freehold/scripts/demo/people';
import { SandboxClient } from '@freehold/scripts/demo/sandbox-client';
import { DEMO_ADMIN, LOCAL_CHAIN_ID } from '@freehold/scripts/start/settings';
import { proposeComplianceAct, readComplianceAct } from '@freehold/shared/compliance';
import type { ComplianceRules } from '@freehold/shared/compliance-rules';
import { createUnit } from '@freehold/shared/lease';
import { listMySubscriptions, type Offering } from '@freehold/shared/offering';
import { submitProperty } from '@freehold/shared/property';
import { readTokenization } from '@freehold/shared/token';
import type { Browser } from 'playwright-core';
import { encodeFunctionData, getAddress } from 'viem';
import { launchBrowser } from '../support/browser.ts';
import {
  compareFingerprint,
  differing,
  printed,
  replaceRefused,
  sendRefused,
  upload,
} from '../support/document-desk.ts';
import { draftIsForgotten, keptForms } from '../support/kept-draft.ts';
import { payProceedsOut } from '../support/proceeds-desk.ts';
import {
  draftProperty,
  investorKey,
  investorWallet,
  type SaleStage,
  SHARE,
  setSaleStage,
} from '../support/sale-stage.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';
import { lookGood, Visitor } from '../support/visitor.ts';
import { TestWallet } from '../support/wallet.ts';

const DESKTOP = { width: 1_440, height: 900 };
const PHONE = { width: 390, height: 844 };
const POLYGON = 137;
const UNVERIFIED = 2;
const GERMANY = 276;
/** Houses for which the stage's investors, who live in the United States, are not made. */
const RULES: Readonly<Record<string, Partial<ComplianceRules>>> = {
  Fir: { countryMode: 'ONLY_LISTED', countries: [GERMANY] },
  Elm: { accreditedOnly: true },
  Oak: { maxBalance: (5n * SHARE).toString(), lockupDays: 90 },
};

describe('a primary sale in the browser', { timeout: 600_000 }, () => {
  let system: TestSystem;
  let browser: Browser;
  let stage: SaleStage;
  let offering: Offering;
  const ruled = new Map<string, Offering>();
  let documentedId: string;

  before(async () => {
    system = await startTestSystem();
    [stage] = await Promise.all([setSaleStage(system, 2), system.startWeb()]);
    for (const index of [0, 1]) await stage.fund(investorWallet(index), 5_000n * 1_000_000n);
    // One after the other: what an offering says of its rules is the same whoever else is on sale.
    offering = await stage.offer('Cedar House', 'CEDAR');
    for (const [name, rules] of Object.entries(RULES)) {
      ruled.set(name, await stage.offer(`${name} House`, name.toUpperCase(), { rules }));
    }
    await investorClient(system.urls.api, UNVERIFIED, new SandboxClient(system.urls));
    ({ id: documentedId } = await draftProperty(stage, 'Wizard House'));
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await system?.stop();
  });

  async function asInvestor(
    index: number,
    play: (visitor: Visitor, wallet: TestWallet) => Promise<void>,
    options: {
      readonly viewport?: typeof DESKTOP;
      readonly startsOn?: number;
      readonly at?: Offering | undefined;
    } = {},
  ): Promise<void> {
    const person = DEMO_PEOPLE.investors[index];
    assert.ok(person);
    const visitor = await Visitor.open(browser, system.urls.web, options.viewport ?? DESKTOP);
    try {
      const { startsOn = LOCAL_CHAIN_ID } = options;
      const rpcUrl = system.urls.rpc;
      const wallet = new TestWallet({ key: investorKey(index), rpcUrl, chainId: LOCAL_CHAIN_ID, startsOn });
      await wallet.install(visitor.page);
      await visitor.signIn(person.email, DEMO_PEOPLE.password);
      await visitor.go(`/properties/${(options.at ?? offering).property.id}`);
      await play(visitor, wallet);
      assert.deepEqual(visitor.problems, []);
    } catch (error) {
      await visitor.picture('failure').catch(() => undefined);
      throw error;
    } finally {
      await visitor.close();
    }
  }

  /** Somebody without a wallet. */
  async function asPerson(email: string, play: (visitor: Visitor) => Promise<void>): Promise<void> {
    const visitor = await Visitor.open(browser, system.urls.web, DESKTOP);
    const admin = email === DEMO_ADMIN.email;
    try {
      const password = admin ? DEMO_ADMIN.password : DEMO_PEOPLE.password;
      await visitor.signIn(email, password, admin ? DEMO_ADMIN.totpSecret : undefined);
      await play(visitor);
      assert.deepEqual(visitor.problems, []);
    } catch (error) {
      await visitor.picture('failure').catch(() => undefined);
      throw error;
    } finally {
      await visitor.close();
    }
  }

  const choose = async ({ page }: Visitor, shares: string): Promise<void> => {
    await page.getByRole('button', { name: 'Buy shares' }).click();
    await page.getByLabel('Number of shares').fill(shares);
  };

  const review = async ({ page }: Visitor): Promise<void> => {
    await page.getByRole('button', { name: 'Review', exact: true }).click();
    await page.getByRole('button', { name: 'Test Wallet' }).click();
  };

  test('says why a purchase would be refused before any wallet opens', async () => {
    await asInvestor(0, async (visitor, wallet) => {
      await choose(visitor, '61');
      await visitor.page.getByText('That is more than one investor may buy').waitFor();
      assert.equal(
        await visitor.page.getByRole('button', { name: 'Review', exact: true }).isDisabled(),
        true,
      );
      assert.deepEqual(wallet.asked, []);
      await lookGood(visitor, 'buy-refused-1440');
    });
  });

  interface Refusal {
    readonly reason: string;
    readonly who?: number;
    readonly house?: string;
    readonly shares?: string;
    /** What the page says, and what to do. */
    readonly says: readonly [string, string];
    /** Brings the reason about; what it answers lifts it again. */
    readonly provoke?: () => Promise<() => Promise<unknown>>;
  }

  const freeze = async (kind: 'FREEZE' | 'UNFREEZE') => {
    const { id } = await stage.admin.call(proposeComplianceAct, {
      body: {
        kind,
        propertyId: offering.property.id,
        wallet: investorWallet(0),
        reason: 'A court asked for it.',
      },
    });
    await until(
      'the chain to have it',
      () => stage.admin.call(readComplianceAct, { params: { id } }),
      ({ state }) => state === 'FINAL',
    );
  };
  const agentCalls = async (functionName: 'pauseIssuance' | 'unpauseIssuance') => {
    const { token } = await stage.admin.call(readTokenization, { params: { id: offering.property.id } });
    const data = encodeFunctionData({ abi: propertyTokenAbi, functionName });
    await stage.sendAsAgent(getAddress(token ?? ''), data);
  };

  const refusals: readonly Refusal[] = [
    {
      ...{ reason: 'not verified', who: UNVERIFIED },
      says: ['This wallet is not verified, or no longer.', 'Pass or renew your identity check'],
    },
    {
      ...{ reason: 'country', house: 'Fir' },
      says: ['Investors who live in your country may not hold these shares.', 'Choose another property.'],
    },
    {
      ...{ reason: 'accreditation', house: 'Elm' },
      says: ['Only accredited investors may hold these shares.', 'Send us the proof that you are accredited'],
    },
    {
      ...{ reason: 'cap', house: 'Oak', shares: '6' },
      says: ['You would hold more shares of this property than one investor may.', 'Enter fewer shares'],
    },
    {
      reason: 'frozen',
      says: ['This wallet is frozen for these shares.', 'Ask us why'],
      provoke: async () => {
        await freeze('FREEZE');
        return () => freeze('UNFREEZE');
      },
    },
    {
      reason: 'paused',
      says: ['Buying these shares is paused.', 'Come back when the pause is lifted.'],
      provoke: async () => {
        await agentCalls('pauseIssuance');
        return () => agentCalls('unpauseIssuance');
      },
    },
  ];

  for (const { reason, who = 0, house = '', shares = '2', says, provoke } of refusals) {
    test(`tells a buyer whom it refuses (${reason}) what to do, and never opens the wallet`, async () => {
      const lift = await provoke?.();
      await asInvestor(
        who,
        async (visitor, wallet) => {
          await choose(visitor, shares);
          for (const words of says) await visitor.page.getByText(words).waitFor();
          const review = visitor.page.getByRole('button', { name: 'Review', exact: true });
          assert.equal(await review.isDisabled(), true);
          await visitor.page.setViewportSize(PHONE);
          await lookGood(visitor, `buy-refused-${reason.replace(' ', '-')}-390`);
          assert.deepEqual(wallet.asked, []);
        },
        { at: ruled.get(house) },
      );
      await lift?.();
    });
  }

  test('is not refused for a lock-up, which holds back selling', async () => {
    await asInvestor(
      0,
      async (visitor) => {
        await visitor.page.getByText('Whoever acquires shares keeps them for 90 days.').waitFor();
        await lookGood(visitor, 'property-rules-1440');
        await choose(visitor, '5');
        const review = visitor.page.getByRole('button', { name: 'Review', exact: true });
        await until(
          'the purchase to be possible',
          () => review.isEnabled(),
          (enabled) => enabled,
        );
      },
      { at: ruled.get('Oak') },
    );
  });

  test('is bought with one signature, and the page knows it after a reload', async () => {
    await asInvestor(0, async (visitor, wallet) => {
      const { page } = visitor;
      await page.getByRole('link', { name: 'Primary sale' }).click();
      await page.getByRole('button', { name: 'Buy shares' }).waitFor();
      await lookGood(visitor, 'property-on-sale-1440');
      await choose(visitor, '20');
      await review(visitor);
      await page.getByRole('button', { name: 'Sign and buy' }).waitFor();
      await lookGood(visitor, 'buy-review-1440');
      await page.getByRole('button', { name: 'Sign and buy' }).click();
      await page.getByRole('list', { name: 'How far your purchase is' }).waitFor();
      assert.deepEqual(wallet.asked, ['wallet_requestPermissions', 'eth_signTypedData_v4']);
      await page.reload();
      await page.getByText('20 shares for 1,000.00 USDC').waitFor();
      await page.getByText('waits in the contract until the sale ends').first().waitFor({ timeout: 180_000 });
      await lookGood(visitor, 'property-bought-1440');
    });
    const [investor] = stage.investors;
    const { items } = await until(
      'the purchase to be final',
      async () => (await investor?.call(listMySubscriptions)) ?? { items: [] },
      (list) => list.items[0]?.state === 'FINAL',
    );
    assert.deepEqual([items[0]?.shares, items[0]?.outcome], [(20n * SHARE).toString(), 'ESCROWED']);
  });

  test('takes a no in the wallet calmly, and buys when asked again, on a phone', async () => {
    await asInvestor(
      1,
      async (visitor, wallet) => {
        const { page } = visitor;
        await page.getByRole('button', { name: 'Buy shares' }).waitFor();
        await lookGood(visitor, 'property-on-sale-390');
        await choose(visitor, '2.5');
        await review(visitor);
        wallet.refuse();
        await page.getByRole('button', { name: 'Sign and buy' }).click();
        await page.getByText('You declined in your wallet. Nothing happened').waitFor();
        await lookGood(visitor, 'buy-declined-390');
        await page.getByRole('button', { name: 'Sign and buy' }).click();
        await page.getByRole('list', { name: 'How far your purchase is' }).waitFor();
        await page
          .getByText('waits in the contract until the sale ends')
          .first()
          .waitFor({ timeout: 180_000 });
        await lookGood(visitor, 'buy-done-390');
      },
      { viewport: PHONE },
    );
    const { items } = (await stage.investors[1]?.call(listMySubscriptions)) ?? { items: [] };
    assert.equal(items.length, 1, 'declining and signing again is one purchase');
  });

  test('blocks buying on a wrong network and offers one button', async () => {
    await asInvestor(
      0,
      async (visitor, wallet) => {
        const { page } = visitor;
        await choose(visitor, '1');
        await review(visitor);
        await page.getByText('Your wallet is on another network').waitFor();
        assert.equal(await page.getByRole('button', { name: 'Sign and buy' }).count(), 0);
        await lookGood(visitor, 'buy-wrong-network-1440');
        wallet.refuse();
        await page.getByRole('button', { name: /^Switch to/ }).click();
        await page.getByText('You declined in your wallet. Nothing happened').waitFor();
        await page.getByRole('button', { name: /^Switch to/ }).click();
        await page.getByRole('button', { name: 'Sign and buy' }).waitFor();
        assert.ok(!wallet.asked.includes('eth_signTypedData_v4'));
      },
      { startsOn: POLYGON },
    );
  });

  test('is bought by two transactions of a wallet that cannot sign messages', async () => {
    await stage.giveCoin(investorWallet(0));
    await asInvestor(0, async (visitor, wallet) => {
      const { page } = visitor;
      await choose(visitor, '3');
      await review(visitor);
      await page.getByRole('button', { name: 'My wallet cannot sign messages' }).click();
      await page.getByText('Your wallet asks twice: to allow the payment, then to buy.').waitFor();
      await lookGood(visitor, 'buy-by-transaction-1440');
      await page.getByRole('button', { name: 'Buy', exact: true }).click();
      await page.getByRole('list', { name: 'How far your purchase is' }).waitFor();
      const sent = wallet.asked.filter(
        (method) => method.startsWith('eth_se') || method.startsWith('eth_sign'),
      );
      assert.deepEqual(sent, ['eth_sendTransaction', 'eth_sendTransaction']);
    });
    const [investor] = stage.investors;
    await until(
      'the purchase to be final',
      async () => (await investor?.call(listMySubscriptions)) ?? { items: [] },
      ({ items }) =>
        items.some(({ shares, state }) => shares === (3n * SHARE).toString() && state === 'FINAL'),
    );
  });

  test('gets its documents from its manager, who reads what is wrong with a file and what to do', async () => {
    await asPerson(DEMO_PEOPLE.manager.email, async (visitor) => {
      const { page } = visitor;
      await visitor.go(`/manager/properties/${documentedId}/documents`);
      await page.getByText('No documents yet').waitFor();
      await lookGood(visitor, 'documents-none-1440');
      const { pdf, photo } = await printed(visitor);
      await sendRefused(visitor, { pdf, storage: system.urls.storage }, lookGood);
      await replaceRefused(visitor, pdf);
      await upload(visitor, {
        ...{ kind: 'PHOTO', title: 'Front', name: 'front.jpg', type: 'image/jpeg', bytes: photo },
      });
      await upload(visitor, {
        ...{ kind: 'VALUATION_REPORT', title: 'Appraisal', name: 'report.pdf', type: 'application/pdf' },
        bytes: differing(pdf, 2),
      });
      await lookGood(visitor, 'documents-manager-1440');
      await page.getByRole('button', { name: 'Versions of Policy' }).click();
      await page.getByRole('dialog').getByText('Version 2').waitFor();
      await lookGood(visitor, 'documents-versions-1440');
      await page.keyboard.press('Escape');
      await page.setViewportSize(PHONE);
      await lookGood(visitor, 'documents-manager-390');
    });
  });

  test('is approved with a reason while its checklist lacks something, and without once it is complete', async () => {
    await stage.manager.call(submitProperty, { params: { id: documentedId } });
    await asPerson(DEMO_ADMIN.email, async (visitor) => {
      const { page } = visitor;
      await visitor.go(`/admin/properties/${documentedId}`);
      await page.getByRole('list', { name: 'Checklist' }).waitFor();
      await page.getByRole('button', { name: 'Approve', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('The checklist is not complete').waitFor();
      assert.equal(await dialog.getByRole('button', { name: 'Approve anyway' }).isDisabled(), true);
      await lookGood(visitor, 'approve-incomplete-1440');
      await page.keyboard.press('Escape');
      await stage.manager.call(createUnit, { params: { id: documentedId }, body: { label: 'Flat A' } });
      await page.reload();
      await page.getByText('Front').first().waitFor();
      await lookGood(visitor, 'admin-checklist-1440');
      await page.setViewportSize(PHONE);
      await lookGood(visitor, 'admin-checklist-390');
      await visitor.decide('Approve');
      await page.getByText('Create the shares').first().waitFor();
    });
  });

  test('is begun by an administrator in the wizard, with one confirmation, and followed until it is open', async () => {
    await asPerson(DEMO_ADMIN.email, async (visitor) => {
      const { page } = visitor;
      await visitor.go(`/admin/properties/${documentedId}`);
      await draftIsForgotten(visitor);
      await page.getByLabel('Symbol').fill('wizard');
      await page.getByLabel('Number of shares').fill('1,000');
      await page.getByLabel('Most one investor may hold').fill('15');
      await page.getByLabel('Residence').selectOption('Any country but those I list');
      for (const country of ['Iran', 'Cuba']) {
        await page.getByLabel('Countries excluded').selectOption(country);
      }
      await page.getByRole('button', { name: 'Take out Iran' }).click();
      await page.getByLabel('Vetted contracts only').check();
      await lookGood(visitor, 'wizard-shares-1440');
      await page.getByRole('button', { name: 'Next: the sale' }).click();
      await page.getByLabel('Price of a share').fill('25');
      await page.getByLabel('Shares for sale').fill('400');
      await lookGood(visitor, 'wizard-terms-1440');
      await page.reload();
      await page.getByText('What you typed is here again').waitFor();
      await lookGood(visitor, 'wizard-restored-1440');
      await page.setViewportSize(PHONE);
      await lookGood(visitor, 'wizard-restored-390');
      await page.setViewportSize(DESKTOP);
      await page.getByRole('button', { name: 'Review', exact: true }).click();
      await page.getByText('Investors resident in Cuba may not receive shares.').waitFor();
      // Whichever way one goes, what was typed is there.
      await page.getByRole('button', { name: 'Back', exact: true }).click();
      await page.getByRole('button', { name: 'Back', exact: true }).click();
      assert.equal(await page.getByLabel('Symbol').inputValue(), 'wizard');
      assert.equal(await page.getByRole('button', { name: 'Take out Cuba' }).count(), 1);
      await page.setViewportSize(PHONE);
      await lookGood(visitor, 'wizard-shares-390');
      await page.setViewportSize(DESKTOP);
      await page.getByRole('button', { name: 'Next: the sale' }).click();
      assert.equal(await page.getByLabel('Price of a share').inputValue(), '25');
      assert.equal(await page.getByLabel('Shares for sale').inputValue(), '400');
      await page.getByRole('button', { name: 'Review', exact: true }).click();
      await page.getByText('One investor may hold at most 15% of the shares (150).').waitFor();
      await page.getByText(/it would cost about/).waitFor();
      await lookGood(visitor, 'wizard-review-1440');
      await page.getByRole('button', { name: 'Create the shares', exact: true }).click();
      await page.getByRole('link', { name: 'Open the sale' }).click({ timeout: 180_000 });
      await page.getByText('On sale').first().waitFor({ timeout: 180_000 });
      await page.getByText('Nobody has bought yet').waitFor();
      assert.equal(await keptForms(page), 0);
      await lookGood(visitor, 'admin-offering-1440');
    });
  });

  test('proposes the fingerprint of a document for its token, and says who has to send what', async () => {
    await asPerson(DEMO_ADMIN.email, async (visitor) => {
      const { page } = visitor;
      await visitor.go(`/admin/properties/${documentedId}`);
      await page.getByRole('button', { name: 'Versions of Deed of 1998' }).click();
      await page.getByRole('button', { name: 'Publish version 1 on the chain' }).click();
      await page.getByText('The Safe signs and sends').first().waitFor();
      await lookGood(visitor, 'admin-publication-1440');
      await page.setViewportSize(PHONE);
      await lookGood(visitor, 'admin-publication-390');
    });
  });

  test('lets its pages talk to the chain and to storage, and to nobody else', async () => {
    const policyOf = async (path: string) =>
      (await fetch(`${system.urls.web}${path}`)).headers.get('content-security-policy') ?? '';
    const only = `connect-src 'self' ${system.urls.rpc} ${system.urls.storage};`;
    assert.ok((await policyOf(`/properties/${documentedId}`)).includes(only));
    assert.ok((await policyOf('/verify')).includes("connect-src 'self' http: https:;"));
  });

  test('shows its documents to investors, whose bytes hash to the fingerprint shown', async () => {
    for (const [width, viewport] of [
      [1_440, DESKTOP],
      [390, PHONE],
    ] as const) {
      await asInvestor(
        0,
        async (visitor) => {
          const { page } = visitor;
          await visitor.go(`/properties/${documentedId}`);
          await compareFingerprint(visitor, 'Deed of 1998');
          await lookGood(visitor, `investor-versions-${width}`);
          await page.keyboard.press('Escape');
          await page.getByText('Check the fingerprint yourself').click();
          await lookGood(visitor, `investor-documents-${width}`);
          await compareFingerprint(visitor, 'Front');
        },
        { viewport },
      );
    }
  });

  test('pays what it earned to the wallet its manager names, by the hands of two administrators', async () => {
    await payProceedsOut(stage, browser, system.urls.web);
  });
});
