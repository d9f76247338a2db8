'use client';

import type { DocumentVersion } from '@freehold/shared/document';
import { Download } from 'lucide-react';
import { useCheckedDownload } from '#features/document/use-checked-download.ts';
import { Button } from '#ui/button.tsx';

interface DownloadButtonProps {
  readonly version: DocumentVersion;
  readonly title: string;
}

/** Saves a version after its bytes were compared with the fingerprint. */
export function DownloadButton({ version, title }: DownloadButtonProps) {
  const download = useCheckedDownload();
  return (
    <Button
      size="small"
      tone="secondary"
      busy={download.isPending}
      aria-label={`Download ${title}, version ${version.number}`}
      onClick={() => download.mutate(version)}
    >
      {download.isPending ? null : <Download aria-hidden />} Download
    </Button>
  );
}
