import { FreeholdError } from '@freehold/shared/errors';
import type { WithholdingRate } from '@freehold/shared/investor-statement';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { toDate, toDay } from '../../../common/dates.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';

interface RateRow {
  readonly country: number;
  readonly basisPoints: number;
  readonly effectiveFrom: Date;
  readonly source: string;
}

const view = ({ country, basisPoints, effectiveFrom, source }: RateRow): WithholdingRate => ({
  country,
  basisPoints,
  effectiveFrom: toDay(effectiveFrom),
  source,
});

/** The rate that stood on a day; null where none is stored, which is the rule. */
export const rateOn = (rates: readonly WithholdingRate[], day: string): WithholdingRate | null =>
  rates
    .filter(({ effectiveFrom }) => effectiveFrom <= day)
    .toSorted((left, right) => left.effectiveFrom.localeCompare(right.effectiveFrom))
    .at(-1) ?? null;

/** What a rate would keep back, rounded down. It is shown, nothing is ever taken off. */
export const withheldOf = (amount: bigint, rate: WithholdingRate | null): bigint =>
  rate === null ? 0n : (amount * BigInt(rate.basisPoints)) / 10_000n;

/** Withholding rates by country of residence. */
@Injectable()
export class WithholdingService {
  constructor(private readonly prisma: PrismaService) {}

  async list(country?: number): Promise<WithholdingRate[]> {
    const rows = await this.prisma.client.withholdingRate.findMany({
      ...(country === undefined ? {} : { where: { country } }),
      orderBy: [{ country: 'asc' }, { effectiveFrom: 'desc' }],
    });
    return rows.map(view);
  }

  /** Throws RATE_FIXED when another rate is stored for that day. */
  async record(actor: Actor, rate: WithholdingRate): Promise<WithholdingRate> {
    const { country, basisPoints, source } = rate;
    const effectiveFrom = toDate(rate.effectiveFrom);
    await this.prisma.client.withholdingRate.createMany({
      data: [{ country, effectiveFrom, basisPoints, source, recordedBy: actor.userId }],
      skipDuplicates: true,
    });
    const row = await this.prisma.client.withholdingRate.findUniqueOrThrow({
      where: { country_effectiveFrom: { country, effectiveFrom } },
    });
    if (row.basisPoints !== basisPoints || row.source !== source) {
      throw new FreeholdError(
        'RATE_FIXED',
        `Another rate is stored for country ${country} from ${rate.effectiveFrom}. Store the new one from a later day.`,
      );
    }
    return view(row);
  }
}
