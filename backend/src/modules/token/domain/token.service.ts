import { Prisma, type PrismaTransaction } from '@freehold/database/client';
import { FreeholdError, illegalTransition } from '@freehold/shared/errors';
import { chainTransactionStates } from '@freehold/shared/primitives';
import {
  type CostEstimate,
  type Holder,
  type Tokenization,
  tokenizationSchema,
  type tokenizeSchema,
} from '@freehold/shared/token';
import { Injectable } from '@nestjs/common';
import { getAddress, type Hex } from 'viem';
import type { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { derivedId } from '../../../common/idempotency/operation-id.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import type { ChainTransactionStatus } from '../../blockchain/domain/chain-transaction.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { draftOffering } from '../../offering/domain/offering-draft.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { TokenChain } from '../datasources/token.chain.ts';
import { TokenProjection } from '../datasources/token.projection.ts';

type TokenizeWish = z.output<typeof tokenizeSchema>;

/** Turns approved properties into tokens, and tells who holds them. */
@Injectable()
export class TokenService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly properties: PropertyService,
    private readonly sender: ChainSender,
    private readonly contracts: TokenChain,
    private readonly tokens: TokenProjection,
    private readonly chain: ChainProjection,
  ) {}

  /** Asks the factory for the token of an approved property. Throws SYMBOL_TAKEN, ILLEGAL_TRANSITION. */
  async tokenize(
    actor: Actor,
    propertyId: string,
    wish: TokenizeWish,
    operationId: string,
  ): Promise<Tokenization> {
    const property = await this.properties.require(actor, propertyId);
    if (await this.#asked(propertyId, wish)) return this.read(actor, propertyId);
    const { offering, ...facts } = { name: property.name, ...wish };
    const data = await this.#call(propertyId, facts);
    await this.#refusingTakenSymbol(() =>
      this.prisma.transaction(async (tx) => {
        await this.properties.transition(tx, { propertyId, to: 'TOKENIZING', actor: actor.userId });
        const transactionKey = await this.#keep(tx, { propertyId, actor: actor.userId, ...facts });
        if (offering !== undefined) {
          await draftOffering(tx, {
            id: derivedId('offering', operationId),
            propertyId,
            chainId: this.chain.chainId,
            actor: actor.userId,
            terms: offering,
            maxSupply: BigInt(wish.shares),
          });
        }
        await this.sender.submit(
          {
            key: transactionKey,
            walletRole: 'operator',
            to: this.contracts.factory,
            data,
            purpose: 'token.tokenize',
            correlationId: propertyId,
          },
          tx,
        );
      }),
    );
    return this.read(actor, propertyId);
  }

  /** What the creation would cost now, by simulating it. Throws ILLEGAL_TRANSITION. */
  async estimate(actor: Actor, propertyId: string, wish: TokenizeWish): Promise<CostEstimate> {
    const property = await this.properties.require(actor, propertyId);
    if (property.state !== 'APPROVED') throw illegalTransition('property', property.state, 'TOKENIZING');
    return this.contracts.estimate(await this.#call(propertyId, { name: property.name, ...wish }));
  }

  async #call(propertyId: string, wish: TokenizeWish & { readonly name: string }): Promise<Hex> {
    const owner = await this.contracts.owner();
    const { name, symbol, rules = null } = wish;
    const maxSupply = BigInt(wish.shares);
    return this.contracts.tokenizeCall({ propertyId, name, symbol, maxSupply, owner, rules });
  }

  /** How the tokenization stands; NOT_FOUND when none was asked for. */
  async read(actor: Actor, propertyId: string): Promise<Tokenization> {
    const property = await this.properties.require(actor, propertyId);
    const row = await this.prisma.client.tokenization.findUnique({ where: { propertyId } });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    const transaction = await this.sender.status(row.transactionKey);
    return tokenizationSchema.parse({
      propertyId,
      state: property.state,
      symbol: row.symbol,
      shares: toBigInt(row.shares).toString(),
      token: row.tokenAddress,
      compliance: row.complianceAddress,
      txHash: row.txHash ?? transaction?.txHash ?? null,
      transactionState: shownState(transaction),
      error: row.problem,
    });
  }

  /** The register as the chain says it, joined with the people we know. */
  async holders(
    actor: Actor,
    propertyId: string,
  ): Promise<{ supply: string; asOfBlock: string | null; items: Holder[] }> {
    await this.properties.require(actor, propertyId);
    const row = await this.prisma.client.tokenization.findUnique({ where: { propertyId } });
    if (row?.tokenAddress == null) throw new FreeholdError('NOT_TOKENIZED');
    const balances = await this.tokens.holders(getAddress(row.tokenAddress));
    const supply = balances.reduce((sum, { amount }) => sum + amount, 0n);
    const owners = await this.#owners(balances.map(({ holder }) => holder));
    const cursor = await this.chain.cursor();
    return {
      supply: supply.toString(),
      asOfBlock: cursor?.number.toString() ?? null,
      items: balances.map(({ holder, amount }) => ({
        wallet: holder,
        investor: owners.get(holder.toLowerCase()) ?? null,
        shares: amount.toString(),
        // Exact: at most 10,000.
        basisPoints: Number((amount * 10_000n) / supply),
      })),
    };
  }

  /** Whether this very tokenization was asked for and did not fail. */
  async #asked(propertyId: string, wish: { symbol: string; shares: string }): Promise<boolean> {
    const row = await this.prisma.client.tokenization.findUnique({ where: { propertyId } });
    if (row === null || row.state === 'FAILED') return false;
    return row.symbol === wish.symbol && toBigInt(row.shares) === BigInt(wish.shares);
  }

  /** A property whose tokenization failed may be tried again, under a new key. */
  async #keep(
    tx: PrismaTransaction,
    wish: TokenizeWish & { propertyId: string; name: string; actor: string },
  ): Promise<string> {
    const { propertyId, name, symbol, shares, actor: requestedBy } = wish;
    const rules = wish.rules ?? Prisma.DbNull;
    const before = await tx.tokenization.findUnique({ where: { propertyId } });
    const transactionKey =
      before === null
        ? `tokenize:${propertyId}`
        : `${before.transactionKey.replace(/#.*/, '')}#${Date.now()}`;
    const asked = { name, symbol, shares, rules, transactionKey, requestedBy };
    const facts = { ...asked, state: 'SUBMITTED', problem: null };
    await tx.tokenization.upsert({
      where: { propertyId },
      create: { propertyId, chainId: this.chain.chainId, ...facts },
      update: facts,
    });
    await recordStep(tx, {
      noun: 'tokenization',
      nounId: propertyId,
      from: before?.state ?? null,
      to: 'SUBMITTED',
      actor: requestedBy,
    });
    return transactionKey;
  }

  async #refusingTakenSymbol(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const taken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
      throw taken ? new FreeholdError('SYMBOL_TAKEN') : error;
    }
  }

  async #owners(wallets: readonly string[]): Promise<ReadonlyMap<string, { id: string; name: string }>> {
    const rows = await this.prisma.client.wallet.findMany({
      where: { address: { in: wallets.map((wallet) => wallet.toLowerCase()) } },
      include: { user: { select: { id: true, name: true } } },
    });
    return new Map(rows.map((row) => [row.address, row.user]));
  }
}

const shownState = (transaction: ChainTransactionStatus | null) =>
  chainTransactionStates.find((state) => state === transaction?.state) ?? null;
