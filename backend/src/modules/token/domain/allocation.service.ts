import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import { type Allocation, type allocateSchema, allocationSchema } from '@freehold/shared/token';
import { Injectable } from '@nestjs/common';
import { type Address, getAddress } from 'viem';
import type { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { derivedId } from '../../../common/idempotency/operation-id.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { recordSteps } from '../../blockchain/domain/state-transition.ts';
import { sharesInOfferings } from '../../offering/domain/offering-draft.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { TokenChain } from '../datasources/token.chain.ts';
import { TokenProjection } from '../datasources/token.projection.ts';

const BATCH = 100;

type Wish = z.output<typeof allocateSchema>['allocations'][number];
type AllocationRow = Prisma.AllocationGetPayload<object>;

interface Target {
  readonly id: string;
  readonly userId: string | null;
  readonly wallet: Address;
  readonly shares: bigint;
  readonly batch: number;
}

/** Issues shares to verified investors, never more than the token may have. */
@Injectable()
export class AllocationService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly properties: PropertyService,
    private readonly sender: ChainSender,
    private readonly contracts: TokenChain,
    private readonly tokens: TokenProjection,
  ) {}

  /**
   * Submits the issue in batches; `operationId` makes a repetition harmless.
   * Throws NOT_TOKENIZED, WALLET_MISSING, INVESTOR_NOT_VERIFIED, SUPPLY_EXCEEDED.
   */
  async allocate(
    actor: Actor,
    propertyId: string,
    request: { readonly wishes: readonly Wish[]; readonly operationId: string },
  ): Promise<Allocation[]> {
    await this.properties.require(actor, propertyId);
    const targets = await this.#targets(request.wishes, request.operationId);
    const ids = targets.map(({ id }) => id);
    const begun = await this.prisma.client.allocation.count({ where: { id: { in: ids } } });
    if (begun === 0) {
      await this.#refuseUnverified(targets);
      await this.prisma.transaction((tx) => this.#submit(tx, { actor, propertyId, targets, ...request }));
    }
    return this.#views(await this.prisma.client.allocation.findMany({ where: { id: { in: ids } } }));
  }

  async list(actor: Actor, propertyId: string): Promise<Allocation[]> {
    await this.properties.require(actor, propertyId);
    const rows = await this.prisma.client.allocation.findMany({
      where: { propertyId },
      orderBy: { createdAt: 'desc' },
      take: 1_000,
    });
    return this.#views(rows);
  }

  async #targets(wishes: readonly Wish[], operationId: string): Promise<Target[]> {
    const userIds = wishes.flatMap((wish) => ('investorId' in wish ? [wish.investorId] : []));
    const named = wishes.flatMap((wish) => ('wallet' in wish ? [wish.wallet.toLowerCase()] : []));
    const wallets = await this.prisma.client.wallet.findMany({
      where: { OR: [{ userId: { in: userIds } }, { address: { in: named } }] },
      orderBy: [{ isPrimary: 'desc' }, { linkedAt: 'asc' }],
    });
    const verified = await this.tokens.verified(wallets.map(({ address }) => address));
    return wishes.map((wish, index) => {
      const candidates = wallets.filter((row) =>
        'wallet' in wish ? row.address === wish.wallet.toLowerCase() : row.userId === wish.investorId,
      );
      const row = candidates.find(({ address }) => verified.has(address)) ?? candidates[0];
      if (row === undefined && 'investorId' in wish) throw new FreeholdError('WALLET_MISSING');
      return {
        id: derivedId('allocation', operationId, String(index)),
        userId: row?.userId ?? null,
        wallet: getAddress(row?.address ?? ('wallet' in wish ? wish.wallet : '')),
        shares: BigInt(wish.shares),
        batch: Math.floor(index / BATCH),
      };
    });
  }

  async #refuseUnverified(targets: readonly Target[]): Promise<void> {
    const verified = await this.tokens.verified(targets.map(({ wallet }) => wallet));
    const missing = targets.filter(({ wallet }) => !verified.has(wallet.toLowerCase()));
    if (missing.length === 0) return;
    const issues = missing.map(({ wallet }) => ({
      path: 'allocations',
      message: `${wallet} is not verified`,
    }));
    throw new FreeholdError('INVESTOR_NOT_VERIFIED', undefined, { issues });
  }

  async #submit(
    tx: PrismaTransaction,
    work: { actor: Actor; propertyId: string; targets: readonly Target[]; operationId: string },
  ): Promise<void> {
    const { actor, propertyId, targets, operationId } = work;
    const token = await this.#lockToken(tx, propertyId, targets);
    const keyOf = (batch: number): string => `allocate:${operationId}:${batch}`;
    await tx.allocation.createMany({
      data: targets.map(({ id, userId, wallet, shares, batch }) => ({
        id,
        propertyId,
        userId,
        wallet: wallet.toLowerCase(),
        shares: shares.toString(),
        state: 'SUBMITTED',
        transactionKey: keyOf(batch),
        requestedBy: actor.userId,
      })),
    });
    await recordSteps(
      tx,
      targets.map(({ id }) => ({
        noun: 'allocation',
        nounId: id,
        from: null,
        to: 'SUBMITTED',
        actor: actor.userId,
      })),
    );
    for (const [batch, members] of Map.groupBy(targets, (target) => target.batch)) {
      await this.sender.submit(
        {
          key: keyOf(batch),
          walletRole: 'operator',
          to: token,
          data: this.contracts.mintCall(members),
          purpose: 'token.mint',
          correlationId: propertyId,
        },
        tx,
      );
    }
  }

  /** The token, with the supply it has left reserved for this issue until the transaction ends. */
  async #lockToken(tx: PrismaTransaction, propertyId: string, targets: readonly Target[]): Promise<Address> {
    await tx.$queryRaw`SELECT 1 FROM app.tokenization WHERE property_id = ${propertyId}::uuid FOR UPDATE`;
    const row = await tx.tokenization.findUnique({ where: { propertyId } });
    if (row?.state !== 'FINAL' || row.tokenAddress === null) throw new FreeholdError('NOT_TOKENIZED');
    const issued = await tx.allocation.aggregate({
      where: { propertyId, state: { not: 'FAILED' } },
      _sum: { shares: true },
    });
    const direct = issued._sum.shares === null ? 0n : toBigInt(issued._sum.shares);
    const before = direct + (await sharesInOfferings(tx, propertyId));
    const wanted = targets.reduce((sum, { shares }) => sum + shares, 0n);
    const limit = toBigInt(row.shares);
    if (before + wanted > limit) {
      throw new FreeholdError(
        'SUPPLY_EXCEEDED',
        `Of ${limit} units, ${before} are issued or on offer; ${wanted} more are too many.`,
      );
    }
    return getAddress(row.tokenAddress);
  }

  async #views(rows: readonly AllocationRow[]): Promise<Allocation[]> {
    const users = await this.prisma.client.user.findMany({
      where: { id: { in: rows.flatMap(({ userId }) => (userId === null ? [] : [userId])) } },
      select: { id: true, name: true },
    });
    const byId = new Map(users.map((user) => [user.id, user]));
    const transactions = await this.sender.statuses([
      ...new Set(rows.map(({ transactionKey }) => transactionKey)),
    ]);
    return rows.map((row) => {
      const transaction = transactions.get(row.transactionKey);
      const mined = row.state === 'SUBMITTED' && ['MINED', 'FINAL'].includes(transaction?.state ?? '');
      return allocationSchema.parse({
        id: row.id,
        investor: byId.get(row.userId ?? '') ?? null,
        wallet: getAddress(row.wallet),
        shares: toBigInt(row.shares).toString(),
        state: mined ? 'CONFIRMED' : row.state,
        txHash: transaction?.txHash ?? null,
        error: row.problem,
      });
    });
  }
}
