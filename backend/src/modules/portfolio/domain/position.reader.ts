import { floorDivide, unitsPerShare } from '@freehold/shared/money';
import type { Position, Yields } from '@freehold/shared/portfolio';
import { Injectable } from '@nestjs/common';
import { bytesFromHex, checksumAddress, hexFromBytes } from '../../../common/chain/address.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { toDay } from '../../../common/dates.ts';
import { Configuration } from '../../../config/configuration.ts';
import { WalletHistory } from '../datasources/wallet-history.ts';
import type { CostBasis } from './cost-basis.ts';
import { basisView } from './holding-basis.ts';
import { payoutsOf } from './investor-wallets.ts';
import { paidStates } from './payout.view.ts';
import type { RateBook } from './rate-book.ts';
import { centsAsUsdc, yieldsOf } from './yield.ts';

const units = (value: { toFixed(digits: number): string } | null): bigint =>
  value === null ? 0n : BigInt(value.toFixed(0));
const coins = (amount: bigint) => ({ amount: amount.toString(), currency: 'USDC' as const });
const dollars = (amount: bigint) => ({ amount: amount.toString(), currency: 'USD' as const });

export interface PositionContext {
  readonly userId: string;
  readonly wallets: readonly string[];
  readonly bases: ReadonlyMap<string, CostBasis>;
  readonly book: RateBook;
  readonly today: string;
}

interface Holding {
  readonly token: string;
  readonly wallet: string;
  readonly shares: bigint;
}

/** Shares held now over all wallets of a person, with what they cost, gained and brought. */
@Injectable()
export class PositionReader {
  readonly #chainId: bigint;

  constructor(
    private readonly prisma: PrismaService,
    private readonly history: WalletHistory,
    configuration: Configuration,
  ) {
    this.#chainId = BigInt(configuration.environment.CHAIN_ID);
  }

  async read(context: PositionContext): Promise<Position[]> {
    if (context.wallets.length === 0) return [];
    const held = await this.#held(context.wallets);
    const { client } = this.prisma;
    const [tokens, received, lastTrades] = await Promise.all([
      client.tokenization.findMany({
        where: { tokenAddress: { in: [...held.keys()], mode: 'insensitive' } },
      }),
      this.#received(context),
      this.history.lastTrades([...held.keys()]),
    ]);
    const ids = tokens.map(({ propertyId }) => propertyId);
    const [properties, yields] = await Promise.all([
      client.property.findMany({ where: { id: { in: ids } } }),
      this.#yields(ids),
    ]);
    const positions: Position[] = [];
    for (const { propertyId, tokenAddress, symbol } of tokens) {
      const property = properties.find(({ id }) => id === propertyId);
      if (property === undefined || tokenAddress === null) continue;
      const token = tokenAddress.toLowerCase();
      const wallets = held.get(token) ?? [];
      const shares = wallets.reduce((sum, wallet) => sum + wallet.shares, 0n);
      const supply = await this.#supply(token);
      // Before the mirror has caught up, what is held may exceed the supply it knows.
      const whole = supply > shares ? supply : shares;
      const { valuationCents } = property;
      const valuedOn = toDay(property.valuedOn);
      const value = floorDivide(valuationCents * shares, whole > 0n ? whole : unitsPerShare);
      const lastTrade = lastTrades.get(token);
      const basis = context.bases.get(token) ?? { lots: [], realised: [] };
      const prices = { valuationCents, valuedOn, supply: whole, lastTrade, unitsPerShare };
      positions.push({
        propertyId,
        propertyName: property.name,
        token: checksumAddress(token),
        symbol,
        shares: shares.toString(),
        supply: supply.toString(),
        // Exact: at most 10,000.
        basisPoints: Number(floorDivide(shares * 10_000n, whole > 0n ? whole : unitsPerShare)),
        valuation: dollars(valuationCents),
        valuedOn,
        value: dollars(value),
        valueShown: context.book.show(centsAsUsdc(value), context.today),
        received: coins(received.get(propertyId) ?? 0n),
        wallets: wallets.map((row) => ({ wallet: row.wallet, shares: row.shares.toString() })),
        basis: basisView(basis, prices),
        yields: yields(propertyId, valuationCents),
      });
    }
    return positions.toSorted((left, right) => left.propertyName.localeCompare(right.propertyName));
  }

  /** By lower-case token, the wallets that hold it. */
  async #held(wallets: readonly string[]): Promise<ReadonlyMap<string, Holding[]>> {
    const rows = await this.prisma.client.chainBalance.findMany({
      where: { chainId: this.#chainId, holder: { in: wallets.map(bytesFromHex) }, amount: { gt: 0 } },
      orderBy: { holder: 'asc' },
    });
    const holdings: Holding[] = rows.map(({ token, holder, amount }) => ({
      token: hexFromBytes(token),
      wallet: checksumAddress(hexFromBytes(holder)),
      shares: units(amount),
    }));
    return Map.groupBy(holdings, ({ token }) => token);
  }

  async #received({ userId, wallets }: PositionContext): Promise<ReadonlyMap<string, bigint>> {
    const rows = await this.prisma.client.payout.groupBy({
      by: ['propertyId'],
      where: { AND: [payoutsOf(userId, wallets), { state: { in: [...paidStates] } }] },
      _sum: { amount: true },
    });
    return new Map(rows.map((row) => [row.propertyId, units(row._sum.amount)]));
  }

  /** What each of these properties yields, from its distributed statements and its leases. */
  async #yields(ids: readonly string[]): Promise<(propertyId: string, valuationCents: bigint) => Yields> {
    const where = { propertyId: { in: [...ids] } };
    const [statements, properties] = await Promise.all([
      this.prisma.client.incomeStatement.findMany({ where: { ...where, state: 'DISTRIBUTED' } }),
      this.prisma.client.unit.findMany({
        where,
        include: { leases: { orderBy: { startsOn: 'desc' }, take: 1, select: { rentCents: true } } },
      }),
    ]);
    const ofProperty = (propertyId: string) => (row: { propertyId: string }) => row.propertyId === propertyId;
    return (propertyId, valuationCents) =>
      yieldsOf({
        valuationCents,
        distributed: statements
          .filter(ofProperty(propertyId))
          .map(({ period, grossRentCents, netCents }) => ({ period, gross: grossRentCents, net: netCents })),
        monthlyRents: properties
          .filter(ofProperty(propertyId))
          .map(({ leases }) => leases[0]?.rentCents ?? null),
      });
  }

  async #supply(token: string): Promise<bigint> {
    const { _sum } = await this.prisma.client.chainBalance.aggregate({
      where: { chainId: this.#chainId, token: bytesFromHex(token) },
      _sum: { amount: true },
    });
    return units(_sum.amount);
  }
}
