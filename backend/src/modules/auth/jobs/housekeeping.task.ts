import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';

/** What nobody needs any more. Stored answers go after a day: they may hold links of invitations. */
const expired = [
  `DELETE FROM app.rate_limit WHERE minute < now() - interval '5 minutes'`,
  `DELETE FROM app.wallet_nonce WHERE expires_at < now()`,
  `DELETE FROM app.idempotency_key WHERE created_at < now() - interval '1 day'`,
  `DELETE FROM app.sign_in_failure WHERE last_failed_at < now() - interval '2 days'`,
  `DELETE FROM app.password_reset WHERE expires_at < now() - interval '1 day'`,
  `DELETE FROM app.email_confirmation WHERE expires_at < now() - interval '7 days'`,
  `DELETE FROM app.mail WHERE state <> 'QUEUED' AND created_at < now() - interval '90 days'`,
  `DELETE FROM app.session WHERE expires_at < now() - interval '30 days'`,
];

/** Clears away counters, nonces and answers that have served. */
@Injectable()
export class HousekeepingTask implements BackgroundTask, OnModuleInit {
  readonly name = 'housekeeping';
  readonly process = 'scheduler';
  readonly intervalMs = 5 * 60_000;

  constructor(
    private readonly prisma: PrismaService,
    private readonly tasks: BackgroundTasks,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    for (const statement of expired) {
      if (signal.aborted) return;
      await this.prisma.pool.query(statement);
    }
  }
}
