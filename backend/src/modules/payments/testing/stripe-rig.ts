import { once } from 'node:events';
import { createServer } from 'node:http';
import { approveProperty, submitProperty } from '@freehold/shared/property';
import { issueRentCharges, startCheckout } from '@freehold/shared/rent';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { startTestApplication, type TestApplication } from '../../../common/testing/test-application.ts';
import type { TestClient } from '../../../common/testing/test-client.ts';
import { someLease, someone, someProperty, withoutDocuments } from '../../../common/testing/test-people.ts';

const sandboxSchema = z.object({
  stripeUrl: z.string(),
  circleUrl: z.string(),
  advance: z.custom<(seconds: number) => void>((it) => typeof it === 'function'),
  stop: z.custom<() => Promise<void>>((it) => typeof it === 'function'),
});
const sandboxModule = z.object({
  startSandbox: z.custom<(options: object) => Promise<unknown>>((it) => typeof it === 'function'),
});
// A variable keeps the compiler from making the sandbox part of this project.
const specifier = '@freehold/sandbox/server';

export const DAY_SECONDS = 86_400;
const PERIOD = '2026-03';

export const cards = {
  good: '4242424242424242',
  declined: '4000000000000002',
  disputed: '4000000000000259',
} as const;

/** A webhook as the provider sent it; delivered when the test says so. */
export interface Letter {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly type: string;
}

export interface OpenCharge {
  readonly chargeId: string;
  readonly leaseId: string;
  readonly propertyId: string;
  readonly tenant: TestClient;
}

export interface StripeRig {
  readonly system: TestApplication;
  readonly prisma: PrismaService;
  /** Webhooks that were sent and not taken yet. */
  readonly letters: Letter[];
  /** A rent charge of $1,000 which its tenant may pay. */
  openCharge(): Promise<OpenCharge>;
  /** Opens the checkout and pays on the provider's own page. */
  payByCard(charge: OpenCharge, number?: string): Promise<string>;
  payByBank(charge: OpenCharge, account: string): Promise<string>;
  /** Lets the provider's time pass. */
  pass(days: number): Promise<void>;
  /** Waits until every webhook that the providers have written is in `letters`. */
  settle(): Promise<void>;
  deliver(letter: Letter, changed?: Partial<Letter>, provider?: 'stripe' | 'circle'): Promise<Response>;
  /** Where a provider must send for its letters to arrive in `letters`. */
  readonly letterBox: string;
  readonly circleUrl: string;
  /** Runs background tasks by name, in this order. */
  run(...tasks: string[]): Promise<void>;
  /** Balances of the ledger that are not zero, by account and currency. */
  books(): Promise<Record<string, string>>;
  close(): Promise<void>;
}

