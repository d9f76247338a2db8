import type { Portfolio } from '@freehold/shared/portfolio';
import { Injectable } from '@nestjs/common';
import { checksumAddress } from '../../../common/chain/address.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { toDay, today } from '../../../common/dates.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { WalletHistory } from '../datasources/wallet-history.ts';
import { totalsOf } from './cost-basis.ts';
import { DisplayCurrencyService } from './display-currency.service.ts';
import { basisByToken } from './holding-basis.ts';
import { payoutsOf, walletsOf } from './investor-wallets.ts';
import { paidStates, payoutParts, payoutView } from './payout.view.ts';
import { PositionReader } from './position.reader.ts';
import type { RateBook } from './rate-book.ts';
import { centsAsUsdc } from './yield.ts';

const PAYOUTS_SHOWN = 100;

const units = (value: { toFixed(digits: number): string } | null): bigint =>
  value === null ? 0n : BigInt(value.toFixed(0));
const coins = (amount: bigint) => ({ amount: amount.toString(), currency: 'USDC' as const });
const dollars = (amount: bigint) => ({ amount: amount.toString(), currency: 'USD' as const });

/** What an investor holds, from the mirror of the chain, what it cost and what it brought. */
@Injectable()
export class PortfolioService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly chain: ChainProjection,
    private readonly history: WalletHistory,
    private readonly currencies: DisplayCurrencyService,
    private readonly reader: PositionReader,
  ) {}

  async read(actor: Actor): Promise<Portfolio> {
    const { client } = this.prisma;
    const { userId } = actor;
    const [wallets, book] = await Promise.all([walletsOf(client, userId), this.currencies.bookOf(userId)]);
    const owned = payoutsOf(userId, wallets);
    const bases = basisByToken(await this.history.movements(wallets));
    const [positions, payouts, totals, cursor] = await Promise.all([
      this.reader.read({ userId, wallets, bases, book, today: today() }),
      client.payout.findMany({
        where: owned,
        include: payoutParts,
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: PAYOUTS_SHOWN,
      }),
      this.#payoutTotals(owned, book),
      this.chain.cursor(),
    ]);
    const value = positions.reduce((sum, position) => sum + BigInt(position.value.amount), 0n);
    const sums = [...bases.values()].map(totalsOf);
    const names = await this.#names(payouts.map(({ propertyId }) => propertyId));
    const investor = { id: userId, name: actor.name };
    return {
      wallets: wallets.map(checksumAddress),
      positions,
      displayCurrency: book.currency,
      totals: {
        value: dollars(value),
        valueShown: book.show(centsAsUsdc(value), today()),
        ...totals,
        cost: coins(sums.reduce((sum, { cost }) => sum + cost, 0n)),
        realisedGain: coins(sums.reduce((sum, { realisedGain }) => sum + realisedGain, 0n)),
      },
      payouts: payouts.map((row) =>
        payoutView(row, { propertyName: names.get(row.propertyId) ?? '', investor }),
      ),
      asOfBlock: cursor?.number.toString() ?? null,
    };
  }

  async #payoutTotals(owned: ReturnType<typeof payoutsOf>, book: RateBook) {
    const { client } = this.prisma;
    const paid = { AND: [owned, { state: { in: [...paidStates] } }] };
    const [received, pending, amounts] = await Promise.all([
      client.payout.aggregate({ where: paid, _sum: { amount: true } }),
      client.payout.aggregate({
        where: { AND: [owned, { state: { notIn: [...paidStates] } }] },
        _sum: { amount: true },
      }),
      book.currency === 'USD'
        ? []
        : client.payout.findMany({ where: paid, select: { amount: true, updatedAt: true } }),
    ]);
    return {
      received: coins(units(received._sum.amount)),
      receivedShown: book.showAll(
        amounts.map(({ amount, updatedAt }) => ({ units: units(amount), day: toDay(updatedAt) })),
      ),
      pending: coins(units(pending._sum.amount)),
    };
  }

  async #names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.prisma.client.property.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, name: true },
    });
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}
