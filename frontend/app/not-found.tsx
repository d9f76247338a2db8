import { Compass } from 'lucide-react';
import Link from 'next/link';
import { PublicShell } from '#features/shell/public-shell.tsx';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

export default function NotFound() {
  return (
    <PublicShell>
      <h1 className="sr-only">Page not found</h1>
      <EmptyState
        icon={Compass}
        title="There is no page at this address"
        action={
          <Button asChild tone="secondary">
            <Link href="/">Go to the start</Link>
          </Button>
        }
      >
        The link may be old, or a letter may be missing.
      </EmptyState>
    </PublicShell>
  );
}
