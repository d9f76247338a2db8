import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { postEntry } from '../../ledger/domain/post-entry.ts';
import { dividendSwept } from '../../ledger/domain/posting-rules/dividend.rule.ts';
import { DividendProjection } from '../datasources/dividend.projection.ts';
import type { DividendRow } from './dividend.service.ts';
import { dividendState, moveDividend } from './dividend-state.ts';

const ACTOR = 'dividend';
/** Law under which unclaimed money is kept. */
const JURISDICTION = 'us-de';

/** PAYING or PAID → SWEPT, once the contract has returned the rest. */
@Injectable()
export class DividendSweepProcess {
  constructor(
    private readonly prisma: PrismaService,
    private readonly configuration: Configuration,
    private readonly projection: DividendProjection,
  ) {}

  /** The deadline has passed and the rest went back to the treasury: what nobody claimed is kept for its owners. */
  async advance(dividend: DividendRow): Promise<void> {
    const mirrored = await this.projection.declared(this.prisma.client, dividend.chainDividendId);
    if (mirrored?.swept_block == null || mirrored.swept_tx === null || mirrored.swept_block > mirrored.final)
      return;
    const { treasury, dividends } = this.configuration.deployment;
    const { id } = dividend;
    const txHash = mirrored.swept_tx;
    await this.prisma.transaction(async (tx) => {
      const row = await tx.dividend.findUniqueOrThrow({ where: { id } });
      const from = dividendState(row.state);
      if (from !== 'PAYING' && from !== 'PAID') return;
      if (!(await moveDividend(tx, { id, from, to: 'SWEPT', actor: ACTOR }))) return;
      const open = await tx.payout.findMany({ where: { dividendId: id, state: { not: 'FINAL' } } });
      const unclaimed = open
        .map(({ holder, amount }) => ({ holder, amount: toBigInt(amount) }))
        .filter(({ amount }) => amount > 0n);
      if (unclaimed.length === 0) return;
      await postEntry(
        tx,
        dividendSwept({
          dividendId: id,
          chainId: Number(dividend.chainId),
          treasury,
          dividends,
          jurisdiction: JURISDICTION,
          unclaimed,
          txHash,
          effectiveAt: dividend.updatedAt,
        }),
      );
    });
  }
}
