import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { PayoutService } from './domain/payout.service.ts';
import { PortfolioService } from './domain/portfolio.service.ts';
import { PortfolioController } from './routes/portfolio.controller.ts';

@Module({
  imports: [LedgerModule],
  controllers: [PortfolioController],
  providers: [PortfolioService, PayoutService],
})
export class PortfolioModule {}
