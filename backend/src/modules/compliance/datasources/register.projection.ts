import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { bytesFromHex } from '../../../common/chain/address.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { addressColumn, numericColumn } from '../../blockchain/domain/hex.ts';

const SECOND = 1_000;
const holdingRow = z.object({ holder: addressColumn, amount: numericColumn });
const blockRow = z.object({
  number: z.bigint(),
  timestamp: z.bigint().transform((seconds) => new Date(Number(seconds) * SECOND)),
});
const identityRow = z.object({ wallet: addressColumn, identity: addressColumn });
const frozenRow = z.object({
  token: addressColumn,
  holder: addressColumn,
  frozen: z.boolean(),
  frozen_amount: numericColumn,
});
const standingRow = z.object({ amount: numericColumn, frozen: numericColumn });

/** What the mirror's history says of who held what, and what is held back. */
@Injectable()
export class RegisterProjection {
  constructor(
    private readonly prisma: PrismaService,
    private readonly chain: ChainProjection,
  ) {}

  /** The newest block with events, before a moment if one is given; null when there was none. */
  async blockBefore(moment: Date | null): Promise<z.output<typeof blockRow> | null> {
    const seconds = moment === null ? null : BigInt(Math.floor(moment.getTime() / SECOND));
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT number, timestamp FROM chain.block
      WHERE chain_id = ${this.chain.chainId} AND has_events
        AND (${seconds}::bigint IS NULL OR timestamp < ${seconds}::bigint)
      ORDER BY number DESC LIMIT 1`;
    return rows[0] === undefined ? null : blockRow.parse(rows[0]);
  }

  /** Holders at the end of a block, largest first. */
  async holdersAt(token: string, block: bigint): Promise<{ holder: string; amount: bigint }[]> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT holder, amount::text FROM (
        SELECT DISTINCT ON (h.holder) h.holder, h.amount FROM chain.balance_history h
        WHERE h.chain_id = ${this.chain.chainId} AND h.token = ${bytesFromHex(token)} AND h.block_number <= ${block}
        ORDER BY h.holder, h.block_number DESC) held
      WHERE held.amount > 0 ORDER BY held.amount DESC, held.holder`;
    return rows.map((row) => holdingRow.parse(row));
  }

  /** Tokens a wallet ever touched, lower case. */
  async tokensOf(wallet: string): Promise<string[]> {
    const rows = await this.prisma.client.chainBalance.findMany({
      where: { chainId: this.chain.chainId, holder: bytesFromHex(wallet) },
      select: { token: true },
    });
    return rows.map(({ token }) => `0x${Buffer.from(token).toString('hex')}`);
  }

  /** The identity each wallet is registered to, by lower-case wallet. */
  async identities(wallets: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT wallet, identity FROM chain.identity
      WHERE chain_id = ${this.chain.chainId} AND wallet = ANY(${wallets.map(bytesFromHex)}::bytea[])
        AND NOT removed AND identity IS NOT NULL`;
    return new Map(
      rows
        .map((row) => identityRow.parse(row))
        .map(({ wallet, identity }) => [wallet.toLowerCase(), identity]),
    );
  }

  /** Shares of a wallet, and how many of them are frozen one by one. */
  async standing(token: string, wallet: string): Promise<{ amount: bigint; frozen: bigint }> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT coalesce((SELECT amount FROM chain.balance WHERE chain_id = ${this.chain.chainId}
          AND token = ${bytesFromHex(token)} AND holder = ${bytesFromHex(wallet)}), 0)::text AS amount,
        coalesce((SELECT frozen_amount FROM chain.freeze WHERE chain_id = ${this.chain.chainId}
          AND token = ${bytesFromHex(token)} AND holder = ${bytesFromHex(wallet)}), 0)::text AS frozen`;
    return standingRow.parse(rows[0]);
  }

  async frozen(): Promise<z.output<typeof frozenRow>[]> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT token, holder, frozen, frozen_amount::text FROM chain.freeze
      WHERE chain_id = ${this.chain.chainId} AND (frozen OR frozen_amount > 0)
      ORDER BY last_block DESC, last_log DESC LIMIT 1000`;
    return rows.map((row) => frozenRow.parse(row));
  }
}
