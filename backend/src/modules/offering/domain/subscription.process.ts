import type { Prisma } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import { isHash } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { derivedId } from '../../../common/idempotency/operation-id.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import type { ChainTransactionStatus } from '../../blockchain/domain/chain-transaction.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { OfferingContract } from '../datasources/offering.contract.ts';
import { OfferingProjection, type SubscribedEvent } from '../datasources/offering.projection.ts';
import { moveSubscription, subscriptionState } from './offering-state.ts';

const ACTOR = 'offering';
const EVENTS_AT_ONCE = 200;
/** A wallet that was asked to send and whose transaction nobody has seen for this long did not send it. */
const UNSEEN_MS = 24 * 60 * 60_000;

type Row = Prisma.SubscriptionGetPayload<object>;

/** Brings subscriptions in line with the chain. Each step may be cut and repeated. */
@Injectable()
export class SubscriptionProcess {
  constructor(
    private readonly prisma: PrismaService,
    private readonly sender: ChainSender,
    private readonly contract: OfferingContract,
    private readonly projection: OfferingProjection,
  ) {}

  async follow(): Promise<void> {
    await this.#mirror();
    const open = await this.prisma.client.subscription.findMany({
      where: { state: { in: ['INTENT', 'SUBMITTED', 'CONFIRMED'] } },
      orderBy: { createdAt: 'asc' },
      take: 1_000,
    });
    const keys = open.flatMap(({ transactionKey }) => (transactionKey === null ? [] : [transactionKey]));
    const statuses = await this.sender.statuses(keys);
    for (const row of open) {
      const status = statuses.get(row.transactionKey ?? '');
      if (status !== undefined) await this.#sent(row, status);
      else if (row.txHash !== null && row.state === 'SUBMITTED') await this.#reported(row, row.txHash);
      else await this.#expire(row);
    }
  }

  /** A purchase that is final on chain is final here, whoever sent it. */
  async #mirror(): Promise<void> {
    for (const event of await this.projection.unclaimedSubscriptions(EVENTS_AT_ONCE)) {
      const offering = await this.prisma.client.offering.findUnique({
        where: { chainOfferingId: event.offering_id },
      });
      if (offering !== null) await this.#claim(offering.id, event);
    }
  }

  async #claim(offeringId: string, event: SubscribedEvent): Promise<void> {
    const row = await this.#wished(offeringId, event);
    const wallet = event.wallet.toLowerCase();
    const seen = { txHash: event.tx_hash, blockNumber: event.block_number, logIndex: event.log_index };
    await this.prisma.transaction(async (tx) => {
      if (row !== null) {
        const from = subscriptionState(row.state);
        await moveSubscription(tx, { id: row.id, from, to: 'FINAL', actor: ACTOR, data: seen });
        return;
      }
      const owner = await tx.wallet.findUnique({ where: { address: wallet } });
      const id = derivedId('subscription', offeringId, String(event.block_number), String(event.log_index));
      const { count } = await tx.subscription.createMany({
        data: [
          {
            ...{
              id,
              offeringId,
              userId: owner?.userId ?? null,
              wallet,
              method: 'TRANSACTION',
              state: 'FINAL',
            },
            ...{ shares: event.shares.toString(), cost: event.amount.toString(), ...seen },
          },
        ],
        skipDuplicates: true,
      });
      if (count === 0) return;
      await recordStep(tx, { noun: 'subscription', nounId: id, from: null, to: 'FINAL', actor: ACTOR });
    });
  }

  /** The wish this event fulfils: the one whose transaction it was, or else the oldest of the same wallet and size. */
  async #wished(offeringId: string, event: SubscribedEvent): Promise<Row | null> {
    const rows = await this.prisma.client.subscription.findMany({
      where: {
        ...{ offeringId, wallet: event.wallet.toLowerCase(), shares: event.shares.toString() },
        state: { in: ['INTENT', 'SUBMITTED', 'CONFIRMED'] },
      },
      orderBy: { createdAt: 'asc' },
    });
    const keys = rows.flatMap(({ transactionKey }) => (transactionKey === null ? [] : [transactionKey]));
    const statuses = await this.sender.statuses(keys);
    const hashOf = (row: Row) => statuses.get(row.transactionKey ?? '')?.txHash ?? row.txHash;
    const same = rows.find((row) => hashOf(row)?.toLowerCase() === event.tx_hash);
    return same ?? rows.find((row) => row.state !== 'INTENT' || row.method === 'TRANSACTION') ?? null;
  }

  /** Sent by us: CONFIRMED in a block, FAILED when the contract refused. FINAL comes from the mirror alone. */
  async #sent(row: Row, status: ChainTransactionStatus): Promise<void> {
    const from = subscriptionState(row.state);
    if (status.state === 'FAILED' || status.state === 'REVERTED') {
      await this.#fail(row, status.failureCode ?? 'REVERTED');
    } else if (from === 'SUBMITTED' && (status.state === 'MINED' || status.state === 'FINAL')) {
      const data = { txHash: status.txHash };
      await this.prisma.transaction((tx) =>
        moveSubscription(tx, { id: row.id, from, to: 'CONFIRMED', actor: ACTOR, data }),
      );
    }
  }

  /** Sent by the investor's wallet: the node is asked. */
  async #reported(row: Row, txHash: string): Promise<void> {
    const outcome = isHash(txHash) ? await this.contract.outcome(txHash) : null;
    if (outcome === 'reverted') return this.#fail(row, 'REVERTED');
    if (outcome === null) return this.#expire(row);
    await this.prisma.transaction((tx) =>
      moveSubscription(tx, { id: row.id, from: 'SUBMITTED', to: 'CONFIRMED', actor: ACTOR }),
    );
  }

  /** Nobody signed in time, or what was sent never arrived. */
  async #expire(row: Row): Promise<void> {
    const unsigned = row.state === 'INTENT' && row.validBefore !== null;
    const until =
      unsigned && row.validBefore ? row.validBefore.getTime() : row.createdAt.getTime() + UNSEEN_MS;
    if (row.state !== 'CONFIRMED' && Date.now() > until) await this.#fail(row, 'EXPIRED');
  }

  async #fail(row: Row, reason: string): Promise<void> {
    const from = subscriptionState(row.state);
    await this.prisma.transaction((tx) =>
      moveSubscription(tx, { id: row.id, from, to: 'FAILED', actor: ACTOR, reason }),
    );
  }
}
