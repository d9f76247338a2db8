'use client';

import type { Route } from '@freehold/shared/route';
import { type ReactNode, useState } from 'react';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { ReasonDialog } from '#features/shell/reason-dialog.tsx';
import type { Loose } from '#lib/api.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { ReviewDialog } from '#ui/review-dialog.tsx';

interface DecideProposalProps<Confirmation extends Route, Refusal extends Route> {
  /** Who proposed it: they may take it back, and not confirm it. */
  readonly proposedBy: { readonly id: string };
  /** Routes whose answers a decision changes. */
  readonly refreshes: readonly Route[];
  readonly confirm: {
    readonly route: Confirmation;
    readonly request: Loose<Confirmation>;
    readonly title: string;
    readonly afterwards: ReactNode;
    readonly disabled?: boolean;
  };
  readonly refuse: {
    readonly route: Refusal;
    readonly requestOf: (reason: string) => Loose<Refusal>;
    /** What is refused or withdrawn, with its article. */
    readonly what: string;
    readonly description: string;
  };
  /** `Detail` lines: what is confirmed. */
  readonly children: ReactNode;
}

/** The buttons of the second administrator, and of the first to take the proposal back. */
export function DecideProposal<Confirmation extends Route, Refusal extends Route>(
  props: DecideProposalProps<Confirmation, Refusal>,
) {
  const { user } = useSession();
  const [open, setOpen] = useState<'confirm' | 'refuse'>();
  const close = () => setOpen(undefined);
  const confirm = useAct(props.confirm.route, { refreshes: props.refreshes, onDone: close });
  const refuse = useAct(props.refuse.route, { refreshes: props.refreshes, onDone: close });
  const own = user?.id === props.proposedBy.id;
  const refuseLabel = own ? 'Withdraw' : 'Refuse';
  return (
    <>
      {own ? null : (
        <Button tone="danger" onClick={() => setOpen('confirm')}>
          Confirm
        </Button>
      )}
      <Button tone="secondary" onClick={() => setOpen('refuse')}>
        {refuseLabel}
      </Button>
      <ReviewDialog
        open={open === 'confirm'}
        onOpenChange={close}
        title={props.confirm.title}
        afterwards={props.confirm.afterwards}
        confirmLabel="Confirm and send"
        danger
        disabled={props.confirm.disabled ?? false}
        busy={confirm.isPending}
        problem={confirm.error ? <FailureNotice error={confirm.error} /> : null}
        onConfirm={() => confirm.mutate(props.confirm.request)}
      >
        {props.children}
      </ReviewDialog>
      <ReasonDialog
        open={open === 'refuse'}
        onOpenChange={close}
        title={`${refuseLabel} ${props.refuse.what}`}
        description={props.refuse.description}
        confirmLabel={refuseLabel}
        busy={refuse.isPending}
        error={refuse.error}
        onConfirm={(reason) => refuse.mutate(props.refuse.requestOf(reason))}
      />
    </>
  );
}
