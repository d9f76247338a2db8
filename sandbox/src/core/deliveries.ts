import type { Logger } from 'pino';
import { type Database, integer, type Row, text } from './database.ts';
import { type Faults, type Provider, providers } from './faults.ts';

export interface Message {
  readonly provider: Provider;
  /** The provider's event or message id: the same on every copy and every retry. */
  readonly message: string;
  readonly topic: string;
  readonly endpoint: string;
  readonly body: string;
}

export interface Signed {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Signs a stored message at the moment it is sent; `forged` asks for a signature that must not verify. */
export type MessageSigner = (message: Message, forged: boolean) => Signed;

/** Milliseconds before the n-th retry, in real time, then the last one again and again until it is given up. */
const BACKOFF_MS = [500, 1_000, 2_000, 4_000, 8_000, 10_000];
const ATTEMPTS = 60;
const TIMEOUT_MS = 10_000;

/** Outgoing webhooks: stored with their cause, sent at least once, retried with back-off, in order unless faulted. */
export class Deliveries {
  readonly #database: Database;
  readonly #faults: Faults;
  readonly #log: Logger;
  readonly #signers = new Map<Provider, MessageSigner>();
  readonly #busy = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(database: Database, faults: Faults, log: Logger) {
    this.#database = database;
    this.#faults = faults;
    this.#log = log;
    database.onCommit(() => this.#wake(0));
  }

  signWith(provider: Provider, signer: MessageSigner): void {
    this.#signers.set(provider, signer);
  }

  /** Queues a message under the webhook faults in force. */
  enqueue(message: Message): void {
    let copies = 1;
    let delayMs = 0;
    let forged = false;
    for (const strike of this.#faults.strikeWebhook(message.provider, message.topic)) {
      if (strike.kind === 'drop') copies = 0;
      if (strike.kind === 'duplicate') copies *= 2;
      if (strike.kind === 'delay') delayMs += strike.delayMs;
      if (strike.kind === 'reorder') delayMs += Math.floor(strike.random * strike.delayMs);
      if (strike.kind === 'bad_signature') forged = true;
    }
    if (copies === 0) this.#insert(message, { forged, delayMs, state: 'dropped' });
    for (let copy = 0; copy < copies; copy += 1) this.#insert(message, { forged, delayMs, state: 'pending' });
  }

  /** Queues a message exactly as it is, faults notwithstanding. */
  resend(message: Message): void {
    this.#insert(message, { forged: false, delayMs: 0, state: 'pending' });
  }

  recent(provider: Provider, limit: number): Row[] {
    return this.#database.all(
      `SELECT seq, message, topic, endpoint, state, attempts, detail, due_ms FROM delivery
       WHERE provider = ? ORDER BY seq DESC LIMIT ?`,
      provider,
      limit,
    );
  }

  pendingCount(provider: Provider): number {
    const row = this.#database.get(
      "SELECT COUNT(*) AS n FROM delivery WHERE provider = ? AND state = 'pending'",
      provider,
    );
    return row === undefined ? 0 : integer(row, 'n');
  }

  /** Waits until nothing is pending or the time is up; answers what is still pending. */
  async drain(provider: Provider, timeoutMs: number): Promise<number> {
    const deadline = Date.now() + timeoutMs;
    while (this.pendingCount(provider) > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return this.pendingCount(provider);
  }

  start(): void {
    this.#wake(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await Promise.all(this.#busy.values());
  }

  #insert(message: Message, how: { forged: boolean; delayMs: number; state: string }): void {
    this.#database.run(
      `INSERT INTO delivery (provider, message, topic, endpoint, body, forged, due_ms, state)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      message.provider,
      message.message,
      message.topic,
      message.endpoint,
      message.body,
      how.forged ? 1 : 0,
      Date.now() + how.delayMs,
      how.state,
    );
  }

  #wake(inMs: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#pump(), inMs);
  }

  /** One sender per endpoint, so that an endpoint sees messages in order and a slow one holds up nobody else. */
  #pump(): void {
    if (this.#stopped) return;
    const endpoints = this.#database.all(
      "SELECT endpoint, MIN(due_ms) AS due_ms FROM delivery WHERE state = 'pending' GROUP BY endpoint",
    );
    let next = Number.POSITIVE_INFINITY;
    for (const row of endpoints) {
      const endpoint = text(row, 'endpoint');
      if (this.#busy.has(endpoint)) continue;
      const waitMs = integer(row, 'due_ms') - Date.now();
      if (waitMs > 0) {
        next = Math.min(next, waitMs);
        continue;
      }
      const work = this.#work(endpoint).finally(() => {
        this.#busy.delete(endpoint);
        this.#wake(0);
      });
      this.#busy.set(endpoint, work);
    }
    if (next < Number.POSITIVE_INFINITY) this.#wake(next);
  }

  async #work(endpoint: string): Promise<void> {
    while (!this.#stopped) {
      const row = this.#database.get(
        "SELECT * FROM delivery WHERE state = 'pending' AND endpoint = ? AND due_ms <= ? ORDER BY due_ms, seq LIMIT 1",
        endpoint,
        Date.now(),
      );
      if (row === undefined) return;
      await this.#attempt(row);
    }
  }

  async #attempt(row: Row): Promise<void> {
    const provider = providers.find((known) => known === text(row, 'provider'));
    const signer = provider === undefined ? undefined : this.#signers.get(provider);
    if (provider === undefined || signer === undefined)
      throw new Error(`no signer for ${text(row, 'provider')}`);
    const message: Message = {
      provider,
      message: text(row, 'message'),
      topic: text(row, 'topic'),
      endpoint: text(row, 'endpoint'),
      body: text(row, 'body'),
    };
    const outcome = await send(message.endpoint, signer(message, integer(row, 'forged') === 1));
    if (this.#stopped && !outcome.ok) return;
    this.#record(row, message, outcome);
  }

  #record(row: Row, message: Message, outcome: { ok: boolean; detail: string }): void {
    const seq = integer(row, 'seq');
    const attempts = integer(row, 'attempts') + 1;
    const backoff = BACKOFF_MS[attempts - 1] ?? BACKOFF_MS.at(-1) ?? 0;
    const state = outcome.ok ? 'delivered' : attempts >= ATTEMPTS ? 'failed' : 'pending';
    this.#database.run(
      'UPDATE delivery SET state = ?, attempts = ?, detail = ?, due_ms = ? WHERE seq = ?',
      state,
      attempts,
      outcome.detail,
      Date.now() + backoff,
      seq,
    );
    if (!outcome.ok) {
      const { topic, endpoint } = message;
      this.#log.warn(
        { topic, message: message.message, endpoint, attempts, state, detail: outcome.detail },
        'webhook not accepted',
      );
    }
  }
}

async function send(endpoint: string, signed: Signed): Promise<{ ok: boolean; detail: string }> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: signed.headers,
      body: signed.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return { ok: response.ok, detail: `HTTP ${response.status}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { ok: false, detail: cause instanceof Error ? cause.message || cause.name : String(cause) };
  }
}
