import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { numericColumn } from '../../blockchain/domain/hex.ts';

/** What a subject (an order or a trade) binds of one asset of one wallet. */
export type Reservation = Readonly<{ subjectId: string; asset: string; wallet: string; amount: bigint }>;

export type Purse = Readonly<{ wallet: string; asset: string }>;

const versionRow = z.object({ version: z.bigint() });
const boundRow = z.object({ bound: numericColumn });

/** What wallets have promised: the guard against promising the same share or dollar twice. */
@Injectable()
export class ReservationStore {
  constructor(private readonly prisma: PrismaService) {}

  /** Remember it before the chain is asked for a balance; compare under `lock`. */
  async version({ wallet, asset }: Purse): Promise<bigint> {
    const row = await this.prisma.client.marketWallet.findUnique({
      where: { wallet_asset: { wallet, asset } },
    });
    return row?.version ?? 0n;
  }

  /** Keeps everybody else from promising of this purse until the transaction ends. */
  async lock(tx: PrismaTransaction, { wallet, asset }: Purse): Promise<bigint> {
    await tx.$executeRaw`
      INSERT INTO app.market_wallet (wallet, asset) VALUES (${wallet}, ${asset}) ON CONFLICT DO NOTHING`;
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT version FROM app.market_wallet WHERE wallet = ${wallet} AND asset = ${asset} FOR UPDATE`;
    return versionRow.parse(rows[0]).version;
  }

  async bound({ wallet, asset }: Purse, tx: PrismaTransaction = this.prisma.client): Promise<bigint> {
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT coalesce(sum(amount), 0)::text AS bound FROM app.market_reservation
      WHERE wallet = ${wallet} AND asset = ${asset}`;
    return boundRow.parse(rows[0]).bound;
  }

  /** What each subject binds from now on; nothing for an amount of zero. */
  async set(tx: PrismaTransaction, promises: readonly Reservation[]): Promise<void> {
    const none = promises.filter(({ amount }) => amount === 0n);
    if (none.length > 0)
      await this.release(
        tx,
        none.map(({ subjectId }) => subjectId),
      );
    const some = promises.filter(({ amount }) => amount > 0n);
    if (some.length === 0) return;
    await tx.$executeRaw`
      INSERT INTO app.market_reservation AS r (subject_id, asset, wallet, amount)
      SELECT * FROM unnest(
        ${some.map(({ subjectId }) => subjectId)}::uuid[], ${some.map(({ asset }) => asset)}::text[],
        ${some.map(({ wallet }) => wallet)}::text[], ${some.map(({ amount }) => amount.toString())}::numeric[])
      ON CONFLICT (subject_id, asset) DO UPDATE SET amount = excluded.amount`;
  }

  async release(tx: PrismaTransaction, subjectIds: readonly string[]): Promise<void> {
    await tx.marketReservation.deleteMany({ where: { subjectId: { in: [...subjectIds] } } });
  }

  /** As `release`, because the chain has taken what was promised: balances read before this are worth nothing. */
  async kept(tx: PrismaTransaction, subjectIds: readonly string[]): Promise<void> {
    // In one order everywhere, so that two such transactions never wait for each other.
    await tx.$queryRaw`
      SELECT 1 FROM app.market_wallet w
      WHERE EXISTS (SELECT FROM app.market_reservation r
                    WHERE r.wallet = w.wallet AND r.asset = w.asset AND r.subject_id = ANY(${[...subjectIds]}::uuid[]))
      ORDER BY w.wallet, w.asset FOR UPDATE`;
    await tx.$executeRaw`
      UPDATE app.market_wallet w SET version = version + 1
      FROM app.market_reservation r
      WHERE r.wallet = w.wallet AND r.asset = w.asset AND r.subject_id = ANY(${[...subjectIds]}::uuid[])`;
    await this.release(tx, subjectIds);
  }
}
