import { z } from 'zod';
import { type Database, integer, type Row, text } from './database.ts';
import { seededRandom } from './random.ts';

export const providers = ['stripe', 'circle', 'kyc', 'mail', 'storage'] as const;
export type Provider = (typeof providers)[number];

const REQUEST_KINDS = [
  'delay',
  'error_before',
  'error_after',
  'error_stored',
  'reset_before',
  'reset_after',
  'rate_limit',
] as const;
const WEBHOOK_KINDS = ['duplicate', 'reorder', 'delay', 'drop', 'bad_signature'] as const;
export type RequestFault = (typeof REQUEST_KINDS)[number];
export type WebhookFault = (typeof WEBHOOK_KINDS)[number];

/**
 * `route` is `METHOD /path` with `*` as wildcard for requests, or `webhook:<topic>` with `*` for webhooks.
 * `count` is how often it strikes; `probability` is drawn from `seed`, so that a failing run replays.
 */
export const faultRequestSchema = z.strictObject({
  route: z.string().min(1).default('*'),
  kind: z.enum([...new Set([...REQUEST_KINDS, ...WEBHOOK_KINDS])]),
  count: z.int().min(1).default(1),
  probability: z.number().min(0).max(1).default(1),
  delayMs: z.int().min(0).max(600_000).default(1_500),
  seed: z.int().default(1),
});
export type FaultRequest = z.infer<typeof faultRequestSchema>;

export interface Strike<Kind> {
  readonly kind: Kind;
  readonly delayMs: number;
  /** A seeded number in [0, 1) for whoever needs a choice within the fault. */
  readonly random: number;
}

const isRequestKind = (kind: string): kind is RequestFault => REQUEST_KINDS.some((known) => known === kind);
const isWebhookKind = (kind: string): kind is WebhookFault => WEBHOOK_KINDS.some((known) => known === kind);

/** Switches that make one provider misbehave, kept in the database like everything else. */
export class Faults {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  add(provider: Provider, request: FaultRequest): void {
    this.#database.run(
      'INSERT INTO fault (provider, route, kind, remaining, probability, delay_ms, seed) VALUES (?, ?, ?, ?, ?, ?, ?)',
      provider,
      normalizeRoute(request),
      request.kind,
      request.count,
      request.probability,
      request.delayMs,
      request.seed,
    );
  }

  clear(provider: Provider): number {
    return this.#database.run('DELETE FROM fault WHERE provider = ?', provider);
  }

  list(provider: Provider): Row[] {
    return this.#database.all('SELECT * FROM fault WHERE provider = ? ORDER BY seq', provider);
  }

  /** All request faults striking `METHOD /path` now; each counts as used. */
  strikeRequest(provider: Provider, route: string): Array<Strike<RequestFault>> {
    return this.#strike(provider, route, false).filter((strike): strike is Strike<RequestFault> =>
      isRequestKind(strike.kind),
    );
  }

  strikeWebhook(provider: Provider, topic: string): Array<Strike<WebhookFault>> {
    return this.#strike(provider, `webhook:${topic}`, true).filter((strike): strike is Strike<WebhookFault> =>
      isWebhookKind(strike.kind),
    );
  }

  #strike(provider: Provider, subject: string, webhook: boolean): Array<Strike<string>> {
    const strikes: Array<Strike<string>> = [];
    for (const row of this.#database.all(
      'SELECT * FROM fault WHERE provider = ? AND remaining > 0 ORDER BY seq',
      provider,
    )) {
      const route = text(row, 'route');
      if (route.startsWith('webhook:') !== webhook || !matches(route, subject)) continue;
      const draws = integer(row, 'draws');
      const struck = seededRandom(integer(row, 'seed'), draws * 2) < integer(row, 'probability');
      this.#database.run(
        'UPDATE fault SET draws = draws + 1, remaining = remaining - ?, hits = hits + ? WHERE seq = ?',
        struck ? 1 : 0,
        struck ? 1 : 0,
        integer(row, 'seq'),
      );
      if (!struck) continue;
      strikes.push({
        kind: text(row, 'kind'),
        delayMs: integer(row, 'delay_ms'),
        random: seededRandom(integer(row, 'seed'), draws * 2 + 1),
      });
    }
    return strikes;
  }
}

function normalizeRoute({ route, kind }: FaultRequest): string {
  if (isRequestKind(kind) || route.startsWith('webhook:')) return route;
  return `webhook:${route}`;
}

function matches(pattern: string, subject: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`).test(subject);
}
