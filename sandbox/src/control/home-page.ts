import { randomBytes } from 'node:crypto';
import express, { type Express } from 'express';
import { bankBalanceCents } from '../core/bank.ts';
import { DAY_MS } from '../core/clock.ts';
import { integer, type Row, text } from '../core/database.ts';
import type { Provider } from '../core/faults.ts';
import { documentHeaders, documentOf, html, type Markup } from '../core/html.ts';
import { ACCOUNTS, type Account } from '../core/ledger.ts';
import { dollars, microDollars } from '../core/money-text.ts';
import type { World } from '../core/world.ts';
import { HOME_STYLES } from './home-styles.ts';

/** One line of a provider's recent objects. */
export interface Recent {
  readonly kind: string;
  readonly id: string;
  readonly created: number;
  /** Text to show at the right, such as an amount. */
  readonly amount: string;
  readonly status: string;
  /** Where a person can open it. */
  readonly href?: string | undefined;
}

export interface HomeOptions {
  readonly provider: Provider;
  readonly title: string;
  readonly about: string;
  readonly recent: () => Recent[];
}

const ACCOUNT_NAMES: Readonly<Record<Account, string>> = {
  'world:payers': 'Payers (what came from them)',
  'world:chain': 'On the chain (what was sent there)',
  'stripe:pending': 'Stripe, pending',
  'stripe:available': 'Stripe, available',
  'stripe:in_transit': 'Stripe payouts on their way to the bank',
  'stripe:fees': 'Stripe fees',
  'bank:operating': 'Bank account',
  'circle:wire_in_transit': 'Wires on their way to Circle',
  'circle:unsettled': 'Circle, not settled',
  'circle:available': 'Circle, available',
  'circle:transfer_in_flight': 'Circle transfers on their way to the chain',
  'circle:payout_in_transit': 'Circle payouts on their way to the bank',
};

const STEPS = [
  { label: '15 minutes', ms: 15 * 60_000 },
  { label: '1 hour', ms: 3_600_000 },
  { label: '1 day', ms: DAY_MS },
  { label: '3 days', ms: 3 * DAY_MS },
  { label: '1 week', ms: 7 * DAY_MS },
] as const;

/** `GET /`: what this is, what happened lately, and buttons for the clock. Works without scripts. */
export function homeRoutes(app: Express, world: World, options: HomeOptions): void {
  app.get('/', (_, response) => {
    const nonce = randomBytes(16).toString('base64');
    response.set(documentHeaders(nonce));
    response.send(
      documentOf({ title: options.title, styles: HOME_STYLES, body: homePage(world, options), nonce }),
    );
  });
  app.post('/_sandbox/page/advance', express.urlencoded({ extended: false }), (request, response) => {
    const body: unknown = request.body;
    const asked = typeof body === 'object' && body !== null && 'ms' in body ? Number(body.ms) : 0;
    const step = STEPS.find((candidate) => candidate.ms === asked);
    if (step !== undefined) world.schedule.advance(step.ms);
    response.redirect(303, '/');
  });
}

function homePage(world: World, options: HomeOptions): Markup {
  const report = world.ledger.report();
  return html`<main>
  <header><h1>${options.title}</h1><p>${options.about}</p></header>
  <section aria-labelledby="clock"><h2 id="clock">Virtual clock</h2>
    <p class="now"><time datetime="${world.clock.iso()}">${shortTime(world.clock.nowMs())}</time>
      <span class="soft">${aheadText(world.clock.offsetMs())}</span></p>
    <form method="post" action="/_sandbox/page/advance"><span class="soft">Move forward by</span>
      ${STEPS.map((step) => html`<button name="ms" value="${step.ms}">${step.label}</button>`)}</form>
    ${duePart(world)}
  </section>
  <section aria-labelledby="money"><h2 id="money">Where the money is</h2>
    <p class="soft">Bank account: <strong>${dollars(bankBalanceCents(world))}</strong>. ${
      report.problems.length === 0
        ? `All ${report.entries} entries balance.`
        : `The books are wrong: ${report.problems.join('; ')}`
    }</p>
    <div class="scroll"><table><thead><tr><th>Account</th><th class="number">Balance</th></tr></thead><tbody>
      ${ACCOUNTS.map(
        (account) =>
          html`<tr><td class="wrap">${ACCOUNT_NAMES[account]}</td><td class="number">${microDollars(BigInt(report.balances[account] ?? '0'))}</td></tr>`,
      )}</tbody></table></div>
  </section>
  ${recentPart(options.recent())}
  ${webhookPart(world, options.provider)}
  <footer class="soft"><p>Control API: <code>/_sandbox/clock</code>, <code>/_sandbox/bank</code>, <code>/_sandbox/ledger</code>,
    <code>/_sandbox/events</code>, <code>/_sandbox/deliveries</code>, <code>/_sandbox/faults</code>.
    Nothing here is real money.</p></footer>
</main>`;
}

function duePart(world: World): Markup {
  const due = world.schedule.pending().slice(0, 6);
  return html`<ul class="due">${due.map(
    (task) =>
      html`<li><time datetime="${task.due}">${shortTime(Date.parse(task.due))}</time> ${task.name.replaceAll(/[._]/g, ' ')}</li>`,
  )}</ul>`;
}

function recentPart(recent: readonly Recent[]): Markup {
  const empty = html`<p class="soft">Nothing yet. Objects appear here as soon as somebody creates them.</p>`;
  return html`<section aria-labelledby="recent"><h2 id="recent">Recent objects</h2>${
    recent.length === 0
      ? empty
      : html`<div class="scroll"><table><thead><tr><th>When</th><th>What</th><th>Id</th><th>Status</th><th class="number">Amount</th></tr></thead>
      <tbody>${recent.map(
        (item) => html`<tr><td>${shortTime(item.created * 1_000)}</td><td>${item.kind}</td>
        <td>${item.href === undefined ? html`<code>${shortId(item.id)}</code>` : html`<a href="${item.href}"><code>${shortId(item.id)}</code></a>`}</td>
        <td>${item.status}</td><td class="number">${item.amount}</td></tr>`,
      )}</tbody></table></div>`
  }</section>`;
}

function webhookPart(world: World, provider: Provider): Markup {
  const rows = world.deliveries.recent(provider, 15);
  return html`<section aria-labelledby="hooks"><h2 id="hooks">Recent webhooks</h2>${
    rows.length === 0
      ? html`<p class="soft">None sent yet.</p>`
      : html`<div class="scroll"><table><thead><tr><th>Topic</th><th>Message</th><th>State</th><th class="number">Tries</th><th>Answer</th></tr></thead>
      <tbody>${rows.map(webhookRow)}</tbody></table></div>`
  }</section>`;
}

function webhookRow(row: Row): Markup {
  return html`<tr><td>${text(row, 'topic')}</td><td><code>${shortId(text(row, 'message'))}</code></td>
    <td class="${text(row, 'state')}">${text(row, 'state')}</td><td class="number">${integer(row, 'attempts')}</td>
    <td>${text(row, 'detail')}</td></tr>`;
}

function shortTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function shortId(id: string): string {
  return id.length <= 32 ? id : `${id.slice(0, 28)}…`;
}

function aheadText(offsetMs: number): string {
  const hours = Math.round(offsetMs / 3_600_000);
  if (hours === 0) return 'as the real clock';
  return hours < 48
    ? `${hours} hours ahead of the real clock`
    : `${Math.round(hours / 24)} days ahead of the real clock`;
}
