import { randomUUID } from 'node:crypto';
import type { PrismaTransaction } from '@freehold/database/client';
import type { KycState } from '@freehold/shared/kyc';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { MailService } from '../../notification/domain/mail.service.ts';
import { type KycRow, reasonsIn, stateOf } from './kyc-case.ts';
import { kycLetter, renewalLetter } from './kyc-letters.ts';

const dueRow = z.object({
  key: z.string(),
  user_id: z.string(),
  name: z.string(),
  email: z.string(),
  valid_until: z.date(),
});
const REMIND_DAYS = 30;
const BATCH = 200;

/** Tells investors by mail how their identity check moved, and when to renew it. */
@Injectable()
export class KycNotices {
  readonly #webUrl: string;

  constructor(
    private readonly prisma: PrismaService,
    private readonly mails: MailService,
    configuration: Configuration,
  ) {
    this.#webUrl = configuration.environment.PUBLIC_WEB_URL;
  }

  /** Queued in the transaction of the move itself: no move without its mail, no mail without its move. */
  async moved(tx: PrismaTransaction, row: KycRow, from: KycState): Promise<void> {
    const { email, name } = await tx.user.findUniqueOrThrow({ where: { id: row.userId } });
    const state = stateOf(row);
    const { note, validUntil } = row;
    const news = { name, state, again: from === 'APPROVED' || from === 'REVOKED', note, validUntil };
    await this.mails.queue(tx, {
      key: `kyc:${randomUUID()}`,
      userId: row.userId,
      recipient: email,
      kind: `kyc-${state.toLowerCase().replaceAll('_', '-')}`,
      letter: kycLetter({ ...news, reasons: reasonsIn(row) }, this.#webUrl),
    });
  }

  /** Reminds those whose check ends soon; once for each end, by the key of the mail. */
  async remind(): Promise<void> {
    await this.prisma.transaction(async (tx) => {
      const rows = await tx.$queryRaw<unknown[]>`
        SELECT d.key, d.user_id, d.name, d.email, d.valid_until FROM (
          SELECT 'kyc-renewal:' || c.id || ':' || extract(epoch FROM c.valid_until)::bigint AS key,
            c.user_id::text AS user_id, u.name, u.email, c.valid_until
          FROM app.kyc_case c JOIN app.user_account u ON u.id = c.user_id
          WHERE c.state = 'APPROVED' AND c.renewing_since IS NULL AND c.valid_until > now()
            AND c.valid_until < now() + make_interval(days => ${REMIND_DAYS}::int)
        ) d WHERE NOT EXISTS (SELECT 1 FROM app.mail m WHERE m.key = d.key) LIMIT ${BATCH}::int`;
      for (const row of rows) {
        const { key, user_id: userId, name, email, valid_until: validUntil } = dueRow.parse(row);
        const letter = renewalLetter(name, validUntil, this.#webUrl);
        await this.mails.queue(tx, { key, userId, recipient: email, kind: 'kyc-renewal', letter });
      }
    });
  }
}
