'use client';

import {
  type ComplianceActDetail,
  complianceActStates,
  confirmComplianceAct,
  listComplianceActs,
  readComplianceAct,
  refuseComplianceAct,
} from '@freehold/shared/compliance';
import { actStateWords, actWords, callWords } from '#features/compliance/compliance-words.ts';
import { contractSentenceOf } from '#features/contract-error/contract-sentences.ts';
import { useSession } from '#features/session/use-session.ts';
import { DecideProposal } from '#features/shell/decide-proposal.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { TransitionsCard } from '#features/shell/transitions-card.tsx';
import { formatShares } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Card } from '#ui/card.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';

const wordOf = (state: string): string => {
  const known = complianceActStates.find((it) => it === state);
  return known === undefined ? state : actStateWords[known].label;
};

/** One act: what, who, why, what the chain said, and the buttons of the second administrator. */
export function ActView({ id }: { readonly id: string }) {
  const act = useRoute(readComplianceAct, { params: { id } }, { every: 3_000 });
  return (
    <QueryView query={act}>
      {(data) => (
        <>
          <PageHeader
            back={{ href: '/admin/compliance', label: 'Compliance' }}
            title={actWords[data.kind]}
            status={<Badge tone={actStateWords[data.state].tone}>{actStateWords[data.state].label}</Badge>}
            actions={<Decide act={data} />}
          />
          <div className="grid gap-6 lg:grid-cols-2 lg:items-start">
            <Facts act={data} />
            <TransitionsCard transitions={historyOf(data)} wordOf={wordOf} />
          </div>
        </>
      )}
    </QueryView>
  );
}

/** `Name(arguments)`, as the contract refused. */
const sentenceOf = (problem: string) => contractSentenceOf(problem.split('(', 1)[0] ?? problem);

const historyOf = ({ transitions }: ComplianceActDetail) =>
  transitions.map((step) =>
    step.to === 'FAILED' && step.reason !== null
      ? { ...step, reason: sentenceOf(step.reason).sentence }
      : step,
  );

function Facts({ act }: { readonly act: ComplianceActDetail }) {
  const { user } = useSession();
  const waits = actStateWords[act.state].waitsFor;
  const own = act.state === 'PROPOSED' && user?.id === act.proposedBy.id;
  return (
    <Card className="p-6">
      {waits ? (
        <Notice kind="waiting" title={waits} className="mb-4">
          {own
            ? 'You proposed it, so you cannot confirm it. Ask another administrator to open this page.'
            : null}
        </Notice>
      ) : null}
      <Details>
        <Detail label="Reason">{act.reason}</Detail>
        <Detail label="Wallet">
          {act.owner ? `${act.owner.name} ` : ''}
          <Copyable value={act.wallet} what="wallet address" />
        </Detail>
        {act.toWallet ? (
          <Detail label="To wallet">
            {act.toOwner ? `${act.toOwner.name} ` : ''}
            <Copyable value={act.toWallet} what="wallet address" />
          </Detail>
        ) : null}
        {act.shares ? <Detail label="Shares">{formatShares(act.shares)}</Detail> : null}
        <Detail label="Proposed by">{act.proposedBy.name}</Detail>
        {act.decidedBy ? <Detail label="Decided by">{act.decidedBy.name}</Detail> : null}
        {act.decisionReason ? <Detail label="Why">{act.decisionReason}</Detail> : null}
        {act.notices.map(({ wallet, person }) => (
          <Detail key={wallet} label={`Told of ${wallet.slice(0, 6)}…${wallet.slice(-4)}`}>
            {person?.name ?? 'nobody: no account has linked this wallet'}
          </Detail>
        ))}
        {act.calls.map((call) => (
          <Detail key={call.propertyId} label={`${call.propertyName} (${call.symbol})`}>
            {call.problem === null ? callWords[call.state] : <Problem text={call.problem} />}{' '}
            {call.txHash ? <Copyable value={call.txHash} what="transaction hash" /> : null}
          </Detail>
        ))}
      </Details>
    </Card>
  );
}

/** The chain's reason as a sentence, with the next step; the act itself is over. */
function Problem({ text }: { readonly text: string }) {
  const { sentence, next } = sentenceOf(text);
  return (
    <>
      <span className="block font-medium text-bad">{sentence}</span>
      <span className="block">{next ?? 'Nothing moved.'} Then ask for the act anew.</span>
      <span className="block break-all text-muted text-xs">{text}</span>
    </>
  );
}

function Decide({ act }: { readonly act: ComplianceActDetail }) {
  const { may } = useSession();
  if (act.state !== 'PROPOSED' || !may('compliance.act')) return null;
  const params = { id: act.id };
  return (
    <DecideProposal
      proposedBy={act.proposedBy}
      refreshes={[readComplianceAct, listComplianceActs]}
      confirm={{
        route: confirmComplianceAct,
        request: { params },
        title: actWords[act.kind],
        afterwards: 'Shares move as soon as the chain has it. Both owners are told again.',
      }}
      refuse={{
        route: refuseComplianceAct,
        requestOf: (reason) => ({ params, body: { reason } }),
        what: 'the proposal',
        description: 'Nothing moves. The reason is told to both owners.',
      }}
    >
      <Detail label="From">
        {act.owner?.name ?? ''} {act.wallet}
      </Detail>
      <Detail label="To">
        {act.toOwner?.name ?? ''} {act.toWallet ?? ''}
      </Detail>
      <Detail label="Shares">{act.shares ? formatShares(act.shares) : 'all, on every token'}</Detail>
      <Detail label="Reason">{act.reason}</Detail>
    </DecideProposal>
  );
}
