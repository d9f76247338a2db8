import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { Configuration } from '../../../config/configuration.ts';
import { MailService } from '../../notification/domain/mail.service.ts';
import { complianceLetter, type NoticedAct, type Stage } from './compliance-letters.ts';

/** Tells the mail accounts behind both wallets, before shares can move and again when it is decided. */
@Injectable()
export class ComplianceNotices {
  constructor(
    private readonly mails: MailService,
    private readonly configuration: Configuration,
  ) {}

  async tell(tx: PrismaTransaction, act: NoticedAct, stage: Stage): Promise<void> {
    const wallets = [act.wallet, ...(act.toWallet === null ? [] : [act.toWallet])];
    for (const wallet of wallets) {
      const row = await tx.wallet.findUnique({ where: { address: wallet }, include: { user: true } });
      if (stage === 'proposed') {
        const notice = { actId: act.id, wallet, userId: row?.userId ?? null };
        await tx.complianceNotice.createMany({ data: [notice], skipDuplicates: true });
      }
      if (row === null) continue;
      await this.mails.queue(tx, {
        key: `compliance:${act.id}:${stage}:${wallet}`,
        userId: row.userId,
        recipient: row.user.email,
        kind: `compliance-${stage}`,
        letter: complianceLetter(
          { act, stage, wallet, name: row.user.name },
          this.configuration.environment.PUBLIC_WEB_URL,
        ),
      });
    }
  }
}
