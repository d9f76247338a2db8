'use client';

import { readSystem } from '@freehold/shared/config';
import { listDividends } from '@freehold/shared/dividend';
import { listKyc } from '@freehold/shared/kyc';
import { listProperties } from '@freehold/shared/property';
import { readLatestReconciliation } from '@freehold/shared/reconciliation';
import { listStatements } from '@freehold/shared/statement';
import { readTreasury } from '@freehold/shared/treasury';
import { ChevronRight, Coffee } from 'lucide-react';
import Link from 'next/link';
import { SystemCard } from '#features/home/system-card.tsx';
import { waitingItems } from '#features/home/waiting-items.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Amount } from '#ui/amount.tsx';
import { Card, CardHeader } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Figure, FigureRow } from '#ui/figure.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';

const EVERY = { every: 10_000 } as const;

export function AdminOverview() {
  const properties = useRoute(listProperties, {}, EVERY);
  const revoked = useRoute(listKyc, { query: { state: 'REVOKED', limit: 200 } }, EVERY);
  const statements = useRoute(listStatements, {}, EVERY);
  const dividends = useRoute(listDividends, {}, EVERY);
  const treasury = useRoute(readTreasury, {}, EVERY);
  const reconciliation = useRoute(readLatestReconciliation, {}, EVERY);
  const system = useRoute(readSystem, {}, EVERY);
  const queries = [properties, revoked, statements, dividends, treasury];
  const failed = queries.find((query) => query.error && !query.data);
  const loading = queries.some((query) => query.isPending);
  const items = waitingItems({
    properties: properties.data?.items,
    revoked: revoked.data?.items,
    statements: statements.data?.items,
    dividends: dividends.data?.items,
    treasury: treasury.data,
  });
  const pipeline = treasury.data?.pipeline;
  const run = reconciliation.data?.run;
  return (
    <div className="flex flex-col gap-6">
      <FigureRow>
        <Figure label="In the treasury" value={pipeline && <Amount money={pipeline.treasury} />} />
        <Figure label="At Circle" value={pipeline && <Amount money={pipeline.circle} />} />
        <Figure label="At the bank" value={pipeline && <Amount money={pipeline.bank} />} />
        <Figure
          label="Reconciliation"
          value={reconciliation.data && (run ? RUN_WORDS[run.state] : 'Not run yet')}
          note={run && `${run.checks.filter((check) => check.equal).length} of ${run.checks.length} equal`}
        />
      </FigureRow>
      <div className="grid gap-6 lg:grid-cols-[3fr_2fr] lg:items-start">
        <Card>
          <CardHeader title="Waiting for you" />
          {failed ? <FailureNotice error={failed.error} className="mx-5 mb-5" /> : null}
          {loading ? (
            <div className="px-5 pb-5">
              <SkeletonRows />
            </div>
          ) : items.length === 0 && !failed ? (
            <EmptyState icon={Coffee} title="Nothing waits for you">
              Reviews, wires and dividends that need a decision appear here.
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line border-line border-t">
              {items.map((item) => (
                <li key={`${item.href} ${item.key}`}>
                  <Link href={item.href} className="flex items-center gap-3 px-5 py-3.5 hover:bg-sunken/60">
                    <span className="min-w-0 flex-1">
                      <span className="block font-medium">{item.title}</span>
                      <span className="figures block text-muted text-sm">{item.detail}</span>
                    </span>
                    <ChevronRight className="size-4 shrink-0 text-muted" aria-hidden />
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Card>
        <SystemCard query={system} />
      </div>
    </div>
  );
}

const RUN_WORDS = { RUNNING: 'Running', CLEAN: 'Clean', BREAKS: 'Breaks', FAILED: 'Failed' } as const;
