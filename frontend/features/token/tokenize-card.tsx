'use client';

import { listProperties, type PropertyDetail, readProperty } from '@freehold/shared/property';
import { readTokenization, tokenizeProperty } from '@freehold/shared/token';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { chainStateWords } from '#features/token/chain-state.ts';
import { sharesField } from '#lib/form-fields.ts';
import { formatMoney, formatShares } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Detail } from '#ui/details.tsx';
import { Field, Input } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';
import { ReviewDialog } from '#ui/review-dialog.tsx';

const formSchema = z.object({
  symbol: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z][A-Z0-9]{1,10}$/, 'Use 2 to 11 letters and digits, beginning with a letter.'),
  shares: sharesField,
});
type Asked = z.output<typeof formSchema>;

/** Creates the shares of an approved property, or shows how far the creation is. */
export function TokenizeCard({ property }: { readonly property: PropertyDetail }) {
  return (
    <Card>
      <CardHeader
        title="Create the shares"
        description="Makes the property’s share contract on the chain. Shares are issued to investors afterwards."
      />
      <CardBody>
        {property.state === 'TOKENIZING' ? (
          <Progress id={property.id} />
        ) : (
          <TokenizeForm property={property} />
        )}
      </CardBody>
    </Card>
  );
}

function Progress({ id }: { readonly id: string }) {
  const tokenization = useRoute(readTokenization, { params: { id } }, { every: 2_000 });
  const data = tokenization.data;
  if (data?.error) {
    return (
      <Notice kind="bad" title="The chain did not accept it">
        {data.error}
      </Notice>
    );
  }
  return (
    <Notice
      kind="waiting"
      title={data?.transactionState ? chainStateWords[data.transactionState] : 'Preparing…'}
    >
      {data?.txHash ? (
        <Copyable value={data.txHash} what="transaction hash" />
      ) : (
        'The transaction is being signed.'
      )}
    </Notice>
  );
}

function TokenizeForm({ property }: { readonly property: PropertyDetail }) {
  const [asked, setAsked] = useState<Asked>();
  const { may } = useSession();
  const act = useAct(tokenizeProperty, {
    refreshes: [readProperty, listProperties, readTokenization],
    onDone: () => setAsked(undefined),
  });
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { symbol: '', shares: '' } });
  const errors = form.formState.errors;
  if (!may('token.tokenize')) return <p className="text-muted">Waits for an administrator.</p>;
  const perShare = asked ? (BigInt(property.valuation.amount) * 10n ** 18n) / asked.shares : 0n;
  return (
    <>
      <form
        noValidate
        className="grid gap-4 sm:grid-cols-[1fr_1fr_auto] sm:items-start"
        onSubmit={form.handleSubmit(setAsked)}
      >
        <Field label="Symbol" hint="Short and unique, like MAPLE." error={errors.symbol?.message}>
          {(control) => (
            <Input {...control} className="uppercase" autoComplete="off" {...form.register('symbol')} />
          )}
        </Field>
        <Field label="Number of shares" hint="The most that can ever exist." error={errors.shares?.message}>
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              className="figures"
              placeholder="10,000"
              {...form.register('shares')}
            />
          )}
        </Field>
        <Button type="submit" className="sm:mt-[1.65rem]">
          Review
        </Button>
      </form>
      <ReviewDialog
        open={asked !== undefined}
        onOpenChange={() => setAsked(undefined)}
        title={`Create the shares of ${property.name}`}
        confirmLabel="Create the shares"
        busy={act.isPending}
        onConfirm={() => {
          if (!asked) return;
          act.mutate({
            params: { id: property.id },
            body: { symbol: asked.symbol, shares: asked.shares.toString() },
          });
        }}
        afterwards="Symbol and number cannot be changed afterwards. It takes a few blocks to become final."
        problem={act.error ? <FailureNotice error={act.error} /> : undefined}
      >
        <Detail label="Symbol">{asked?.symbol}</Detail>
        <Detail label="Shares">{asked ? formatShares(asked.shares) : ''}</Detail>
        <Detail label="Valuation">{formatMoney(property.valuation)}</Detail>
        <Detail label="Valuation per share" note="rounded down">
          {formatMoney({ amount: perShare.toString(), currency: 'USD' })}
        </Detail>
      </ReviewDialog>
    </>
  );
}
