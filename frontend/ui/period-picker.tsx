'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { formatPeriod, isPeriod, shiftPeriod } from '#lib/date-format.ts';
import { Button } from '#ui/button.tsx';

interface PeriodPickerProps {
  readonly period: string;
  readonly onChange: (period: string) => void;
}

/** One month back, one month on, or any month typed. */
export function PeriodPicker({ period, onChange }: PeriodPickerProps) {
  return (
    <div className="flex items-center gap-1">
      <Button
        tone="secondary"
        size="icon"
        aria-label={`Show ${formatPeriod(shiftPeriod(period, -1))}`}
        onClick={() => onChange(shiftPeriod(period, -1))}
      >
        <ChevronLeft aria-hidden />
      </Button>
      <label className="relative">
        <span className="sr-only">Month</span>
        <input
          type="month"
          value={period}
          onChange={(event) => {
            if (isPeriod(event.target.value)) onChange(event.target.value);
          }}
          className="figures h-10 w-44 rounded-lg border border-line-strong/60 bg-surface px-3 text-sm"
        />
      </label>
      <Button
        tone="secondary"
        size="icon"
        aria-label={`Show ${formatPeriod(shiftPeriod(period, 1))}`}
        onClick={() => onChange(shiftPeriod(period, 1))}
      >
        <ChevronRight aria-hidden />
      </Button>
    </div>
  );
}
