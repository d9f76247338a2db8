'use client';

import { readSession } from '@freehold/shared/auth';
import {
  readSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  type SecondFactor,
} from '@freehold/shared/second-factor';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { FactorSetUp } from '#features/session/factor-set-up.tsx';
import { RecoveryCodes } from '#features/session/recovery-codes.tsx';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { refresh, useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Moment } from '#ui/moment.tsx';
import { Notice } from '#ui/notice.tsx';
import { ReviewDialog } from '#ui/review-dialog.tsx';

/** Whether a code is asked for besides the password, and the way to change that. */
export function FactorCard() {
  const factor = useRoute(readSecondFactor, {});
  // Kept here, so that the recovery codes stay in view though the factor is on by then.
  const [settingUp, setSettingUp] = useState(false);
  const client = useQueryClient();
  const done = () => {
    setSettingUp(false);
    void refresh(client, [readSecondFactor, readSession]);
  };
  return (
    <Card>
      <CardHeader
        title="Second factor"
        description="A code from an app on your phone, asked for at sign-in and before money or rights move."
        actions={
          factor.data ? (
            <Badge tone={factor.data.confirmedAt ? 'good' : 'warn'}>
              {factor.data.confirmedAt ? 'On' : 'Off'}
            </Badge>
          ) : undefined
        }
      />
      <CardBody>
        <QueryView query={factor}>
          {(data) =>
            data.confirmedAt ? <FactorOn factor={data} /> : <FactorOff onBegin={() => setSettingUp(true)} />
          }
        </QueryView>
      </CardBody>
      {settingUp ? (
        <Dialog open onOpenChange={(wanted) => (wanted ? undefined : done())} title="Set up a second factor">
          <FactorSetUp onDone={done} />
        </Dialog>
      ) : null}
    </Card>
  );
}

function FactorOff({ onBegin }: { readonly onBegin: () => void }) {
  return (
    <>
      <p className="mb-4 text-sm">
        Without it, whoever learns your password is you. Setting it up takes a minute.
      </p>
      <Button onClick={onBegin}>Set up an app</Button>
    </>
  );
}

function FactorOn({ factor }: { readonly factor: SecondFactor }) {
  const [codes, setCodes] = useState<readonly string[]>();
  const [removing, setRemoving] = useState(false);
  const renew = useAct(renewRecoveryCodes, {
    refreshes: [readSecondFactor],
    onDone: ({ recoveryCodes }) => setCodes(recoveryCodes),
  });
  const remove = useAct(removeSecondFactor, {
    refreshes: [readSecondFactor, readSession],
    onDone: () => {
      setRemoving(false);
      toast.success('The second factor was removed');
    },
  });
  const left = factor.recoveryCodesLeft;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm">
        {factor.confirmedAt ? (
          <>
            An app is set up since <Moment at={factor.confirmedAt} />.
          </>
        ) : null}{' '}
        {left === 1 ? '1 recovery code is' : `${left} recovery codes are`} left.
        {factor.compulsory ? ' Your role cannot go without.' : null}
      </p>
      {left < 3 ? (
        <Notice kind="warn" title={left === 0 ? 'No recovery codes are left' : 'Few recovery codes are left'}>
          Without one, losing the phone means losing the way in. Make new ones and keep them.
        </Notice>
      ) : null}
      {renew.error ? <FailureNotice error={renew.error} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button tone="secondary" busy={renew.isPending} onClick={() => renew.mutate({})}>
          Make new recovery codes
        </Button>
        {factor.compulsory ? null : (
          <Button tone="danger" onClick={() => setRemoving(true)}>
            Remove the app
          </Button>
        )}
      </div>
      {codes ? (
        <Dialog open onOpenChange={() => setCodes(undefined)} title="New recovery codes">
          <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />
        </Dialog>
      ) : null}
      <ReviewDialog
        open={removing}
        onOpenChange={setRemoving}
        title="Remove the second factor"
        afterwards="Your password alone opens your account then. The recovery codes end as well. We mail you about it."
        confirmLabel="Remove the app"
        danger
        busy={remove.isPending}
        problem={remove.error ? <FailureNotice error={remove.error} /> : undefined}
        onConfirm={() => remove.mutate({})}
      />
    </div>
  );
}
