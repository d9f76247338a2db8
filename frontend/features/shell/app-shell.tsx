'use client';

import { Menu as MenuIcon } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { VerifyLink } from '#features/receipt/verify-link.tsx';
import { StepUpHost } from '#features/session/step-up-host.tsx';
import { useSession } from '#features/session/use-session.ts';
import { AccountMenu } from '#features/shell/account-menu.tsx';
import { ApiBanner } from '#features/shell/api-banner.tsx';
import { Brand } from '#features/shell/brand.tsx';
import { isCurrent, menuOf } from '#features/shell/navigation.ts';
import { SkipLink } from '#features/shell/skip-link.tsx';
import { ThemeMenu } from '#features/shell/theme-menu.tsx';
import { cn } from '#lib/class-names.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Skeleton } from '#ui/skeleton.tsx';

/** Frame of the pages of an account: menu on the left, or behind a button on narrow screens. */
export function AppShell({ children }: { readonly children: ReactNode }) {
  const [menuOpen, setMenuOpen] = useState(false);
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is the reason to close
  useEffect(() => setMenuOpen(false), [path]);
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className="sticky top-0 z-30 border-line border-b bg-surface">
        <div className="flex h-14 items-center gap-2 px-3 sm:px-5">
          <Button
            tone="quiet"
            size="icon"
            className="lg:hidden"
            aria-label="Open the menu"
            onClick={() => setMenuOpen(true)}
          >
            <MenuIcon aria-hidden />
          </Button>
          <Brand />
          <div className="ml-auto flex items-center gap-1">
            <ThemeMenu />
            <AccountMenu />
          </div>
        </div>
      </header>
      <ApiBanner />
      <div className="flex flex-1">
        <aside className="sticky top-14 hidden h-[calc(100dvh-3.5rem)] w-56 shrink-0 overflow-y-auto border-line border-r bg-surface px-3 py-5 lg:block">
          <SideMenu />
        </aside>
        <main
          id="content"
          tabIndex={-1}
          className="min-w-0 flex-1 px-4 py-6 focus:outline-none sm:px-8 sm:py-8"
        >
          <div className="mx-auto max-w-6xl">{children}</div>
        </main>
      </div>
      <StepUpHost />
      <Dialog open={menuOpen} onOpenChange={setMenuOpen} title="Menu" placement="side">
        <SideMenu />
      </Dialog>
    </div>
  );
}

function SideMenu() {
  const { user } = useSession();
  const path = usePathname();
  if (user === undefined) return <Skeleton className="h-40 w-full" />;
  const items = user ? menuOf(user.role) : [];
  return (
    <nav aria-label="My pages" className="flex flex-col gap-0.5">
      {items.map((item) => (
        <SideLink key={item.href} href={item.href} label={item.label} current={isCurrent(item, path)} />
      ))}
      {items.length > 0 ? <span aria-hidden className="mx-3 my-2 h-px bg-line" /> : null}
      <VerifyLink
        aria-current={path === '/verify' ? 'page' : undefined}
        className={sideLinkStyles(path === '/verify')}
      >
        Verify a receipt
      </VerifyLink>
      {user ? <SideLink href="/account" label="Account" current={path === '/account'} /> : null}
    </nav>
  );
}

interface SideLinkProps {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
}

const sideLinkStyles = (current: boolean): string =>
  cn(
    'flex min-h-9 items-center rounded-lg px-3 text-sm',
    current ? 'bg-brand-soft font-medium text-brand' : 'text-muted hover:bg-sunken hover:text-ink',
  );

function SideLink({ href, label, current }: SideLinkProps) {
  return (
    <Link href={href} aria-current={current ? 'page' : undefined} className={sideLinkStyles(current)}>
      {label}
    </Link>
  );
}
