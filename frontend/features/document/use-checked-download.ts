'use client';

import { type DocumentVersion, downloadDocument } from '@freehold/shared/document';
import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import { sha256Of } from '#features/document/file-facts.ts';
import { call } from '#lib/api.ts';
import { downloadText } from '#lib/csv.ts';

/** Why a file was not saved, as a sentence. */
export class DownloadFailure extends Error {}

/** Fetches a version from storage and saves it, but only when its bytes are those the fingerprint stands for. */
async function download(version: Pick<DocumentVersion, 'id'>): Promise<void> {
  const link = await call(downloadDocument, { params: { id: version.id } });
  // Storage is another house: it gets no cookie of ours, only the link.
  const reply = await fetch(link.url, { credentials: 'omit' }).catch(() => {
    throw new DownloadFailure('Storage cannot be reached right now. Try again shortly.');
  });
  if (!reply.ok) throw new DownloadFailure('The link was good for a minute only. Press download once more.');
  const bytes = await reply.arrayBuffer();
  if ((await sha256Of(bytes)) !== link.sha256) {
    throw new DownloadFailure(
      'What storage answered does not match the fingerprint, so it was not saved. Tell the platform.',
    );
  }
  downloadText(link.fileName, bytes, link.contentType);
}

export function useCheckedDownload() {
  return useMutation<void, Error, Pick<DocumentVersion, 'id'>>({
    mutationFn: download,
    onSuccess: () => toast.success('Downloaded. Its fingerprint matches.'),
    onError: (error) => toast.error(error.message),
  });
}
