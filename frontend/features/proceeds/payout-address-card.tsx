'use client';

import { readPayoutAddresses, readProceeds, registerPayoutAddress } from '@freehold/shared/proceeds';
import { useState } from 'react';
import { toast } from 'sonner';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, Input } from '#ui/field.tsx';
import { Moment } from '#ui/moment.tsx';

/** Where the money of a property's sales goes; the manager says it. */
export function PayoutAddressCard({ propertyId }: { readonly propertyId: string }) {
  const [open, setOpen] = useState(false);
  const { may } = useSession();
  const addresses = useRoute(readPayoutAddresses, { params: { id: propertyId } });
  return (
    <Card>
      <CardHeader
        title="Wallet for sale proceeds"
        actions={
          may('payoutAddress.write') ? (
            <Button tone="secondary" onClick={() => setOpen(true)}>
              {addresses.data?.current ? 'Change wallet' : 'Register a wallet'}
            </Button>
          ) : undefined
        }
      />
      <QueryView query={addresses} className="px-5 pb-5">
        {({ current, earlier }) => (
          <CardBody>
            {current ? (
              <Details className="text-sm">
                <Detail label="Wallet">
                  <Copyable value={current.address} what="wallet for proceeds" />
                </Detail>
                <Detail label="Registered">
                  {current.registeredBy.name}, <Moment at={current.registeredAt} />
                </Detail>
                <Detail label="Paid there before">{current.paidBefore ? 'yes' : 'not yet'}</Detail>
                {earlier.map(({ address, registeredAt }) => (
                  <Detail key={registeredAt} label="Earlier">
                    <Copyable value={address} what="earlier wallet" />
                  </Detail>
                ))}
              </Details>
            ) : (
              <p className="text-muted text-sm">
                What a primary sale earns waits in the treasury until a wallet is registered here. Two
                administrators then pay it out.
              </p>
            )}
          </CardBody>
        )}
      </QueryView>
      {open ? <RegisterDialog propertyId={propertyId} onClose={() => setOpen(false)} /> : null}
    </Card>
  );
}

const addressShape = /^0x[0-9a-fA-F]{40}$/;

function RegisterDialog({
  propertyId,
  onClose,
}: {
  readonly propertyId: string;
  readonly onClose: () => void;
}) {
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const act = useAct(registerPayoutAddress, {
    refreshes: [readPayoutAddresses, readProceeds],
    onDone: () => {
      toast.success('The wallet is registered');
      onClose();
    },
  });
  const submit = () => {
    const address = typed.trim();
    const fits = addressShape.test(address);
    setWrong(!fits);
    if (fits) act.mutate({ params: { id: propertyId }, body: { address } });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Wallet for sale proceeds"
      description="What goes to a wrong wallet is lost. An administrator will ask you for this address by another way before the first payout."
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label="Wallet address"
          error={wrong ? 'An address is 0x and 40 hex digits. Copy it from the wallet.' : undefined}
        >
          {(control) => (
            <Input
              {...control}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
        {act.error ? <FailureNotice error={act.error} /> : null}
        <div className="flex justify-end">
          <Button type="submit" busy={act.isPending}>
            Register wallet
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
