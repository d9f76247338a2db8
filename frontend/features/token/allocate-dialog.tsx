'use client';

import {
  allocateShares,
  type Investor,
  listAllocations,
  listHolders,
  listInvestors,
} from '@freehold/shared/token';
import Link from 'next/link';
import { useState } from 'react';
import { toast } from 'sonner';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { formatShares, parseShares } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Input } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';

interface AllocateDialogProps {
  readonly propertyId: string;
  readonly symbol: string;
  readonly onClose: () => void;
}

interface Line {
  readonly investor: Investor;
  readonly shares: bigint;
}

const eligible = (investor: Investor): boolean =>
  investor.verification.state === 'VERIFIED' && investor.wallets.length > 0;

/** First how many shares for whom, then everything once more, then issue. */
export function AllocateDialog({ propertyId, symbol, onClose }: AllocateDialogProps) {
  const investors = useRoute(listInvestors, {});
  const [review, setReview] = useState<readonly Line[]>();
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Issue ${symbol} shares`}
      description={
        review
          ? 'Look once more before anything is sent.'
          : 'Only verified investors with a wallet can hold shares.'
      }
    >
      <QueryView query={investors}>
        {({ items }) =>
          review ? (
            <AllocationReview
              propertyId={propertyId}
              symbol={symbol}
              lines={review}
              onBack={() => setReview(undefined)}
              onDone={onClose}
            />
          ) : (
            <AmountsForm investors={items.filter(eligible)} onReview={setReview} />
          )
        }
      </QueryView>
    </Dialog>
  );
}

interface AmountsFormProps {
  readonly investors: readonly Investor[];
  readonly onReview: (lines: readonly Line[]) => void;
}

function AmountsForm({ investors, onReview }: AmountsFormProps) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string>();
  if (investors.length === 0) {
    return (
      <Notice kind="info" title="Nobody can hold shares yet">
        Verify investors first under{' '}
        <Link href="/admin/investors" className="text-brand underline underline-offset-4">
          Investors
        </Link>
        . They also need a linked wallet.
      </Notice>
    );
  }
  const submit = () => {
    const lines: Line[] = [];
    for (const investor of investors) {
      const text = typed[investor.id]?.trim() ?? '';
      if (text === '') continue;
      const shares = parseShares(text);
      if (shares === undefined || shares === 0n) {
        setProblem(`“${text}” for ${investor.name} is not a number of shares.`);
        return;
      }
      lines.push({ investor, shares });
    }
    if (lines.length === 0) setProblem('Enter a number of shares for at least one investor.');
    else onReview(lines);
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ul className="flex max-h-[45dvh] flex-col gap-2 overflow-y-auto">
        {investors.map((investor) => (
          <li key={investor.id} className="flex items-center gap-3">
            <label htmlFor={`shares-${investor.id}`} className="min-w-0 flex-1">
              <span className="block truncate font-medium text-sm">{investor.name}</span>
              <span className="block truncate text-muted text-xs">{investor.email}</span>
            </label>
            <Input
              id={`shares-${investor.id}`}
              inputMode="decimal"
              placeholder="0"
              className="figures w-32 shrink-0 text-right"
              value={typed[investor.id] ?? ''}
              onChange={(event) => setTyped({ ...typed, [investor.id]: event.target.value })}
            />
          </li>
        ))}
      </ul>
      {problem ? <Notice kind="bad" title={problem} /> : null}
      <Button type="submit">Review</Button>
    </form>
  );
}

interface AllocationReviewProps {
  readonly propertyId: string;
  readonly symbol: string;
  readonly lines: readonly Line[];
  readonly onBack: () => void;
  readonly onDone: () => void;
}

function AllocationReview({ propertyId, symbol, lines, onBack, onDone }: AllocationReviewProps) {
  const act = useAct(allocateShares, {
    refreshes: [listAllocations, listHolders],
    onDone: () => {
      toast.success('Shares are on their way to the wallets');
      onDone();
    },
  });
  const total = lines.reduce((sum, line) => sum + line.shares, 0n);
  const allocations = lines.map((line) => ({ investorId: line.investor.id, shares: line.shares.toString() }));
  return (
    <div className="flex flex-col gap-4">
      <Details className="max-h-[45dvh] overflow-y-auto rounded-lg bg-sunken px-4 text-sm">
        {lines.map((line) => (
          <Detail key={line.investor.id} label={line.investor.name}>
            {formatShares(line.shares)}
          </Detail>
        ))}
        <Detail label={`Total ${symbol}`} strong>
          {formatShares(total)}
        </Detail>
      </Details>
      <p className="text-muted text-sm">
        The shares appear in the investors’ wallets within a few blocks. Taking them back needs a forced
        transfer.
      </p>
      {act.error ? <FailureNotice error={act.error} /> : null}
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <Button tone="secondary" onClick={onBack} disabled={act.isPending}>
          Back
        </Button>
        <Button
          busy={act.isPending}
          onClick={() => act.mutate({ params: { id: propertyId }, body: { allocations } })}
        >
          Issue the shares
        </Button>
      </div>
    </div>
  );
}
