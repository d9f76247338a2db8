import type { PrismaTransaction } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { Configuration } from '../../../config/configuration.ts';

const cursorRow = z.object({ number: z.bigint(), final: z.bigint(), head: z.bigint() });

export interface ChainCursor {
  /** Last block that is mirrored. */
  readonly number: bigint;
  /** Rows up to this block cannot vanish any more. */
  readonly final: bigint;
  readonly head: bigint;
}

/** How far the indexer has mirrored our chain into schema `chain`. */
@Injectable()
export class ChainProjection {
  readonly chainId: bigint;

  constructor(
    private readonly prisma: PrismaService,
    configuration: Configuration,
  ) {
    this.chainId = BigInt(configuration.environment.CHAIN_ID);
  }

  /** Null before the indexer's first batch. */
  async cursor(tx: PrismaTransaction = this.prisma.client): Promise<ChainCursor | null> {
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT number, final, head FROM chain.cursor WHERE chain_id = ${this.chainId}`;
    return rows[0] === undefined ? null : cursorRow.parse(rows[0]);
  }

  /** Rows with a block up to this one may be acted on; -1 while nothing is final. */
  async finalBlock(tx?: PrismaTransaction): Promise<bigint> {
    return (await this.cursor(tx))?.final ?? -1n;
  }
}
