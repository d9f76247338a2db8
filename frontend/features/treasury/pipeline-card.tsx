import type { Treasury } from '@freehold/shared/treasury';
import { ArrowDown, ArrowRight } from 'lucide-react';
import { MoveMoney } from '#features/treasury/move-money.tsx';
import { type Stage, type StageGroup, stageGroups } from '#features/treasury/stages.ts';
import { cn } from '#lib/class-names.ts';
import { formatMoney } from '#lib/money-format.ts';

/** The money, stage by stage, in the order in which it travels. */
export function PipelineCard({ treasury }: { readonly treasury: Treasury }) {
  return (
    <ol className="grid gap-4 lg:grid-cols-4 lg:gap-3" aria-label="The way of the money">
      {stageGroups.map((group, position) => (
        <li
          key={group.id}
          className="relative flex flex-col rounded-xl border border-line bg-surface p-4 shadow-card"
        >
          {position > 0 ? (
            <span
              aria-hidden
              className="absolute -top-4 left-6 z-1 flex size-4 items-center justify-center text-muted lg:top-5 lg:-left-3.5"
            >
              <ArrowDown className="size-3.5 lg:hidden" />
              <ArrowRight className="hidden size-3.5 lg:block" />
            </span>
          ) : null}
          <GroupBody group={group} treasury={treasury} />
        </li>
      ))}
    </ol>
  );
}

function GroupBody({ group, treasury }: { readonly group: StageGroup; readonly treasury: Treasury }) {
  return (
    <>
      <h2 className="font-semibold text-sm">{group.title}</h2>
      <dl className="mt-2 flex flex-1 flex-col divide-y divide-line">
        {group.stages.map((stage) => (
          <StageLine key={stage.id} stage={stage} treasury={treasury} />
        ))}
      </dl>
      {group.id === 'bank' ? <MoveMoney kind="wire" treasury={treasury} /> : null}
      {group.id === 'circle' ? <MoveMoney kind="transfer" treasury={treasury} /> : null}
    </>
  );
}

function StageLine({ stage, treasury }: { readonly stage: Stage; readonly treasury: Treasury }) {
  const money = treasury.pipeline[stage.id];
  const empty = BigInt(money.amount) === 0n;
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-3 py-2.5">
      <dt className={cn('text-sm', empty && 'text-muted')}>{stage.label}</dt>
      <dd className={cn('figures ml-auto text-right', empty ? 'text-muted text-sm' : 'font-semibold')}>
        {formatMoney(money)}
      </dd>
      {empty ? null : <dd className="mt-0.5 w-full text-muted text-xs">{stage.waitsFor}</dd>}
    </div>
  );
}
