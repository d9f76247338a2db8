'use client';

import { nobody, signOut } from '@freehold/shared/auth';
import { LayoutDashboard, LogOut, ShieldCheck, UserRound } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { roleNames } from '#features/session/gate.tsx';
import { homeOf, useAdoptSession, useSession } from '#features/session/use-session.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Menu, MenuItem, MenuLine, MenuNote } from '#ui/menu.tsx';
import { Skeleton } from '#ui/skeleton.tsx';

/** Who is signed in, the way to one's own pages and the way out. */
export function AccountMenu() {
  const { user, query } = useSession();
  const router = useRouter();
  const adopt = useAdoptSession();
  const leave = useAct(signOut, {
    onDone: () => {
      adopt(nobody);
      router.push('/');
    },
  });
  if (user === undefined) return query.error ? null : <Skeleton className="h-9 w-24" />;
  if (user === null) {
    return (
      <Button asChild size="small">
        <Link href="/sign-in">Sign in</Link>
      </Button>
    );
  }
  return (
    <Menu
      trigger={
        <Button tone="quiet" className="max-w-44 px-2.5" aria-label={`Account of ${user.name}`}>
          <UserRound aria-hidden />
          <span className="hidden truncate sm:inline">{user.name}</span>
        </Button>
      }
    >
      <MenuNote>
        <span className="block font-medium">{user.name}</span>
        <span className="block text-muted text-xs">{user.email}</span>
        <span className="mt-1 block text-muted text-xs">Signed in as {roleNames[user.role]}</span>
      </MenuNote>
      <MenuLine />
      <MenuItem asChild>
        <Link href={homeOf(user.role)}>
          <LayoutDashboard aria-hidden /> My pages
        </Link>
      </MenuItem>
      <MenuItem asChild>
        <Link href="/account">
          <ShieldCheck aria-hidden /> Account and security
        </Link>
      </MenuItem>
      <MenuItem onSelect={() => leave.mutate({})}>
        <LogOut aria-hidden /> Sign out
      </MenuItem>
    </Menu>
  );
}
