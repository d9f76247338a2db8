import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { PasswordChangeService, passwordResetChannel } from '../domain/password-change.service.ts';

/** Answers requests for a new password, out of sight of who asked. */
@Injectable()
export class PasswordResetTask implements BackgroundTask, OnModuleInit {
  readonly name = 'password-reset';
  readonly process = 'worker';
  readonly intervalMs = 30_000;
  readonly channels = [passwordResetChannel];

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly passwords: PasswordChangeService,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.passwords.answerOneRequest()));
  }
}
