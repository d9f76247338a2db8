import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { commonModule } from './common/common.module.ts';
import { EndpointInterceptor } from './common/http/endpoint.interceptor.ts';
import { ErrorFilter } from './common/http/error.filter.ts';
import type { Configuration } from './config/configuration.ts';
import { AdminModule } from './modules/admin/admin.module.ts';
import { AuthModule } from './modules/auth/auth.module.ts';
import { AccessGuard } from './modules/auth/routes/access.guard.ts';
import { ComplianceModule } from './modules/compliance/compliance.module.ts';
import { DividendModule } from './modules/dividend/dividend.module.ts';
import { DocumentModule } from './modules/document/document.module.ts';
import { ExpenseModule } from './modules/expense/expense.module.ts';
import { HealthModule } from './modules/health/health.module.ts';
import { KycModule } from './modules/kyc/kyc.module.ts';
import { LeaseModule } from './modules/lease/lease.module.ts';
import { LedgerModule } from './modules/ledger/ledger.module.ts';
import { LiveModule } from './modules/live/live.module.ts';
import { MarketplaceModule } from './modules/marketplace/marketplace.module.ts';
import { NotificationModule } from './modules/notification/notification.module.ts';
import { OfferingModule } from './modules/offering/offering.module.ts';
import { PaymentsModule } from './modules/payments/payments.module.ts';
import { PortfolioModule } from './modules/portfolio/portfolio.module.ts';
import { PropertyModule } from './modules/property/property.module.ts';
import { ReconciliationModule } from './modules/reconciliation/reconciliation.module.ts';
import { RentModule } from './modules/rent/rent.module.ts';
import { StatementModule } from './modules/statement/statement.module.ts';
import { TokenModule } from './modules/token/token.module.ts';
import { TreasuryModule } from './modules/treasury/treasury.module.ts';

@Module({})
class AppModule {}

/**
 * The one module graph. Which parts of it act (routes, background tasks) follows from the processes of the
 * configuration.
 */
export const appModule = (configuration: Configuration): DynamicModule => ({
  module: AppModule,
  imports: [
    commonModule(configuration),
    AdminModule,
    AuthModule,
    ComplianceModule,
    DividendModule,
    DocumentModule,
    ExpenseModule,
    HealthModule,
    KycModule,
    LeaseModule,
    LedgerModule,
    NotificationModule,
    LiveModule,
    MarketplaceModule,
    OfferingModule,
    PaymentsModule,
    PortfolioModule,
    PropertyModule,
    ReconciliationModule,
    RentModule,
    StatementModule,
    TokenModule,
    TreasuryModule,
  ],
  providers: [
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: EndpointInterceptor },
  ],
});
