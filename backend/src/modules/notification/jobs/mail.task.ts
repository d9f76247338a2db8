import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { letterHtml, letterText } from '../domain/letter.ts';
import { MailService, mailChannel } from '../domain/mail.service.ts';
import { type MailOutcome, MailSender } from '../domain/mail-sender.ts';

const BATCH = 50;
const PATIENCE = 20;
const LONGEST_PAUSE_MS = 30 * 60_000;

/** Sends what waits to be sent. The attempt is counted before it is made; what failed waits longer each time. */
@Injectable()
export class MailTask implements BackgroundTask, OnModuleInit {
  readonly name = 'mail';
  readonly process = 'worker';
  readonly intervalMs = 10_000;
  readonly channels = [mailChannel];

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly prisma: PrismaService,
    private readonly mails: MailService,
    private readonly sender: MailSender,
    private readonly log: LogService,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    const due = await this.prisma.client.mail.findMany({
      where: { state: 'QUEUED', nextAttemptAt: { lte: new Date() } },
      orderBy: { nextAttemptAt: 'asc' },
      take: BATCH,
    });
    for (const { id, recipient, attempts, sealedLetter } of due) {
      if (signal.aborted) return;
      if (sealedLetter === null) continue;
      const pause = Math.min(2_000 * 2 ** attempts, LONGEST_PAUSE_MS);
      await this.prisma.client.mail.update({
        where: { id },
        data: { attempts: attempts + 1, nextAttemptAt: new Date(Date.now() + pause) },
      });
      const letter = this.mails.open(id, sealedLetter);
      const { subject } = letter;
      const mail = { id, recipient, subject, text: letterText(letter), html: letterHtml(letter) };
      await this.#note(id, attempts + 1, await this.sender.send(mail));
    }
  }

  async #note(id: string, attempts: number, outcome: MailOutcome): Promise<void> {
    if (outcome.kind === 'sent') {
      const { providerId } = outcome;
      const data = { state: 'SENT', sealedLetter: null, sentAt: new Date(), providerId, problem: null };
      await this.prisma.client.mail.update({ where: { id }, data });
      return;
    }
    const over = outcome.kind === 'refused' || attempts >= PATIENCE;
    this.log.logger.warn({ mail: id, attempts, problem: outcome.problem, over }, 'a mail was not sent');
    const end = over ? { state: 'FAILED', sealedLetter: null } : {};
    await this.prisma.client.mail.update({ where: { id }, data: { problem: outcome.problem, ...end } });
  }
}
