import type { PrismaService } from '../../../common/database/prisma.service.ts';
import { JournalStore } from '../datasources/journal.store.ts';
import { toStanding } from '../datasources/order-row.ts';
import { toCommand } from '../domain/journal.ts';
import type { RestingOrder } from '../domain/matching/engine.types.ts';
import { MatchingEngine } from '../domain/matching/matching-engine.ts';
import { foldCommand, type MatchedTrade, type Standing } from '../domain/standing.ts';

export interface Replay {
  readonly orders: ReadonlyMap<string, Standing>;
  readonly trades: readonly MatchedTrade[];
  readonly resting: readonly RestingOrder[];
  readonly commands: number;
}

/** What the journal alone says: a new engine, every command from the first on, orders as they were when they came. */
export async function replayed(prisma: PrismaService, marketId: string): Promise<Replay> {
  const rows = await prisma.client.marketOrder.findMany({ where: { marketId } });
  const orders = new Map<string, Standing>(
    rows.map((row) => [
      row.id,
      {
        ...toStanding(row),
        ...{ open: BigInt(row.shares.toFixed(0)), reopening: 0n, matched: 0n, state: 'OPEN', reason: null },
      },
    ]),
  );
  const engine = MatchingEngine.empty();
  const trades: MatchedTrade[] = [];
  const told = await new JournalStore().after(prisma.client, marketId, 0, 1_000_000);
  for (const row of told) {
    const command = toCommand(row);
    if (command.kind === 'reopen') {
      const before = orders.get(command.order.id);
      if (before === undefined) throw new Error(`Order ${command.order.id} is not there.`);
      const { shares } = command.order;
      orders.set(before.id, { ...before, reopening: shares, matched: before.matched - shares });
    }
    trades.push(...foldCommand(orders, command, engine.apply(command), row.reason));
  }
  return { orders, trades, resting: engine.orders(), commands: told.length };
}
