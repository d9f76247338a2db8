'use client';

import { listDocuments, type PropertyDocument } from '@freehold/shared/document';
import { FileText, Plus } from 'lucide-react';
import { useState } from 'react';
import { DocumentDialog } from '#features/document/document-dialog.tsx';
import { DocumentLine } from '#features/document/document-line.tsx';
import { FingerprintNote } from '#features/document/fingerprint-note.tsx';
import { UploadDialog } from '#features/document/upload-dialog.tsx';
import { useSession } from '#features/session/use-session.ts';
import { QueryView } from '#features/shell/query-view.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';

const BEING_CHECKED_MS = 2_000;
const OTHERWISE_MS = 15_000;

/** What is open above the list: a document's versions, the upload of a new document, or of a next version. */
type Open =
  | { readonly what: 'versions' | 'next'; readonly document: PropertyDocument }
  | { readonly what: 'new' }
  | undefined;

/** The documents of a property, as far as the reader may know of them; its manager adds more. */
export function DocumentsCard({ propertyId }: { readonly propertyId: string }) {
  const [open, setOpen] = useState<Open>();
  const { may } = useSession();
  const documents = useRoute(
    listDocuments,
    { params: { id: propertyId } },
    {
      every: (data) =>
        data?.items.some(({ newest }) => newest?.state === 'QUARANTINED') ? BEING_CHECKED_MS : OTHERWISE_MS,
    },
  );
  const writes = may('document.write');
  return (
    <Card>
      <CardHeader
        title="Documents"
        description="Whoever changes a file changes its fingerprint."
        actions={
          writes ? (
            <Button size="small" onClick={() => setOpen({ what: 'new' })}>
              <Plus aria-hidden /> Add a document
            </Button>
          ) : undefined
        }
      />
      <QueryView query={documents} className="px-5 pb-5">
        {({ items }) =>
          items.length === 0 ? (
            <NoDocuments writes={writes} />
          ) : (
            <>
              <ul aria-label="Documents" className="divide-y divide-line border-line border-y">
                {items.map((document) => (
                  <DocumentLine
                    key={document.id}
                    document={document}
                    onVersions={() => setOpen({ what: 'versions', document })}
                    onNext={() => setOpen({ what: 'next', document })}
                  />
                ))}
              </ul>
              <CardBody className="pt-4">
                <FingerprintNote />
              </CardBody>
            </>
          )
        }
      </QueryView>
      <OpenDialog open={open} propertyId={propertyId} onClose={() => setOpen(undefined)} />
    </Card>
  );
}

interface OpenDialogProps {
  readonly open: Open;
  readonly propertyId: string;
  readonly onClose: () => void;
}

function OpenDialog({ open, propertyId, onClose }: OpenDialogProps) {
  if (open === undefined) return null;
  if (open.what === 'versions') return <DocumentDialog id={open.document.id} onClose={onClose} />;
  const document = open.what === 'next' ? open.document : undefined;
  return <UploadDialog propertyId={propertyId} document={document} onClose={onClose} />;
}

function NoDocuments({ writes }: { readonly writes: boolean }) {
  return (
    <EmptyState icon={FileText} title="No documents yet">
      {writes
        ? 'Add the title deed, a valuation report and the insurance policy: an administrator looks for them before the property is approved.'
        : 'Deeds, reports and photos appear here once the property’s manager has uploaded them and they were checked.'}
    </EmptyState>
  );
}
