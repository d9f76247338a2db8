import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { numericColumn } from '../../blockchain/domain/hex.ts';

const levelRow = z.object({
  side: z.enum(['SELL', 'BUY']),
  price: numericColumn,
  shares: numericColumn,
  orders: z.coerce.number().int(),
});
const sequenceRow = z.object({ applied: z.bigint() });
const candleRow = z.object({
  start: z.bigint(),
  open: numericColumn,
  high: numericColumn,
  low: numericColumn,
  close: numericColumn,
  shares: numericColumn,
  trades: z.coerce.number().int(),
});

export type BookLevel = Readonly<{ price: bigint; shares: bigint; orders: number }>;

/** The book as the leader has written it, summed up for those who look on. */
@Injectable()
export class BookProjection {
  constructor(private readonly prisma: PrismaService) {}

  /** Orders that the engine has not taken yet are not in it. */
  async depth(
    marketId: string,
    levels: number,
  ): Promise<{ sequence: bigint; bids: BookLevel[]; asks: BookLevel[] }> {
    // One statement: both sides and the number are of the same moment.
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      WITH engine AS (SELECT applied FROM app.market_engine WHERE market_id = ${marketId}::uuid),
      level AS (
        SELECT o.side, o.price, sum(o.open_shares) AS shares, count(*) AS orders,
               row_number() OVER (PARTITION BY o.side
                 ORDER BY CASE WHEN o.side = 'BUY' THEN -o.price ELSE o.price END) AS place
        FROM app.market_order o, engine e
        WHERE o.market_id = ${marketId}::uuid AND o.state IN ('OPEN', 'PARTIALLY_FILLED')
          AND o.open_shares > 0 AND o.sequence <= e.applied
        GROUP BY o.side, o.price
      )
      SELECT e.applied, l.side, l.price::text, l.shares::text, l.orders
      FROM engine e LEFT JOIN level l ON l.place <= ${levels}
      ORDER BY l.place`;
    const sequence = rows[0] === undefined ? 0n : sequenceRow.parse(rows[0]).applied;
    const all = rows.flatMap((row) => {
      const parsed = levelRow.safeParse(row);
      return parsed.success ? [parsed.data] : [];
    });
    return {
      sequence,
      bids: all.filter(({ side }) => side === 'BUY'),
      asks: all.filter(({ side }) => side === 'SELL'),
    };
  }

  /** Trades by interval, the newest `limit` intervals that have any, oldest first. */
  async candles(marketId: string, seconds: number, limit: number) {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT * FROM (
        SELECT (at / ${seconds}::bigint) * ${seconds}::bigint AS start,
               (array_agg(price ORDER BY number, index))[1]::text AS open, max(price)::text AS high,
               min(price)::text AS low, (array_agg(price ORDER BY number DESC, index DESC))[1]::text AS close,
               sum(shares)::text AS shares, count(*) AS trades
        FROM app.market_trade
        WHERE market_id = ${marketId}::uuid AND state <> 'REVERTED'
        GROUP BY 1 ORDER BY 1 DESC LIMIT ${limit}
      ) AS newest ORDER BY start`;
    return rows.map((row) => candleRow.parse(row));
  }
}
