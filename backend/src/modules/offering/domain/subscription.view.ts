import type { Prisma } from '@freehold/database/client';
import { type Subscription, type SubscriptionOutcome, subscriptionSchema } from '@freehold/shared/offering';
import { Injectable } from '@nestjs/common';
import { getAddress, isHex } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { OfferingContract, type Payment } from '../datasources/offering.contract.ts';
import { OfferingProjection, type Position } from '../datasources/offering.projection.ts';
import { errorNameOf } from './contract-errors.ts';
import { shownState } from './offering.reader.ts';
import { successorsOf } from './successors.ts';

export type SubscriptionRow = Prisma.SubscriptionGetPayload<{ include: { offering: true } }>;

/** What the signature of a subscription pays, or null when it is paid in another way. */
export function paymentOf(row: SubscriptionRow): Payment | null {
  const { nonce, validBefore } = row;
  if (row.method !== 'AUTHORIZATION' || nonce === null || validBefore === null || !isHex(nonce)) return null;
  const from = getAddress(row.wallet);
  return { from, value: toBigInt(row.cost), nonce, validBefore: BigInt(validBefore.getTime()) / 1_000n };
}

/** Subscriptions with names, the state of their transaction, and what became of the money. */
@Injectable()
export class SubscriptionViews {
  constructor(
    private readonly prisma: PrismaService,
    private readonly sender: ChainSender,
    private readonly contract: OfferingContract,
    private readonly projection: OfferingProjection,
  ) {}

  async of(rows: readonly SubscriptionRow[]): Promise<Subscription[]> {
    if (rows.length === 0) return [];
    const propertyIds = [...new Set(rows.map(({ offering }) => offering.propertyId))];
    const users = rows.flatMap(({ userId }) => (userId === null ? [] : [userId]));
    const keys = rows.flatMap(({ transactionKey }) => (transactionKey === null ? [] : [transactionKey]));
    const [properties, tokens, people, statuses, positions] = await Promise.all([
      this.prisma.client.property.findMany({ where: { id: { in: propertyIds } }, select: nameOnly }),
      this.prisma.client.tokenization.findMany({ where: { propertyId: { in: propertyIds } } }),
      this.prisma.client.user.findMany({ where: { id: { in: users } }, select: nameOnly }),
      this.sender.statuses(keys),
      this.projection.positions([...new Set(rows.map(({ offering }) => offering.chainOfferingId))]),
    ]);
    const named = new Map(properties.map((row) => [row.id, row]));
    const symbols = new Map(tokens.map((row) => [row.propertyId, row.symbol]));
    const known = new Map(people.map((row) => [row.id, row]));
    const successors = await successorsOf(this.prisma.client);
    const held = new Map(
      positions.map((position) => [keyOf(position.offering_id, position.wallet), position]),
    );
    const authorizations = new Map(
      await Promise.all(rows.map(async (row) => [row.id, await this.#authorization(row)] as const)),
    );
    return rows.map((row) => {
      const status = statuses.get(row.transactionKey ?? '');
      const own = held.get(keyOf(row.offering.chainOfferingId, row.wallet));
      // What waited for a lost wallet waits for the one in its place, from the reassignment on.
      const heir = own?.last === 'reassigned' ? successors.get(row.wallet.toLowerCase()) : undefined;
      const position = heir === undefined ? own : held.get(keyOf(row.offering.chainOfferingId, heir));
      const outcome = row.state === 'FINAL' && position !== undefined ? outcomeOf(position) : null;
      return subscriptionSchema.parse({
        id: row.id,
        offeringId: row.offeringId,
        property: named.get(row.offering.propertyId) ?? { id: row.offering.propertyId, name: '' },
        symbol: symbols.get(row.offering.propertyId) ?? '',
        investor: known.get(row.userId ?? '') ?? null,
        wallet: getAddress(row.wallet),
        shares: toBigInt(row.shares).toString(),
        cost: { amount: toBigInt(row.cost).toString(), currency: 'USDC' },
        method: row.method,
        state: row.state,
        outcome,
        authorization: authorizations.get(row.id) ?? null,
        txHash: row.txHash ?? status?.txHash ?? null,
        transactionState: shownState(status),
        reason: outcome === 'HELD' ? heldFor(position) : row.reason,
        createdAt: row.createdAt.toISOString(),
      });
    });
  }

  /** What the wallet must sign, while it waits for it. */
  async #authorization(row: SubscriptionRow) {
    const payment = row.state === 'INTENT' ? paymentOf(row) : null;
    if (payment === null) return null;
    const { domain, message } = await this.contract.authorization(payment);
    const text = Object.entries(message).map(([name, value]) => [name, String(value)]);
    return { domain, message: Object.fromEntries(text) };
  }
}

const nameOnly = { id: true, name: true } as const;
const keyOf = (offering: string, wallet: string): string => `${offering}:${wallet}`.toLowerCase();

/** All a wallet subscribed to in one offering is handed over together. */
export function outcomeOf(position: Pick<Position, 'pending' | 'last'>): SubscriptionOutcome {
  if (position.last === 'delivery_held' || position.last === 'refund_held') return 'HELD';
  if (position.pending > 0n) return 'ESCROWED';
  return position.last === 'refunded' ? 'REFUNDED' : 'DELIVERED';
}

function heldFor(position: Position | undefined): string | null {
  if (position?.last === 'refund_held') return 'The issuer of USDC refuses this wallet.';
  return position?.reason == null ? null : errorNameOf(position.reason);
}
