import type { Payout } from '@freehold/shared/dividend';
import { FreeholdError } from '@freehold/shared/errors';
import type { ReceiptState } from '@freehold/shared/ledger';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { LedgerService } from '../../ledger/domain/ledger.service.ts';
import { payoutParts, payoutView } from './payout.view.ts';

/** One holder's part of one dividend, as the investor sees it. */
@Injectable()
export class PayoutService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly ledger: LedgerService,
  ) {}

  /** An investor's payouts belong to their wallets, also when a wallet was linked after the record date. */
  async #find(actor: Actor, id: string) {
    const row = await this.prisma.client.payout.findUnique({ where: { id }, include: payoutParts });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    const wallet = await this.prisma.client.wallet.findUnique({
      where: { address: row.holder.toLowerCase() },
      include: { user: { select: { id: true, name: true } } },
    });
    const owners = [row.userId, wallet?.userId];
    if (actor.role === 'investor' && !owners.includes(actor.userId)) throw new FreeholdError('NOT_FOUND');
    const property = await this.prisma.client.property.findUniqueOrThrow({ where: { id: row.propertyId } });
    return { row, payout: payoutView(row, { propertyName: property.name, investor: wallet?.user ?? null }) };
  }

  async read(actor: Actor, id: string): Promise<Payout> {
    return (await this.#find(actor, id)).payout;
  }

  /** The payout with the proof of its ledger entry; RECEIPT_PENDING until it is booked. */
  async receipt(actor: Actor, id: string): Promise<{ readonly payout: Payout } & ReceiptState> {
    const { row, payout } = await this.#find(actor, id);
    if (row.ledgerEntryId === null) {
      throw new FreeholdError('RECEIPT_PENDING', 'This payout is not final yet; its receipt follows.');
    }
    return { payout, ...(await this.ledger.receiptOf(row.ledgerEntryId)) };
  }
}
