'use client';

import { countryName } from '@freehold/shared/countries';
import { type KycDetail, readKycInvestor } from '@freehold/shared/kyc';
import { kycReasonSentences } from '@freehold/shared/kyc-sentences';
import { KycActs } from '#features/kyc/kyc-acts.tsx';
import { KycStateBadge } from '#features/kyc/kyc-state-badge.tsx';
import { historyReason, providerNames, wordOfKycState } from '#features/kyc/kyc-words.ts';
import { WalletStandings } from '#features/kyc/wallet-standings.tsx';
import { useSession } from '#features/session/use-session.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { TransitionsCard } from '#features/shell/transitions-card.tsx';
import { formatDay } from '#lib/date-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Moment } from '#ui/moment.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';

/** One investor's identity check: facts, wallets on chain, history, decisions. */
export function KycDetailView({ id }: { readonly id: string }) {
  const detail = useRoute(readKycInvestor, { params: { id } }, { every: 3_000 });
  return <QueryView query={detail}>{(data) => <KycBody kyc={data} />}</QueryView>;
}

function KycBody({ kyc }: { readonly kyc: KycDetail }) {
  const timeline = kyc.timeline.map((step) => ({ ...step, reason: historyReason(step.reason) }));
  return (
    <>
      <PageHeader
        back={{ href: '/admin/kyc', label: 'Identity checks' }}
        title={kyc.name}
        status={<KycStateBadge state={kyc.state} />}
        description={kyc.email}
        actions={<KycActs kyc={kyc} />}
      />
      <KycNotice kyc={kyc} />
      <div className="grid gap-6 lg:grid-cols-[3fr_2fr] lg:items-start">
        <div className="flex min-w-0 flex-col gap-6">
          <FactsCard kyc={kyc} />
          <Card>
            <CardHeader
              title="Wallets on the chain"
              description="Approval attests every linked wallet by itself; expiry and revocation take it back."
            />
            <CardBody>
              {kyc.wallets.length === 0 ? (
                <p className="text-muted text-sm">No wallet linked yet.</p>
              ) : (
                <WalletStandings wallets={kyc.wallets} />
              )}
            </CardBody>
          </Card>
        </div>
        <TransitionsCard transitions={timeline} wordOf={wordOfKycState} />
      </div>
    </>
  );
}

function KycNotice({ kyc }: { readonly kyc: KycDetail }) {
  const { user } = useSession();
  if (kyc.secondLookDue) {
    return (
      <Notice kind="warn" title="A second administrator must look at this revocation" className="mb-6">
        Taken back by {kyc.revokedBy?.name ?? 'an administrator'}: {kyc.note}
        {kyc.revokedBy?.id === user?.id ? (
          <p>You took it back, so ask another administrator to open this page.</p>
        ) : null}
      </Notice>
    );
  }
  if (kyc.reasons.length === 0 && !kyc.note) return null;
  return (
    <Notice kind="info" title="Why" className="mb-6">
      {kyc.note ? <p>{kyc.note}</p> : null}
      {kyc.reasons.map((reason) => (
        <p key={reason}>{kycReasonSentences[reason]}</p>
      ))}
    </Notice>
  );
}

const NOTHING = <span className="text-muted">–</span>;

function FactsCard({ kyc }: { readonly kyc: KycDetail }) {
  return (
    <Card>
      <CardHeader
        title="Identity check"
        description="Documents and personal data stay with the provider; look them up there by its id."
      />
      <CardBody>
        <Details>
          <Detail label="Provider">{kyc.provider ? providerNames[kyc.provider] : NOTHING}</Detail>
          <Detail label="Id there">
            {kyc.externalId ? <Copyable value={kyc.externalId} what="id at the provider" /> : NOTHING}
          </Detail>
          <Detail label="Attempts">{kyc.attempts}</Detail>
          <Detail label="Lives in">{kyc.country === null ? NOTHING : countryName(kyc.country)}</Detail>
          <Detail label="Counts until">{kyc.validUntil ? formatDay(kyc.validUntil) : NOTHING}</Detail>
          <Detail label="Accredited until">
            {kyc.accreditedUntil ? formatDay(kyc.accreditedUntil) : NOTHING}
          </Detail>
          <Detail label="Last read from the provider">
            {kyc.readAt ? <Moment at={kyc.readAt} /> : NOTHING}
          </Detail>
          {kyc.secondLookBy ? <Detail label="Second look by">{kyc.secondLookBy.name}</Detail> : null}
        </Details>
      </CardBody>
    </Card>
  );
}
