import type { PrismaTransaction } from '@freehold/database/client';
import { propertyKey } from '@freehold/shared/chain-keys';
import { Injectable } from '@nestjs/common';
import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { addressColumn, bytesColumn, numericColumn, toBytes } from '../../blockchain/domain/hex.ts';

const tokenRow = z.object({
  token: addressColumn,
  compliance: addressColumn,
  block_number: z.bigint(),
  tx_hash: bytesColumn,
});
const identityRow = z.object({
  wallet: addressColumn,
  country: z.number().nullable(),
  valid_until: z.bigint().nullable(),
  tx_hash: bytesColumn,
  last_block: z.bigint(),
});
const balanceRow = z.object({ holder: addressColumn, amount: numericColumn });

export type TokenRow = z.output<typeof tokenRow>;
export type IdentityRow = z.output<typeof identityRow>;
export type BalanceRow = z.output<typeof balanceRow>;

/** What schema `chain` says about tokens, verified wallets and holders. */
@Injectable()
export class TokenProjection {
  constructor(
    private readonly prisma: PrismaService,
    private readonly chain: ChainProjection,
  ) {}

  /** The token of a property once it is final; null before. */
  async finalToken(propertyId: string, tx: PrismaTransaction = this.prisma.client): Promise<TokenRow | null> {
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT t.token, t.compliance, t.block_number, t.tx_hash
      FROM chain.property_token t JOIN chain.cursor c ON c.chain_id = t.chain_id
      WHERE t.chain_id = ${this.chain.chainId} AND t.key = ${toBytes(propertyKey(propertyId))}
        AND t.block_number <= c.final`;
    return rows[0] === undefined ? null : tokenRow.parse(rows[0]);
  }

  /** Attested wallets whose attestation stands, by lower-case address. */
  async verified(
    wallets: readonly string[],
    tx: PrismaTransaction = this.prisma.client,
  ): Promise<ReadonlyMap<string, IdentityRow>> {
    const bytes = wallets.map((wallet) => toBytes(hexOf(wallet)));
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT i.wallet, i.country, i.valid_until, i.tx_hash, i.last_block
      FROM chain.identity i JOIN chain.cursor c ON c.chain_id = i.chain_id
      WHERE i.chain_id = ${this.chain.chainId} AND i.wallet = ANY(${bytes}::bytea[])
        AND NOT i.removed AND NOT i.revoked AND i.valid_until > extract(epoch FROM now())
        AND i.last_block <= c.final`;
    return new Map(rows.map((row) => identityRow.parse(row)).map((row) => [row.wallet.toLowerCase(), row]));
  }

  /** Holders of a token, largest first. */
  async holders(token: Address): Promise<BalanceRow[]> {
    const rows = await this.prisma.client.$queryRaw<unknown[]>`
      SELECT holder, amount::text AS amount FROM chain.balance
      WHERE chain_id = ${this.chain.chainId} AND token = ${toBytes(token)} AND amount > 0
      ORDER BY chain.balance.amount DESC, holder`;
    return rows.map((row) => balanceRow.parse(row));
  }
}

const hexOf = (text: string): Hex => `0x${text.slice(2).toLowerCase()}`;
