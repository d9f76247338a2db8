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

  /** As `lock`, for several, in one order everywhere. */
  async lockAll(tx: PrismaTransaction, purses: readonly Purse[]): Promise<void> {
    const inOrder = [...purses].sort((a, b) => (a.wallet + a.asset < b.wallet + b.asset ? -1 : 1));
    for (const purse of inOrder) await this.lock(tx, purse);
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

  /** What trades bind that are being settled: the chain may have taken it already. */
  async inFlight({ wallet, asset }: Purse, tx: PrismaTransaction = this.prisma.client): Promise<bigint> {
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT coalesce(sum(r.amount), 0)::text AS bound
      FROM app.market_reservation r JOIN app.market_trade t ON t.id = r.subject_id
      WHERE r.wallet = ${wallet} AND r.asset = ${asset} AND t.state = 'SUBMITTED'`;
    return boundRow.parse(rows[0]).bound;
  }

  async release(tx: PrismaTransaction, subjectIds: readonly string[]): Promise<void> {
    await tx.marketReservation.deleteMany({ where: { subjectId: { in: [...subjectIds] } } });
  }

  /** What was read from the chain about these before is worth nothing any more. */
  async changed(tx: PrismaTransaction, purses: readonly Purse[]): Promise<void> {
    await this.lockAll(tx, purses);
    for (const { wallet, asset } of purses) {
      await tx.marketWallet.update({
        where: { wallet_asset: { wallet, asset } },
        data: { version: { increment: 1 } },
      });
    }
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
