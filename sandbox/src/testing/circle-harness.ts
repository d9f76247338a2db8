import { randomUUID } from 'node:crypto';
import { after } from 'node:test';
import { Circle } from '@circle-fin/circle-sdk';
import { z } from 'zod';
import { SANDBOX_KEYS, type Sandbox, type SandboxOptions, startSandbox } from '../server.ts';
import { verifySns } from './sns-verifier.ts';
import { callControl } from './stripe-harness.ts';
import { catchWebhooks, type WebhookCatcher } from './webhook-catcher.ts';

export interface CircleHarness {
  readonly sandbox: Sandbox;
  readonly circle: Circle;
  readonly hooks: WebhookCatcher;
  readonly control: (method: string, path: string, body?: object) => Promise<unknown>;
}

/** A sandbox of its own with the unmodified Circle SDK pointed at it. */
export async function startCircleHarness(options: SandboxOptions = {}): Promise<CircleHarness> {
  const hooks = await catchWebhooks();
  const sandbox = await startSandbox(options);
  after(async () => {
    await sandbox.stop();
    await hooks.stop();
  });
  return {
    sandbox,
    circle: circleClient(sandbox),
    hooks,
    control: (method, path, body) => callControl(sandbox.circleUrl, method, path, body),
  };
}

export function circleClient(sandbox: Sandbox): Circle {
  return new Circle(SANDBOX_KEYS.circleApiKey, sandbox.circleUrl);
}

export function wireAccountRequest(idempotencyKey: string = randomUUID()) {
  return {
    idempotencyKey,
    accountNumber: '12340010',
    routingNumber: '121000248',
    billingDetails: {
      name: 'Freehold Operating',
      city: 'Boston',
      country: 'US',
      line1: '100 Money Street',
      district: 'MA',
      postalCode: '01234',
    },
    bankAddress: {
      bankName: 'SAN FRANCISCO',
      city: 'SAN FRANCISCO',
      country: 'US',
      line1: '100 Money Street',
      district: 'CA',
    },
  };
}

/** Puts `amount` dollars through bank and wire into the Circle balance. */
export async function fundCircle({ circle, sandbox, control }: CircleHarness, amount: string): Promise<void> {
  await control('POST', '/bank/deposits', { amount: amount.replace('.', '') });
  const account = (await circle.wires.createBusinessWireAccount(wireAccountRequest())).data.data;
  sandbox.advance(3);
  const instructions = (await circle.wires.getBusinessWireAccountInstructions(String(account?.id))).data.data;
  await circle.payments.createMockWirePayment({
    trackingRef: String(instructions?.trackingRef),
    amount: { amount, currency: 'USD' },
    beneficiaryBank: { accountNumber: String(instructions?.beneficiaryBank?.accountNumber) },
  });
  sandbox.advance(16 * 60);
}

/** Subscribes the catcher and confirms, as a careful receiver does: only after the signature is verified. */
export async function subscribe({ circle, hooks }: CircleHarness): Promise<void> {
  await circle.subscriptions.createSubscription({ endpoint: hooks.url });
  await hooks.waitFor((caught) => caught.length >= 1);
  const envelope = await verifySns(hooks.caught[0]?.body ?? '');
  if (envelope.Type !== 'SubscriptionConfirmation') throw new Error(`unexpected ${envelope.Type}`);
  await fetch(String(envelope.SubscribeURL));
}

export async function eventually<T>(
  read: () => Promise<T>,
  good: (value: T) => boolean,
  timeoutMs = 90_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (good(value)) return value;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const refusalSchema = z.object({ response: z.object({ status: z.number(), data: z.unknown() }) });

/** The status and body of a call the API must refuse. */
export async function refusal(call: Promise<unknown>): Promise<{ status: number; data: unknown }> {
  const error: unknown = await call.then(
    () => new Error('the call was not refused'),
    (reason: unknown) => reason,
  );
  const parsed = refusalSchema.safeParse(error);
  if (!parsed.success) throw error;
  return parsed.data.response;
}
