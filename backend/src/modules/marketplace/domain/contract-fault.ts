import type { Address } from 'viem';

/** What the chain says against an order or a trade: the contract's error, and its words. */
export interface ContractReason {
  readonly name: string;
  readonly message: string;
  /** Where too little is allowed: to whom it belongs and what is needed. */
  readonly shortage?: Readonly<{ wallet: Address; asset: Address; needed: bigint }>;
}

/** Refusals for what the seller or his shares are. */
const SELLERS = new Set([
  'ComplianceAcquisitionLocked',
  'ComplianceLocked',
  'ComplianceWindowExceeded',
  'ERC7943CannotSend',
  'ERC7943InsufficientUnfrozenBalance',
  'PropertyTokenInsufficientFreeBalance',
]);

/** Refusals for what the buyer is, or would become. */
const BUYERS = new Set([
  'ComplianceCountryNotAllowed',
  'ComplianceMaxBalanceExceeded',
  'ComplianceMaxHoldersReached',
  'ComplianceMaxShareExceeded',
  'ComplianceNotAccredited',
  'ERC7943CannotReceive',
]);

/** Refusals that hit everybody alike: waiting helps, another counterparty does not. */
const EVERYBODYS = new Set(['ComplianceSpenderNotVetted', 'MarketplacePaymentPaused', 'PropertyTokenPaused']);

export type Party = 'seller' | 'buyer' | 'everybody' | 'pair';

/** Whose refusal it is when a movement between two wallets is refused. */
export function partyOf(errorName: string): Party {
  if (SELLERS.has(errorName)) return 'seller';
  if (BUYERS.has(errorName)) return 'buyer';
  return EVERYBODYS.has(errorName) ? 'everybody' : 'pair';
}

/** What of the reasons against a probing movement speaks against this side whoever the other is. */
export const againstSide = (reasons: readonly ContractReason[], side: 'SELL' | 'BUY'): ContractReason[] =>
  reasons.filter(({ name }) => {
    const party = partyOf(name);
    return party === 'everybody' || party === (side === 'SELL' ? 'seller' : 'buyer');
  });

export type Fault = Readonly<{ sell: ContractReason | null; buy: ContractReason | null }>;

/**
 * Which of two orders must leave the book after their trade failed, so that they are not matched in vain again and again.
 * Neither when nothing is found: the refusal may have passed. A refusal of the pair ends the order that came later.
 */
export function faultOf(
  reason: ContractReason,
  now: Readonly<{
    sell: readonly ContractReason[];
    buy: readonly ContractReason[];
    trade: readonly ContractReason[];
    later: 'sell' | 'buy';
  }>,
): Fault {
  const [sell = null, buy = null] = [now.sell[0], now.buy[0]];
  if (sell !== null || buy !== null) return { sell, buy };
  const lasting = now.trade[0] ?? (judgesParties(reason.name) ? reason : null);
  if (lasting === null) return { sell: null, buy: null };
  switch (partyOf(lasting.name)) {
    case 'seller':
      return { sell: lasting, buy: null };
    case 'buyer':
      return { sell: null, buy: lasting };
    case 'everybody':
      return { sell: lasting, buy: lasting };
    case 'pair':
      return { sell: null, buy: null, [now.later]: lasting };
  }
}

/** Whether an error is a judgement of the rules rather than of balances at a moment. */
const judgesParties = (name: string): boolean => name.startsWith('Compliance') || name.startsWith('ERC7943');
