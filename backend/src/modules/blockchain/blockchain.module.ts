import { Module } from '@nestjs/common';
import { ChainClient } from './domain/chain-client.ts';
import { ChainProjection } from './domain/chain-projection.ts';
import { ChainSender } from './domain/chain-sender.ts';
import { ChainSenderTask } from './jobs/chain-sender.task.ts';

/** Everything that speaks to the chain: the sender of transactions and the view of what is mirrored. */
@Module({
  providers: [ChainClient, ChainProjection, ChainSender, ChainSenderTask],
  exports: [ChainClient, ChainProjection, ChainSender],
})
export class BlockchainModule {}
