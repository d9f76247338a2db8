import { marketplaceAbi, offeringAbi } from '@freehold/contracts/abis';
import type { Address, ContractFunctionReturnType, Hex } from 'viem';
import { type Reader, reader } from './fold.ts';

const nothing = (): void => {};
const WHOLE_SHARE = 10n ** 18n;
const STATE = { open: 1, succeeded: 2, cancelled: 3 } as const;

/** What the marketplace keeps of orders, out of its events alone: nobody needs to know what was signed. */
export class MarketReplay {
  complete = new Set<Hex>();
  filledInParts = new Map<Hex, bigint>();
  usedNonces = new Map<string, bigint>();
  counters = new Map<Address, bigint>();
  readonly reader: Reader;

  constructor(address: Address) {
    this.reader = reader(address, marketplaceAbi, {
      TradeExecuted: ({ shares, buyHash, sellHash }) => {
        this.fill(buyHash, shares);
        this.fill(sellHash, shares);
      },
      OrderFilled: ({ maker, orderHash, nonce }) => {
        this.complete.add(orderHash);
        this.use(maker, nonce >> 8n, 1n << (nonce & 0xffn));
      },
      OrderCancelled: ({ maker, nonce }) => this.use(maker, nonce >> 8n, 1n << (nonce & 0xffn)),
      NoncesCancelled: ({ maker, group, mask }) => this.use(maker, group, mask),
      AllOrdersCancelled: ({ maker, counter }) => this.counters.set(maker, counter),
      TradeFailed: nothing,
      AgentAdded: nothing,
      AgentRemoved: nothing,
      OwnershipTransferred: nothing,
      EIP712DomainChanged: nothing,
    });
  }

  /** Of an order filled in one go nothing is kept. */
  private fill(hash: Hex, shares: bigint): void {
    const before = this.filledInParts.get(hash);
    if (before !== undefined || !this.complete.has(hash))
      this.filledInParts.set(hash, (before ?? 0n) + shares);
  }

  private use(maker: Address, group: bigint, mask: bigint): void {
    const known = `${maker} ${group}`;
    this.usedNonces.set(known, (this.usedNonces.get(known) ?? 0n) | mask);
  }
}

type Terms = ContractFunctionReturnType<typeof offeringAbi, 'view', 'termsOf'>;

export type ReplayedOffering = {
  terms: Terms;
  state: number;
  closedAt: number;
  subscribed: bigint;
  delivered: bigint;
  refunded: bigint;
  pending: Map<Address, bigint>;
  byIdentity: Map<Address, bigint>;
};

/** Primary sales out of their events. */
export class OfferingReplay {
  offerings = new Map<Hex, ReplayedOffering>();
  readonly reader: Reader;

  constructor(address: Address) {
    this.reader = reader(address, offeringAbi, {
      OfferingOpened: ({ id, terms }) => {
        this.offerings.set(id, {
          ...{ terms, state: STATE.open, closedAt: 0, subscribed: 0n, delivered: 0n, refunded: 0n },
          ...{ pending: new Map(), byIdentity: new Map() },
        });
      },
      OfferingSubscribed: ({ id, investor, identity, shares }) => {
        const sale = this.known(id);
        sale.subscribed += shares;
        add(sale.pending, investor, shares);
        add(sale.byIdentity, identity, shares);
      },
      OfferingClosed: ({ id }, { now }) => this.end(id, STATE.succeeded, now),
      OfferingCancelled: ({ id }, { now }) => this.end(id, STATE.cancelled, now),
      OfferingDelivered: ({ id, investor, shares }) => {
        this.known(id).delivered += shares;
        add(this.known(id).pending, investor, -shares);
      },
      OfferingRefunded: ({ id, investor, shares }) => {
        this.known(id).refunded += shares;
        add(this.known(id).pending, investor, -shares);
      },
      OfferingReassigned: ({ id, from, to, shares }) => {
        add(this.known(id).pending, from, -shares);
        add(this.known(id).pending, to, shares);
      },
      OfferingDeliveryHeld: nothing,
      OfferingRefundHeld: nothing,
      OfferingProceeds: nothing,
      OfferingSkimmed: nothing,
      AgentAdded: nothing,
      AgentRemoved: nothing,
      OwnershipTransferred: nothing,
    });
  }

  escrowOf(id: Hex): bigint {
    const { terms, subscribed, delivered, refunded } = this.known(id);
    return ((subscribed - delivered - refunded) * terms.price) / WHOLE_SHARE;
  }

  totalEscrow(): bigint {
    return [...this.offerings.keys()].reduce((sum, id) => sum + this.escrowOf(id), 0n);
  }

  private end(id: Hex, state: number, now: bigint): void {
    [this.known(id).state, this.known(id).closedAt] = [state, Number(now)];
  }

  private known(id: Hex): ReplayedOffering {
    const sale = this.offerings.get(id);
    if (!sale) throw new Error(`offering ${id} was never opened`);
    return sale;
  }
}

function add<K>(amounts: Map<K, bigint>, of: K, change: bigint): void {
  amounts.set(of, (amounts.get(of) ?? 0n) + change);
}
