'use client';

import type { ReactNode } from 'react';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import type { ApiError } from '#lib/api-error.ts';
import { SkeletonRows } from '#ui/skeleton.tsx';

interface QueryViewProps<Data> {
  readonly query: {
    readonly data: Data | undefined;
    readonly error: ApiError | null;
    readonly refetch: () => unknown;
  };
  readonly children: (data: Data) => ReactNode;
  readonly skeleton?: ReactNode;
  readonly className?: string;
}

/** Shows what an answer looks like, a skeleton before it, and the failure with a way to try again instead of it. */
export function QueryView<Data>({ query, children, skeleton, className }: QueryViewProps<Data>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) {
    return (
      <FailureNotice error={query.error} onRetry={() => void query.refetch()} className={className ?? ''} />
    );
  }
  return <div className={className}>{skeleton ?? <SkeletonRows />}</div>;
}
