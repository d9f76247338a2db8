'use client';

import {
  listDocuments,
  type PropertyDocumentDetail,
  publishDocument,
  readDocument,
} from '@freehold/shared/document';
import type { DocumentPublication, PublicationCall } from '@freehold/shared/document-publication';
import { callerWords, formatWait, publicationWords } from '#features/document/publication-words.ts';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Moment } from '#ui/moment.tsx';

/** Where a document's fingerprints stand on the chain, and the way to put the current one there. */
export function Publications({ document }: { readonly document: PropertyDocumentDetail }) {
  const { may } = useSession();
  const { publications, current } = document;
  const publishes = may('document.publish') && current !== null;
  const done = publications.some(
    ({ versionId, state }) => versionId === current?.id && (state === 'PROPOSED' || state === 'PUBLISHED'),
  );
  if (publications.length === 0 && !publishes) return null;
  return (
    <section aria-label="On the chain" className="flex flex-col gap-3">
      <h3 className="font-medium">On the chain</h3>
      <p className="text-muted text-sm">
        Once published, the token itself names the fingerprint: nobody can exchange the file unseen, not even
        we.
      </p>
      {publishes && !done ? <Publish document={document} version={current.number} /> : null}
      <ol aria-label="Publications" className="flex flex-col gap-3">
        {publications.map((publication) => (
          <PublicationLine key={publication.id} publication={publication} />
        ))}
      </ol>
    </section>
  );
}

function Publish({
  document,
  version,
}: {
  readonly document: PropertyDocumentDetail;
  readonly version: number;
}) {
  const act = useAct(publishDocument, { refreshes: [readDocument, listDocuments] });
  return (
    <div className="flex flex-col items-start gap-3">
      <Button
        size="small"
        busy={act.isPending}
        onClick={() => act.mutate({ params: { id: document.id } })}
      >{`Publish version ${version} on the chain`}</Button>
      {act.error ? <FailureNotice error={act.error} /> : null}
    </div>
  );
}

function PublicationLine({ publication }: { readonly publication: DocumentPublication }) {
  const words = publicationWords[publication.state];
  const { version, requestedBy, createdAt, publishedAt, txHash, problem, calls } = publication;
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line p-4 text-sm">
      <p className="flex flex-wrap items-center gap-2 font-medium">
        Version {version} <Badge tone={words.tone}>{words.label}</Badge>
      </p>
      <p className="text-muted">
        {publishedAt ? 'Published ' : `Asked for by ${requestedBy.name}, `}
        <Moment at={publishedAt ?? createdAt} />
        {txHash ? (
          <>
            {' '}
            in <Copyable value={txHash} what="transaction hash" />
          </>
        ) : null}
      </p>
      {problem || words.waitsFor ? (
        <p className={problem ? 'text-bad' : 'text-muted'}>{problem ?? words.waitsFor}</p>
      ) : null}
      {calls.length > 0 ? (
        <ol aria-label="What has to be sent" className="flex flex-col gap-2">
          {calls.map((call) => (
            <CallLine key={call.data} call={call} />
          ))}
        </ol>
      ) : null}
      {publication.state === 'PUBLISHED' ? <HowToCheck publication={publication} /> : null}
    </li>
  );
}

function CallLine({ call }: { readonly call: PublicationCall }) {
  return (
    <li className="rounded-lg bg-sunken px-3 py-2">
      <p className="font-medium">
        {callerWords[call.by]}
        <span className="font-normal text-muted"> {formatWait(call.afterSeconds)}</span>
      </p>
      <p className="text-muted text-xs">
        to <Copyable value={call.to} what="contract address" /> with{' '}
        <Copyable value={call.data} what="call data" />
      </p>
    </li>
  );
}

function HowToCheck({ publication }: { readonly publication: DocumentPublication }) {
  return (
    <p className="text-muted text-xs">
      Ask the token <Copyable value={publication.token} what="token address" /> for{' '}
      <code className="text-ink">getDocument</code> with{' '}
      <Copyable value={publication.name} what="name of the document" />: its hash is the fingerprint with 0x
      in front.
    </p>
  );
}
