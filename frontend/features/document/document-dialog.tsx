'use client';

import {
  changeDocumentAudience,
  documentAudiences,
  listDocuments,
  type PropertyDocumentDetail,
  readDocument,
} from '@freehold/shared/document';
import {
  audienceWords,
  capitalised,
  formatBytes,
  kindWords,
  versionWords,
} from '#features/document/document-words.ts';
import { DownloadButton } from '#features/document/download-button.tsx';
import { Publications } from '#features/document/publications.tsx';
import { useSession } from '#features/session/use-session.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Badge } from '#ui/badge.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, Select } from '#ui/field.tsx';
import { Moment } from '#ui/moment.tsx';

type Version = PropertyDocumentDetail['versions'][number];

/** Every version of a document: its fingerprint, who uploaded it and when, and what became of it. */
export function DocumentDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const document = useRoute(
    readDocument,
    { params: { id } },
    { every: (data) => (data?.newest?.state === 'QUARANTINED' ? 2_000 : false) },
  );
  const { may } = useSession();
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={document.data?.title ?? 'Document'}
      description={
        document.data ? `${kindWords[document.data.kind]}, ${document.data.propertyName}` : undefined
      }
    >
      <QueryView query={document}>
        {(data) => (
          <div className="flex flex-col gap-5">
            {may('document.write') ? <Audience document={data} /> : null}
            <ol aria-label="Versions" className="flex flex-col gap-4">
              {data.versions.map((version) => (
                <VersionLine key={version.id} version={version} title={data.title} />
              ))}
            </ol>
            <Publications document={data} />
          </div>
        )}
      </QueryView>
    </Dialog>
  );
}

function VersionLine({ version, title }: { readonly version: Version; readonly title: string }) {
  const { may } = useSession();
  const words = versionWords[version.state];
  const told = version.reason ?? words.waitsFor;
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line p-4 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          Version {version.number} <Badge tone={words.tone}>{words.label}</Badge>
        </p>
        {version.state === 'AVAILABLE' && may('document.download') ? (
          <DownloadButton version={version} title={title} />
        ) : null}
      </div>
      <p className="text-muted [overflow-wrap:anywhere]">
        {version.fileName}, {formatBytes(version.bytes)}; uploaded by {version.uploadedBy.name},{' '}
        <Moment at={version.createdAt} />
      </p>
      {told ? <p className={version.reason ? 'text-bad' : 'text-muted'}>{told}</p> : null}
      {version.sha256 ? (
        <p>
          <span className="block text-muted text-xs">Fingerprint (SHA-256)</span>
          <Copyable full value={version.sha256} what="fingerprint" />
          {version.sha256 === version.uploadedSha256 ? null : (
            <span className="mt-1 block text-muted text-xs">
              Of the stored picture: place, time and camera were taken out of what was uploaded.
            </span>
          )}
        </p>
      ) : null}
    </li>
  );
}

function Audience({ document }: { readonly document: PropertyDocumentDetail }) {
  const act = useAct(changeDocumentAudience, { refreshes: [listDocuments, readDocument] });
  return (
    <>
      <Field label="Who may see it" hint="Of its versions, investors see those that are available.">
        {(control) => (
          <Select
            {...control}
            value={document.audience}
            disabled={act.isPending}
            onChange={({ target }) => {
              const audience = documentAudiences.find((known) => known === target.value);
              if (audience) act.mutate({ params: { id: document.id }, body: { audience } });
            }}
          >
            {documentAudiences.map((audience) => (
              <option key={audience} value={audience}>
                {capitalised(audienceWords[audience])}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {act.error ? <FailureNotice error={act.error} /> : null}
    </>
  );
}
