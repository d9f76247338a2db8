import { randomBytes } from 'node:crypto';
import { FreeholdError, illegalTransition } from '@freehold/shared/errors';
import type { Subscription, SubscriptionCheck } from '@freehold/shared/offering';
import { Injectable } from '@nestjs/common';
import { type Address, bytesToHex, getAddress, type Hash, type Hex, isHex } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { notify, offeringChannel } from '../../blockchain/domain/channels.ts';
import { toBigInt } from '../../blockchain/domain/hex.ts';
import { recordStep } from '../../blockchain/domain/state-transition.ts';
import { OfferingContract } from '../datasources/offering.contract.ts';
import { OfferingReader, type OfferingRow } from './offering.reader.ts';
import { chainId } from './offering-acts.ts';
import { moveSubscription } from './offering-state.ts';
import { paymentOf, type SubscriptionRow, SubscriptionViews } from './subscription.view.ts';

const SHARE = 10n ** 18n;
/** How long a signature is good: long enough to find the wallet, short enough not to surprise later. */
const SIGNATURE_SECONDS = 3_600;

interface Wish {
  readonly wallet: string;
  readonly shares: string;
  readonly method: 'AUTHORIZATION' | 'TRANSACTION';
}

/** Purchases in primary sales, from the wish to the signature. What follows is the chain's to say. */
@Injectable()
export class SubscriptionService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly offerings: OfferingReader,
    private readonly contract: OfferingContract,
    private readonly sender: ChainSender,
    private readonly views: SubscriptionViews,
  ) {}

  /** Throws NOT_FOUND, VALIDATION_FAILED for a wallet that is not the investor's or a fractional price. */
  async check(
    actor: Actor,
    offeringId: string,
    wish: { readonly wallet: string; readonly shares: string },
  ): Promise<SubscriptionCheck> {
    const offering = await this.offerings.require(actor, offeringId);
    const wallet = await this.#ownWallet(actor, wish.wallet);
    const shares = BigInt(wish.shares);
    const cost = costOf(offering, shares);
    const [balance, refusals] = await Promise.all([
      this.contract.balanceOf(wallet),
      this.contract.refusals(chainId(offering), wallet, shares),
    ]);
    return { cost: coins(cost), balance: coins(balance), refusals };
  }

  /** Throws as `check`, and SUBSCRIPTION_REFUSED, INSUFFICIENT_FUNDS, ILLEGAL_TRANSITION. */
  async begin(
    actor: Actor,
    offeringId: string,
    request: Wish & { readonly id: string },
  ): Promise<Subscription> {
    const begun = await this.prisma.client.subscription.count({ where: { id: request.id } });
    if (begun > 0) return this.read(actor, request.id);
    const offering = await this.offerings.require(actor, offeringId);
    if (offering.state !== 'OPEN') throw illegalTransition('offering', offering.state, 'OPEN');
    const { cost, balance, refusals } = await this.check(actor, offeringId, request);
    if (refusals.length > 0) {
      const issues = refusals.map((message) => ({ path: 'wallet', message }));
      throw new FreeholdError('SUBSCRIPTION_REFUSED', undefined, { issues });
    }
    if (BigInt(balance.amount) < BigInt(cost.amount)) {
      throw new FreeholdError('INSUFFICIENT_FUNDS', 'The wallet holds less USDC than these shares cost.');
    }
    await this.#keep(actor, offering, { ...request, cost: BigInt(cost.amount) });
    return this.read(actor, request.id);
  }

  /** Takes the signature and has the purchase sent. Throws WALLET_SIGNATURE_INVALID, ILLEGAL_TRANSITION. */
  async authorize(actor: Actor, id: string, signature: string): Promise<Subscription> {
    const row = await this.#own(actor, id);
    if (row.signature !== null && row.signature === signature) return this.read(actor, id);
    const payment = paymentOf(row);
    const { salt } = row;
    if (row.state !== 'INTENT' || payment === null || salt === null || !isHex(salt) || !isHex(signature)) {
      throw illegalTransition('subscription', row.state, 'SUBMITTED');
    }
    if (!(await this.contract.isSigned(payment, signature))) {
      throw new FreeholdError(
        'WALLET_SIGNATURE_INVALID',
        'The signature is not that of the wallet which pays.',
      );
    }
    const shares = toBigInt(row.shares);
    const call = this.contract.subscribeFor(chainId(row.offering), { shares, salt, payment, signature });
    const key = `offering:subscribe:${id}`;
    await this.prisma.transaction(async (tx) => {
      const data = { signature, transactionKey: key };
      const step = { id, from: 'INTENT', to: 'SUBMITTED', actor: actor.userId, data } as const;
      if (!(await moveSubscription(tx, step)))
        throw illegalTransition('subscription', row.state, 'SUBMITTED');
      const facts = {
        key,
        walletRole: 'operator',
        purpose: 'offering.subscribe',
        correlationId: id,
      } as const;
      await this.sender.submit({ ...facts, ...call }, tx);
    });
    return this.read(actor, id);
  }

  /** Keeps which transaction the investor's wallet sent; a replacement names another. */
  async report(actor: Actor, id: string, txHash: Hash): Promise<Subscription> {
    const row = await this.#own(actor, id);
    if (row.method !== 'TRANSACTION') throw illegalTransition('subscription', row.state, 'SUBMITTED');
    await this.prisma.transaction(async (tx) => {
      if (row.state === 'INTENT') {
        const step = { id, from: 'INTENT', to: 'SUBMITTED', actor: actor.userId, data: { txHash } } as const;
        if (await moveSubscription(tx, step)) await notify(tx, offeringChannel);
      } else if (row.state === 'SUBMITTED') {
        await tx.subscription.updateMany({ where: { id, state: 'SUBMITTED' }, data: { txHash } });
      }
    });
    return this.read(actor, id);
  }

  /** Gives up what was not signed; again is harmless. */
  async discard(actor: Actor, id: string): Promise<Subscription> {
    const row = await this.#own(actor, id);
    if (row.state === 'INTENT') {
      const step = { id, from: 'INTENT', to: 'FAILED', actor: actor.userId, reason: 'DISCARDED' } as const;
      await this.prisma.transaction((tx) => moveSubscription(tx, step));
    } else if (row.reason !== 'DISCARDED') throw illegalTransition('subscription', row.state, 'FAILED');
    return this.read(actor, id);
  }

  async read(actor: Actor, id: string): Promise<Subscription> {
    const [view] = await this.views.of([await this.#own(actor, id)]);
    if (view === undefined) throw new FreeholdError('NOT_FOUND');
    return view;
  }

  async listOwn(actor: Actor, offeringId?: string): Promise<Subscription[]> {
    return this.#list({ userId: actor.userId, ...(offeringId === undefined ? {} : { offeringId }) });
  }

  async listOf(actor: Actor, offeringId: string): Promise<Subscription[]> {
    await this.offerings.require(actor, offeringId);
    // Wishes that were never signed concern nobody but the investor.
    const told = [{ reason: null }, { reason: { notIn: ['DISCARDED', 'EXPIRED'] } }];
    return this.#list({ offeringId, state: { not: 'INTENT' }, OR: told });
  }

  async #list(where: object): Promise<Subscription[]> {
    const orderBy = { createdAt: 'desc' } as const;
    const include = { offering: true } as const;
    return this.views.of(
      await this.prisma.client.subscription.findMany({ where, orderBy, include, take: 500 }),
    );
  }

  async #keep(actor: Actor, offering: OfferingRow, wish: Wish & { id: string; cost: bigint }): Promise<void> {
    const shares = BigInt(wish.shares);
    const wallet = getAddress(wish.wallet);
    const payment = wish.method === 'AUTHORIZATION' ? await this.#payment(offering, wallet, shares) : {};
    await this.prisma.transaction(async (tx) => {
      const { count } = await tx.subscription.createMany({
        data: [
          {
            ...{ id: wish.id, offeringId: offering.id, userId: actor.userId, wallet: wallet.toLowerCase() },
            ...{ shares: wish.shares, cost: wish.cost.toString(), method: wish.method, state: 'INTENT' },
            ...payment,
          },
        ],
        skipDuplicates: true,
      });
      if (count === 0) return;
      const actorId = actor.userId;
      await recordStep(tx, {
        noun: 'subscription',
        nounId: wish.id,
        from: null,
        to: 'INTENT',
        actor: actorId,
      });
    });
  }

  async #payment(offering: OfferingRow, wallet: Address, shares: bigint) {
    const salt: Hex = bytesToHex(randomBytes(32));
    const nonce = await this.contract.authorizationNonce(chainId(offering), wallet, shares, salt);
    const validBefore = new Date(((await this.contract.now()) + SIGNATURE_SECONDS) * 1_000);
    return { salt, nonce, validBefore };
  }

  async #own(actor: Actor, id: string): Promise<SubscriptionRow> {
    const where = { id, userId: actor.userId };
    const row = await this.prisma.client.subscription.findFirst({ where, include: { offering: true } });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    return row;
  }

  async #ownWallet(actor: Actor, address: string): Promise<Address> {
    const where = { address: address.toLowerCase(), userId: actor.userId };
    const row = await this.prisma.client.wallet.findFirst({ where });
    if (row !== null) return getAddress(row.address);
    const issues = [{ path: 'wallet', message: 'is not linked to your account; link it first' }];
    throw new FreeholdError('VALIDATION_FAILED', undefined, { issues });
  }
}

const coins = (amount: bigint) => ({ amount: amount.toString(), currency: 'USDC' as const });

/** Exact: the contract refuses a number of shares that costs a fraction of a unit. */
function costOf(offering: OfferingRow, shares: bigint): bigint {
  const cost = shares * toBigInt(offering.price);
  if (cost % SHARE === 0n) return cost / SHARE;
  const issues = [
    { path: 'shares', message: 'must cost a whole number of USDC units; enter a rounder number' },
  ];
  throw new FreeholdError('VALIDATION_FAILED', undefined, { issues });
}
