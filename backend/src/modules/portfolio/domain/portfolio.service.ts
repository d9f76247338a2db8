import { floorDivide, unitsPerShare } from '@freehold/shared/money';
import type { Portfolio, Position } from '@freehold/shared/portfolio';
import { Injectable } from '@nestjs/common';
import { bytesFromHex, checksumAddress, hexFromBytes } from '../../../common/chain/address.ts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { toDay } from '../../../common/dates.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { Configuration } from '../../../config/configuration.ts';
import { paidStates, payoutParts, payoutView } from './payout.view.ts';

const PAYOUTS_SHOWN = 100;

const units = (value: { toFixed(digits: number): string } | null): bigint =>
  value === null ? 0n : BigInt(value.toFixed(0));
const coins = (amount: bigint) => ({ amount: amount.toString(), currency: 'USDC' as const });
const dollars = (amount: bigint) => ({ amount: amount.toString(), currency: 'USD' as const });

/** What an investor holds, from the mirror of the chain, and what it brought. */
@Injectable()
export class PortfolioService {
  readonly #chainId: bigint;

  constructor(
    private readonly prisma: PrismaService,
    configuration: Configuration,
  ) {
    this.#chainId = BigInt(configuration.environment.CHAIN_ID);
  }

  async read(actor: Actor): Promise<Portfolio> {
    const { client } = this.prisma;
    const wallets = await client.wallet.findMany({
      where: { userId: actor.userId },
      orderBy: { linkedAt: 'asc' },
    });
    const addresses = wallets.map(({ address }) => address);
    const owned = {
      OR: [{ userId: actor.userId }, { holder: { in: addresses, mode: 'insensitive' as const } }],
    };
    const [positions, payouts, pending, cursor] = await Promise.all([
      this.#positions(addresses, owned),
      client.payout.findMany({
        where: owned,
        include: payoutParts,
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: PAYOUTS_SHOWN,
      }),
      client.payout.aggregate({
        where: { AND: [owned, { state: { notIn: [...paidStates] } }] },
        _sum: { amount: true },
      }),
      client.chainCursor.findUnique({ where: { chainId: this.#chainId } }),
    ]);
    const received = await client.payout.aggregate({
      where: { AND: [owned, { state: { in: [...paidStates] } }] },
      _sum: { amount: true },
    });
    const properties = await client.property.findMany({
      where: { id: { in: payouts.map(({ propertyId }) => propertyId) } },
      select: { id: true, name: true },
    });
    const names = new Map(properties.map(({ id, name }) => [id, name]));
    const investor = { id: actor.userId, name: actor.name };
    return {
      wallets: addresses.map(checksumAddress),
      positions,
      totals: {
        value: dollars(positions.reduce((sum, { value }) => sum + BigInt(value.amount), 0n)),
        received: coins(units(received._sum.amount)),
        pending: coins(units(pending._sum.amount)),
      },
      payouts: payouts.map((row) =>
        payoutView(row, { propertyName: names.get(row.propertyId) ?? '', investor }),
      ),
      asOfBlock: cursor?.number.toString() ?? null,
    };
  }

  async #positions(addresses: readonly string[], owned: object): Promise<Position[]> {
    const { client } = this.prisma;
    if (addresses.length === 0) return [];
    const balances = await client.chainBalance.groupBy({
      by: ['token'],
      where: { chainId: this.#chainId, holder: { in: addresses.map(bytesFromHex) }, amount: { gt: 0 } },
      _sum: { amount: true },
    });
    const held = new Map(balances.map((row) => [hexFromBytes(row.token), units(row._sum.amount)]));
    const tokens = await client.tokenization.findMany({
      where: { tokenAddress: { in: [...held.keys()], mode: 'insensitive' } },
    });
    const received = await client.payout.groupBy({
      by: ['propertyId'],
      where: { AND: [owned, { state: { in: [...paidStates] } }] },
      _sum: { amount: true },
    });
    const receivedOf = new Map(received.map((row) => [row.propertyId, units(row._sum.amount)]));
    const properties = await client.property.findMany({
      where: { id: { in: tokens.map(({ propertyId }) => propertyId) } },
    });
    const positions: Position[] = [];
    for (const token of tokens) {
      const property = properties.find(({ id }) => id === token.propertyId);
      if (property === undefined || token.tokenAddress === null) continue;
      const shares = held.get(`0x${token.tokenAddress.slice(2).toLowerCase()}`) ?? 0n;
      const supply = await this.#supply(token.tokenAddress);
      // Before the mirror has caught up, what is held may exceed the supply it knows.
      const whole = supply > shares ? supply : shares;
      positions.push({
        propertyId: property.id,
        propertyName: property.name,
        token: checksumAddress(token.tokenAddress),
        symbol: token.symbol,
        shares: shares.toString(),
        supply: supply.toString(),
        // Exact: at most 10,000.
        basisPoints: Number(floorDivide(shares * 10_000n, whole > 0n ? whole : unitsPerShare)),
        valuation: dollars(property.valuationCents),
        valuedOn: toDay(property.valuedOn),
        value: dollars(floorDivide(property.valuationCents * shares, whole > 0n ? whole : unitsPerShare)),
        received: coins(receivedOf.get(property.id) ?? 0n),
      });
    }
    return positions.toSorted((left, right) => left.propertyName.localeCompare(right.propertyName));
  }

  async #supply(token: string): Promise<bigint> {
    const { _sum } = await this.prisma.client.chainBalance.aggregate({
      where: { chainId: this.#chainId, token: bytesFromHex(token) },
      _sum: { amount: true },
    });
    return units(_sum.amount);
  }
}
