import type { Yields } from '@freehold/shared/offering';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { toDate, today } from '../../../common/dates.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { Configuration } from '../../../config/configuration.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { projectedYield, trailingYield } from './yields.ts';

const coins = (amount: bigint) => ({ amount: amount.toString(), currency: 'USDC' as const });

/** What a share of a property may earn and has earned, measured against its price in the primary sale. */
@Injectable()
export class YieldService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly configuration: Configuration,
    private readonly properties: PropertyService,
  ) {}

  async of(actor: Actor, propertyId: string): Promise<Yields> {
    await this.properties.require(actor, propertyId);
    const offering = await this.prisma.client.offering.findFirst({
      where: { propertyId, state: { not: 'CANCELLED' } },
      orderBy: { createdAt: 'desc' },
    });
    const token = await this.prisma.client.tokenization.findUnique({ where: { propertyId } });
    if (offering === null || token === null) return { projected: null, trailing: null, price: null };
    const price = toBigInt(offering.price);
    const since = new Date();
    since.setUTCFullYear(since.getUTCFullYear() - 1);
    return {
      price: coins(price),
      projected: await this.#projected(propertyId, { price, shares: toBigInt(token.shares), since }),
      trailing: await this.#trailing(propertyId, price, since),
    };
  }

  async #projected(
    propertyId: string,
    basis: { readonly price: bigint; readonly shares: bigint; readonly since: Date },
  ): Promise<Yields['projected']> {
    const now = toDate(today());
    const leases = await this.prisma.client.lease.findMany({
      where: { propertyId, startsOn: { lte: now }, endsOn: { gte: now } },
      select: { rentCents: true },
    });
    if (leases.length === 0) return null;
    const booked = await this.prisma.client.expense.aggregate({
      where: { propertyId, incurredOn: { gte: basis.since } },
      _sum: { amountCents: true },
    });
    const { PLATFORM_FEE_BPS, RESERVE_BPS } = this.configuration.environment;
    const { basisPoints, ...sums } = projectedYield({
      monthlyRents: leases.map(({ rentCents }) => rentCents),
      platformFeeBps: PLATFORM_FEE_BPS,
      reserveBps: RESERVE_BPS,
      expenses: booked._sum.amountCents ?? 0n,
      price: basis.price,
      shares: basis.shares,
    });
    const { annualRent, platformFee, reserve, expenses, net } = sums;
    return {
      basisPoints,
      leases: leases.length,
      annualRent: annualRent.toString(),
      platformFee: platformFee.toString(),
      reserve: reserve.toString(),
      expenses: expenses.toString(),
      net: net.toString(),
    };
  }

  async #trailing(propertyId: string, price: bigint, since: Date): Promise<Yields['trailing']> {
    const rows = await this.prisma.client.dividend.findMany({
      where: { propertyId, createdAt: { gte: since }, state: { in: ['PAYING', 'PAID', 'SWEPT'] } },
      select: { amount: true, supply: true },
    });
    if (rows.length === 0) return null;
    const paid = rows.map(({ amount, supply }) => ({
      amount: toBigInt(amount),
      supply: supply === null ? 0n : toBigInt(supply),
    }));
    const { perShare, basisPoints } = trailingYield(paid, price);
    return { basisPoints, perShare: coins(perShare), dividends: rows.length, since: since.toISOString() };
  }
}
