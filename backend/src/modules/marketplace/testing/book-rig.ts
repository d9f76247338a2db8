import { randomUUID } from 'node:crypto';
import { approveProperty, submitProperty } from '@freehold/shared/property';
import { boundBy } from '@freehold/shared/signed-order';
import { zeroAddress } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import {
  startTestApplication,
  type TestApplication,
  testDeployment,
} from '../../../common/testing/test-application.ts';
import { someone, someProperty, withoutDocuments } from '../../../common/testing/test-people.ts';
import { JournalStore } from '../datasources/journal.store.ts';
import { ReservationStore } from '../datasources/reservation.store.ts';
import { LOT, MAX_PRICE, TICK } from '../domain/market-rules.ts';
import type { Side } from '../domain/matching/engine.types.ts';
import { assetOf, orderToJson } from '../domain/signed-order.ts';
import { randomNumbers } from './random-commands.ts';

const TOKEN = `0x${'70'.repeat(20)}`;
const FEE_BPS = 50;

export interface BookRig {
  readonly system: TestApplication;
  readonly prisma: PrismaService;
  readonly marketId: string;
  /** Puts so many random commands into the journal: orders around one price, cancellations, ends. */
  command(count: number): Promise<void>;
  /** Number of the last command that was applied, and of the last that waits. */
  progress(): Promise<{ applied: number; last: number }>;
  close(): Promise<void>;
}

/** A market without a chain: orders are put into the journal as if they had been looked at. */
export async function startBookRig(seed: number): Promise<BookRig> {
  const system = await startTestApplication();
  const prisma = system.app.get(PrismaService);
  const admin = await system.admin();
  const manager = await someone(system, admin, 'manager');
  const { id: marketId } = await someProperty(manager);
  await manager.call(submitProperty, { params: { id: marketId } });
  await admin.call(approveProperty, { params: { id: marketId }, body: withoutDocuments });
  await prisma.client.market.create({
    data: {
      ...{ id: marketId, chainId: 31_337n, tokenAddress: TOKEN, state: 'OPEN', feeBps: FEE_BPS },
      ...{ tick: TICK.toString(), lot: LOT.toString(), maxPrice: MAX_PRICE.toString() },
      maxShares: (10n ** 24n).toString(),
    },
  });
  await prisma.client.marketEngine.create({ data: { marketId } });
  const investors = await Promise.all(Array.from({ length: 5 }, () => someone(system, admin, 'investor')));
  const ids = investors.map(({ userId }) => userId);
  const commands = randomJournal({ prisma, marketId, investors: ids, below: randomNumbers(seed) });
  return {
    ...{ system, prisma, marketId },
    command: async (count) => {
      for (let left = count; left > 0; left -= 1) await commands();
    },
    progress: async () => {
      const engine = await prisma.client.marketEngine.findUniqueOrThrow({ where: { marketId } });
      const market = await prisma.client.market.findUniqueOrThrow({ where: { id: marketId } });
      // Exact: numbers of commands.
      return { applied: Number(engine.applied), last: Number(market.lastCommand) };
    },
    close: () => system.close(),
  };
}

function randomJournal(at: {
  readonly prisma: PrismaService;
  readonly marketId: string;
  readonly investors: readonly string[];
  below(limit: number): number;
}): () => Promise<void> {
  const { prisma, marketId, investors, below } = at;
  const journal = new JournalStore();
  const reservations = new ReservationStore(prisma);
  const placed: string[] = [];
  let nonce = 0;
  const someInvestor = (): string => investors[below(investors.length)] ?? '';
  return async () => {
    const dice = below(100);
    await prisma.transaction(async (tx) => {
      if (dice < 75) {
        const investor = someInvestor();
        const side: Side = below(2) === 0 ? 'SELL' : 'BUY';
        const id = randomUUID();
        const price = BigInt(4_950 + below(100)) * TICK;
        const shares = BigInt(1 + below(5_000)) * LOT;
        const expiry = Math.floor(Date.now() / 1_000) + 3_600;
        const immediate = below(10) === 0;
        const resting = { id, investor, side, price, shares, expiry, immediate };
        const sequence = await journal.append(tx, marketId, ({ first }) => [
          {
            kind: 'place',
            payload: { order: orderToJson({ ...resting, sequence: first }) },
            actor: investor,
          },
        ]);
        const maker = `0x${(investors.indexOf(investor) + 1).toString(16).padStart(40, '0')}`;
        nonce += 1;
        await tx.marketOrder.create({
          data: {
            ...{ id, marketId, investorId: investor, side, immediate, maker, feeBps: FEE_BPS, state: 'OPEN' },
            ...{ hash: `0x${id}`, shares: shares.toString(), minShares: '0', price: price.toString() },
            ...{ openShares: shares.toString(), nonce: String(nonce), counter: '0', signature: '0x' },
            ...{ expiry: BigInt(expiry), signedExpiry: BigInt(expiry + 900), sequence: BigInt(sequence) },
            ...{ taker: zeroAddress, settler: zeroAddress },
          },
        });
        const amount = boundBy({ side, price, feeBps: FEE_BPS }, shares);
        const asset = assetOf(side, TOKEN, testDeployment.usdc);
        await reservations.set(tx, [{ subjectId: id, asset, wallet: maker, amount }]);
        placed.push(id);
        return;
      }
      const actor = someInvestor();
      await journal.append(tx, marketId, () => [
        dice < 96
          ? { kind: 'cancel', payload: { orderId: placed[below(placed.length || 1)] ?? randomUUID() }, actor }
          : dice < 98
            ? { kind: 'cancelAll', payload: { investor: actor }, actor }
            : { kind: 'expire', payload: {}, actor },
      ]);
    });
  };
}
