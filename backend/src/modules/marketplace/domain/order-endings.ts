import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { JournalStore } from '../datasources/journal.store.ts';

/** Ends orders for a reason that is not their owner's wish here. */
@Injectable()
export class OrderEndings {
  constructor(private readonly journal: JournalStore) {}

  /** Their leaders take them out of the book; what was matched before is settled if it can be. How many there were. */
  async end(
    tx: PrismaTransaction,
    orders: readonly { readonly id: string; readonly marketId: string }[],
    { actor, reason }: { readonly actor: string; readonly reason: string },
  ): Promise<number> {
    let ending = 0;
    for (const marketId of [...new Set(orders.map((order) => order.marketId))].sort()) {
      const ids: string[] = [];
      for (const { id } of orders.filter((order) => order.marketId === marketId)) {
        const { count } = await tx.marketOrder.updateMany({
          where: { id, state: { in: ['OPEN', 'PARTIALLY_FILLED'] }, cancelRequestedAt: null },
          data: { cancelRequestedAt: new Date() },
        });
        if (count === 1) ids.push(id);
      }
      await this.journal.append(tx, marketId, () =>
        ids.map((orderId) => ({ kind: 'cancel', payload: { orderId }, actor, reason })),
      );
      ending += ids.length;
    }
    return ending;
  }
}
