import type { RequestOf, ResponseOf, Route } from '@freehold/shared/route';
import { ApiError, errorOfReply, unreachable } from '#lib/api-error.ts';
import { urlOfRoute } from '#lib/route-url.ts';
import { askForStepUp } from '#lib/step-up.ts';

type Empty = Record<never, never>;
type OptionalPart<R extends Route> = {
  [Part in keyof RequestOf<R>]: Empty extends RequestOf<R>[Part] ? Part : never;
}[keyof RequestOf<R>];

/** A request; the parts which the route leaves empty need not be given. */
export type Loose<R extends Route> = Partial<Pick<RequestOf<R>, OptionalPart<R>>> &
  Omit<RequestOf<R>, OptionalPart<R>>;

export interface CallOptions {
  /** One key per intent of a person: kept while a form or review card is open, so that a retry is the same act. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

function csrfToken(): string | undefined {
  const match = /(?:^|;\s*)freehold_csrf=([^;]+)/.exec(document.cookie);
  return match?.[1] === undefined ? undefined : decodeURIComponent(match[1]);
}

function headersOf(route: Route, options: CallOptions): Headers {
  const headers = new Headers({ accept: 'application/json' });
  if (route.method === 'GET') return headers;
  headers.set('content-type', 'application/json');
  const token = csrfToken();
  if (token) headers.set('x-csrf-token', token);
  if (route.idempotent) headers.set('idempotency-key', options.idempotencyKey ?? crypto.randomUUID());
  return headers;
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Calls a route of the API through our own origin and returns its reply, parsed by the route's schema. When the act
 * needs a fresh proof of who is acting, the person is asked for it and the same request goes out again.
 * Throws `ApiError`, always.
 */
export async function call<R extends Route>(
  route: R,
  request: Loose<R>,
  options: CallOptions = {},
): Promise<ResponseOf<R>> {
  try {
    return await send(route, request, options);
  } catch (error) {
    const stale = error instanceof ApiError && error.code === 'STEP_UP_REQUIRED';
    if (!stale || !(await askForStepUp())) throw error;
    return send(route, request, options);
  }
}

async function send<R extends Route>(
  route: R,
  request: Loose<R>,
  options: CallOptions,
): Promise<ResponseOf<R>> {
  const { params = {}, query = {}, body } = request as Partial<Record<'params' | 'query' | 'body', object>>;
  const url = urlOfRoute(route.path, { ...params }, { ...query });
  const init: RequestInit = {
    method: route.method,
    headers: headersOf(route, options),
    credentials: 'same-origin',
  };
  if (route.method !== 'GET') init.body = JSON.stringify(body ?? {});
  if (options.signal) init.signal = options.signal;
  const response = await fetch(url, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  });
  const reply = await bodyOf(response);
  if (!response.ok) throw errorOfReply(response.status, reply);
  const parsed = route.response.safeParse(reply);
  if (parsed.success) return parsed.data as ResponseOf<R>;
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new ApiError({
    code: 'UNEXPECTED_REPLY',
    message: `The server’s answer to “${route.summary}” has an unexpected shape${place ? ` at ${place}` : ''}.`,
    status: response.status,
  });
}
