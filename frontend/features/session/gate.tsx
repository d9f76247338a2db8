'use client';

import type { Permission, Role } from '@freehold/shared/permissions';
import { LockKeyhole, ShieldX } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { CompulsoryFactor } from '#features/session/compulsory-factor.tsx';
import { FactorGate } from '#features/session/factor-gate.tsx';
import { homeOf, useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';

export const roleNames: Readonly<Record<Role, string>> = {
  investor: 'investor',
  manager: 'property manager',
  tenant: 'tenant',
  admin: 'administrator',
  auditor: 'auditor',
};

interface GateProps {
  readonly permission: Permission;
  /** Names the page while its own heading is not there; left out where the heading stands outside. */
  readonly title?: string;
  readonly children: ReactNode;
}

/** Shows its children to people who hold the permission, and to everyone else a page that says why not. */
export function Gate({ permission, title, children }: GateProps) {
  const { user, may } = useSession();
  const open = user && may(permission);
  return (
    <>
      {title && !open ? <h1 className="sr-only">{title}</h1> : null}
      <GateBody permission={permission}>{children}</GateBody>
    </>
  );
}

function GateBody({ permission, children }: Omit<GateProps, 'title'>) {
  const { query, user, may, secondFactor } = useSession();
  const path = usePathname();
  // Recovery codes stay on the page until their owner kept them, though the session is complete by then.
  const [settingUp, setSettingUp] = useState(false);
  if (user === undefined) {
    return query.error ? (
      <FailureNotice error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonRows rows={5} label="Checking who is signed in" />
    );
  }
  if (user === null) {
    return (
      <EmptyState
        icon={LockKeyhole}
        title="Sign in to see this page"
        action={
          <Button asChild>
            <Link href={`/sign-in?next=${encodeURIComponent(path)}`}>Sign in</Link>
          </Button>
        }
      >
        What stands here belongs to one account. After signing in you come straight back.
      </EmptyState>
    );
  }
  if (secondFactor === 'TO_SET_UP' || settingUp) {
    return (
      <CompulsoryFactor
        onBegun={() => setSettingUp(true)}
        onDone={() => void query.refetch().then(() => setSettingUp(false))}
      />
    );
  }
  if (secondFactor === 'TO_VERIFY') return <FactorGate />;
  if (!may(permission)) {
    return (
      <EmptyState
        icon={ShieldX}
        title="This page is for another role"
        action={
          <Button asChild tone="secondary">
            <Link href={homeOf(user.role)}>Go to my pages</Link>
          </Button>
        }
      >
        You are signed in as {user.name} ({roleNames[user.role]}). That role does not include this page. If it
        should, ask an administrator.
      </EmptyState>
    );
  }
  return <>{children}</>;
}
