import type { Prisma } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import {
  type Offering,
  type OfferingDetail,
  type OfferingState,
  offeringSchema,
  offeringStates,
} from '@freehold/shared/offering';
import { chainTransactionStates } from '@freehold/shared/primitives';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import type { ChainTransactionStatus } from '../../blockchain/domain/chain-transaction.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { OfferingContract } from '../datasources/offering.contract.ts';
import { type ChainProgress, OfferingProjection } from '../datasources/offering.projection.ts';

export type OfferingRow = Prisma.OfferingGetPayload<object>;

const coins = (amount: bigint) => ({ amount: amount.toString(), currency: 'USDC' });

/** Primary sales as people see them: terms from us, progress from the chain. */
@Injectable()
export class OfferingReader {
  constructor(
    private readonly prisma: PrismaService,
    private readonly properties: PropertyService,
    private readonly transitions: TransitionLog,
    private readonly sender: ChainSender,
    private readonly contract: OfferingContract,
    private readonly projection: OfferingProjection,
  ) {}

  async list(
    actor: Actor,
    filter: { readonly propertyId?: string | undefined; readonly state?: OfferingState | undefined },
  ): Promise<Offering[]> {
    const visible = await this.properties.list(actor);
    const named = new Map(visible.map(({ id, name }) => [id, name]));
    const wanted = filter.propertyId === undefined ? [...named.keys()] : [filter.propertyId];
    const rows = await this.prisma.client.offering.findMany({
      where: {
        propertyId: { in: wanted.filter((id) => named.has(id)) },
        state: { in: shownTo(actor).filter((state) => filter.state === undefined || state === filter.state) },
      },
      orderBy: { createdAt: 'desc' },
      take: 500,
    });
    return this.#views(rows, named);
  }

  async read(actor: Actor, id: string): Promise<OfferingDetail> {
    const row = await this.require(actor, id);
    const property = await this.properties.require(actor, row.propertyId);
    const [view] = await this.#views([row], new Map([[property.id, property.name]]));
    if (view === undefined) throw new FreeholdError('NOT_FOUND');
    const transitions = await this.transitions.of(this.prisma.client, 'offering', id);
    return { ...view, transitions: actor.role === 'investor' ? [] : transitions };
  }

  /** Throws NOT_FOUND unless this person may see the offering. */
  async require(actor: Actor, id: string): Promise<OfferingRow> {
    const row = await this.prisma.client.offering.findUnique({ where: { id } });
    if (row === null || (actor.role === 'investor' && row.state === 'DRAFT')) {
      throw new FreeholdError('NOT_FOUND');
    }
    await this.properties.require(actor, row.propertyId);
    return row;
  }

  async #views(rows: readonly OfferingRow[], names: ReadonlyMap<string, string>): Promise<Offering[]> {
    if (rows.length === 0) return [];
    const contract = this.contract.address;
    const progress = await this.projection.progress(rows.map(({ chainOfferingId }) => chainOfferingId));
    const keys = rows.flatMap(({ transactionKey }) => (transactionKey === null ? [] : [transactionKey]));
    const statuses = await this.sender.statuses(keys);
    const tokens = await this.prisma.client.tokenization.findMany({
      where: { propertyId: { in: rows.map(({ propertyId }) => propertyId) } },
    });
    const tokenOf = new Map(tokens.map((token) => [token.propertyId, token]));
    const hexKeys = new Map([...progress].map(([id, value]) => [id.toLowerCase(), value]));
    return rows.map((row) => {
      const token = tokenOf.get(row.propertyId);
      return offeringSchema.parse({
        id: row.id,
        property: { id: row.propertyId, name: names.get(row.propertyId) ?? '' },
        chainOfferingId: row.chainOfferingId,
        contract,
        token: row.tokenAddress,
        symbol: token?.symbol ?? '',
        rules: token?.rules ?? {},
        maxSupply: token?.shares.toFixed(0) ?? '0',
        ...termsOf(row),
        state: row.state,
        progress: progressOf(row, hexKeys.get(row.chainOfferingId.toLowerCase())),
        transactionState: shownState(statuses.get(row.transactionKey ?? '')),
        problem: row.problem,
        createdAt: row.createdAt.toISOString(),
      });
    });
  }
}

/** A draft is nobody's business but the platform's and the manager's. */
const shownTo = (actor: Actor): OfferingState[] =>
  offeringStates.filter((state) => actor.role !== 'investor' || state !== 'DRAFT');

export const shownState = (status: ChainTransactionStatus | undefined) =>
  chainTransactionStates.find((state) => state === status?.state) ?? null;

const termsOf = (row: OfferingRow) => ({
  price: coins(toBigInt(row.price)),
  cap: toBigInt(row.cap).toString(),
  minimum: toBigInt(row.minimum).toString(),
  minPerInvestor: toBigInt(row.minPerInvestor).toString(),
  maxPerInvestor: toBigInt(row.maxPerInvestor).toString(),
  opensAt: row.opensAt.toISOString(),
  closesAt: row.closesAt.toISOString(),
});

function progressOf(row: OfferingRow, seen: ChainProgress | undefined) {
  const subscribed = seen?.subscribed ?? 0n;
  return {
    subscribed: subscribed.toString(),
    investors: seen?.investors ?? 0,
    delivered: (seen?.delivered ?? 0n).toString(),
    refunded: (seen?.refunded ?? 0n).toString(),
    escrow: coins((seen?.paid ?? 0n) - (seen?.left ?? 0n)),
    held: seen?.held ?? 0,
    // Exact: at most 10,000.
    soldBasisPoints: Number((subscribed * 10_000n) / toBigInt(row.cap)),
  };
}
