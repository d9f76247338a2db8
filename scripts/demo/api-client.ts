import { randomUUID } from 'node:crypto';
import { errorEnvelopeSchema } from '@freehold/shared/config';
import type { RequestOf, ResponseOf, Route } from '@freehold/shared/route';

const CSRF_COOKIE = 'freehold_csrf';
/** How long a call goes on trying while the API is down or restarting. */
const PATIENCE_MS = 180_000;

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly status: number;

  constructor(route: Route, status: number, code: string, message: string) {
    super(`${route.method} ${route.path} answered ${status} ${code}: ${message}`);
    this.code = code;
    this.status = status;
  }
}

type Parts<R extends Route> = Partial<RequestOf<R>>;

/** One signed-in person at the public API: cookies, CSRF token, idempotency keys and retries like a careful client. */
export class ApiClient {
  readonly baseUrl: string;
  private readonly cookies = new Map<string, string>();

  private readonly prove: ((client: ApiClient) => Promise<void>) | undefined;

  /** `prove` is how this person proves anew who they are when an act asks for it. */
  constructor(baseUrl: string, prove?: (client: ApiClient) => Promise<void>) {
    this.baseUrl = baseUrl;
    this.prove = prove;
  }

  /** Calls a route; the same key is sent on every retry, so that a lost answer cannot do the act twice. */
  async call<R extends Route>(route: R, parts: Parts<R> = {}): Promise<ResponseOf<R>> {
    const key = randomUUID();
    try {
      return await this.attempt(route, parts, key);
    } catch (error) {
      if (this.prove === undefined || !hasCode(error, 'STEP_UP_REQUIRED')) throw error;
      await this.prove(this);
      return this.attempt(route, parts, key);
    }
  }

  private async attempt<R extends Route>(route: R, parts: Parts<R>, key: string): Promise<ResponseOf<R>> {
    const url = this.address(route, parts);
    const deadline = Date.now() + PATIENCE_MS;
    for (let attempt = 0; ; attempt += 1) {
      const response = await this.send(route, url, parts.body, key).catch((error: unknown) => {
        if (Date.now() > deadline) throw error;
        return undefined;
      });
      if (response !== undefined) {
        const retry =
          response.status >= 502 ||
          response.status === 429 ||
          (response.status === 409 && (await isInFlight(response)));
        if (!retry || Date.now() > deadline) return await this.result(route, response);
      }
      await new Promise((done) => setTimeout(done, Math.min(2_000, 150 * 2 ** attempt)));
    }
  }

  private address<R extends Route>(route: R, parts: Parts<R>): URL {
    const params = new Map(Object.entries(parts.params ?? {}).map(([name, value]) => [name, String(value)]));
    const path = route.path.replace(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(params.get(name) ?? ''),
    );
    const url = new URL(path, this.baseUrl);
    for (const [name, value] of Object.entries(parts.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return url;
  }

  private async send(route: Route, url: URL, body: unknown, key: string): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (this.cookies.size > 0)
      headers.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const csrf = this.cookies.get(CSRF_COOKIE);
    if (csrf !== undefined && route.method !== 'GET') headers['x-csrf-token'] = csrf;
    if (route.idempotent) headers['idempotency-key'] = key;
    if (route.method === 'POST') headers['content-type'] = 'application/json';
    const response = await fetch(url, {
      method: route.method,
      headers,
      signal: AbortSignal.timeout(60_000),
      ...(route.method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const [name = '', ...value] = pair.split('=');
      this.cookies.set(name, value.join('='));
    }
    return response;
  }

  private async result<R extends Route>(route: R, response: Response): Promise<ResponseOf<R>> {
    const text = await response.text();
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    if (!response.ok) {
      const error = errorEnvelopeSchema.safeParse(json);
      const [code, message] = error.success
        ? [
            error.data.code,
            [error.data.message, ...error.data.issues.map((i) => `${i.path}: ${i.message}`)].join('; '),
          ]
        : ['UNKNOWN', text.slice(0, 200)];
      throw new ApiError(route, response.status, code, message);
    }
    return route.response.parse(json) as ResponseOf<R>;
  }
}

async function isInFlight(response: Response): Promise<boolean> {
  const error = errorEnvelopeSchema.safeParse(
    await response
      .clone()
      .json()
      .catch(() => undefined),
  );
  return error.success && error.data.code === 'IDEMPOTENCY_IN_FLIGHT';
}

export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof ApiError && codes.includes(error.code);
