import { createHmac } from 'node:crypto';
import { after } from 'node:test';
import { z } from 'zod';
import { SANDBOX_KEYS, type Sandbox, type SandboxOptions, startSandbox } from '../server.ts';
import { callControl } from './stripe-harness.ts';
import { catchWebhooks, type WebhookCatcher } from './webhook-catcher.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface KycHarness {
  readonly sandbox: Sandbox;
  readonly hooks: WebhookCatcher;
  /** Signed as Sumsub asks for; `changed` replaces headers. */
  readonly sumsub: (
    method: string,
    path: string,
    body?: object,
    changed?: Record<string, string>,
  ) => Promise<Answer>;
  readonly persona: (method: string, path: string, body?: object, key?: string) => Promise<Answer>;
  readonly veriff: (method: string, path: string, signed: string, body?: object) => Promise<Answer>;
  readonly control: (method: string, path: string, body?: object) => Promise<unknown>;
}

/** A sandbox of its own; stopped when the test file is done. */
export async function startKycHarness(options: SandboxOptions = {}): Promise<KycHarness> {
  const hooks = await catchWebhooks();
  const sandbox = await startSandbox({ kycWebhookUrl: hooks.url, ...options });
  after(async () => {
    await sandbox.stop();
    await hooks.stop();
  });
  const call = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    text: string,
  ): Promise<Answer> => {
    const response = await fetch(`${sandbox.kycUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(text === '' ? {} : { body: text }),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    sandbox,
    hooks,
    sumsub: (method, path, body, changed = {}) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      const ts = String(Math.floor(Date.now() / 1_000));
      const headers = {
        'x-app-token': SANDBOX_KEYS.sumsubAppToken,
        'x-app-access-ts': ts,
        'x-app-access-sig': createHmac('sha256', SANDBOX_KEYS.sumsubSecretKey)
          .update(`${changed['x-app-access-ts'] ?? ts}${method}${path}${text}`)
          .digest('hex'),
        ...changed,
      };
      return call(method, path, headers, text);
    },
    persona: (method, path, body, key) =>
      call(
        method,
        path,
        {
          authorization: `Bearer ${SANDBOX_KEYS.personaApiKey}`,
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        body === undefined ? '' : JSON.stringify(body),
      ),
    veriff: (method, path, signed, body) =>
      call(
        method,
        path,
        {
          'x-auth-client': SANDBOX_KEYS.veriffApiKey,
          'x-hmac-signature': createHmac('sha256', SANDBOX_KEYS.veriffSharedSecret)
            .update(signed)
            .digest('hex'),
        },
        body === undefined ? '' : JSON.stringify(body),
      ),
    control: (method, path, body) => callControl(sandbox.kycUrl, method, path, body),
  };
}

/** Chooses an outcome on the page, as a browser without scripts does. */
export async function submitCheck(
  url: string,
  fields: Readonly<Record<string, string>>,
): Promise<{ status: number; location: string | null; text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ country: 'DEU', ...fields }),
  });
  return { status: response.status, location: response.headers.get('location'), text: await response.text() };
}

export const idOf = (answer: Answer): string => z.object({ id: z.string() }).parse(answer.body).id;
