import { after } from 'node:test';
import Stripe from 'stripe';
import { SANDBOX_KEYS, type Sandbox, type SandboxOptions, startSandbox } from '../server.ts';
import { catchWebhooks, type WebhookCatcher } from './webhook-catcher.ts';

export interface StripeHarness {
  readonly sandbox: Sandbox;
  readonly stripe: Stripe;
  readonly hooks: WebhookCatcher;
  /** Every webhook so far, each verified by the SDK. */
  readonly events: () => Stripe.Event[];
  readonly types: () => string[];
  readonly control: (method: string, path: string, body?: object) => Promise<unknown>;
}

/** A sandbox of its own with the unmodified SDK pointed at it; stopped when the test file is done. */
export async function startStripeHarness(options: SandboxOptions = {}): Promise<StripeHarness> {
  const hooks = await catchWebhooks();
  const sandbox = await startSandbox({ stripeWebhookUrl: hooks.url, ...options });
  after(async () => {
    await sandbox.stop();
    await hooks.stop();
  });
  const events = () =>
    hooks.caught.map((item) =>
      Stripe.webhooks.constructEvent(
        item.body,
        String(item.headers['stripe-signature']),
        SANDBOX_KEYS.stripeWebhookSecret,
      ),
    );
  return {
    sandbox,
    stripe: stripeClient(sandbox),
    hooks,
    events,
    types: () => events().map((event) => event.type),
    control: (method, path, body) => callControl(sandbox.stripeUrl, method, path, body),
  };
}

export function stripeClient(
  sandbox: Sandbox,
  config: { apiKey?: string; maxNetworkRetries?: number } = {},
): Stripe {
  const url = new URL(sandbox.stripeUrl);
  return new Stripe(config.apiKey ?? SANDBOX_KEYS.stripeApiKey, {
    host: url.hostname,
    port: Number(url.port),
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: config.maxNetworkRetries ?? 2,
  });
}

export async function callControl(
  base: string,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${base}/_sandbox${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

export const RENT: Stripe.Checkout.SessionCreateParams = {
  mode: 'payment',
  line_items: [
    {
      quantity: 1,
      price_data: {
        currency: 'usd',
        unit_amount: 100_000,
        product_data: { name: 'Rent for unit 2B, November 2026' },
      },
    },
  ],
  success_url: 'http://localhost:3000/pay/return?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'http://localhost:3000/pay/canceled',
  metadata: { payment: 'p-1' },
  payment_intent_data: { metadata: { rentCharge: 'r-1' } },
};

export const VALID_CARD = {
  method: 'card',
  email: 'tenant@example.com',
  name: 'Tess Tenant',
  number: '4242 4242 4242 4242',
  expiry: '12 / 34',
  cvc: '123',
};

export const VALID_ACCOUNT = {
  method: 'us_bank_account',
  email: 'tenant@example.com',
  name: 'Tess Tenant',
  routingNumber: '110000000',
  accountNumber: '000123456789',
};

/** Submits the hosted page's form as a browser does, without following the redirect. */
export async function submitPage(
  session: Stripe.Checkout.Session,
  fields: Readonly<Record<string, string>>,
): Promise<{ status: number; location: string | null; text: string }> {
  if (session.url === null) throw new Error('the session has no page');
  const response = await fetch(session.url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
  });
  return { status: response.status, location: response.headers.get('location'), text: await response.text() };
}

/** A member that must have been expanded. */
export function expanded<T extends object>(value: string | T | null | undefined): T {
  if (value === null || value === undefined || typeof value === 'string') throw new Error('not expanded');
  return value;
}
