'use client';

import { confirmEmail, readEmail } from '@freehold/shared/email';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { homeOf, useAdoptSession, useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';

/** What the link of the mail opens. It takes a press: programs that look at links in mails confirm nothing. */
export function ConfirmEmail() {
  const token = useSearchParams().get('token') ?? '';
  const { user, query } = useSession();
  const adopt = useAdoptSession();
  const act = useAct(confirmEmail, { refreshes: [readEmail], onDone: adopt });
  if (token.length < 20) {
    return (
      <Notice kind="bad" title="This link is not complete">
        Open the link from the mail again, all of it. If your mail program cut it in two, have it mailed again
        on your account page.
      </Notice>
    );
  }
  if (act.isSuccess && user) {
    return (
      <Notice
        kind="good"
        title="Your address is confirmed"
        actions={
          <Button asChild size="small">
            <Link href={user.role === 'investor' ? '/onboarding' : homeOf(user.role)}>Go on</Link>
          </Button>
        }
      >
        Everything we have to tell you goes to {user.email}.
      </Notice>
    );
  }
  if (user === undefined) {
    return query.error ? <FailureNotice error={query.error} /> : <SkeletonRows rows={2} />;
  }
  if (user === null) return <SignInFirst token={token} />;
  return (
    <div className="flex flex-col gap-4">
      <p>
        You are signed in as <span className="font-medium">{user.name}</span>. Confirm that the mail with this
        link reached you.
      </p>
      {act.error ? <FailureNotice error={act.error} /> : null}
      {act.error?.code === 'EMAIL_LINK_INVALID' ? (
        <p className="text-muted text-sm">
          Links work once, for a day, and only the newest one.{' '}
          <Link href="/account" className="text-brand underline underline-offset-4">
            See where your address stands
          </Link>
        </p>
      ) : null}
      <Button onClick={() => act.mutate({ body: { token } })} busy={act.isPending}>
        Confirm my address
      </Button>
    </div>
  );
}

function SignInFirst({ token }: { readonly token: string }) {
  const back = encodeURIComponent(`/confirm-email?token=${encodeURIComponent(token)}`);
  return (
    <Notice
      kind="info"
      title="Sign in first"
      actions={
        <Button asChild size="small">
          <Link href={`/sign-in?next=${back}`}>Sign in</Link>
        </Button>
      }
    >
      The link counts for the account that asked for it. Sign in to that one, and you come straight back.
    </Notice>
  );
}
