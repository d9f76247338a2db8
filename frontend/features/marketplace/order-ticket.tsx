'use client';

import { listWallets } from '@freehold/shared/auth';
import type { Market, MarketOrder, OrderSide } from '@freehold/shared/marketplace';
import { costOf } from '@freehold/shared/signed-order';
import Link from 'next/link';
import { type FormEvent, useState } from 'react';
import {
  type OrderDraft,
  parseUsdc,
  priceFault,
  protectionPrice,
  sharesFault,
} from '#features/marketplace/order-draft.ts';
import { OrderReview } from '#features/marketplace/order-review.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatMoney, parseShares } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Field, Input, Select } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';

/** Where an investor writes an order. */
export function OrderTicket({ market }: { readonly market: Market }) {
  const wallets = useRoute(listWallets, {});
  return (
    <Card>
      <CardHeader
        title="New order"
        description="You sign it in your wallet; nothing moves before it meets another."
      />
      <CardBody>
        <QueryView query={wallets}>
          {({ items: linked }) => {
            const items = linked.filter(({ replacedBy }) => replacedBy === null);
            if (market.state === 'HALTED') {
              return (
                <Notice kind="warn" title="This market is halted">
                  {market.reason} Open orders can be cancelled; new ones are not taken.
                </Notice>
              );
            }
            if (items.length > 0) {
              return <TicketForm market={market} wallets={items.map(({ address }) => address)} />;
            }
            return (
              <Notice
                kind="info"
                title="Link a wallet first"
                actions={
                  <Button asChild>
                    <Link href="/wallets">Link a wallet</Link>
                  </Button>
                }
              >
                Orders are signed by a wallet of your own, and shares and USDC stay in it until a trade.
              </Notice>
            );
          }}
        </QueryView>
      </CardBody>
    </Card>
  );
}

type Texts = Readonly<{ shares: string; price: string }>;

function TicketForm({ market, wallets }: { readonly market: Market; readonly wallets: readonly string[] }) {
  const [side, setSide] = useState<OrderSide>('BUY');
  const [type, setType] = useState<OrderDraft['type']>('limit');
  const [texts, setTexts] = useState<Texts>({ shares: '', price: '' });
  const [wallet, setWallet] = useState(wallets[0] ?? '');
  const [days, setDays] = useState(7);
  const [tried, setTried] = useState(false);
  const [draft, setDraft] = useState<OrderDraft>();
  const [placed, setPlaced] = useState<MarketOrder>();

  const shares = parseShares(texts.shares);
  const price = type === 'limit' ? parseUsdc(texts.price) : protectionPrice(side, market);
  const faults = {
    shares: sharesFault(shares, market),
    price: type === 'limit' ? priceFault(price, market) : undefined,
  };
  const nobody = type === 'market' && price === undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setPlaced(undefined);
    if (faults.shares || faults.price || shares === undefined || price === undefined) return;
    setDraft({ side, type, wallet, shares, price, days });
  };
  const shown = (fault: string | undefined, text: string) => (tried || text !== '' ? fault : undefined);
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={submit}>
      <div className="grid grid-cols-2 gap-4">
        <Choice label="I want to" value={side} onValue={setSide} options={SIDES} />
        <Choice label="At" value={type} onValue={setType} options={TYPES} />
      </div>
      <Field label="Number of shares" error={shown(faults.shares, texts.shares)}>
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            autoComplete="off"
            className="figures text-right"
            value={texts.shares}
            onChange={(event) => setTexts({ ...texts, shares: event.target.value })}
          />
        )}
      </Field>
      {type === 'limit' ? (
        <Field
          label={side === 'BUY' ? 'At most, USDC for one share' : 'At least, USDC for one share'}
          error={shown(faults.price, texts.price)}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              autoComplete="off"
              className="figures text-right"
              value={texts.price}
              onChange={(event) => setTexts({ ...texts, price: event.target.value })}
            />
          )}
        </Field>
      ) : (
        <Protection side={side} price={price} />
      )}
      {type === 'limit' ? (
        <Choice
          label="Good for"
          value={String(days)}
          onValue={(value) => setDays(Number(value))}
          options={LIVES}
        />
      ) : null}
      <Choice
        label="Wallet"
        value={wallet}
        onValue={setWallet}
        options={Object.fromEntries(wallets.map((one) => [one, `${one.slice(0, 8)}…${one.slice(-6)}`]))}
      />
      {shares && price ? (
        <p className="flex items-baseline justify-between gap-4" aria-live="polite">
          <span className="text-muted text-sm">{side === 'BUY' ? 'Costs at most' : 'Brings at least'}</span>
          <span className="figures font-semibold">
            {formatMoney({ amount: costOf(shares, price).toString(), currency: 'USDC' })}
          </span>
        </p>
      ) : null}
      <Button type="submit" disabled={nobody}>
        Review
      </Button>
      {placed ? (
        <Notice kind="good" title="Your order is placed.">
          It stands under your orders, and says there how far it is.
        </Notice>
      ) : null}
      {draft ? (
        <OrderReview
          market={market}
          draft={draft}
          onClose={() => setDraft(undefined)}
          onPlaced={(order) => {
            setPlaced(order);
            setDraft(undefined);
            setTried(false);
            setTexts({ shares: '', price: '' });
          }}
        />
      ) : null}
    </form>
  );
}

const SIDES: Readonly<Record<OrderSide, string>> = { BUY: 'Buy', SELL: 'Sell' };
const TYPES: Readonly<Record<OrderDraft['type'], string>> = { limit: 'My price', market: 'Market price' };
const LIVES: Readonly<Record<string, string>> = { 1: '1 day', 7: '7 days', 30: '30 days', 89: '89 days' };

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onValue: (value: Value) => void;
  readonly options: Readonly<Record<Value, string>>;
}

function Choice<Value extends string>({ label, value, onValue, options }: ChoiceProps<Value>) {
  const known = (text: string): text is Value => Object.hasOwn(options, text);
  return (
    <Field label={label}>
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={(event) => {
            if (known(event.target.value)) onValue(event.target.value);
          }}
        >
          {Object.entries<string>(options).map(([id, text]) => (
            <option key={id} value={id}>
              {text}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function Protection({ side, price }: { readonly side: OrderSide; readonly price: bigint | undefined }) {
  if (price === undefined) {
    return (
      <Notice kind="info" title={side === 'BUY' ? 'Nobody sells now' : 'Nobody buys now'}>
        Name your own price instead; the order waits for somebody.
      </Notice>
    );
  }
  const limit = formatMoney({ amount: price.toString(), currency: 'USDC' });
  return (
    <p className="text-muted text-sm">
      Trades at once with the best orders there are, {side === 'BUY' ? 'at no more than' : 'at no less than'}{' '}
      {limit} for one share (5 % from the best price). What finds nobody ends.
    </p>
  );
}
