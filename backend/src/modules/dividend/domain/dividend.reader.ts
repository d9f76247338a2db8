import type { Prisma } from '@freehold/database/client';
import {
  type Dividend,
  type DividendDetail,
  type DividendState,
  type Payout,
  payoutStates,
} from '@freehold/shared/dividend';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { isHash } from 'viem';
import { z } from 'zod';
import { checksumAddress } from '../../../common/chain/address.ts';
import { type IdPage, pageOfRows, readingPage } from '../../../common/database/page-by-id.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { transactionKeys } from './dividend.service.ts';
import { type DividendWithBatches, dividendView, type PayoutTally } from './dividend.view.ts';

const payoutState = z.enum(payoutStates);
const cursorSchema = z.coerce.number().int().nonnegative().max(10_000_000).catch(0);

interface DividendFilter extends IdPage {
  readonly propertyId?: string | undefined;
  readonly state?: DividendState | undefined;
}

/** Shows dividends: all to administrators, of own properties to managers, of own payouts to investors. */
@Injectable()
export class DividendReader {
  constructor(
    private readonly prisma: PrismaService,
    private readonly transitions: TransitionLog,
    private readonly sender: ChainSender,
  ) {}

  /** Newest first; the cursor is the id of the last one seen. */
  async list(
    actor: Actor,
    filter: DividendFilter,
  ): Promise<{ items: Dividend[]; nextCursor: string | null }> {
    const { propertyId, state } = filter;
    const rows = await this.prisma.client.dividend.findMany({
      where: {
        AND: [
          await this.#visible(actor),
          propertyId === undefined ? {} : { propertyId },
          state === undefined ? {} : { state },
        ],
      },
      include: { batches: true },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      ...readingPage(filter),
    });
    const { shown, nextCursor } = pageOfRows(rows, filter.limit);
    return { items: await this.#views(shown), nextCursor };
  }

  async read(actor: Actor, id: string): Promise<DividendDetail> {
    const row = await this.prisma.client.dividend.findFirst({
      where: { AND: [{ id }, await this.#visible(actor)] },
      include: { batches: true },
    });
    const [view] = row === null ? [] : await this.#views([row]);
    if (view === undefined) throw new FreeholdError('NOT_FOUND');
    const transitions = await this.transitions.of(this.prisma.client, 'dividend', id);
    // Investors need the state of a dividend, not who pressed which button.
    return { ...view, transitions: actor.role === 'investor' ? [] : transitions };
  }

  /** Payouts of a dividend, largest first. */
  async payouts(
    actor: Actor,
    id: string,
    page: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<{ items: Payout[]; nextCursor: string | null }> {
    const dividend = await this.read(actor, id);
    const skip = cursorSchema.parse(page.cursor ?? 0);
    const rows = await this.prisma.client.payout.findMany({
      where: { dividendId: id },
      orderBy: [{ amount: 'desc' }, { holder: 'asc' }],
      skip,
      take: page.limit + 1,
    });
    const shown = rows.slice(0, page.limit);
    const owners = await this.#owners(shown.map(({ holder }) => holder));
    return {
      items: shown.map((row) => ({
        id: row.id,
        dividendId: id,
        propertyId: row.propertyId,
        propertyName: dividend.propertyName,
        period: dividend.period,
        wallet: checksumAddress(row.holder),
        investor: owners.get(row.holder) ?? null,
        shares: row.shares.toFixed(0),
        amount: { amount: row.amount.toFixed(0), currency: 'USDC' },
        state: payoutState.parse(row.state),
        reason: row.reason,
        txHash: row.txHash !== null && isHash(row.txHash) ? row.txHash : null,
        paidAt: row.state === 'FINAL' || row.state === 'CONFIRMED' ? row.updatedAt.toISOString() : null,
      })),
      nextCursor: rows.length > page.limit ? String(skip + page.limit) : null,
    };
  }

  async #visible(actor: Actor): Promise<Prisma.DividendWhereInput> {
    if (actor.role === 'admin' || actor.role === 'auditor') return {};
    if (actor.role === 'manager') {
      const own = await this.prisma.client.property.findMany({
        where: { managerId: actor.userId },
        select: { id: true },
      });
      return { propertyId: { in: own.map(({ id }) => id) } };
    }
    const wallets = await this.prisma.client.wallet.findMany({ where: { userId: actor.userId } });
    return { payouts: { some: { holder: { in: wallets.map(({ address }) => address) } } } };
  }

  async #views(rows: readonly DividendWithBatches[]): Promise<Dividend[]> {
    const ids = rows.map(({ id }) => id);
    const client = this.prisma.client;
    const statements = await client.incomeStatement.findMany({
      where: { id: { in: rows.map(({ statementId }) => statementId) } },
    });
    const properties = await client.property.findMany({
      where: { id: { in: rows.map(({ propertyId }) => propertyId) } },
      select: { id: true, name: true },
    });
    const tallies = await this.#tallies(ids);
    const keys = rows.flatMap(({ id, batches }) => [
      transactionKeys.declare(id),
      transactionKeys.fund(id),
      ...batches.map(({ transactionKey }) => transactionKey),
    ]);
    const transactions = await this.sender.statuses(keys);
    return rows.flatMap((row) => {
      const statement = statements.find(({ id }) => id === row.statementId);
      if (statement === undefined) return [];
      return [
        dividendView({
          row,
          statement,
          propertyName: properties.find(({ id }) => id === row.propertyId)?.name ?? '',
          tally: tallies.get(row.id) ?? { paidHolders: 0, paid: 0n, held: 0n },
          transactions,
          declareTx: transactions.get(transactionKeys.declare(row.id))?.txHash ?? null,
          fundTx: transactions.get(transactionKeys.fund(row.id))?.txHash ?? null,
        }),
      ];
    });
  }

  async #tallies(ids: readonly string[]): Promise<ReadonlyMap<string, PayoutTally>> {
    const groups = await this.prisma.client.payout.groupBy({
      by: ['dividendId', 'state'],
      where: { dividendId: { in: [...ids] } },
      _count: true,
      _sum: { amount: true },
    });
    const tallies = new Map<string, PayoutTally>();
    for (const { dividendId, state, _count, _sum } of groups) {
      const before = tallies.get(dividendId) ?? { paidHolders: 0, paid: 0n, held: 0n };
      const amount = BigInt(_sum.amount?.toFixed(0) ?? '0');
      if (state === 'FINAL')
        tallies.set(dividendId, {
          ...before,
          paidHolders: before.paidHolders + _count,
          paid: before.paid + amount,
        });
      if (state === 'HELD' || state === 'CLAIMABLE')
        tallies.set(dividendId, { ...before, held: before.held + amount });
    }
    return tallies;
  }

  async #owners(wallets: readonly string[]): Promise<ReadonlyMap<string, { id: string; name: string }>> {
    const rows = await this.prisma.client.wallet.findMany({
      where: { address: { in: [...wallets] } },
      include: { user: { select: { id: true, name: true } } },
    });
    return new Map(rows.map(({ address, user }) => [address, user]));
  }
}
