import assert from 'node:assert/strict';
import { DEMO_ADMIN } from '@freehold/scripts/start/settings';
import type { Page } from 'playwright-core';
import type { Visitor } from './visitor.ts';

/** How many forms this browser keeps. */
export const keptForms = (page: Page): Promise<number> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('freehold.kept.')).length);

/** On the page with the wizard: what was typed goes when the administrator signs out, or starts anew. */
export async function draftIsForgotten(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  const { pathname } = new URL(page.url());
  const symbol = page.getByLabel('Symbol');
  const restored = page.getByText('What you typed is here again');
  await symbol.fill('left');
  assert.equal(await keptForms(page), 1);
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in', exact: true }).first().waitFor();
  assert.equal(await keptForms(page), 0);
  await visitor.signIn(DEMO_ADMIN.email, DEMO_ADMIN.password, DEMO_ADMIN.totpSecret);
  await visitor.go(pathname);
  assert.equal(await symbol.inputValue(), '');
  await symbol.fill('other');
  await page.reload();
  await restored.waitFor();
  assert.equal(await symbol.inputValue(), 'other');
  await page.getByRole('button', { name: 'Start anew' }).click();
  await restored.waitFor({ state: 'detached' });
  assert.equal(await symbol.inputValue(), '');
}
