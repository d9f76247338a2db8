import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';

/** A place in the stream of events: transaction, then id. */
export type Cursor = Readonly<{ transaction: bigint; id: bigint }>;

const storedRow = z.object({
  id: z.coerce.bigint(),
  transaction_id: z.coerce.bigint(),
  topic: z.string(),
  kind: z.string(),
  data: z.json(),
});
const edgeRow = z.object({ edge: z.coerce.bigint() });
const oldestRow = z.object({ oldest: z.coerce.bigint().nullable() });

export type StoredEvent = z.output<typeof storedRow>;

const MOST_AT_ONCE = 500;
const LAST_ID = 2n ** 63n - 1n;

export const cursorOf = (event: StoredEvent): Cursor => ({ transaction: event.transaction_id, id: event.id });

export const isAfter = (left: Cursor, right: Cursor): boolean =>
  left.transaction === right.transaction ? left.id > right.id : left.transaction > right.transaction;

/** Live events in an order that never changes. */
@Injectable()
export class LiveEventStore {
  constructor(private readonly prisma: PrismaService) {}

  /** Behind everything that can be read now, before everything that cannot. */
  async edge(): Promise<Cursor> {
    const { rows } = await this.prisma.pool.query(
      'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS edge',
    );
    return { transaction: edgeRow.parse(rows[0]).edge - 1n, id: LAST_ID };
  }

  /** Events behind a cursor, of some topics or of all, oldest first. */
  async after(cursor: Cursor, topics?: readonly string[]): Promise<StoredEvent[]> {
    const { rows } = await this.prisma.pool.query(
      `SELECT id, transaction_id, topic, kind, data FROM app.live_event
       WHERE (transaction_id, id) > ($1::bigint, $2::bigint)
         AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
         AND ($3::text[] IS NULL OR topic = ANY($3))
       ORDER BY transaction_id, id LIMIT ${MOST_AT_ONCE}`,
      [String(cursor.transaction), String(cursor.id), topics ?? null],
    );
    return rows.map((row) => storedRow.parse(row));
  }

  /** Whether events behind the cursor may have been forgotten. */
  async hasForgotten(cursor: Cursor): Promise<boolean> {
    const { rows } = await this.prisma.pool.query(
      'SELECT min(transaction_id)::text AS oldest FROM app.live_event',
    );
    const { oldest } = oldestRow.parse(rows[0]);
    return oldest !== null && cursor.transaction < oldest;
  }

  async forget(olderThanHours: number): Promise<void> {
    await this.prisma.pool.query(`DELETE FROM app.live_event WHERE at < now() - make_interval(hours => $1)`, [
      olderThanHours,
    ]);
  }
}
