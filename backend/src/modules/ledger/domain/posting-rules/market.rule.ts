import { accounts } from '../chart-of-accounts.ts';
import { type JournalEntry, journalEntry, move, usdcOn } from '../journal-entry.ts';

export interface MarketFeeReceived {
  readonly chainId: number;
  /** Treasury contract, which the marketplace names as receiver of its fees. */
  readonly treasury: string;
  /** Both sides' fees, in USDC units. */
  readonly amount: bigint;
  readonly txHash: string;
  /** 'block.log' of the trade: what makes it one and the same. */
  readonly position: string;
  readonly effectiveAt: Date;
}

/** A trade was settled and its fees went to the treasury: D treasury / C platform_fee. */
export function marketFeeReceived(input: MarketFeeReceived): JournalEntry {
  const { chainId, treasury, amount, txHash, position, effectiveAt } = input;
  return journalEntry({
    key: { sourceType: 'market_trade', sourceId: `${chainId}.${position}`, postingKind: 'fee' },
    description: 'Fees of a trade between investors',
    effectiveAt,
    postings: move(
      { debit: accounts.treasury(chainId, treasury), credit: accounts.platformFee },
      amount,
      usdcOn(chainId),
    ),
    metadata: { txHash },
  });
}
