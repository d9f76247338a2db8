import { Module } from '@nestjs/common';
import { BlockchainModule } from '../blockchain/blockchain.module.ts';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { BookedDividends } from './datasources/booked-dividends.ts';
import { WalletHistory } from './datasources/wallet-history.ts';
import { DisplayCurrencyService } from './domain/display-currency.service.ts';
import { InvestorStatementService } from './domain/investor-statement.service.ts';
import { PayoutService } from './domain/payout.service.ts';
import { PortfolioService } from './domain/portfolio.service.ts';
import { PositionReader } from './domain/position.reader.ts';
import { TransactionService } from './domain/transaction.service.ts';
import { WithholdingService } from './domain/withholding.service.ts';
import { DisplayCurrencyController } from './routes/display-currency.controller.ts';
import { InvestorStatementController } from './routes/investor-statement.controller.ts';
import { PortfolioController } from './routes/portfolio.controller.ts';
import { TransactionController } from './routes/transaction.controller.ts';

/** What investors hold, what it cost and brought, and the documents about it. */
@Module({
  imports: [BlockchainModule, LedgerModule],
  controllers: [
    DisplayCurrencyController,
    InvestorStatementController,
    PortfolioController,
    TransactionController,
  ],
  providers: [
    BookedDividends,
    DisplayCurrencyService,
    InvestorStatementService,
    PayoutService,
    PortfolioService,
    PositionReader,
    TransactionService,
    WalletHistory,
    WithholdingService,
  ],
})
export class PortfolioModule {}
