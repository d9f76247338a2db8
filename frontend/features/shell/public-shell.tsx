import Link from 'next/link';
import type { ReactNode } from 'react';
import { VerifyLink } from '#features/receipt/verify-link.tsx';
import { AccountMenu } from '#features/shell/account-menu.tsx';
import { ApiBanner } from '#features/shell/api-banner.tsx';
import { Brand } from '#features/shell/brand.tsx';
import { SkipLink } from '#features/shell/skip-link.tsx';
import { ThemeMenu } from '#features/shell/theme-menu.tsx';

const linkStyles = 'inline-flex min-h-8 items-center rounded-md px-2 text-muted text-sm hover:text-ink';

/** Frame of the pages that need no account. */
export function PublicShell({ children }: { readonly children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className="border-line border-b bg-surface">
        <div className="mx-auto flex h-16 max-w-6xl items-center gap-2 px-4 sm:gap-4 sm:px-6">
          <Brand />
          <nav aria-label="Main" className="ml-auto flex items-center">
            <Link href="/properties" className={`${linkStyles} max-sm:hidden`}>
              Properties
            </Link>
            <VerifyLink className={linkStyles}>Verify</VerifyLink>
          </nav>
          <div className="flex items-center gap-1">
            <ThemeMenu />
            <AccountMenu />
          </div>
        </div>
      </header>
      <ApiBanner />
      <main id="content" tabIndex={-1} className="flex-1 focus:outline-none">
        {children}
      </main>
      <footer className="border-line border-t">
        <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-6 text-muted text-sm sm:px-6">
          <p>Freehold. Rent in, USDC out, every cent provable.</p>
          <nav aria-label="Footer" className="flex gap-2">
            <Link href="/properties" className={linkStyles}>
              Properties
            </Link>
            <VerifyLink className={linkStyles}>Verify a receipt</VerifyLink>
          </nav>
        </div>
      </footer>
    </div>
  );
}
