import { FreeholdError } from '@freehold/shared/errors';
import type { InvestorStatement } from '@freehold/shared/investor-statement';
import { Injectable } from '@nestjs/common';
import { bytesFromHex, checksumAddress } from '../../../common/chain/address.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { toDay, today } from '../../../common/dates.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { type BookedDividend, BookedDividends } from '../datasources/booked-dividends.ts';
import { type WalletEvent, WalletHistory } from '../datasources/wallet-history.ts';
import { DisplayCurrencyService } from './display-currency.service.ts';
import { payoutsOf, walletsOf } from './investor-wallets.ts';
import { periodsOf, spanOf } from './statement-period.ts';
import { type PropertyHistory, saysSomething, statementProperty } from './statement-property.ts';
import { WithholdingService } from './withholding.service.ts';

const coins = (amount: bigint) => ({ amount: amount.toString(), currency: 'USDC' as const });

interface Holdings {
  readonly wallets: readonly string[];
  readonly events: readonly WalletEvent[];
  readonly dividends: readonly BookedDividend[];
}

/** What an investor received, bought and sold in a month or a year: dividends from the ledger, shares from the chain. */
@Injectable()
export class InvestorStatementService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly chain: ChainProjection,
    private readonly history: WalletHistory,
    private readonly booked: BookedDividends,
    private readonly withholding: WithholdingService,
    private readonly currencies: DisplayCurrencyService,
  ) {}

  /** Months and years in which something happened, newest first. */
  async list(actor: Actor) {
    const { events, dividends } = await this.#holdings(actor.userId);
    const sums = new Map<string, bigint>();
    const add = (at: Date, amount: bigint): void => {
      for (const period of periodsOf(at)) sums.set(period, (sums.get(period) ?? 0n) + amount);
    };
    for (const { timestamp } of events) add(timestamp, 0n);
    for (const { paidAt, amount } of dividends) add(paidAt, amount);
    return [...sums]
      .map(([period, amount]) => ({
        period,
        dividends: coins(amount),
        complete: spanOf(period).last < today(),
      }))
      .toSorted((left, right) => right.period.localeCompare(left.period));
  }

  /** Throws PERIOD_INVALID for a period that has not begun. */
  async read(actor: Actor, period: string): Promise<InvestorStatement> {
    const span = spanOf(period);
    if (span.first > today()) {
      throw new FreeholdError(
        'PERIOD_INVALID',
        'This period has not begun. Choose the present one or an earlier one.',
      );
    }
    const holdings = await this.#holdings(actor.userId);
    const { wallets } = holdings;
    const [residency, book] = await Promise.all([
      this.#residency(wallets),
      this.currencies.bookOf(actor.userId),
    ]);
    const rates = residency === null ? [] : await this.withholding.list(residency);
    const histories = await this.#byProperty(holdings);
    const properties = histories
      .map((history) => statementProperty(history, { span, rates, book }))
      .filter(saysSomething);
    const sum = (amounts: readonly { readonly amount: string }[]) =>
      coins(amounts.reduce((whole, { amount }) => whole + BigInt(amount), 0n));
    const paid = properties.flatMap(({ dividends }) => dividends);
    return {
      period,
      first: span.first,
      last: span.last,
      complete: span.last < today(),
      investor: { id: actor.userId, name: actor.name, email: actor.email },
      wallets: wallets.map(checksumAddress),
      residency,
      dividends: sum(properties.map(({ dividendTotal }) => dividendTotal)),
      dividendsShown: book.showAll(
        paid.map(({ amount, paidAt }) => ({ units: BigInt(amount.amount), day: toDay(new Date(paidAt)) })),
      ),
      withholding: sum(properties.map(({ withholdingTotal }) => withholdingTotal)),
      realisedGain: sum(properties.map(({ realisedGain }) => realisedGain)),
      properties,
    };
  }

  /** Only what is final: a statement is not taken back. */
  async #holdings(userId: string): Promise<Holdings> {
    const wallets = await walletsOf(this.prisma.client, userId);
    const [events, dividends] = await Promise.all([
      this.history.movements(wallets),
      this.booked.of(payoutsOf(userId, wallets)),
    ]);
    return { wallets, events: events.filter(({ final }) => final), dividends };
  }

  async #byProperty({ events, dividends }: Holdings): Promise<PropertyHistory[]> {
    const tokens = await this.prisma.client.tokenization.findMany({
      where: {
        OR: [
          { tokenAddress: { in: [...new Set(events.map(({ token }) => token))], mode: 'insensitive' } },
          { propertyId: { in: [...new Set(dividends.map(({ propertyId }) => propertyId))] } },
        ],
      },
    });
    const names = await this.prisma.client.property.findMany({
      where: { id: { in: tokens.map(({ propertyId }) => propertyId) } },
      select: { id: true, name: true },
    });
    return tokens
      .map(({ propertyId, tokenAddress, symbol }) => ({
        property: { id: propertyId, name: names.find(({ id }) => id === propertyId)?.name ?? '', symbol },
        events: events.filter(({ token }) => token.toLowerCase() === tokenAddress?.toLowerCase()),
        dividends: dividends.filter((dividend) => dividend.propertyId === propertyId),
      }))
      .toSorted((left, right) => left.property.name.localeCompare(right.property.name, 'en'));
  }

  /** By the newest attestation among the wallets. */
  async #residency(wallets: readonly string[]): Promise<number | null> {
    const row = await this.prisma.client.chainIdentity.findFirst({
      where: {
        chainId: this.chain.chainId,
        wallet: { in: wallets.map(bytesFromHex) },
        country: { not: null },
        removed: false,
      },
      orderBy: [{ lastBlock: 'desc' }, { lastLog: 'desc' }],
    });
    return row?.country ?? null;
  }
}
