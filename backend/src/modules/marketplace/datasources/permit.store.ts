import { randomUUID } from 'node:crypto';
import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { getAddress, isHex } from 'viem';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { recordStep, recordSteps } from '../../blockchain/domain/state-transition.ts';
import type { KeptPermit, Permit } from '../domain/permit.ts';
import type { Purse } from './reservation.store.ts';

type PermitRow = Prisma.MarketPermitGetPayload<object>;

const stateSchema = z.enum(['WAITING', 'SENT']);
const hexSchema = z.custom<`0x${string}`>((value) => isHex(value));
const purseRow = z.object({ wallet: z.string(), asset: z.string() });

/** Permits that came with orders: WAITING until a settlement carries them (SENT), then USED; STALE when worthless. */
@Injectable()
export class PermitStore {
  constructor(private readonly prisma: PrismaService) {}

  /** What a token may still be given of this wallet and asset. */
  async kept({ wallet, asset }: Purse, tx: PrismaTransaction = this.prisma.client): Promise<KeptPermit[]> {
    const rows = await tx.marketPermit.findMany({
      where: { wallet, asset, state: { in: ['WAITING', 'SENT'] } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    });
    return rows.map(toPermit);
  }

  async keep(tx: PrismaTransaction, orderId: string, permit: Permit, actor: string): Promise<void> {
    const id = randomUUID();
    await tx.marketPermit.create({
      data: {
        ...{ id, orderId, state: 'WAITING', signature: permit.signature },
        ...{ wallet: permit.wallet.toLowerCase(), asset: permit.asset.toLowerCase() },
        ...{
          value: permit.value.toString(),
          nonce: permit.nonce.toString(),
          deadline: BigInt(permit.deadline),
        },
      },
    });
    await recordStep(tx, { noun: 'market_permit', nounId: id, from: null, to: 'WAITING', actor });
  }

  /** Throws when one of them went elsewhere meanwhile. */
  async send(
    tx: PrismaTransaction,
    ids: readonly string[],
    settlementId: string,
    actor: string,
  ): Promise<void> {
    if (ids.length === 0) return;
    const { count } = await tx.marketPermit.updateMany({
      where: { id: { in: [...ids] }, state: 'WAITING' },
      data: { state: 'SENT', settlementId },
    });
    if (count !== ids.length) throw new Error(`A permit of settlement ${settlementId} is used elsewhere.`);
    await recordSteps(
      tx,
      ids.map((nounId) => ({ noun: 'market_permit', nounId, from: 'WAITING', to: 'SENT', actor })),
    );
  }

  /** The settlement is final: whatever became of its permits, they are of no use any more. */
  async used(tx: PrismaTransaction, settlementId: string, actor: string): Promise<void> {
    await this.#move(tx, settlementId, { to: 'USED', actor });
  }

  /** The settlement never happened: its permits are as good as before. */
  async giveBack(tx: PrismaTransaction, settlementId: string, actor: string): Promise<void> {
    await this.#move(tx, settlementId, { to: 'WAITING', actor });
  }

  async end(tx: PrismaTransaction, ids: readonly string[], actor: string, reason: string): Promise<void> {
    if (ids.length === 0) return;
    const where = { id: { in: [...ids] }, state: 'WAITING' };
    const rows = await tx.marketPermit.findMany({ where, select: { id: true } });
    await tx.marketPermit.updateMany({ where, data: { state: 'STALE' } });
    await recordSteps(
      tx,
      rows.map(({ id }) => ({
        ...{ noun: 'market_permit', nounId: id, from: 'WAITING', to: 'STALE', actor, reason },
      })),
    );
  }

  /** The wallets and assets a settlement carries permits for. */
  async pursesOf(tx: PrismaTransaction, settlementId: string): Promise<Purse[]> {
    const rows = await tx.marketPermit.findMany({
      where: { settlementId },
      select: { wallet: true, asset: true },
      distinct: ['wallet', 'asset'],
    });
    return rows;
  }

  /** Those with a waiting permit nobody has looked at for longest, marked as looked at. */
  async nextToLookAt(most: number): Promise<Purse[]> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      WITH oldest AS (
        SELECT wallet, asset FROM app.market_permit WHERE state = 'WAITING'
        GROUP BY wallet, asset ORDER BY min(looked_at) LIMIT ${most}
      )
      UPDATE app.market_permit p SET looked_at = now() FROM oldest o
      WHERE p.wallet = o.wallet AND p.asset = o.asset AND p.state = 'WAITING'
      RETURNING p.wallet, p.asset`;
    const purses = rows.map((row) => purseRow.parse(row));
    return [...new Map(purses.map((purse) => [`${purse.wallet}:${purse.asset}`, purse])).values()];
  }

  async #move(
    tx: PrismaTransaction,
    settlementId: string,
    { to, actor }: { readonly to: 'USED' | 'WAITING'; readonly actor: string },
  ): Promise<void> {
    const where = { settlementId, state: 'SENT' };
    const rows = await tx.marketPermit.findMany({ where, select: { id: true } });
    if (rows.length === 0) return;
    await tx.marketPermit.updateMany({
      where,
      data: { state: to, ...(to === 'WAITING' ? { settlementId: null } : {}) },
    });
    await recordSteps(
      tx,
      rows.map(({ id }) => ({ noun: 'market_permit', nounId: id, from: 'SENT', to, actor })),
    );
  }
}

const toPermit = (row: PermitRow): KeptPermit => ({
  id: row.id,
  state: stateSchema.parse(row.state),
  wallet: getAddress(row.wallet),
  asset: getAddress(row.asset),
  value: toBigInt(row.value),
  nonce: toBigInt(row.nonce),
  // Exact: unix seconds.
  deadline: Number(row.deadline),
  signature: hexSchema.parse(row.signature),
});
