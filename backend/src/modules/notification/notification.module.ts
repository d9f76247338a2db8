import { Module } from '@nestjs/common';
import { SendGridSender } from './datasources/sendgrid.sender.ts';
import { MailService } from './domain/mail.service.ts';
import { MailSender } from './domain/mail-sender.ts';
import { MailTask } from './jobs/mail.task.ts';

@Module({
  providers: [MailService, MailTask, { provide: MailSender, useClass: SendGridSender }],
  exports: [MailService],
})
export class NotificationModule {}
