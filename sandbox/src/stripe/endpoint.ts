import { timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import qs from 'qs';
import type { ZodType } from 'zod';
import { DAY_MS } from '../core/clock.ts';
import { UnknownCursor } from '../core/collection.ts';
import { openGate, pause, reset } from '../core/fault-gate.ts';
import { fingerprint, type IdempotencyStore } from '../core/idempotency.ts';
import { stripeId } from '../core/ids.ts';
import { ACCOUNT_ID, API_VERSION, type StripeContext } from './context.ts';
import {
  apiError,
  idempotencyInFlight,
  idempotencyMismatch,
  invalidRequest,
  StripeProblem,
  unauthorized,
} from './errors.ts';
import { expand } from './expand.ts';
import { parseParams } from './params.ts';

const KEY_MAX_LENGTH = 255;
/** Stripe may forget a key after a day; here the day is virtual, and it always does. */
const KEY_LIFETIME_MS = DAY_MS;

interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface EndpointOptions<Input> {
  readonly params: ZodType<Input>;
  /** Does the work inside one transaction; throws a StripeProblem to refuse it, which rolls everything back. */
  readonly work: (input: Input, request: Request) => object;
}

/** A refusal that leaves a trace, such as a declined card: the effect is kept and the answer is an error. */
export class Refusal {
  readonly problem: StripeProblem;

  constructor(problem: StripeProblem) {
    this.problem = problem;
  }
}

/** Everything a Stripe call has around its own work: auth, faults, idempotency, parsing, expansion, errors. */
export function endpoint<Input>(
  context: StripeContext,
  idempotency: IdempotencyStore,
  options: EndpointOptions<Input>,
): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    const requestId = stripeId('req');
    response.set('request-id', requestId);
    response.set('stripe-version', request.get('stripe-version') ?? API_VERSION);
    const key = request.method === 'POST' ? request.get('idempotency-key') : undefined;
    if (key !== undefined) response.set('idempotency-key', key);
    const gate = openGate(context.world.faults, 'stripe', request);
    const claimed = key === undefined || idempotency.claim(key);
    try {
      authenticate(context, request);
      if (!claimed) throw idempotencyInFlight(key ?? '');
      await pause(gate.delayMs);
      if (gate.before === 'reset') return reset(response);
      if (gate.before === 'error') throw apiError();
      if (gate.before === 'rate_limit') throw rateLimited();
      const answer = execute(context, idempotency, options, {
        request,
        response,
        key,
        requestId,
        failAfter: gate.after === 'error_stored',
      });
      if (gate.after === 'reset') return reset(response);
      if (gate.after === 'error') throw apiError();
      send(response, answer);
    } catch (error) {
      send(response, problemAnswer(context, error));
    } finally {
      if (key !== undefined && claimed) idempotency.release(key);
    }
  };
}

interface Call {
  readonly request: Request;
  readonly response: Response;
  readonly key: string | undefined;
  readonly requestId: string;
  readonly failAfter: boolean;
}

function execute<Input>(
  context: StripeContext,
  idempotency: IdempotencyStore,
  options: EndpointOptions<Input>,
  call: Call,
): Answer {
  const { request, key } = call;
  const raw = rawParams(request);
  const { database, clock } = context.world;
  return database.transaction(() => {
    const replay = key === undefined ? undefined : findReplay(context, idempotency, key, request, raw);
    if (replay !== undefined) {
      call.response.set('idempotent-replayed', 'true');
      return replay;
    }
    const { expand: expansions, input } = parseParams(options.params, raw);
    const answer = work(context, options, { ...call, input, expansions });
    if (key !== undefined) {
      const route = `${request.method} ${request.path}`;
      idempotency.store(key, { route, params: fingerprint(raw), createdMs: clock.nowMs(), ...answer });
    }
    return answer;
  });
}

function work<Input>(
  context: StripeContext,
  options: EndpointOptions<Input>,
  call: Call & { input: Input; expansions: readonly string[] },
): Answer {
  context.cause = { requestId: call.requestId, idempotencyKey: call.key ?? null };
  try {
    const result = options.work(call.input, call.request);
    if (call.failAfter) return toAnswer(apiError());
    if (result instanceof Refusal) return toAnswer(result.problem);
    return { status: 200, body: JSON.stringify(expand(context, result, call.expansions)) };
  } finally {
    context.cause = null;
  }
}

function findReplay(
  context: StripeContext,
  idempotency: IdempotencyStore,
  key: string,
  request: Request,
  raw: unknown,
): Answer | undefined {
  if (key.length > KEY_MAX_LENGTH) {
    throw invalidRequest(`Idempotency keys can be at most ${KEY_MAX_LENGTH} characters long.`);
  }
  const stored = idempotency.find(key);
  if (stored === undefined) return undefined;
  if (stored.createdMs + KEY_LIFETIME_MS <= context.world.clock.nowMs()) {
    idempotency.forget(key);
    return undefined;
  }
  if (stored.route !== `${request.method} ${request.path}` || stored.params !== fingerprint(raw)) {
    throw idempotencyMismatch(key);
  }
  return { status: stored.status, body: stored.body };
}

function authenticate(context: StripeContext, request: Request): void {
  const header = request.get('authorization') ?? '';
  if (header === '') {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  const given = header.startsWith('Basic ')
    ? Buffer.from(header.slice(6), 'base64').toString('utf8').replace(/:.*$/, '')
    : header.replace(/^Bearer /, '');
  if (!sameText(given, context.settings.apiKey))
    throw unauthorized(`Invalid API Key provided: ${mask(given)}`);
  const account = request.get('stripe-account');
  if (account !== undefined && account !== ACCOUNT_ID) {
    throw new StripeProblem(403, {
      type: 'invalid_request_error',
      code: 'account_invalid',
      message: `The provided key does not have access to account '${account}' (or that account does not exist).`,
    });
  }
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function mask(key: string): string {
  return key.length < 12
    ? '*'.repeat(key.length)
    : `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`;
}

function rawParams(request: Request): unknown {
  if (request.method === 'GET' || request.method === 'DELETE') return request.query;
  const body: unknown = request.body;
  return parseForm(Buffer.isBuffer(body) ? body.toString('utf8') : '');
}

/** `line_items[0][price_data][currency]=usd` → nested objects and arrays. */
export function parseForm(text: string): Record<string, unknown> {
  return { ...qs.parse(text, { depth: 12, arrayLimit: 1_000, parameterLimit: 5_000 }) };
}

function rateLimited(): StripeProblem {
  return new StripeProblem(429, {
    type: 'invalid_request_error',
    code: 'rate_limit',
    message:
      'Request rate limit exceeded. Learn more about rate limits here: https://stripe.com/docs/rate-limits.',
  });
}

function problemAnswer(context: StripeContext, error: unknown): Answer {
  if (error instanceof StripeProblem) return toAnswer(error);
  if (error instanceof UnknownCursor) {
    return toAnswer(invalidRequest(error.message, { code: 'resource_missing', param: 'starting_after' }));
  }
  context.world.log.error({ err: error }, 'stripe request failed inside the sandbox');
  return toAnswer(apiError(error instanceof Error ? error.message : 'unknown error'));
}

function toAnswer(problem: StripeProblem): Answer {
  return { status: problem.status, body: JSON.stringify({ error: problem.body }) };
}

function send(response: Response, answer: Answer): void {
  response.status(answer.status).type('application/json').send(answer.body);
}
