'use client';

import { readConfig, readSystem } from '@freehold/shared/config';
import { listAnchors } from '@freehold/shared/ledger';
import type { ReactNode } from 'react';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Copyable } from '#ui/copyable.tsx';
import { Moment } from '#ui/moment.tsx';
import { Skeleton } from '#ui/skeleton.tsx';

const count = (value: string): string => BigInt(value).toLocaleString('en-US');

/** How the ledger and the chain stand at this moment, read from the API. */
export function LiveFigures() {
  const system = useRoute(readSystem, {}, { every: 5_000 });
  const anchors = useRoute(listAnchors, { query: { limit: 1 } }, { every: 10_000 });
  const config = useRoute(readConfig, {});
  const data = system.data;
  const latest = anchors.data?.items[0];
  return (
    <section aria-labelledby="now" className="rounded-2xl border border-line bg-paper p-6">
      <h2 id="now" className="flex items-center gap-2 font-medium text-muted text-sm">
        <span aria-hidden className="size-2 rounded-full bg-good" /> The ledger right now
      </h2>
      {system.error && !data ? (
        <FailureNotice error={system.error} onRetry={() => void system.refetch()} className="mt-4" />
      ) : (
        <dl className="mt-2 divide-y divide-line">
          <LiveFigure
            label="Entries"
            note="never changed, never deleted"
            value={data && count(data.ledger.entries)}
          />
          <LiveFigure
            label="Provable on the chain"
            note={config.data?.chainName}
            value={data && count(data.ledger.anchored)}
          />
          <LiveFigure
            label="Newest root"
            note={latest ? <Moment at={latest.createdAt} relative /> : undefined}
            value={anchors.data && (latest ? <Copyable value={latest.root} what="root" /> : 'none yet')}
          />
          <LiveFigure
            label="Chain read to block"
            value={data && (data.chain.indexed ? count(data.chain.indexed) : '—')}
          />
        </dl>
      )}
    </section>
  );
}

interface LiveFigureProps {
  readonly label: string;
  readonly value: ReactNode | undefined;
  readonly note?: ReactNode;
}

function LiveFigure({ label, value, note }: LiveFigureProps) {
  return (
    <div className="flex min-h-16 items-center justify-between gap-4 py-3">
      <dt>
        {label}
        {note ? <span className="block text-muted text-xs">{note}</span> : null}
      </dt>
      <dd className="figures text-right font-semibold text-xl tracking-tight">
        {value === undefined ? <Skeleton className="h-7 w-20" /> : value}
      </dd>
    </div>
  );
}
