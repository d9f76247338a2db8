'use client';

import type { PropertyDocument } from '@freehold/shared/document';
import { audienceWords, formatBytes, kindWords, versionWords } from '#features/document/document-words.ts';
import { DownloadButton } from '#features/document/download-button.tsx';
import { useSession } from '#features/session/use-session.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Moment } from '#ui/moment.tsx';

interface DocumentLineProps {
  readonly document: PropertyDocument;
  readonly onVersions: () => void;
  readonly onNext: () => void;
}

/** One document: what it is, where its newest version stands, its fingerprint, and what can be done with it. */
export function DocumentLine({ document, onVersions, onNext }: DocumentLineProps) {
  const { may } = useSession();
  const { current, newest, title } = document;
  const waits = newest?.state === 'PENDING';
  return (
    <li className="flex flex-col gap-3 px-5 py-4 sm:flex-row sm:items-start sm:justify-between">
      <div className="min-w-0">
        <p className="font-medium [overflow-wrap:anywhere]">{title}</p>
        <Facts document={document} manages={may('property.checklist')} />
        {may('property.checklist') ? <Standing document={document} /> : null}
      </div>
      <div className="flex shrink-0 flex-wrap gap-2">
        {may('document.download') && current ? <DownloadButton version={current} title={title} /> : null}
        {may('document.write') ? (
          <Button
            size="small"
            tone="secondary"
            aria-label={`${waits ? 'Upload' : 'New version of'} ${title}`}
            onClick={onNext}
          >
            {waits ? 'Upload' : 'New version'}
          </Button>
        ) : null}
        <Button size="small" tone="quiet" aria-label={`Versions of ${title}`} onClick={onVersions}>
          Versions
        </Button>
      </div>
    </li>
  );
}

function Facts({
  document: { kind, audience, current },
  manages,
}: {
  readonly document: PropertyDocument;
  readonly manages: boolean;
}) {
  return (
    <>
      <p className="text-muted text-xs">
        {kindWords[kind]}
        {current ? `, ${formatBytes(current.bytes)}, version ${current.number} of ` : ''}
        {current ? <Moment at={current.availableAt ?? current.createdAt} /> : null}
        {manages ? `. For ${audienceWords[audience]}` : ''}
      </p>
      {current?.sha256 ? (
        <p className="mt-0.5 text-muted text-xs">
          Fingerprint <Copyable value={current.sha256} what={`fingerprint of version ${current.number}`} />
        </p>
      ) : null}
    </>
  );
}

/** The newest version is told of where it is not the one that can be downloaded. */
function Standing({ document: { current, newest } }: { readonly document: PropertyDocument }) {
  const words = newest ? versionWords[newest.state] : undefined;
  return (
    <div className="mt-2 flex flex-col items-start gap-1">
      {current ? <Badge tone="good">{`Version ${current.number} available`}</Badge> : null}
      {newest && words ? (
        <>
          <Badge tone={words.tone}>
            {current ? `Version ${newest.number}: ${words.label}` : words.label}
          </Badge>
          <p className="max-w-prose text-muted text-xs">{newest.reason ?? words.waitsFor}</p>
        </>
      ) : null}
    </div>
  );
}
