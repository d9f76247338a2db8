'use client';

import type { Payout } from '@freehold/shared/dividend';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { monthTotals } from '#features/portfolio/months.ts';
import { formatPeriod, formatShortPeriod } from '#lib/date-format.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';

const USDC_UNIT = 1_000_000;
const TICK = { fill: 'var(--muted)', fontSize: 12 };

/** USDC received month by month. The payouts table below is the same in figures. */
export function PayoutsChart({ payouts }: { readonly payouts: readonly Payout[] }) {
  const months = monthTotals(payouts);
  // Drawn: heights only, the exact figures stand in the tooltip and in the table.
  const bars = months.map((month) => ({ ...month, height: Number(month.amount) / USDC_UNIT }));
  return (
    <Card>
      <CardHeader title="Received by month" description="USDC, by the month the rent is for." />
      <CardBody>
        <div className="h-56" aria-hidden>
          <ResponsiveContainer width="100%" height="100%">
            <BarChart
              data={bars}
              margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
              accessibilityLayer={false}
            >
              <CartesianGrid vertical={false} stroke="var(--line)" />
              <XAxis
                dataKey="period"
                tickFormatter={formatShortPeriod}
                tick={TICK}
                tickLine={false}
                axisLine={false}
              />
              <YAxis tick={TICK} tickLine={false} axisLine={false} width={56} />
              <Tooltip cursor={{ fill: 'var(--sunken)' }} content={<MonthTooltip />} />
              <Bar
                dataKey="height"
                fill="var(--brand)"
                radius={[4, 4, 0, 0]}
                maxBarSize={48}
                isAnimationActive={false}
              />
            </BarChart>
          </ResponsiveContainer>
        </div>
      </CardBody>
    </Card>
  );
}

interface MonthTooltipProps {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: { readonly period: string; readonly label: string } }[];
}

function MonthTooltip({ active, payload }: MonthTooltipProps) {
  const month = payload?.[0]?.payload;
  if (!active || !month) return null;
  return (
    <div className="rounded-lg border border-line bg-surface px-3 py-2 text-sm shadow-lg">
      <p className="text-muted text-xs">{formatPeriod(month.period)}</p>
      <p className="figures font-semibold">{month.label}</p>
    </div>
  );
}
