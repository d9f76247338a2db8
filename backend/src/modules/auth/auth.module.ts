import { Module } from '@nestjs/common';
import { AccountService } from './domain/account.service.ts';
import { FirstAdministrator } from './domain/first-administrator.ts';
import { InvitationService } from './domain/invitation.service.ts';
import { PasswordService } from './domain/password.service.ts';
import { RateLimiter } from './domain/rate-limiter.ts';
import { SecondFactorService } from './domain/second-factor.service.ts';
import { SessionService } from './domain/session.service.ts';
import { SignInThrottle } from './domain/sign-in-throttle.ts';
import { StepUpService } from './domain/step-up.service.ts';
import { UserService } from './domain/user.service.ts';
import { WalletService } from './domain/wallet.service.ts';
import { HousekeepingTask } from './jobs/housekeeping.task.ts';
import { AuthController } from './routes/auth.controller.ts';
import { SecondFactorController } from './routes/second-factor.controller.ts';
import { SessionView } from './routes/session.view.ts';

const entries = [SessionService, RateLimiter, UserService, WalletService];

@Module({
  controllers: [AuthController, SecondFactorController],
  providers: [
    ...entries,
    AccountService,
    FirstAdministrator,
    InvitationService,
    PasswordService,
    SecondFactorService,
    SignInThrottle,
    StepUpService,
    SessionView,
    HousekeepingTask,
  ],
  exports: entries,
})
export class AuthModule {}
