'use client';

import type { Invitation } from '@freehold/shared/user';
import { Button } from '#ui/button.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Moment } from '#ui/moment.tsx';
import { Notice } from '#ui/notice.tsx';

interface InvitationLinkProps {
  readonly invitation: Invitation;
  /** Whom to send it to: "the tenant", "Ada". */
  readonly who: string;
  readonly onDone: () => void;
}

/** The link of an invitation, which is shown this once. */
export function InvitationLink({ invitation, who, onDone }: InvitationLinkProps) {
  return (
    <div className="flex flex-col gap-4">
      <Notice kind="info" title={`Send this link to ${who}`}>
        It is shown only now; we keep just its fingerprint. It is good until{' '}
        <Moment at={invitation.expiresAt} />.
      </Notice>
      <div className="rounded-lg bg-sunken p-3">
        <Copyable value={invitation.url} what="invitation link" full />
      </div>
      <Button onClick={onDone}>I have copied it</Button>
    </div>
  );
}
