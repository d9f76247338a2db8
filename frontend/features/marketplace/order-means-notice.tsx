'use client';

import type { OrderDraft } from '#features/marketplace/order-draft.ts';
import type { Means } from '#features/marketplace/use-means.ts';
import { formatMoney, formatShares } from '#lib/money-format.ts';
import { Notice } from '#ui/notice.tsx';

interface MeansNoticeProps {
  readonly means: Means;
  readonly draft: OrderDraft;
  readonly symbol: string;
  readonly byTransaction: boolean;
}

/** What the wallet will be asked for, or what it lacks. */
export function MeansNotice({ means, draft, symbol, byTransaction }: MeansNoticeProps) {
  const sells = draft.side === 'SELL';
  const amount = (value: bigint) =>
    sells ? `${formatShares(value)} ${symbol}` : formatMoney({ amount: value.toString(), currency: 'USDC' });
  if (means.kind === 'tooLittle') {
    return (
      <Notice
        kind="warn"
        title={sells ? 'The wallet does not hold enough shares.' : 'The wallet does not hold enough USDC.'}
      >
        It holds {amount(means.held)}
        {means.promised > 0n ? `, of which your open orders promise ${amount(means.promised)}` : ''}. Order
        less, or cancel another order.
      </Notice>
    );
  }
  if (means.kind !== 'notAllowed') {
    return (
      <p className="text-muted text-sm">
        Your wallet asks for one signature. It lets this order be settled at this price or better, until it
        ends or you cancel it.
      </p>
    );
  }
  if (byTransaction) {
    return (
      <Notice kind="info" title="A transaction, then a signature">
        First allow the marketplace’s contract to move {amount(means.total)}, which is what your open orders
        promise together with this one. Your wallet sends that and pays the network fee. Then sign the order.
      </Notice>
    );
  }
  if (means.permit === 'underWay') {
    return (
      <Notice kind="waiting" title="A permission you signed before is being used right now">
        This waits for its block, a few seconds. Then you can sign the next one.
      </Notice>
    );
  }
  return (
    <Notice kind="info" title="Your wallet asks for two signatures">
      <ol className="list-decimal pl-4">
        <li>
          A permission: the marketplace’s contract may take up to <strong>{amount(means.total)}</strong>, only
          for orders you signed, until this order runs out. That is what your open orders promise together
          with this one.
        </li>
        <li>The order itself.</li>
      </ol>
      Both cost nothing. The permission is used when the order is settled.
    </Notice>
  );
}
