'use client';

import { FactorSetUp } from '#features/session/factor-set-up.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';

interface CompulsoryFactorProps {
  readonly onBegun: () => void;
  readonly onDone: () => void;
}

/** What an administrator without a second factor sees in the place of every page. */
export function CompulsoryFactor({ onBegun, onDone }: CompulsoryFactorProps) {
  return (
    <Card className="mx-auto max-w-xl">
      <CardHeader
        title="Set up your second factor first"
        description="Your role moves other people’s money. A password alone does not open it: a code from an app on your phone is needed as well, from now on at every sign-in."
      />
      <CardBody>
        <FactorSetUp onBegun={onBegun} onDone={onDone} />
      </CardBody>
    </Card>
  );
}
