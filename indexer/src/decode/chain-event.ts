import type { Hex } from '../rpc/wire.ts';

/** What the followed contracts are, as stored in chain.contract.kind. */
export type ContractKind =
  | 'identity_registry'
  | 'property_factory'
  | 'dividends'
  | 'treasury'
  | 'ledger_anchor'
  | 'marketplace'
  | 'offering'
  | 'usdc'
  | 'property_token'
  | 'compliance';

/** Where a log stands; with the chain id it identifies the log on one fork. */
export type LogPosition = { readonly block: number; readonly log: number; readonly tx: Hex };

export type Transfer = {
  readonly type: 'transfer';
  readonly from: Hex;
  readonly to: Hex;
  readonly amount: bigint;
};

export type PropertyTokenized = {
  readonly type: 'property_tokenized';
  readonly key: Hex;
  readonly token: Hex;
  readonly compliance: Hex;
  readonly name: string;
  readonly symbol: string;
  readonly maxSupply: bigint;
  readonly identityRegistry: Hex;
  readonly owner: Hex;
};

/** `address`: the holder as a whole; `shares`: the signed change of the holder's frozen shares. */
export type Freeze =
  | { readonly type: 'freeze'; readonly kind: 'address'; readonly holder: Hex; readonly frozen: boolean }
  | { readonly type: 'freeze'; readonly kind: 'shares'; readonly holder: Hex; readonly amount: bigint };

export type IdentityChange = {
  readonly type: 'identity';
  readonly kind: 'registered' | 'updated' | 'removed' | 'country' | 'attested' | 'revoked';
  readonly wallet: Hex;
  readonly identity?: Hex;
  readonly country?: number;
  readonly issuer?: Hex;
  /** Seconds since 1970. */
  readonly validUntil?: number;
};

export type DividendDeclared = {
  readonly type: 'dividend_declared';
  readonly id: Hex;
  readonly token: Hex;
  readonly epoch: number;
  readonly amount: bigint;
  readonly carriedIn: bigint;
  readonly supply: bigint;
  readonly statementHash: Hex;
};

export type DividendStep = {
  readonly type: 'dividend_step';
  readonly kind: 'funded' | 'distributed' | 'swept' | 'cancelled';
  readonly id: Hex;
  readonly party?: Hex;
  readonly amount?: bigint;
  readonly carried?: bigint;
};

export type DividendPayment = {
  readonly type: 'dividend_payment';
  readonly kind: 'paid' | 'held' | 'settled';
  readonly id: Hex;
  readonly holder: Hex;
  readonly amount: bigint;
  readonly reference?: Hex;
};

export type TreasuryMovement = {
  readonly type: 'treasury';
  readonly kind: 'credited' | 'released';
  readonly reference: Hex;
  readonly property: Hex;
  readonly counterparty?: Hex;
  readonly amount: bigint;
};

export type Anchored = {
  readonly type: 'anchored';
  readonly sequence: bigint;
  readonly size: bigint;
  readonly root: Hex;
  readonly head: Hex;
};

/** Shares against USDC on the marketplace; fees come on top for the buyer and off for the seller. */
export type TradeExecuted = {
  readonly type: 'trade_executed';
  readonly token: Hex;
  readonly buyer: Hex;
  readonly seller: Hex;
  readonly shares: bigint;
  readonly cost: bigint;
  readonly buyerFee: bigint;
  readonly sellerFee: bigint;
  readonly buyHash: Hex;
  readonly sellHash: Hex;
};

/** A maker cancelled one order, the orders of some nonces (256 × group + each bit of the mask), or all so far. */
export type OrderCancelled = { readonly type: 'order_cancelled'; readonly maker: Hex } & (
  | { readonly kind: 'order'; readonly orderHash: Hex; readonly group: bigint; readonly mask: Hex }
  | { readonly kind: 'nonces'; readonly group: bigint; readonly mask: Hex }
  /** Orders with a lower counter. */
  | { readonly kind: 'all'; readonly counter: bigint }
);

export type OfferingOpened = {
  readonly type: 'offering_opened';
  readonly id: Hex;
  readonly token: Hex;
  readonly property: Hex;
  readonly price: bigint;
  readonly cap: bigint;
  readonly minimum: bigint;
  readonly minPerInvestor: bigint;
  readonly maxPerInvestor: bigint;
  /** Seconds since 1970. */
  readonly opens: number;
  readonly closes: number;
};

export type OfferingStep = {
  readonly type: 'offering_step';
  readonly kind:
    | 'subscribed'
    | 'closed'
    | 'cancelled'
    | 'delivered'
    | 'delivery_held'
    | 'proceeds'
    | 'refunded'
    | 'refund_held'
    | 'reassigned';
  readonly id: Hex;
  readonly investor?: Hex;
  /** Identity of a subscriber, or the wallet a subscription goes to. */
  readonly counterparty?: Hex;
  readonly shares?: bigint;
  /** USDC units. */
  readonly amount?: bigint;
  /** First four bytes of the error a delivery met. */
  readonly reason?: Hex;
};

/** A followed event in the words of the product. */
export type ChainEvent =
  | Transfer
  | PropertyTokenized
  | Freeze
  | IdentityChange
  | DividendDeclared
  | DividendStep
  | DividendPayment
  | TreasuryMovement
  | Anchored
  | TradeExecuted
  | OrderCancelled
  | OfferingOpened
  | OfferingStep;
