import { Injectable } from '@nestjs/common';
import { createPublicClient, http, type PublicClient } from 'viem';
import { Configuration } from '../../../config/configuration.ts';

const TIMEOUT_MS = 2_000;

/** Asks the node of the chain for its newest block. */
@Injectable()
export class ChainHead {
  readonly #client: PublicClient;

  constructor(configuration: Configuration) {
    this.#client = createPublicClient({
      transport: http(configuration.environment.RPC_URL, { timeout: TIMEOUT_MS, retryCount: 0 }),
    });
  }

  /** Null when the node does not answer in time. */
  async read(): Promise<bigint | null> {
    return this.#client.getBlockNumber({ cacheTime: 0 }).catch(() => null);
  }
}
