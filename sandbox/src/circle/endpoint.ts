import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import { UnknownCursor } from '../core/collection.ts';
import { openGate, pause, reset } from '../core/fault-gate.ts';
import { fingerprint, IdempotencyStore } from '../core/idempotency.ts';
import type { CircleContext } from './context.ts';
import { CircleProblem, invalidEntity } from './errors.ts';

export interface Call<Input> {
  readonly input: Input;
  /** The `:id` of the path, '' when there is none. */
  readonly id: string;
}

interface RouteOptions<Input> {
  readonly params: z.ZodType<Input>;
  readonly status?: number;
  /** Reachable without a key. */
  readonly open?: boolean;
  /** Answers the whole body, usually `{ data }`. */
  readonly work: (call: Call<Input>) => object;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

const keySchema = z.object({ idempotencyKey: z.uuidv4() });

/** Registers routes with what every Circle call has around its own work. */
export class CircleRouter {
  readonly #app: Express;
  readonly #context: CircleContext;
  readonly #idempotency: IdempotencyStore;

  constructor(app: Express, context: CircleContext) {
    this.#app = app;
    this.#context = context;
    this.#idempotency = new IdempotencyStore(context.world.database, 'circle');
  }

  get<Input>(path: string, options: RouteOptions<Input>): void {
    this.#app.get(path, (request, response) => this.#serve(request, response, options));
  }

  post<Input>(path: string, options: RouteOptions<Input>): void {
    this.#app.post(path, (request, response) => this.#serve(request, response, { status: 201, ...options }));
  }

  delete<Input>(path: string, options: RouteOptions<Input>): void {
    this.#app.delete(path, (request, response) => this.#serve(request, response, options));
  }

  async #serve<Input>(request: Request, response: Response, options: RouteOptions<Input>): Promise<void> {
    response.set('x-request-id', randomUUID());
    const { faults } = this.#context.world;
    const gate = openGate(faults, 'circle', request);
    const key =
      request.method === 'POST' ? keySchema.safeParse(request.body).data?.idempotencyKey : undefined;
    const claimed = key === undefined || this.#idempotency.claim(key);
    try {
      if (options.open !== true) authenticate(this.#context, request);
      if (!claimed) throw new CircleProblem(409, 409, 'A request with this idempotency key is in progress.');
      await pause(gate.delayMs);
      if (gate.before === 'reset') return reset(response);
      if (gate.before === 'error') throw serverError();
      if (gate.before === 'rate_limit') throw new CircleProblem(429, 429, 'Too many requests.');
      const answer = this.#execute(request, options, key);
      if (gate.after === 'reset') return reset(response);
      if (gate.after !== 'pass') throw serverError();
      send(response, answer);
    } catch (error) {
      send(response, this.#toAnswer(error));
    } finally {
      if (key !== undefined && claimed) this.#idempotency.release(key);
    }
  }

  #execute<Input>(request: Request, options: RouteOptions<Input>, key: string | undefined): Answer {
    const { database, clock } = this.#context.world;
    return database.transaction(() => {
      const raw: unknown = request.method === 'POST' ? (request.body ?? {}) : request.query;
      const route = `${request.method} ${request.path}`;
      const stored = key === undefined ? undefined : this.#idempotency.find(key);
      if (stored !== undefined) {
        if (stored.route === route && stored.params === fingerprint(raw)) return stored;
        throw new CircleProblem(409, 409, 'This idempotency key was used with other parameters.');
      }
      const parsed = options.params.safeParse(raw);
      if (!parsed.success) throw invalidEntity(describe(parsed.error));
      const id: unknown = request.params.id;
      const body = options.work({ input: parsed.data, id: typeof id === 'string' ? id : '' });
      const answer = { status: options.status ?? 200, body: JSON.stringify(body) };
      if (key !== undefined) {
        this.#idempotency.store(key, {
          route,
          params: fingerprint(raw),
          createdMs: clock.nowMs(),
          ...answer,
        });
      }
      return answer;
    });
  }

  #toAnswer(error: unknown): Answer {
    if (error instanceof CircleProblem) {
      return { status: error.status, body: JSON.stringify({ code: error.code, message: error.message }) };
    }
    if (error instanceof UnknownCursor) return this.#toAnswer(invalidEntity(error.message));
    this.#context.world.log.error({ err: error }, 'circle request failed inside the sandbox');
    const message = error instanceof Error ? error.message : 'unknown error';
    return { status: 500, body: JSON.stringify({ code: -1, message }) };
  }
}

/** Every POST that creates something carries one. */
export const idempotencyKeyParam = z.uuidv4('must be a UUID v4');

function authenticate(context: CircleContext, request: Request): void {
  const header = request.get('authorization') ?? '';
  const expected = Buffer.from(`Bearer ${context.settings.apiKey}`);
  const given = Buffer.from(header);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new CircleProblem(
    401,
    401,
    header === ''
      ? 'Malformed authorization. Is the authorization type missing?'
      : 'Malformed authorization. Are the credentials properly encoded?',
  );
}

function serverError(): CircleProblem {
  return new CircleProblem(500, -1, 'Something went wrong.');
}

function describe(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined
    ? 'API parameter invalid'
    : `API parameter invalid: ${issue.path.join('.')} ${issue.message}`;
}

function send(response: Response, answer: Answer): void {
  response.status(answer.status).type('application/json').send(answer.body);
}
