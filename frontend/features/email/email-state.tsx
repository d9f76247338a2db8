'use client';

import { readSession } from '@freehold/shared/auth';
import { type EmailState, readEmail } from '@freehold/shared/email';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ChangeEmailDialog } from '#features/email/change-email-dialog.tsx';
import { ResendLinkButton } from '#features/email/resend-link-button.tsx';
import { useSession } from '#features/session/use-session.ts';
import { refresh } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Moment } from '#ui/moment.tsx';

/** Where the own address stands; looks again while a link is on its way, which is often followed in another window. */
export function useEmailState(): EmailState | undefined {
  const client = useQueryClient();
  const { user } = useSession();
  const { data } = useRoute(readEmail, {}, { every: (state) => (state?.pending ? 4_000 : false) });
  const stale =
    data !== undefined &&
    user != null &&
    (data.email !== user.email || data.confirmed !== user.emailConfirmed);
  useEffect(() => {
    if (stale) void refresh(client, [readSession]);
  }, [client, stale]);
  return data;
}

/** What a link that is on its way waits for, and the two things to do when it does not come. */
export function EmailStanding({ state }: { readonly state: EmailState }) {
  const [changing, setChanging] = useState(false);
  const { email, confirmed, pending } = state;
  return (
    <div className="flex flex-col items-start gap-3">
      <p>{sentenceOf(state)}</p>
      {pending ? (
        <p>
          Mailed <Moment at={pending.sentAt} />, good until <Moment at={pending.expiresAt} />.
        </p>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        {pending || !confirmed ? <ResendLinkButton pending={pending} /> : null}
        <Button tone="quiet" size="small" onClick={() => setChanging(true)}>
          {confirmed ? 'Change the address' : `${pending?.email ?? email} is wrong?`}
        </Button>
      </div>
      {changing ? <ChangeEmailDialog onClose={() => setChanging(false)} /> : null}
    </div>
  );
}

function sentenceOf({ email, confirmed, pending }: EmailState): string {
  if (confirmed && pending) {
    return `${pending.email} takes over once you follow the link we mailed to it. Until then ${email} stays.`;
  }
  if (confirmed) return `${email} is confirmed.`;
  if (pending) {
    return `We wrote to ${pending.email}. Follow the link in that mail, and look among the junk if it does not come.`;
  }
  return 'The link we mailed has expired. Have another one sent.';
}
