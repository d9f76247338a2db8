'use client';

import { formatBytes } from '#features/document/document-words.ts';
import { UploadFailure } from '#features/document/send-file.ts';
import type { UploadState } from '#features/document/use-upload.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import { Progress } from '#ui/progress.tsx';

const WAITS = {
  reading: 'Working out the file’s fingerprint…',
  asking: 'Asking where to put it…',
  finishing: 'It has arrived. Handing it over to the check…',
} as const;

interface UploadProgressProps {
  readonly state: UploadState;
  readonly onRetry: () => void;
}

/** How far an upload is, what it waits for, or why it stopped and what to do. */
export function UploadProgress({ state, onRetry }: UploadProgressProps) {
  switch (state.phase) {
    case 'idle':
      return null;
    case 'sending':
      return (
        <div className="flex flex-col gap-1.5">
          <Progress label="Upload" value={state.sent} max={state.total} />
          <p className="figures text-muted text-sm">
            {formatBytes(state.sent)} of {formatBytes(state.total)} sent
          </p>
        </div>
      );
    case 'failed':
      return state.error instanceof UploadFailure ? (
        <Notice
          kind="bad"
          title={state.error.message}
          actions={
            <Button tone="secondary" size="small" onClick={onRetry}>
              Try again
            </Button>
          }
        />
      ) : (
        <FailureNotice error={state.error} {...(state.again ? { onRetry } : {})} />
      );
    default:
      return <Notice kind="waiting" title={WAITS[state.phase]} />;
  }
}
