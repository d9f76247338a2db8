import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { STATE } from '@freehold/scripts/paths';
import { nextCode } from '@freehold/shared/authenticator';
import AxeBuilder from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** A page that takes longer is not slow but wrong. */
const PATIENCE_MS = 90_000;
/** Where codes of an authenticator app go. */
const CODE_PATH = /\/auth\/(step-up|second-factor\/confirm)$/u;

/** One person in a browser of their own: own cookies, own window. */
export class Visitor {
  readonly page: Page;
  private readonly web: string;
  private readonly context: BrowserContext;
  readonly problems: string[] = [];

  private constructor(web: string, context: BrowserContext, page: Page) {
    this.web = web;
    this.context = context;
    this.page = page;
    page.on('pageerror', (error) => this.problems.push(`${page.url()}: ${error.message}`));
  }

  static async open(
    browser: Browser,
    web: string,
    viewport = { width: 1_440, height: 900 },
  ): Promise<Visitor> {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    context.setDefaultTimeout(PATIENCE_MS);
    return new Visitor(web, context, await context.newPage());
  }

  async go(path: string): Promise<void> {
    await this.page.goto(`${this.web}${path}`, { waitUntil: 'domcontentloaded' });
  }

  /** By password, and by a code of the app where the account has one. */
  async signIn(email: string, password: string, totpSecret?: string): Promise<void> {
    await this.go('/sign-in');
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await this.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    if (totpSecret !== undefined) await this.giveCode(totpSecret);
  }

  /** Another process may have given the code of this moment: then the page says so and the next one is given. */
  async giveCode(
    totpSecret: string,
    { label, button } = { label: 'Code', button: 'Continue' },
  ): Promise<void> {
    const field = this.page.getByLabel(label, { exact: true });
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await field.fill(await nextCode(totpSecret));
      // What the page says may still be about the code before: the answer to this one decides.
      const answered = this.page.waitForResponse(
        (response) =>
          response.request().method() === 'POST' && CODE_PATH.test(new URL(response.url()).pathname),
      );
      await this.page.getByRole('button', { name: button, exact: true }).click();
      if ((await answered).ok()) return field.waitFor({ state: 'detached' });
      await this.page.getByText('This code was used already').first().waitFor();
    }
    throw new Error('No code of the app was taken.');
  }

  /** Opens the review card behind a button and confirms it. */
  async decide(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).first().click();
    await this.page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
    await this.page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  /** Rules of WCAG 2.2 A and AA that the page breaks, as 'rule: selector'. */
  async accessibilityFindings(): Promise<readonly string[]> {
    await this.page.evaluate(AxeBuilder.source);
    return this.page.evaluate(async () => {
      const axe: typeof AxeBuilder = Reflect.get(window, 'axe');
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
      const { violations } = await axe.run(document, { runOnly: tags });
      return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}`));
    });
  }

  /** Pixels by which the page is wider than the window. */
  sideways(): Promise<number> {
    return this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  }

  /** A picture for whoever wants to look; kept with the local data, or where SCREENSHOTS says. */
  async picture(name: string): Promise<void> {
    const folder = process.env.SCREENSHOTS ?? join(STATE, 'screens');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

/** The page as it stands keeps the rules of accessibility and does not scroll sideways; a picture is kept. */
export async function lookGood(visitor: Visitor, name: string): Promise<void> {
  await visitor.picture(name);
  assert.deepEqual(await visitor.accessibilityFindings(), [], `axe on ${name}`);
  assert.equal(await visitor.sideways(), 0, `${name} scrolls sideways`);
}
