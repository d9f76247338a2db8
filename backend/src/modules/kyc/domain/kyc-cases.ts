import { randomUUID } from 'node:crypto';
import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import type { KycReason } from '@freehold/shared/kyc';
import { Injectable } from '@nestjs/common';
import { kycChannel, notify } from '../../blockchain/domain/channels.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { type KycRow, stateOf } from './kyc-case.ts';
import { KycNotices } from './kyc-notices.ts';
import { type KycTransition, nextKycState } from './kyc-state.ts';

interface Move {
  /** A user id, or who moved it: 'sumsub', 'kyc'. */
  readonly actor: string;
  readonly reasons?: readonly KycReason[];
  readonly note?: string | null;
  /** A step on the way to another one in the same breath: nobody is told of it. */
  readonly quiet?: boolean;
  /** What else changes with it. */
  readonly facts?: Prisma.KycCaseUpdateInput;
}

/** The one writer of cases: every move is a named transition, a row of history, a mail, and a call to look at the chain. */
@Injectable()
export class KycCases {
  constructor(private readonly notices: KycNotices) {}

  /** The investor's case, locked until the transaction ends; made when there is none. Throws NOT_FOUND. */
  async lock(tx: PrismaTransaction, userId: string): Promise<KycRow> {
    const user = await tx.user.findUnique({ where: { id: userId }, select: { role: true } });
    if (user?.role !== 'investor') throw new FreeholdError('NOT_FOUND');
    await tx.kycCase.createMany({
      data: [{ id: randomUUID(), userId, state: 'NOT_STARTED' }],
      skipDuplicates: true,
    });
    await tx.$queryRaw`SELECT 1 FROM app.kyc_case WHERE user_id = ${userId}::uuid FOR UPDATE`;
    return tx.kycCase.findUniqueOrThrow({ where: { userId } });
  }

  /** Takes a step; the row must be locked. Throws ILLEGAL_TRANSITION. */
  async move(tx: PrismaTransaction, row: KycRow, transition: KycTransition, move: Move): Promise<KycRow> {
    const from = stateOf(row);
    const to = nextKycState(from, transition);
    const reasons = [...(move.reasons ?? [])];
    const note = move.note ?? null;
    const moved = await tx.kycCase.update({
      where: { id: row.id },
      data: { state: to, reasons, note, updatedAt: new Date(), attestDueAt: new Date(), ...move.facts },
    });
    await recordStep(tx, {
      noun: 'kyc',
      nounId: row.userId,
      from,
      to,
      actor: move.actor,
      ...(note === null && reasons.length === 0 ? {} : { reason: note ?? reasons.join(', ') }),
      detail: { transition, attempt: moved.attempt, reasons },
    });
    await notify(tx, kycChannel);
    if (move.quiet !== true) await this.notices.moved(tx, moved, from);
    return moved;
  }
}
