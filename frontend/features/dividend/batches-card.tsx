import type { DividendBatch, DividendDetail } from '@freehold/shared/dividend';
import { batchWords, isBatchThrough } from '#features/dividend/dividend-state.ts';
import { cn } from '#lib/class-names.ts';
import { Badge } from '#ui/badge.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Progress } from '#ui/progress.tsx';

const SEGMENT = {
  good: 'bg-brand',
  info: 'bg-info animate-pulse',
  neutral: 'bg-line',
  warn: 'bg-warn',
  bad: 'bg-bad',
};

/** Payouts batch by batch: k of n, each with its transaction. */
export function BatchesCard({ dividend }: { readonly dividend: DividendDetail }) {
  const { batches } = dividend;
  const through = batches.filter(isBatchThrough).length;
  return (
    <Card>
      <CardHeader title="Batches" />
      <CardBody>
        <p role="status" className="figures mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="font-semibold text-lg">
            {through} of {batches.length} {batches.length === 1 ? 'batch' : 'batches'}
          </span>
          <span className="text-muted text-sm">
            {dividend.paidHolders} of {dividend.holders} holders paid
          </span>
        </p>
        {batches.length > 1 && batches.length <= 60 ? (
          <BatchBar batches={batches} />
        ) : (
          <Progress label="Holders paid" value={dividend.paidHolders} max={dividend.holders} />
        )}
        <ol className="mt-4 max-h-80 divide-y divide-line overflow-y-auto text-sm">
          {batches.map((batch) => (
            <li key={batch.index} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
              <span className="figures w-20 font-medium">Batch {batch.index + 1}</span>
              <span className="figures w-24 text-muted">
                {batch.count} {batch.count === 1 ? 'holder' : 'holders'}
              </span>
              <Badge tone={batchWords[batch.state].tone}>{batchWords[batch.state].label}</Badge>
              <span className="ml-auto">
                {batch.txHash ? (
                  <Copyable value={batch.txHash} what={`transaction of batch ${batch.index + 1}`} />
                ) : null}
              </span>
            </li>
          ))}
        </ol>
      </CardBody>
    </Card>
  );
}

function BatchBar({ batches }: { readonly batches: readonly DividendBatch[] }) {
  const through = batches.filter(isBatchThrough).length;
  return (
    <div
      role="progressbar"
      aria-label="Batches paid"
      aria-valuenow={through}
      aria-valuemin={0}
      aria-valuemax={batches.length}
      className="flex h-2.5 gap-0.5 overflow-hidden rounded-full"
    >
      {batches.map((batch) => (
        <span
          key={batch.index}
          className={cn(
            'flex-1 transition-colors',
            SEGMENT[isBatchThrough(batch) ? 'good' : batchWords[batch.state].tone],
          )}
        />
      ))}
    </div>
  );
}
