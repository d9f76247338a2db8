import { Injectable } from '@nestjs/common';
import type { PublicClient } from 'viem';
import { Configuration } from '../../../config/configuration.ts';
import { publicClientOf } from '../datasources/rpc-node.ts';

/** The process's one connection to the chain, through viem. */
@Injectable()
export class ChainClient {
  readonly client: PublicClient;

  constructor(configuration: Configuration) {
    this.client = publicClientOf(configuration.environment.RPC_URL);
  }
}
