'use client';

import {
  confirmProceedsPayout,
  type ProceedsPayout,
  readProceeds,
  refuseProceedsPayout,
} from '@freehold/shared/proceeds';
import { useState } from 'react';
import { useSession } from '#features/session/use-session.ts';
import { DecideProposal } from '#features/shell/decide-proposal.tsx';
import { formatMoney } from '#lib/money-format.ts';
import { Detail } from '#ui/details.tsx';
import { Field, Input } from '#ui/field.tsx';

/** A proposed payout is confirmed by another administrator, who enters a wallet nothing was paid to before. */
export function DecidePayout({ payout }: { readonly payout: ProceedsPayout }) {
  const { may } = useSession();
  const [typed, setTyped] = useState('');
  if (payout.state !== 'PROPOSED' || !may('proceeds.pay')) return null;
  const params = { id: payout.id };
  const newAddress = typed.trim();
  const told = !payout.newAddress || /^0x[0-9a-fA-F]{40}$/.test(newAddress);
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      <DecideProposal
        proposedBy={payout.proposedBy}
        refreshes={[readProceeds]}
        confirm={{
          route: confirmProceedsPayout,
          request: { params, body: payout.newAddress ? { newAddress } : {} },
          title: 'Pay the issuer',
          afterwards: payout.newAddress ? (
            <Field
              label="Wallet address"
              hint="Nothing was paid to this wallet before. Ask the manager for it by another way and enter what you are told."
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
          ) : (
            'The money leaves the treasury as soon as the chain has it. It cannot be called back.'
          ),
          disabled: !told,
        }}
        refuse={{
          route: refuseProceedsPayout,
          requestOf: (reason) => ({ params, body: { reason } }),
          what: 'the payout',
          description: 'Nothing moves. The amount can be proposed again.',
        }}
      >
        <Detail label="Amount">{formatMoney(payout.amount)}</Detail>
        {payout.newAddress ? null : <Detail label="To">{payout.address}</Detail>}
        <Detail label="Proposed by">{payout.proposedBy.name}</Detail>
      </DecideProposal>
    </div>
  );
}
