import { randomUUID } from 'node:crypto';
import { sessionSchema, signIn } from '@freehold/shared/auth';
import { nextCode } from '@freehold/shared/authenticator';
import type { RequestOf, ResponseOf, Route } from '@freehold/shared/route';
import { beginSecondFactor, confirmSecondFactor, stepUp } from '@freehold/shared/second-factor';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Speaks to the API as a browser does: keeps cookies, sends the CSRF token, gives every act an idempotency key. */
export class TestClient {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();
  userId = '';

  constructor(url: string) {
    this.#url = url;
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  /** Any request, with exactly these headers besides the cookies. */
  async raw(request: RawRequest): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(request.path, this.#url), {
      method: request.method,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : parseJson(text),
    };
  }

  /** A request as the web would send it. */
  send(
    route: Route,
    input: Partial<{ params: unknown; query: unknown; body: unknown; idempotencyKey: string }> = {},
  ): Promise<Answer> {
    const csrf = this.#cookies.get('freehold_csrf');
    return this.raw({
      method: route.method,
      path: pathOf(route, input.params, input.query),
      ...(route.method === 'POST' ? { body: input.body ?? {} } : {}),
      headers: {
        ...(csrf === undefined || route.method === 'GET' ? {} : { 'x-csrf-token': csrf }),
        ...(route.idempotent ? { 'idempotency-key': input.idempotencyKey ?? randomUUID() } : {}),
      },
    });
  }

  /** As `send`, for what must succeed: answers with the parsed response. */
  async call<R extends Route>(
    route: R,
    input: Partial<RequestOf<R>> & { readonly idempotencyKey?: string } = {},
  ): Promise<ResponseOf<R>> {
    const answer = await this.send(route, input);
    if (answer.status !== route.status) {
      throw new Error(`${route.method} ${route.path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return route.response.parse(answer.body) as ResponseOf<R>;
  }

  /** By password, and by a code of the app where the account has one. */
  async signIn(credentials: {
    readonly email: string;
    readonly password: string;
    readonly totpSecret?: string;
  }): Promise<void> {
    const session = sessionSchema.parse(
      await this.call(signIn, { body: { email: credentials.email, password: credentials.password } }),
    );
    this.userId = session.user?.id ?? '';
    if (credentials.totpSecret === undefined) return;
    await this.call(stepUp, { body: { code: await nextCode(credentials.totpSecret) } });
  }

  /** Sets an authenticator app up for the account that is signed in; answers with its secret. */
  async setUpSecondFactor(): Promise<{ readonly secret: string; readonly recoveryCodes: readonly string[] }> {
    const { secret } = await this.call(beginSecondFactor);
    const { recoveryCodes } = await this.call(confirmSecondFactor, {
      body: { code: await nextCode(secret) },
    });
    return { secret, recoveryCodes };
  }

  #keep(line: string): void {
    const [name, value] = (line.split(';')[0] ?? '').split('=', 2);
    if (name === undefined || value === undefined) return;
    if (value === '') this.#cookies.delete(name);
    else this.#cookies.set(name, decodeURIComponent(value));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

/** The path of a route with its parameters and query filled in. */
export function pathOf(route: Route, params: unknown, query: unknown): string {
  const values = new Map(entriesOf(params));
  const path = route.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(values.get(name))),
  );
  const search = new URLSearchParams();
  for (const [name, value] of entriesOf(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}
