'use client';

import type { PropertyDetail } from '@freehold/shared/property';
import { readTokenization } from '@freehold/shared/token';
import { useSession } from '#features/session/use-session.ts';
import { chainStateWords } from '#features/token/chain-state.ts';
import { TokenizeWizard } from '#features/token/tokenize-wizard.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Notice } from '#ui/notice.tsx';

/** Creates the shares of an approved property, or shows how far the creation is. */
export function TokenizeCard({ property }: { readonly property: PropertyDetail }) {
  return (
    <Card>
      <CardHeader
        title="Create the shares"
        description="Makes the property’s share contract on the chain, with its rules, and puts the shares on sale."
      />
      <CardBody>
        {property.state === 'TOKENIZING' ? <Progress id={property.id} /> : <Wizard property={property} />}
      </CardBody>
    </Card>
  );
}

function Progress({ id }: { readonly id: string }) {
  const tokenization = useRoute(readTokenization, { params: { id } }, { every: 2_000 });
  const data = tokenization.data;
  if (data?.error) {
    return (
      <Notice kind="bad" title="The chain did not accept it">
        {data.error}
      </Notice>
    );
  }
  return (
    <Notice
      kind="waiting"
      title={data?.transactionState ? chainStateWords[data.transactionState] : 'Preparing…'}
    >
      {data?.txHash ? (
        <Copyable value={data.txHash} what="transaction hash" />
      ) : (
        'The transaction is being signed.'
      )}
    </Notice>
  );
}

function Wizard({ property }: { readonly property: PropertyDetail }) {
  const { may, user } = useSession();
  if (!user || !may('token.tokenize')) return <p className="text-muted">Waits for an administrator.</p>;
  return <TokenizeWizard key={property.id} property={property} userId={user.id} />;
}
