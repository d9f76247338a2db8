export type Side = 'SELL' | 'BUY';

/**
 * What the engine knows of an order. All numbers are whole: `price` in USDC units (10⁻⁶) per whole share, `shares` in
 * 10⁻¹⁸. Ticks, lots, balances and signatures were looked at before.
 */
export type EngineOrder = Readonly<{
  id: string;
  /** Who stands behind the wallet; nobody trades with himself. */
  investor: string;
  side: Side;
  /** The least a seller takes, the most a buyer gives; the limit of a market order is its protection. */
  price: bigint;
  /** What may still change hands. */
  shares: bigint;
  /** Last unix second at which the order may be matched. */
  expiry: number;
  /** Trades at once or ends: a market order, or a limit order that must not rest. */
  immediate: boolean;
}>;

/** An order in a book; `sequence` is the number of the command that brought it and decides between equal prices. */
export type RestingOrder = EngineOrder & Readonly<{ sequence: number }>;

/** Why an order left the book, or never entered it. */
export type Ending = 'FILLED' | 'CANCELLED' | 'EXPIRED' | 'SELF_TRADE' | 'NO_COUNTERPARTY';

/**
 * What may happen to a book. Commands are numbered without gaps and carry their time, so that the same commands always
 * give the same book: `at` is in unix seconds and never goes back.
 */
export type Command = Readonly<{ sequence: number; at: number }> &
  (
    | Readonly<{ kind: 'place'; order: EngineOrder }>
    | Readonly<{ kind: 'cancel'; orderId: string }>
    | Readonly<{ kind: 'cancelAll'; investor: string }>
    /** Ends everything that is past its expiry; orders met before are ended on the way. */
    | Readonly<{ kind: 'expire' }>
    /**
     * Gives shares of a settlement that failed back to an order: where it rests they are added, where it was filled it
     * comes back, at the place of its first sequence.
     */
    | Readonly<{ kind: 'reopen'; order: RestingOrder }>
  );

/** What a command did, in the order in which it did it. */
export type EngineEvent =
  | Readonly<{
      kind: 'traded';
      /** The order that came; it pays or gets the price of the one that rested. */
      takerId: string;
      makerId: string;
      price: bigint;
      shares: bigint;
    }>
  | Readonly<{ kind: 'rested'; orderId: string; shares: bigint }>
  | Readonly<{ kind: 'ended'; orderId: string; unfilled: bigint; ending: Ending }>;

export type Level = Readonly<{ price: bigint; shares: bigint; orders: number }>;
export type Depth = Readonly<{ bids: readonly Level[]; asks: readonly Level[] }>;
