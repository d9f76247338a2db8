import { randomUUID } from 'node:crypto';
import type { Prisma } from '@freehold/database/client';
import { Injectable } from '@nestjs/common';
import type { Hash } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { publish } from '../../live/domain/publish.ts';
import { MarketChain, type TradeOutcome } from '../datasources/market.chain.ts';
import { tradeReservations } from '../datasources/order-row.ts';
import { PermitStore } from '../datasources/permit.store.ts';
import { type Purse, ReservationStore } from '../datasources/reservation.store.ts';
import { type Matched, toCall, tradeEvents, tradeStateOf, withOrders } from '../datasources/trade-row.ts';
import type { ContractReason } from './contract-fault.ts';
import { recordTradeSteps } from './order-state.ts';
import { Permissions } from './permissions.ts';
import type { KeptPermit } from './permit.ts';
import { SettlementPermits } from './settlement-permits.ts';
import { TradeFailure } from './trade-failure.ts';

const ACTOR = 'settlement';
const BATCH = 20;
/** Each trade of a batch gets an equal part of the gas: the dearest (new holder, contract wallets) must fit into it. */
const GAS_PER_TRADE = 450_000n;
const GAS_PER_BATCH = 150_000n;
/** A permit of a contract wallet asks the wallet first. */
const GAS_PER_PERMIT = 150_000n;

type SettlementRow = Prisma.MarketSettlementGetPayload<object>;
type SettlementState = 'SUBMITTED' | 'CONFIRMED' | 'FINAL' | 'FAILED';

/** From matched trades to shares and USDC in other wallets. Everything it knows is in rows; it may die anywhere. */
@Injectable()
export class SettlementProcess {
  constructor(
    private readonly prisma: PrismaService,
    private readonly chain: MarketChain,
    private readonly sender: ChainSender,
    private readonly reservations: ReservationStore,
    private readonly permissions: Permissions,
    private readonly permits: SettlementPermits,
    private readonly permitStore: PermitStore,
    private readonly failure: TradeFailure,
  ) {}

  /** Sends what was matched in a market, a batch; true when there may be more. Trades that would fail are taken back. */
  async submit(marketId: string): Promise<boolean> {
    const trades = await this.prisma.client.marketTrade.findMany({
      where: { marketId, state: 'MATCHED' },
      orderBy: [{ number: 'asc' }, { index: 'asc' }],
      take: BATCH,
    });
    if (trades.length === 0) return false;
    const token = await this.#tokenOf(marketId);
    const good: Matched[] = [];
    for (const matched of await withOrders(this.prisma.client, trades)) {
      const [reason] = await this.permissions.tradeReasons(toCall(matched, token));
      if (reason === undefined) good.push(matched);
      else await this.failure.takeBack(matched, token, reason);
    }
    if (good.length > 0) await this.#send(marketId, token, good);
    return trades.length === BATCH;
  }

