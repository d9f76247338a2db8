'use client';

import { nobody, signOut } from '@freehold/shared/auth';
import { stepUp } from '@freehold/shared/second-factor';
import { CodeForm } from '#features/session/code-form.tsx';
import { useAdoptSession } from '#features/session/use-session.ts';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';

/** The second half of signing in, in the place of the page that it opens. */
export function FactorGate() {
  const adopt = useAdoptSession();
  const give = useAct(stepUp, { onDone: adopt });
  const leave = useAct(signOut, { onDone: () => adopt(nobody) });
  return (
    <Card className="mx-auto max-w-md">
      <CardHeader
        title="One more step: your second factor"
        description="The password was right. Now the code that your authenticator app shows."
      />
      <CardBody>
        <CodeForm
          label="Code"
          hint="6 digits, new every 30 seconds. Phone lost? Enter one of your recovery codes instead."
          submitLabel="Continue"
          busy={give.isPending}
          error={give.error}
          onCode={(code) => give.mutate({ body: { code } })}
        />
        <p className="mt-4 text-center text-muted text-sm">
          Not you?{' '}
          <Button tone="link" onClick={() => leave.mutate({})} busy={leave.isPending}>
            Sign out
          </Button>
        </p>
      </CardBody>
    </Card>
  );
}
