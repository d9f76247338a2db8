import {
  type DisplayCurrency,
  displayCurrencies,
  type ExchangeRate,
  type newExchangeRateSchema,
  rateDigits,
  rateUnits,
} from '@freehold/shared/display-currency';
import { FreeholdError } from '@freehold/shared/errors';
import { formatUnits } from '@freehold/shared/money';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { toDate, toDay } from '../../../common/dates.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { RateBook } from './rate-book.ts';

const MOST_SHOWN = 1_000;
const currencySchema = z.enum(displayCurrencies);

/** Which currency a person sees beside USD, and the stored rates of each day. */
@Injectable()
export class DisplayCurrencyService {
  constructor(private readonly prisma: PrismaService) {}

  async chosen(userId: string): Promise<DisplayCurrency> {
    const row = await this.prisma.client.displayCurrency.findUnique({ where: { userId } });
    return row === null ? 'USD' : currencySchema.parse(row.currency);
  }

  async choose(userId: string, currency: DisplayCurrency): Promise<void> {
    const chosen = { currency, updatedAt: new Date() };
    await this.prisma.client.displayCurrency.upsert({
      where: { userId },
      create: { userId, ...chosen },
      update: chosen,
    });
  }

  /** The rates of the currency that a person chose. */
  async bookOf(userId: string): Promise<RateBook> {
    const currency = await this.chosen(userId);
    if (currency === 'USD') return new RateBook(currency, []);
    const rows = await this.prisma.client.exchangeRate.findMany({ where: { currency } });
    return new RateBook(
      currency,
      rows.map(({ onDate, rate }) => ({ on: toDay(onDate), rate })),
    );
  }

  async list(currency?: DisplayCurrency): Promise<ExchangeRate[]> {
    const rows = await this.prisma.client.exchangeRate.findMany({
      ...(currency === undefined ? {} : { where: { currency } }),
      orderBy: [{ onDate: 'desc' }, { currency: 'asc' }],
      take: MOST_SHOWN,
    });
    const people = await this.prisma.client.user.findMany({
      where: { id: { in: rows.map(({ recordedBy }) => recordedBy) } },
      select: { id: true, name: true },
    });
    return rows.map((row) => ({
      currency: currencySchema.parse(row.currency),
      on: toDay(row.onDate),
      rate: formatUnits(row.rate, rateDigits),
      source: row.source,
      recordedBy: people.find(({ id }) => id === row.recordedBy) ?? null,
      recordedAt: row.recordedAt.toISOString(),
    }));
  }

  /** Stores all or none. Throws RATE_FIXED when a day has another rate already, or twice in the request. */
  async record(
    actor: Actor,
    rates: readonly z.output<typeof newExchangeRateSchema>[],
  ): Promise<{ stored: number; known: number }> {
    return this.prisma.transaction(async (tx) => {
      const { count } = await tx.exchangeRate.createMany({
        data: rates.map(({ currency, on, rate, source }) => ({
          currency,
          onDate: toDate(on),
          rate: rateUnits(rate),
          source,
          recordedBy: actor.userId,
        })),
        skipDuplicates: true,
      });
      const stored = await tx.exchangeRate.findMany({
        where: { OR: rates.map(({ currency, on }) => ({ currency, onDate: toDate(on) })) },
      });
      const other = rates.find(({ currency, on, rate }) => {
        const row = stored.find((it) => it.currency === currency && toDay(it.onDate) === on);
        return row?.rate !== rateUnits(rate);
      });
      if (other !== undefined) {
        throw new FreeholdError(
          'RATE_FIXED',
          `Another ${other.currency} rate is stored for ${other.on}. Stored rates never change; leave this day out.`,
        );
      }
      return { stored: count, known: rates.length - count };
    });
  }
}
