import { Module } from '@nestjs/common';
import { BlockchainModule } from '../blockchain/blockchain.module.ts';
import { AnchorService } from './domain/anchor.service.ts';
import { LedgerService } from './domain/ledger.service.ts';
import { AnchorTask } from './jobs/anchor.task.ts';
import { SealerTask } from './jobs/sealer.task.ts';
import { LedgerController } from './routes/ledger.controller.ts';

/** The books: reading, sealing, anchoring and proving. Posting needs no injection: see domain/post-entry.ts. */
@Module({
  imports: [BlockchainModule],
  controllers: [LedgerController],
  providers: [LedgerService, AnchorService, SealerTask, AnchorTask],
  exports: [LedgerService],
})
export class LedgerModule {}
