import { setTimeout as sleep } from 'node:timers/promises';
import { connectionConfig } from '@freehold/database/pool';
import pg from 'pg';
import type { Configuration } from '../../config/configuration.ts';
import type { Logger } from '../logging/logger.ts';

const RECONNECT_MS = 1_000;

/** One connection that LISTENs; reconnects for ever. After a reconnect it reports `null`: anything may have happened. */
export class NotificationListener {
  readonly #configuration: Configuration;
  readonly #logger: Logger;
  readonly #channels: readonly string[];
  readonly #notify: (channel: string | null) => void;
  readonly #stopping = new AbortController();
  #client: pg.Client | null = null;

  constructor(
    configuration: Configuration,
    logger: Logger,
    channels: readonly string[],
    notify: (channel: string | null) => void,
  ) {
    this.#configuration = configuration;
    this.#logger = logger;
    this.#channels = channels;
    this.#notify = notify;
  }

  start(): void {
    void this.#keepListening();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#client?.end().catch(() => undefined);
  }

  async #keepListening(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#listen();
      } catch (error) {
        if (!this.#stopping.signal.aborted)
          this.#logger.warn({ err: error }, 'lost the notification connection');
      }
      await sleep(RECONNECT_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  async #listen(): Promise<void> {
    const client = new pg.Client(
      connectionConfig(this.#configuration.environment.DATABASE_URL, 'backend', {
        applicationName: 'freehold-listener',
      }),
    );
    this.#client = client;
    const lost = Promise.withResolvers<void>();
    client.on('error', (error) => lost.reject(error));
    client.on('end', () => lost.resolve());
    client.on('notification', ({ channel }) => this.#notify(channel));
    try {
      await client.connect();
      for (const channel of this.#channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      this.#notify(null);
      await lost.promise;
    } finally {
      lost.promise.catch(() => undefined);
      await client.end().catch(() => undefined);
    }
  }
}
