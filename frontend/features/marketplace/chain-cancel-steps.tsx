import type { MarketOrder } from '@freehold/shared/marketplace';
import { formatEther } from 'viem';
import { CANCEL_STEPS } from '#features/marketplace/chain-cancellation.ts';
import { formatMoney, formatShares } from '#lib/money-format.ts';
import { Copyable } from '#ui/copyable.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Notice } from '#ui/notice.tsx';
import { Steps } from '#ui/steps.tsx';

const MILLIONTH = 10n ** 12n;

/** An amount of the network's coin, rounded up to millionths: what is shown is enough. */
const coinsUp = (wei: bigint): string => formatEther(((wei + MILLIONTH - 1n) / MILLIONTH) * MILLIONTH);

interface ChainCancelFiguresProps {
  readonly targets: readonly MarketOrder[];
  readonly first: MarketOrder;
  readonly all: boolean;
  readonly fee: bigint | undefined;
}

/** What is cancelled, what stays, who signs and who pays. */
export function ChainCancelFigures({ targets, first, all, fee }: ChainCancelFiguresProps) {
  return (
    <Details className="rounded-lg bg-sunken px-4">
      {all ? (
        <Detail label="Orders in this market" note="and all this wallet has signed before for any other">
          {targets.length}
        </Detail>
      ) : (
        <OrderFigures order={first} />
      )}
      <Detail label="Wallet">
        <Copyable value={first.wallet} what="wallet address" />
      </Detail>
      <Detail label="Network fee" note="paid by your wallet, in the network’s coin">
        {fee === undefined ? 'your wallet tells' : `at most about ${coinsUp(fee)}`}
      </Detail>
    </Details>
  );
}

function OrderFigures({ order }: { readonly order: MarketOrder }) {
  const matched = BigInt(order.matched);
  const amount = (shares: bigint) => `${formatShares(shares)} ${order.symbol}`;
  return (
    <>
      <Detail label={order.side === 'SELL' ? 'Sells' : 'Buys'}>
        {`${amount(BigInt(order.shares))} at ${formatMoney(order.price)}`}
      </Detail>
      {matched > 0n ? (
        <Detail label="Filled already" note="stays, as far as it is in a block">
          {amount(matched)}
        </Detail>
      ) : null}
      <Detail label="Will never be traded" strong>
        {amount(BigInt(order.shares) - matched)}
      </Detail>
    </>
  );
}

const WAITS_FOR = [
  'Waits for you: confirm it in your wallet.',
  'Waits for the network to put it into a block.',
  'Waits until our book has read the block. The contract refuses the signature already.',
  'Waits until the block is final and nothing can take it back.',
  'Cancelled for good. Nobody can settle it any more.',
] as const;

interface ChainCancelStepsProps {
  /** Steps behind it. */
  readonly passed: number;
  readonly hash: string | undefined;
}

/** How far it is, and what it waits for. */
export function ChainCancelSteps({ passed, hash }: ChainCancelStepsProps) {
  const done = passed >= CANCEL_STEPS.length;
  return (
    <>
      <Steps
        label="How far the cancellation is"
        steps={CANCEL_STEPS.map((title, index) => ({
          id: title,
          title,
          state: index < passed ? 'passed' : index === passed ? 'running' : 'waiting',
        }))}
      />
      <Notice kind={done ? 'good' : 'waiting'} title={WAITS_FOR[passed]}>
        {hash ? (
          <>
            Transaction <Copyable value={hash} what="transaction hash" />
            {done ? null : (
              <span className="block">You may close this, and the page too: it goes on by itself.</span>
            )}
          </>
        ) : null}
      </Notice>
    </>
  );
}
