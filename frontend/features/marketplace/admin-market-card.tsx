'use client';

import { haltMarket, listMarkets, type Market, openMarket, resumeMarket } from '@freehold/shared/marketplace';
import Link from 'next/link';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Field, Input } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';

const DEFAULT_FEE_BPS = 50;

/** Opens, halts and resumes the market of a tokenized property. */
export function AdminMarketCard({ propertyId }: { readonly propertyId: string }) {
  const markets = useRoute(listMarkets, {});
  return (
    <Card>
      <CardHeader title="Market" description="Where investors trade these shares with each other." />
      <CardBody>
        <QueryView query={markets}>
          {({ items }) => {
            const market = items.find(({ id }) => id === propertyId);
            return market ? <MarketState market={market} /> : <OpenMarket propertyId={propertyId} />;
          }}
        </QueryView>
      </CardBody>
    </Card>
  );
}

function OpenMarket({ propertyId }: { readonly propertyId: string }) {
  const open = useAct(openMarket, { refreshes: [listMarkets] });
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted text-sm">
        Not open. Either side of a trade pays {DEFAULT_FEE_BPS / 100} % of what is traded to the platform;
        orders carry that fee in what is signed.
      </p>
      {open.error ? <FailureNotice error={open.error} /> : null}
      <Button
        busy={open.isPending}
        onClick={() => open.mutate({ body: { propertyId, feeBps: DEFAULT_FEE_BPS } })}
      >
        Open the market
      </Button>
    </div>
  );
}

function MarketState({ market }: { readonly market: Market }) {
  const isOpen = market.state === 'OPEN';
  const move = useAct(isOpen ? haltMarket : resumeMarket, { refreshes: [listMarkets] });
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    move.mutate({ params: { id: market.id }, body: { reason } }, { onSuccess: () => setReason('') });
  };
  return (
    <form noValidate className="flex flex-col gap-3" onSubmit={submit}>
      <p className="flex items-center justify-between gap-4">
        <Badge tone={isOpen ? 'good' : 'warn'}>{isOpen ? 'Open' : 'Halted'}</Badge>
        <Link href={`/trade/${market.id}`} className="text-brand text-sm underline underline-offset-4">
          See the order book
        </Link>
      </p>
      {market.reason ? <Notice kind="info" title={market.reason} /> : null}
      <Field
        label={isOpen ? 'Why it is halted' : 'Why it goes on'}
        hint={
          isOpen
            ? 'Investors read it. New orders are refused; cancelling and settling go on.'
            : 'It is kept with the change.'
        }
      >
        {(control) => (
          <Input {...control} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      {move.error ? <FailureNotice error={move.error} /> : null}
      <Button
        type="submit"
        tone={isOpen ? 'danger' : 'primary'}
        busy={move.isPending}
        disabled={reason.trim() === ''}
      >
        {isOpen ? 'Halt the market' : 'Resume the market'}
      </Button>
    </form>
  );
}
