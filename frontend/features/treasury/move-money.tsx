'use client';

import { listStatements, readStatement } from '@freehold/shared/statement';
import { createTransfer, createWire, readTreasury, type Treasury } from '@freehold/shared/treasury';
import { ArrowRightLeft, Landmark } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { formatMoney } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Detail } from '#ui/details.tsx';
import { ReviewDialog } from '#ui/review-dialog.tsx';

const KINDS = {
  wire: {
    route: createWire,
    icon: Landmark,
    label: 'Send wire',
    title: 'Send a wire to Circle',
    from: 'Operating account at the bank',
    to: 'Freehold’s account at Circle',
    afterwards: 'Circle credits the same amount in USDC, one to one, once the wire arrives.',
    nothing: 'The bank holds nothing for properties right now.',
    done: 'The wire is on its way',
  },
  transfer: {
    route: createTransfer,
    icon: ArrowRightLeft,
    label: 'Move USDC to treasury',
    title: 'Move USDC to the treasury',
    from: 'Freehold’s account at Circle',
    to: 'Treasury contract on the chain',
    afterwards: 'Once final on the chain, the treasury credits each property with its part.',
    nothing: 'Circle holds nothing for properties right now.',
    done: 'The transfer is on its way',
  },
} as const;

interface MoveMoneyProps {
  readonly kind: keyof typeof KINDS;
  readonly treasury: Treasury;
}

/** The two moves that wait for a person, each behind one review card. */
export function MoveMoney({ kind, treasury }: MoveMoneyProps) {
  const [open, setOpen] = useState(false);
  const { may } = useSession();
  const words = KINDS[kind];
  const act = useAct(words.route, {
    refreshes: [readTreasury, listStatements, readStatement],
    onDone: ({ movement }) => {
      setOpen(false);
      if (movement) toast.success(`${words.done}: ${formatMoney(movement.amount)}`);
      else toast.info(words.nothing);
    },
  });
  if (!may('treasury.move')) return null;
  const amount = kind === 'wire' ? treasury.pipeline.bank : treasury.pipeline.circle;
  const Icon = words.icon;
  return (
    <div className="pt-3">
      <Button
        size="small"
        className="w-full"
        disabled={BigInt(amount.amount) <= 0n}
        onClick={() => setOpen(true)}
      >
        <Icon aria-hidden /> {words.label}
      </Button>
      <ReviewDialog
        open={open}
        onOpenChange={setOpen}
        title={words.title}
        confirmLabel={words.label}
        busy={act.isPending}
        onConfirm={() => act.mutate({})}
        afterwards={words.afterwards}
        problem={act.error ? <FailureNotice error={act.error} /> : undefined}
      >
        <Detail label="From">{words.from}</Detail>
        <Detail label="To">{words.to}</Detail>
        <Detail label="Amount" strong note="all that is held for properties">
          {formatMoney(amount)}
        </Detail>
      </ReviewDialog>
    </div>
  );
}
