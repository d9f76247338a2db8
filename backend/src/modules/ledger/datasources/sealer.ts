import { connectionConfig } from '@freehold/database/pool';
import pg from 'pg';
import { loadPosition, type SealPosition, sealBatch, tryToLead } from './seal.repository.ts';

/** Most entries of one batch. */
const BATCH_SIZE = 1_000;

interface Leadership {
  readonly client: pg.Client;
  position: SealPosition;
}

/**
 * Seals committed entries into the log. Any number of sealers may run: one leads, by an advisory lock on the very
 * connection it writes through, so that losing the connection means losing both. The others stand by.
 */
export class Sealer {
  readonly #databaseUrl: string;
  readonly #batchSize: number;
  #leadership: Leadership | undefined;

  constructor(databaseUrl: string, batchSize = BATCH_SIZE) {
    this.#databaseUrl = databaseUrl;
    this.#batchSize = batchSize;
  }

  /** Seals all that may be sealed now; answers how many entries, or null when another sealer leads. */
  async sealAll(signal?: AbortSignal): Promise<number | null> {
    const leadership = this.#leadership ?? (await this.#tryToLead());
    if (leadership === undefined) return null;
    let sealed = 0;
    try {
      while (signal?.aborted !== true) {
        const batch = await sealBatch(leadership.client, leadership.position, this.#batchSize);
        leadership.position = batch.position;
        sealed += batch.sealed;
        if (batch.sealed < this.#batchSize) break;
      }
      return sealed;
    } catch (error) {
      // What reached the database is uncertain: give the lock back and read the position anew next time.
      await this.close();
      throw error;
    }
  }

  /** Gives leadership back. */
  async close(): Promise<void> {
    const client = this.#leadership?.client;
    this.#leadership = undefined;
    await client?.end().catch(() => undefined);
  }

  async #tryToLead(): Promise<Leadership | undefined> {
    const client = new pg.Client(
      connectionConfig(this.#databaseUrl, 'backend', { applicationName: 'freehold-sealer' }),
    );
    client.on('error', () => {
      if (this.#leadership?.client === client) this.#leadership = undefined;
    });
    await client.connect();
    try {
      if (await tryToLead(client)) {
        this.#leadership = { client, position: await loadPosition(client) };
        return this.#leadership;
      }
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    await client.end();
    return undefined;
  }
}
