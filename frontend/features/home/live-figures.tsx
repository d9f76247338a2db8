'use client';

import { readConfig, readSystem } from '@freehold/shared/config';
import { listAnchors } from '@freehold/shared/ledger';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Figure, FigureRow } from '#ui/figure.tsx';
import { Moment } from '#ui/moment.tsx';

const count = (value: string): string => BigInt(value).toLocaleString('en-US');

/** How the ledger and the chain stand at this moment, read from the API. */
export function LiveFigures() {
  const system = useRoute(readSystem, {}, { every: 5_000 });
  const anchors = useRoute(listAnchors, { query: { limit: 1 } }, { every: 10_000 });
  const config = useRoute(readConfig, {});
  const data = system.data;
  const latest = anchors.data?.items[0];
  const chain = config.data?.chainName;
  return (
    <section aria-labelledby="now">
      <h2 id="now" className="mb-3 font-medium text-muted text-sm">
        Right now
      </h2>
      {system.error && !data ? (
        <FailureNotice error={system.error} onRetry={() => void system.refetch()} />
      ) : (
        <FigureRow>
          <Figure
            label="Ledger entries"
            value={data && count(data.ledger.entries)}
            note="never changed, never deleted"
          />
          <Figure
            label="Provable on the chain"
            value={data && count(data.ledger.anchored)}
            note={data && `${count(data.ledger.sealed)} sealed`}
          />
          <Figure
            label="Newest root"
            value={anchors.data && (latest ? `№ ${latest.sequence}` : 'None yet')}
            note={latest ? <Moment at={latest.createdAt} relative /> : undefined}
          />
          <Figure
            label="Chain read to block"
            value={data && (data.chain.indexed ? count(data.chain.indexed) : '—')}
            note={chain}
          />
        </FigureRow>
      )}
    </section>
  );
}
