import { Prisma, type PrismaTransaction } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import { chainTransactionStates } from '@freehold/shared/primitives';
import { type Holder, type Tokenization, tokenizationSchema } from '@freehold/shared/token';
import { Injectable } from '@nestjs/common';
import { getAddress } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { ChainProjection } from '../../blockchain/domain/chain-projection.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import type { ChainTransactionStatus } from '../../blockchain/domain/chain-transaction.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { TokenChain } from '../datasources/token.chain.ts';
import { TokenProjection } from '../datasources/token.projection.ts';

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
    wish: { symbol: string; shares: string },
  ): Promise<Tokenization> {
    const property = await this.properties.require(actor, propertyId);
    if (await this.#asked(propertyId, wish)) return this.read(actor, propertyId);
    const owner = await this.contracts.owner();
    const maxSupply = BigInt(wish.shares);
    const { symbol } = wish;
    const data = this.contracts.tokenizeCall({ propertyId, name: property.name, symbol, maxSupply, owner });
    await this.#refusingTakenSymbol(() =>
      this.prisma.transaction(async (tx) => {
        await this.properties.transition(tx, { propertyId, to: 'TOKENIZING', actor: actor.userId });
        const transactionKey = await this.#keep(tx, {
          propertyId,
          name: property.name,
          actor: actor.userId,
          ...wish,
        });
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
    wish: { propertyId: string; name: string; symbol: string; shares: string; actor: string },
  ): Promise<string> {
    const { propertyId, name, symbol, shares, actor: requestedBy } = wish;
    const before = await tx.tokenization.findUnique({ where: { propertyId } });
    const transactionKey =
      before === null
        ? `tokenize:${propertyId}`
        : `${before.transactionKey.replace(/#.*/, '')}#${Date.now()}`;
    const facts = { name, symbol, shares, transactionKey, requestedBy, state: 'SUBMITTED', problem: null };
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
