import { z } from 'zod';
import type { RunFile } from '../start/run-file.ts';
import { SANDBOX_KEYS } from '../start/settings.ts';
import { until } from './narrator.ts';

const money = z.array(z.object({ amount: z.number().int(), currency: z.string() }));
const stripeBalanceSchema = z.object({ available: money, pending: money });
const circleBalanceSchema = z.object({
  data: z.object({ available: z.array(z.object({ amount: z.string(), currency: z.string() })) }),
});
const mailsSchema = z.object({ data: z.array(z.object({ subject: z.string(), text: z.string() })) });
const bankSchema = z.object({ balance: z.union([z.string(), z.number()]) });

/** The outside world as the story needs it: a tenant's browser, the passing of banking days, and the providers' own balances. */
export class SandboxClient {
  private readonly urls: RunFile['urls'];

  constructor(urls: RunFile['urls']) {
    this.urls = urls;
  }

  /** Opens the hosted payment page and pays with the card that always succeeds, as a browser without scripts would. */
  async payByCard(pageUrl: string): Promise<void> {
    const page = await fetch(pageUrl);
    const html = await page.text();
    if (!page.ok) throw new Error(`The payment page answered ${page.status}.`);
    const form = html.match(/<form[^>]*action="([^"]+)"/i)?.[1];
    if (form === undefined) throw new Error('The payment page has no form.');
    const fields = new URLSearchParams({
      method: 'card',
      email: 'tenant@freehold.example',
      number: '4242424242424242',
      expiry: '12 / 34',
      cvc: '123',
      name: 'Demo Tenant',
    });
    for (const [, name = '', value = ''] of html.matchAll(
      /<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"/gi,
    ))
      fields.set(name, value);
    const paid = await fetch(new URL(form, pageUrl), { method: 'POST', body: fields, redirect: 'manual' });
    if (paid.status !== 302 && paid.status !== 303)
      throw new Error(`The card was not accepted: ${paid.status} ${(await paid.text()).slice(0, 200)}`);
  }

  /** Fills in the identity provider's page so that the check passes, as a browser without scripts would. */
  async passIdentityCheck(pageUrl: string): Promise<void> {
    const fields = new URLSearchParams({ country: 'USA', outcome: 'approve' });
    const answer = await fetch(pageUrl, { method: 'POST', body: fields, redirect: 'manual' });
    const text = await answer.text();
    // 409: an earlier attempt was handed in before its answer got lost.
    if (![303, 409].includes(answer.status))
      throw new Error(`The identity check was not taken: ${answer.status} ${text.slice(0, 200)}`);
  }

  /** What was mailed to this address, newest first. */
  async mailsTo(email: string): Promise<z.infer<typeof mailsSchema>['data']> {
    const response = await fetch(`${this.urls.mail}/_sandbox/mails?to=${encodeURIComponent(email)}`);
    return mailsSchema.parse(await response.json()).data;
  }

  /** The newest link of this page that was mailed to the address, as soon as there is one. */
  async linkMailedTo(email: string, page: string): Promise<URL> {
    const links = await until(
      `a mail to ${email} with a link to ${page}`,
      async () => (await this.mailsTo(email)).flatMap(({ text }) => text.match(/https?:\/\/\S+/g) ?? []),
      (found) => found.some((link) => new URL(link).pathname === page),
    );
    return new URL(links.find((link) => new URL(link).pathname === page) ?? '');
  }

  async advanceDays(days: number): Promise<void> {
    await this.advance({ days });
  }

  async advanceMinutes(minutes: number): Promise<void> {
    await this.advance({ seconds: minutes * 60 });
  }

  private async advance(by: { readonly days?: number; readonly seconds?: number }): Promise<void> {
    const response = await fetch(`${this.urls.stripe}/_sandbox/clock/advance`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...by, drainMs: 5_000 }),
    });
    if (!response.ok)
      throw new Error(`The sandbox clock did not move: ${response.status} ${await response.text()}`);
  }

  /** USD cents at Stripe, as its API says. */
  async stripeBalance(): Promise<{ readonly pending: bigint; readonly available: bigint }> {
    const headers = { authorization: `Bearer ${SANDBOX_KEYS.STRIPE_API_KEY}` };
    const body = stripeBalanceSchema.parse(
      await (await fetch(`${this.urls.stripe}/v1/balance`, { headers })).json(),
    );
    const total = (rows: z.infer<typeof money>): bigint =>
      rows.reduce((all, row) => all + BigInt(row.amount), 0n);
    return { pending: total(body.pending), available: total(body.available) };
  }

  /** USDC units at Circle, as its API says. */
  async circleBalance(): Promise<bigint> {
    const headers = { authorization: `Bearer ${SANDBOX_KEYS.CIRCLE_API_KEY}` };
    const body = circleBalanceSchema.parse(
      await (await fetch(`${this.urls.circle}/v1/businessAccount/balances`, { headers })).json(),
    );
    return body.data.available.reduce((all, row) => {
      const [whole = '0', fraction = ''] = row.amount.split('.');
      return all + BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
    }, 0n);
  }

  /** USD cents in the bank account, as the bank says. */
  async bankBalance(): Promise<bigint> {
    const body = bankSchema.parse(await (await fetch(`${this.urls.stripe}/_sandbox/bank`)).json());
    return BigInt(body.balance);
  }
}
