import { Module } from '@nestjs/common';
import { AccountService } from './domain/account.service.ts';
import { InvitationService } from './domain/invitation.service.ts';
import { PasswordService } from './domain/password.service.ts';
import { RateLimiter } from './domain/rate-limiter.ts';
import { SessionService } from './domain/session.service.ts';
import { SignInThrottle } from './domain/sign-in-throttle.ts';
import { UserService } from './domain/user.service.ts';
import { WalletService } from './domain/wallet.service.ts';
import { HousekeepingTask } from './jobs/housekeeping.task.ts';
import { AuthController } from './routes/auth.controller.ts';

const entries = [SessionService, RateLimiter, UserService, WalletService];

@Module({
  controllers: [AuthController],
  providers: [
    ...entries,
    AccountService,
    InvitationService,
    PasswordService,
    SignInThrottle,
    HousekeepingTask,
  ],
  exports: entries,
})
export class AuthModule {}