/** The API on a database of its own, Stripe's sandbox beside it, and the post between them in the test's hands. */
export async function startStripeRig(circleSignatureVersion: '1' | '2' = '1'): Promise<StripeRig> {
  const letters: Letter[] = [];
  const box = await startLetterBox(letters);
  const { startSandbox } = sandboxModule.parse({ ...(await import(specifier)) });
  const sandbox = sandboxSchema.parse(
    await startSandbox({ stripeWebhookUrl: box.url, circleSignatureVersion }),
  );
  const system = await startTestApplication({
    STRIPE_API_KEY: 'sk_test_freehold_sandbox',
    STRIPE_WEBHOOK_SECRET: 'whsec_freehold_sandbox',
    STRIPE_API_URL: sandbox.stripeUrl,
    CIRCLE_API_KEY: 'SAND_API_KEY:freehold:sandbox',
    CIRCLE_API_URL: sandbox.circleUrl,
    CIRCLE_SNS_CERT_HOSTS: new URL(sandbox.circleUrl).host,
  });
  const prisma = system.app.get(PrismaService);
  const pay = async (charge: OpenCharge, fields: Record<string, string>): Promise<string> => {
    const { url, paymentId } = await charge.tenant.call(startCheckout, { params: { id: charge.chargeId } });
    await submitPage(url, fields);
    return paymentId;
  };
  const settle = async (): Promise<void> => {
    for (const url of [sandbox.stripeUrl, sandbox.circleUrl]) {
      const body = JSON.stringify({ timeoutMs: 60_000 });
      const answer = await fetch(`${url}/_sandbox/deliveries/drain`, { method: 'POST', body });
      if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
      await answer.arrayBuffer();
    }
  };
  return {
    system,
    prisma,
    letters,
    openCharge: () => openCharge(system),
    payByCard: (charge, number = cards.good) =>
      pay(charge, { method: 'card', number, expiry: '12 / 34', cvc: '123', name: 'Some Tenant' }),
    payByBank: (charge, account) =>
      pay(charge, {
        method: 'us_bank_account',
        routingNumber: '110000000',
        accountNumber: account,
        name: 'Some Tenant',
      }),
    pass: async (days) => {
      sandbox.advance(days * DAY_SECONDS);
      await settle();
    },
    settle,
    deliver: (letter, changed = {}, provider = 'stripe') => {
      const { body, headers } = { ...letter, ...changed };
      return fetch(`${system.url}/v1/webhooks/${provider}`, { method: 'POST', body, headers });
    },
    letterBox: box.url,
    circleUrl: sandbox.circleUrl,
    run: async (...tasks) => {
      for (const task of tasks) await system.app.get(BackgroundTasks).runOnce(task);
    },
    books: () => booksOf(prisma),
    close: async () => {
      await system.close();
      await sandbox.stop();
      await box.close();
    },
  };
}

async function startLetterBox(letters: Letter[]): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const { type, Type } = z
        .object({ type: z.string(), Type: z.string() })
        .partial()
        .parse(JSON.parse(body));
      const signature = String(request.headers['stripe-signature'] ?? '');
      const contentType = String(request.headers['content-type'] ?? '');
      letters.push({
        body,
        type: type ?? Type ?? '',
        headers: { 'stripe-signature': signature, 'content-type': contentType },
      });
      response.end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function openCharge(system: TestApplication): Promise<OpenCharge> {
  const admin = await system.admin();
  const manager = await someone(system, admin, 'manager');
  const { id: propertyId } = await someProperty(manager);
  const params = { id: propertyId };
  await manager.call(submitProperty, { params });
  await admin.call(approveProperty, { params, body: withoutDocuments });
  const { lease, tenant } = await someLease(system, manager, propertyId);
  const { charges } = await manager.call(issueRentCharges, { params, body: { period: PERIOD } });
  const chargeId = charges[0]?.id ?? '';
  return { chargeId, leaseId: lease.id, propertyId, tenant };
}

async function submitPage(url: string, values: Readonly<Record<string, string>>): Promise<void> {
  const html = await (await fetch(url)).text();
  const form = /<form[^>]*action="([^"]+)"/i.exec(html)?.[1] ?? '';
  const fields = new URLSearchParams({ email: 'tenant@freehold.example', ...values });
  for (const [, name = '', value = ''] of html.matchAll(
    /<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"/gi,
  ))
    fields.set(name, value);
  const answer = await fetch(new URL(form, url), { method: 'POST', body: fields, redirect: 'manual' });
  await answer.body?.cancel();
}

const bookRow = z.object({ path: z.string(), currency: z.string(), balance: z.string() });

async function booksOf(prisma: PrismaService): Promise<Record<string, string>> {
  const { rows } = await prisma.pool.query(
    `SELECT a.path, a.currency, (b.posted_debit - b.posted_credit)::text AS balance
     FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
     WHERE b.posted_debit <> b.posted_credit ORDER BY a.path, a.currency`,
  );
  return Object.fromEntries(
    rows
      .map((row) => bookRow.parse(row))
      .map(({ path, currency, balance }) => [`${path} ${currency}`, balance]),
  );
}
