'use client';

import { EmailStanding, useEmailState } from '#features/email/email-state.tsx';
import { Badge } from '#ui/badge.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';

export function EmailCard() {
  const state = useEmailState();
  return (
    <Card>
      <CardHeader
        title="E-mail address"
        description="You sign in by it; notices and links to new passwords go there."
        actions={
          state ? (
            <Badge tone={state.confirmed ? 'good' : 'warn'}>
              {state.confirmed ? 'Confirmed' : 'Not confirmed yet'}
            </Badge>
          ) : undefined
        }
      />
      <CardBody>{state ? <EmailStanding state={state} /> : <SkeletonRows rows={2} />}</CardBody>
    </Card>
  );
}
