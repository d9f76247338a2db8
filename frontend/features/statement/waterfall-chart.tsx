import { type WaterfallStep, waterfallOf } from '#features/statement/waterfall.ts';
import { cn } from '#lib/class-names.ts';
import { formatMoney, type MoneyLike } from '#lib/money-format.ts';

interface WaterfallChartProps {
  readonly gross: MoneyLike;
  readonly processingFees: MoneyLike;
  readonly adjustments?: bigint;
  readonly expenses: MoneyLike;
  readonly platformFee: MoneyLike;
  readonly reserve: MoneyLike;
  readonly net: MoneyLike;
  /** Extra lines under the net, such as the amount per share. */
  readonly perShare?: string | undefined;
}

const BARS = { gross: 'bg-line-strong', deduction: 'bg-warn/70', net: 'bg-brand' } as const;

/** From gross rent to what shareholders receive. The figures are the table; the bars only repeat them. */
export function WaterfallChart(props: WaterfallChartProps) {
  const steps = waterfallOf({
    grossRent: BigInt(props.gross.amount),
    processingFees: BigInt(props.processingFees.amount),
    adjustments: props.adjustments ?? 0n,
    expenses: BigInt(props.expenses.amount),
    platformFee: BigInt(props.platformFee.amount),
    reserve: BigInt(props.reserve.amount),
    net: BigInt(props.net.amount),
  });
  return (
    <dl className="text-sm">
      {steps.map((step) => (
        <WaterfallLine key={step.label} step={step} currency={props.gross.currency} />
      ))}
      {props.perShare ? (
        <div className="mt-2 flex items-baseline justify-between gap-4 rounded-lg bg-brand-soft px-3 py-2.5 text-brand">
          <dt className="font-medium">Per share</dt>
          <dd className="figures font-semibold text-base">{props.perShare}</dd>
        </div>
      ) : null}
    </dl>
  );
}

function WaterfallLine({ step, currency }: { readonly step: WaterfallStep; readonly currency: string }) {
  const total = step.kind !== 'deduction';
  return (
    <div
      className={cn(
        'grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 py-2 sm:grid-cols-[9.5rem_1fr_9.5rem]',
        step.kind === 'net' && 'mt-1 border-line-strong/60 border-t pt-3',
      )}
    >
      <dt className={total ? 'font-semibold' : 'text-muted'}>{step.label}</dt>
      <dd className={cn('figures text-right sm:order-3', total && 'font-semibold')}>
        {formatMoney({ amount: step.amount.toString(), currency })}
      </dd>
      <dd aria-hidden className="relative col-span-2 h-2 sm:order-2 sm:col-span-1 sm:h-3">
        <span
          className={cn('absolute inset-y-0 rounded-xs', step.length > 0 && 'min-w-px', BARS[step.kind])}
          style={{ left: `${step.offset / 10}%`, width: `${step.length / 10}%` }}
        />
      </dd>
    </div>
  );
}
