import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { SecretBox } from '../../../common/crypto/secret-box.ts';
import { derivedId } from '../../../common/idempotency/operation-id.ts';
import type { Letter } from './letter.ts';

/** Wakes the postman. */
export const mailChannel = 'mail_queued';

export interface MailOrder {
  /** What the mail is about; the same key sends one mail, however often it is asked for. */
  readonly key: string;
  readonly userId: string;
  readonly recipient: string;
  /** Names the sort of mail for statistics and support, never its content. */
  readonly kind: string;
  readonly letter: Letter;
}

const letterSchema = z.object({
  subject: z.string(),
  paragraphs: z.array(z.string()),
  action: z.object({ label: z.string(), url: z.string() }).optional(),
  closing: z.string().optional(),
});

const boxed = (id: string): string => `mail:${id}`;

/** Mail leaves through a table: written with the act it tells of, sent by a task afterwards. */
@Injectable()
export class MailService {
  constructor(private readonly box: SecretBox) {}

  async queue(tx: PrismaTransaction, order: MailOrder): Promise<void> {
    const { key, userId, recipient, kind, letter } = order;
    const id = derivedId('mail', key);
    const sealedLetter = this.box.seal(Buffer.from(JSON.stringify(letter)), boxed(id));
    await tx.mail.createMany({
      data: [{ id, key, userId, recipient, kind, sealedLetter }],
      skipDuplicates: true,
    });
    await tx.$executeRaw`SELECT pg_notify(${mailChannel}, '')`;
  }

  open(id: string, sealedLetter: Uint8Array): Letter {
    const { subject, paragraphs, action, closing } = letterSchema.parse(
      JSON.parse(Buffer.from(this.box.open(sealedLetter, boxed(id))).toString('utf8')),
    );
    return { subject, paragraphs, ...(action ? { action } : {}), ...(closing ? { closing } : {}) };
  }
}
