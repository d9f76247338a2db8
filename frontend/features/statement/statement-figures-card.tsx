import type { Statement } from '@freehold/shared/statement';
import { WaterfallChart } from '#features/statement/waterfall-chart.tsx';
import { formatMoney } from '#lib/money-format.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';

/** From gross to net per share, before anything is decided. */
export function StatementFiguresCard({ statement }: { readonly statement: Statement }) {
  const { figures } = statement;
  const adjustments =
    BigInt(figures.grossRent.amount) -
    BigInt(figures.processingFees.amount) -
    BigInt(figures.distributable.amount);
  return (
    <Card>
      <CardHeader title="From rent to dividend" />
      <CardBody>
        <WaterfallChart
          gross={figures.grossRent}
          processingFees={figures.processingFees}
          adjustments={adjustments}
          expenses={figures.expenses}
          platformFee={figures.platformFee}
          reserve={figures.reserve}
          net={figures.net}
          perShare={figures.perShare ? formatMoney(figures.perShare) : undefined}
        />
        {figures.perShare ? null : (
          <p className="mt-2 text-muted text-sm">The amount per share shows once the property has shares.</p>
        )}
      </CardBody>
    </Card>
  );
}
