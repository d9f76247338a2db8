import { Module } from '@nestjs/common';
import { NotificationModule } from '../notification/notification.module.ts';
import { WalletHoldingsProjection } from './datasources/wallet-holdings.projection.ts';
import { AccountService } from './domain/account.service.ts';
import { AccountNotices } from './domain/account-notices.ts';
import { AccountSecurityService } from './domain/account-security.service.ts';
import { EmailService } from './domain/email.service.ts';
import { FirstAdministrator } from './domain/first-administrator.ts';
import { InvitationService } from './domain/invitation.service.ts';
import { PasswordService } from './domain/password.service.ts';
import { PasswordChangeService } from './domain/password-change.service.ts';
import { RateLimiter } from './domain/rate-limiter.ts';
import { SecondFactorService } from './domain/second-factor.service.ts';
import { SessionService } from './domain/session.service.ts';
import { SignInThrottle } from './domain/sign-in-throttle.ts';
import { StepUpService } from './domain/step-up.service.ts';
import { UserService } from './domain/user.service.ts';
import { WalletService } from './domain/wallet.service.ts';
import { WalletHoldings } from './domain/wallet-holdings.ts';
import { HousekeepingTask } from './jobs/housekeeping.task.ts';
import { PasswordResetTask } from './jobs/password-reset.task.ts';
import { AuthController } from './routes/auth.controller.ts';
import { EmailController } from './routes/email.controller.ts';
import { PasswordController } from './routes/password.controller.ts';
import { SecondFactorController } from './routes/second-factor.controller.ts';
import { SessionView } from './routes/session.view.ts';
import { WalletController } from './routes/wallet.controller.ts';

const entries = [AccountSecurityService, SessionService, RateLimiter, UserService, WalletService];

@Module({
  imports: [NotificationModule],
  controllers: [
    AuthController,
    EmailController,
    PasswordController,
    SecondFactorController,
    WalletController,
  ],
  providers: [
    ...entries,
    AccountNotices,
    AccountService,
    EmailService,
    FirstAdministrator,
    InvitationService,
    PasswordChangeService,
    PasswordService,
    SecondFactorService,
    SignInThrottle,
    StepUpService,
    SessionView,
    HousekeepingTask,
    PasswordResetTask,
    { provide: WalletHoldings, useClass: WalletHoldingsProjection },
  ],
  exports: entries,
})
export class AuthModule {}