  /** Brings a settlement and its trades in line with the chain. */
  async follow(settlement: SettlementRow): Promise<void> {
    const status = await this.sender.status(settlement.transactionKey);
    switch (status?.state) {
      case 'MINED':
        if (settlement.state === 'SUBMITTED') await this.#happened(settlement, status.txHash, 'CONFIRMED');
        return;
      case 'FINAL':
        return this.#happened(settlement, status.txHash, 'FINAL');
      case 'SIGNED':
      case 'BROADCAST':
      case 'RESERVED':
        if (settlement.state === 'CONFIRMED') await this.#forgotten(settlement);
        return;
      case 'FAILED':
      case 'REVERTED':
        return this.#failed(settlement, {
          name: status.failureCode ?? 'UnknownRevert',
          message: status.failureMessage ?? status.failureCode ?? 'The settlement reverted on chain.',
        });
      case undefined:
        throw new Error(`Settlement ${settlement.id} was never submitted.`);
    }
  }

  async #send(marketId: string, token: string, good: readonly Matched[]): Promise<void> {
    const id = randomUUID();
    const transactionKey = `settle:${id}`;
    const permits = await this.permits.choose(good, token);
    await this.prisma.transaction(async (tx) => {
      // Nobody promises by the same nonce while it is given away.
      await this.reservations.lockAll(tx, permits.map(purseOf));
      await tx.marketSettlement.create({
        data: { id, marketId, transactionKey, trades: good.length, state: 'SUBMITTED' },
      });
      for (const [settlementIndex, { trade }] of good.entries()) {
        const { count } = await tx.marketTrade.updateMany({
          where: { id: trade.id, state: 'MATCHED' },
          data: { state: 'SUBMITTED', settlementId: id, settlementIndex },
        });
        if (count !== 1) throw new Error(`Trade ${trade.id} is being settled elsewhere.`);
      }
      await this.permitStore.send(
        tx,
        permits.map((permit) => permit.id),
        id,
        ACTOR,
      );
      await recordStep(tx, {
        noun: 'market_settlement',
        nounId: id,
        from: null,
        to: 'SUBMITTED',
        actor: ACTOR,
      });
      await recordTradeSteps(
        tx,
        ACTOR,
        good.map(({ trade }) => ({ id: trade.id, from: 'MATCHED', to: 'SUBMITTED' })),
      );
      await publish(
        tx,
        good.flatMap((matched) => tradeEvents(matched, 'SUBMITTED', null)),
      );
      await this.sender.submit(
        {
          key: transactionKey,
          walletRole: 'operator',
          ...this.chain.settleCall(
            good.map((matched) => toCall(matched, token)),
            permits,
          ),
          minimumGas: gasFor(good.length, permits.length),
          purpose: 'market.settle',
          correlationId: id,
        },
        tx,
      );
    });
  }

  /** The transaction is in a block; what it did to each trade is in its log. */
  async #happened(row: SettlementRow, txHash: Hash | null, to: 'CONFIRMED' | 'FINAL'): Promise<void> {
    if (txHash === null) throw new Error(`Settlement ${row.id} is mined and has no hash.`);
    const receipt = await this.chain.receiptOf(txHash);
    // A node that lags behind the sender's knows it soon.
    if (receipt === null) return;
    const { blockNumber } = receipt;
    const all = await this.#trades(row);
    const outcomes = all.map((matched, index) => agreed(matched, receipt.outcomes[index]));
    const executed = all.filter((_, index) => outcomes[index]?.kind === 'executed');
    await this.#executed(row, executed, { to, txHash, blockNumber });
    if (to !== 'FINAL') return;
    const token = await this.#tokenOf(row.marketId);
    for (const [index, matched] of all.entries()) {
      const outcome = outcomes[index];
      if (outcome?.kind !== 'failed' || matched.trade.state === 'REVERTED') continue;
      await this.failure.takeBack(matched, token, outcome.reason);
    }
    await this.prisma.transaction(async (tx) => {
      await this.permitStore.used(tx, row.id, ACTOR);
      await this.#move(row, 'FINAL', { txHash }, tx);
    });
  }

  async #executed(
    row: SettlementRow,
    executed: readonly Matched[],
    facts: { readonly to: 'CONFIRMED' | 'FINAL'; readonly txHash: Hash; readonly blockNumber: bigint },
  ): Promise<void> {
    const { to, txHash, blockNumber } = facts;
    await this.prisma.transaction(async (tx) => {
      const moved = executed.filter(({ trade }) => trade.state !== to && trade.state !== 'FINAL');
      const ids = moved.map(({ trade }) => trade.id);
      await tx.marketTrade.updateMany({
        where: { id: { in: ids } },
        data: { state: to, txHash, blockNumber },
      });
      await recordTradeSteps(
        tx,
        ACTOR,
        moved.map(({ trade }) => ({ id: trade.id, from: tradeStateOf(trade), to })),
      );
      // A permit has changed what a wallet allows, also where its trade failed.
      await this.reservations.changed(tx, await this.permitStore.pursesOf(tx, row.id));
      // The wallets gave what they had promised: from here on their balances tell.
      await this.reservations.kept(tx, ids);
      await publish(
        tx,
        moved.flatMap((matched) => tradeEvents(matched, to, null)),
      );
      if (to === 'CONFIRMED') await this.#move(row, 'CONFIRMED', { txHash }, tx);
    });
  }

  /** The block is gone, the transaction comes again: until then the promises stand as before. */
  async #forgotten(row: SettlementRow): Promise<void> {
    const all = (await this.#trades(row)).filter(({ trade }) => trade.state === 'CONFIRMED');
    const token = await this.#tokenOf(row.marketId);
    await this.prisma.transaction(async (tx) => {
      await tx.marketTrade.updateMany({
        where: { id: { in: all.map(({ trade }) => trade.id) }, state: 'CONFIRMED' },
        data: { state: 'SUBMITTED', txHash: null, blockNumber: null },
      });
      await recordTradeSteps(
        tx,
        ACTOR,
        all.map(({ trade }) => ({
          id: trade.id,
          from: 'CONFIRMED',
          to: 'SUBMITTED',
          reason: 'the block is gone',
        })),
      );
      await this.reservations.set(
        tx,
        all.flatMap(({ trade, sell, buy }) =>
          tradeReservations(
            {
              id: trade.id,
              shares: toBigInt(trade.shares),
              cost: toBigInt(trade.cost),
              buyerFee: toBigInt(trade.buyerFee),
            },
            { seller: sell.maker, buyer: buy.maker },
            { token, usdc: this.chain.usdc },
          ),
        ),
      );
      await this.#move(row, 'SUBMITTED', { txHash: null }, tx);
    });
  }

  /** Nothing of the whole batch can happen any more. */
  async #failed(row: SettlementRow, reason: ContractReason): Promise<void> {
    const token = await this.#tokenOf(row.marketId);
    for (const matched of await this.#trades(row)) {
      if (matched.trade.state !== 'REVERTED') await this.failure.takeBack(matched, token, reason);
    }
    await this.prisma.transaction(async (tx) => {
      await this.permitStore.giveBack(tx, row.id, ACTOR);
      await this.#move(row, 'FAILED', { problem: reason.message }, tx);
    });
  }

  async #trades({ id }: SettlementRow): Promise<Matched[]> {
    const trades = await this.prisma.client.marketTrade.findMany({
      where: { settlementId: id },
      orderBy: { settlementIndex: 'asc' },
    });
    return withOrders(this.prisma.client, trades);
  }

  async #tokenOf(marketId: string): Promise<string> {
    const market = await this.prisma.client.market.findUniqueOrThrow({ where: { id: marketId } });
    return market.tokenAddress;
  }

  async #move(
    { id, state: from }: SettlementRow,
    to: SettlementState,
    data: Prisma.MarketSettlementUpdateManyMutationInput,
    tx: Prisma.TransactionClient = this.prisma.client,
  ): Promise<void> {
    const { count } = await tx.marketSettlement.updateMany({
      where: { id, state: from },
      data: { ...data, state: to },
    });
    if (count === 1) await recordStep(tx, { noun: 'market_settlement', nounId: id, from, to, actor: ACTOR });
  }
}

const gasFor = (trades: number, permits: number): bigint =>
  GAS_PER_BATCH + GAS_PER_TRADE * BigInt(trades) + GAS_PER_PERMIT * BigInt(permits);

const purseOf = ({ wallet, asset }: KeptPermit): Purse => ({
  wallet: wallet.toLowerCase(),
  asset: asset.toLowerCase(),
});

/** The contract tells of each trade in the order of the batch; anything else is not our transaction. */
function agreed({ trade, sell, buy }: Matched, outcome: TradeOutcome | undefined): TradeOutcome {
  if (outcome?.buyHash !== buy.hash || outcome.sellHash !== sell.hash) {
    throw new Error(`The settlement of trade ${trade.id} tells of another trade, or of none.`);
  }
  return outcome;
}
