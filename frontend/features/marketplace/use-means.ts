'use client';

import { propertyTokenAbi, usdcAbi } from '@freehold/contracts/abis';
import { readConfig } from '@freehold/shared/config';
import type { Spending } from '@freehold/shared/market-permit';
import { type Market, type OrderTerms, readOrderTerms } from '@freehold/shared/marketplace';
import { boundBy } from '@freehold/shared/signed-order';
import { getAddress, zeroAddress } from 'viem';
import { useReadContract } from 'wagmi';
import { lifeOf, type OrderDraft } from '#features/marketplace/order-draft.ts';
import { useRoute } from '#lib/use-route.ts';

/** What stands between a draft and its order: nothing, too little in the wallet, or a permission of the wallet. */
export type Means =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'enough' }
  | { readonly kind: 'tooLittle'; readonly held: bigint; readonly promised: bigint }
  | {
      readonly kind: 'notAllowed';
      readonly total: bigint;
      readonly asset: string;
      /** Whether a signature is enough: not now while another one is under way, never where the asset takes none. */
      readonly permit: 'possible' | 'underWay' | 'impossible';
    };

const WAITING_MS = 2_000;

/**
 * Looks at the chain for balance and allowance of the draft's wallet. What open orders and unsettled trades promise has to
 * be covered as well; a permission signed with an earlier order and not used yet counts.
 */
export function useMeans(market: Market, draft: OrderDraft): Means {
  const config = useRoute(readConfig, {});
  const sells = draft.side === 'SELL';
  const terms = useRoute(
    readOrderTerms,
    { params: { id: market.id }, query: { wallet: draft.wallet } },
    { every: (data) => (data && spendingOf(data, draft).permit?.underWay ? WAITING_MS : false) },
  );
  const asset = sells ? market.token : config.data?.contracts.usdc;
  const wallet = getAddress(draft.wallet);
  const base = {
    address: getAddress(asset ?? zeroAddress),
    abi: sells ? propertyTokenAbi : usdcAbi,
    query: { enabled: asset !== undefined && terms.data !== undefined, refetchInterval: 3_000 },
  } as const;
  const balance = useReadContract({ ...base, functionName: 'balanceOf', args: [wallet] }).data;
  const spender = getAddress(terms.data?.marketplace ?? zeroAddress);
  const allowance = useReadContract({ ...base, functionName: 'allowance', args: [wallet, spender] }).data;
  // What was known before the last order was placed is not known any more.
  const current = terms.isFetchedAfterMount || !terms.isStale;
  if (typeof balance !== 'bigint' || typeof allowance !== 'bigint' || !terms.data || !asset || !current)
    return { kind: 'unknown' };
  const spending = spendingOf(terms.data, draft);
  const promised = BigInt(spending.promised);
  const total = promised + boundBy({ ...draft, feeBps: terms.data.feeBps }, draft.shares);
  if (balance < total) return { kind: 'tooLittle', held: balance, promised };
  if (permitted(spending, allowance, endOf(draft, terms.data)) >= total) return { kind: 'enough' };
  const { permit } = spending;
  return {
    ...{ kind: 'notAllowed', total, asset },
    permit: permit === null ? 'impossible' : permit.underWay ? 'underWay' : 'possible',
  };
}

export const spendingOf = (terms: OrderTerms, draft: OrderDraft): Spending =>
  draft.side === 'SELL' ? terms.spending.shares : terms.spending.usdc;

const endOf = (draft: OrderDraft, terms: OrderTerms): number =>
  Math.floor(Date.now() / 1_000) + lifeOf(draft) + terms.settlementMarginSeconds + 60;

/** The most the marketplace may take until then. Permissions do not add up: each replaces what was before. */
function permitted({ permit }: Spending, allowance: bigint, until: number): bigint {
  return (permit?.kept ?? [])
    .filter(({ deadline }) => deadline >= until)
    .map(({ value }) => BigInt(value))
    .reduce((most, value) => (value > most ? value : most), allowance);
}
