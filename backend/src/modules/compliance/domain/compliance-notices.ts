import type { PrismaTransaction } from '@freehold/database/client';
import type { ComplianceActKind } from '@freehold/shared/compliance';
import { formatShares } from '@freehold/shared/money';
import { Injectable } from '@nestjs/common';
import { checksumAddress } from '../../../common/chain/address.ts';
import { Configuration } from '../../../config/configuration.ts';
import { MailService } from '../../notification/domain/mail.service.ts';

export interface NoticedAct {
  readonly id: string;
  readonly kind: ComplianceActKind;
  readonly wallet: string;
  readonly toWallet: string | null;
  readonly shares: bigint | null;
  readonly reason: string;
}

export type Stage = 'proposed' | 'confirmed' | 'refused';

const stageWords: Readonly<Record<Stage, string>> = {
  proposed: 'has been proposed and waits for a second administrator. Nothing has moved yet',
  confirmed: 'has been confirmed by a second administrator and is on its way to the chain',
  refused: 'was refused. Nothing moves',
};

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
        letter: {
          subject:
            act.kind === 'RECOVERY'
              ? 'Freehold: a wallet is to be replaced'
              : 'Freehold: shares are to be moved',
          paragraphs: [`Dear ${row.user.name},`, sentenceOf(act, stage), `Reason given: ${act.reason}`],
          action: {
            label: 'See your portfolio',
            url: `${this.configuration.environment.PUBLIC_WEB_URL}/portfolio`,
          },
          closing: `You get this mail because ${checksumAddress(wallet)} is linked to your account. If you did not expect it, answer at once.`,
        },
      });
    }
  }
}

function sentenceOf(act: NoticedAct, stage: Stage): string {
  const from = checksumAddress(act.wallet);
  const to = act.toWallet === null ? '' : checksumAddress(act.toWallet);
  const what =
    act.kind === 'RECOVERY'
      ? `The replacement of the wallet ${from} by ${to}, with all its shares and unpaid dividends,`
      : `The transfer of ${formatShares(act.shares ?? 0n)} shares from ${from} to ${to}`;
  return `${what} ${stageWords[stage]}.`;
}
