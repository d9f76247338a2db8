'use client';

import { FailureNotice } from '#features/shell/failure-notice.tsx';

interface ErrorPageProps {
  readonly error: Error;
  readonly reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <main className="mx-auto max-w-2xl px-4 py-16">
      <FailureNotice error={error} onRetry={reset} />
    </main>
  );
}
