import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { type MarketState, marketStates } from '@freehold/shared/marketplace';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { marketCommandChannel, notify } from '../../blockchain/domain/channels.ts';
import { type CommandRow, commandRow } from '../domain/journal.ts';

export type Entry = Readonly<{
  kind: CommandRow['kind'];
  payload: Prisma.InputJsonObject;
  actor: string;
  reason?: string | null;
}>;

export type Told = CommandRow & Readonly<{ reason: string | null }>;

const headRow = z.object({ last_command: z.bigint(), last_at: z.bigint(), state: z.enum(marketStates) });
const toldRow = z.object({ reason: z.string().nullable() });

/** The numbered commands of each market. */
@Injectable()
export class JournalStore {
  /**
   * Adds commands. Whoever does holds the market's row until the transaction ends, so that numbers have no gaps and become
   * visible in order. `entries` learns the number of its first command, the market's state and the time.
   */
  async append(
    tx: PrismaTransaction,
    marketId: string,
    entries: (head: {
      readonly first: number;
      readonly at: number;
      readonly state: MarketState;
    }) => readonly Entry[],
  ): Promise<number> {
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT last_command, greatest(last_at, floor(extract(epoch FROM clock_timestamp()))::bigint) AS last_at, state
      FROM app.market WHERE id = ${marketId}::uuid FOR NO KEY UPDATE`;
    const head = headRow.parse(rows[0]);
    const at = Number(head.last_at);
    const first = Number(head.last_command) + 1;
    const added = entries({ first, at, state: head.state });
    if (added.length === 0) return first;
    await tx.marketCommand.createMany({
      data: added.map(({ kind, payload, actor, reason = null }, index) => ({
        ...{ marketId, number: BigInt(first + index), at: head.last_at, kind, payload, actor, reason },
      })),
    });
    await tx.market.update({
      where: { id: marketId },
      data: { lastCommand: BigInt(first + added.length - 1), lastAt: head.last_at },
    });
    await notify(tx, marketCommandChannel);
    return first;
  }

  /** The commands after `number`, in order. */
  async after(client: PrismaTransaction, marketId: string, number: number, most: number): Promise<Told[]> {
    const rows = await client.marketCommand.findMany({
      where: { marketId, number: { gt: BigInt(number) } },
      orderBy: { number: 'asc' },
      take: most,
    });
    return rows.map((row) => ({ ...commandRow.parse(row), ...toldRow.parse(row) }));
  }
}
