'use client';

import { listWallets } from '@freehold/shared/auth';
import { checkSubscription, type Offering, type SubscriptionCheck } from '@freehold/shared/offering';
import Link from 'next/link';
import { useId, useState } from 'react';
import type { Purchase } from '#features/offering/purchase.ts';
import { refusalOf } from '#features/offering/refusal-words.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatMoney, formatShares, parseShares } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Field, Input, Select } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';

interface BuyAmountProps {
  readonly offering: Offering;
  readonly onChosen: (purchase: Purchase) => void;
}

/** How many shares, from which linked wallet; says at once what stands in the way. */
export function BuyAmount(props: BuyAmountProps) {
  const wallets = useRoute(listWallets, {});
  return (
    <QueryView query={wallets}>
      {({ items: linked }) => {
        const items = linked.filter(({ replacedBy }) => replacedBy === null);
        return items.length === 0 ? (
          <Notice
            kind="info"
            title="Link a wallet first"
            actions={
              <Button asChild>
                <Link href="/wallets">Link a wallet</Link>
              </Button>
            }
          >
            Shares are delivered to a wallet of your own. Linking takes one signature and costs nothing.
          </Notice>
        ) : (
          <AmountForm {...props} wallets={items.map(({ address }) => address)} />
        );
      }}
    </QueryView>
  );
}

function AmountForm({
  offering,
  onChosen,
  wallets,
}: BuyAmountProps & { readonly wallets: readonly string[] }) {
  const [text, setText] = useState('');
  const [wallet, setWallet] = useState(wallets[0] ?? '');
  const shares = parseShares(text);
  const wanted = shares !== undefined && shares > 0n ? shares.toString() : undefined;
  const check = useRoute(
    checkSubscription,
    { params: { id: offering.id }, query: { wallet, shares: wanted ?? '1' } },
    { enabled: wanted !== undefined },
  );
  const answer = wanted === undefined ? undefined : check.data;
  const short = answer !== undefined && BigInt(answer.balance.amount) < BigInt(answer.cost.amount);
  const ready = answer !== undefined && answer.refusals.length === 0 && !short;
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && wanted) onChosen({ wallet, shares: wanted, cost: answer.cost });
      }}
    >
      <Field
        label="Number of shares"
        hint={`${formatShares(offering.minPerInvestor)} to ${formatShares(offering.maxPerInvestor)} per investor, at ${formatMoney(offering.price)} each.`}
        error={
          text !== '' && wanted === undefined ? 'Enter a number of shares above zero, like 5.' : undefined
        }
      >
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            autoComplete="off"
            className="figures text-right"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <WalletField wallets={wallets} wallet={wallet} onWallet={setWallet} />
      {check.error && wanted ? <FailureNotice error={check.error} /> : null}
      {answer ? <Verdict answer={answer} short={short} /> : null}
      <Button type="submit" disabled={!ready} busy={wanted !== undefined && check.isFetching && !answer}>
        Review
      </Button>
    </form>
  );
}

interface WalletFieldProps {
  readonly wallets: readonly string[];
  readonly wallet: string;
  readonly onWallet: (wallet: string) => void;
}

function WalletField({ wallets, wallet, onWallet }: WalletFieldProps) {
  return (
    <Field label="Wallet" hint="Pays the USDC and receives the shares.">
      {(control) => (
        <Select
          {...control}
          className="figures"
          value={wallet}
          onChange={(event) => onWallet(event.target.value)}
        >
          {wallets.map((address) => (
            <option key={address} value={address}>
              {`${address.slice(0, 8)}…${address.slice(-6)}`}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** The price, or every reason why the contract would refuse, with what to do about it. */
function Verdict({ answer, short }: { readonly answer: SubscriptionCheck; readonly short: boolean }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-3" aria-live="polite" id={id}>
      <p className="flex items-baseline justify-between gap-4">
        <span className="text-muted text-sm">They cost</span>
        <span className="figures font-semibold text-lg">{formatMoney(answer.cost)}</span>
      </p>
      {answer.refusals.map((name) => (
        <RefusalNotice key={name} name={name} />
      ))}
      {short ? (
        <Notice kind="warn" title="The wallet does not hold enough USDC.">
          It holds {formatMoney(answer.balance)}. Add the rest, or buy fewer shares.
        </Notice>
      ) : null}
    </div>
  );
}

function RefusalNotice({ name }: { readonly name: string }) {
  const { sentence, next, link } = refusalOf(name);
  return (
    <Notice
      kind="warn"
      title={sentence}
      actions={
        link ? (
          <Button asChild tone="secondary" size="small">
            <Link href={link.href}>{link.label}</Link>
          </Button>
        ) : undefined
      }
    >
      {next}
    </Notice>
  );
}
