'use client';

import {
  beginDocument,
  beginDocumentVersion,
  completeDocumentUpload,
  type DocumentFile,
  type DocumentUpload,
  type DocumentVersion,
  listDocuments,
  readDocument,
  renewDocumentUpload,
} from '@freehold/shared/document';
import type { RequestOf } from '@freehold/shared/route';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { factsOf } from '#features/document/file-facts.ts';
import { sendFile, UploadFailure } from '#features/document/send-file.ts';
import { call } from '#lib/api.ts';
import { asApiError } from '#lib/api-error.ts';
import { refresh } from '#lib/use-act.ts';

/** Where a file goes: a new document of a property, or the next version of one there is. */
export type UploadTarget =
  | {
      readonly propertyId: string;
      readonly facts: Omit<RequestOf<typeof beginDocument>['body'], 'file'>;
    }
  | { readonly documentId: string; readonly waiting: DocumentVersion | null };

export type UploadState =
  | { readonly phase: 'idle' | 'reading' | 'asking' | 'finishing' }
  | { readonly phase: 'sending'; readonly sent: number; readonly total: number }
  /** `begun`: the document exists already; whatever file comes next is for it. `again`: the same request may be repeated. */
  | { readonly phase: 'failed'; readonly error: unknown; readonly begun: boolean; readonly again: boolean };

/** One file on its way; kept so that a retry goes on where it stopped instead of beginning another version. */
interface Journey {
  readonly file: File;
  readonly target: UploadTarget;
  readonly key: string;
  facts?: DocumentFile;
  begun?: DocumentUpload;
  arrived?: boolean;
}

/** Where the file is to be put. The key makes asking twice one version; what was begun gets a new link only. */
async function linkFor(journey: Journey, file: DocumentFile): Promise<DocumentUpload> {
  const { target, key, begun } = journey;
  if (begun !== undefined) return call(renewDocumentUpload, { params: { id: begun.versionId } });
  if ('propertyId' in target) {
    const request = { params: { id: target.propertyId }, body: { ...target.facts, file } };
    return call(beginDocument, request, { idempotencyKey: key });
  }
  const { documentId, waiting } = target;
  if (waiting?.state === 'PENDING' && waiting.uploadedSha256 === file.sha256) {
    return call(renewDocumentUpload, { params: { id: waiting.id } });
  }
  return call(beginDocumentVersion, { params: { id: documentId }, body: { file } }, { idempotencyKey: key });
}

/** Another file for a document that was begun is its next version, not a second document. */
function nextTarget(before: Journey | undefined, target: UploadTarget): UploadTarget {
  const document = before?.begun?.document;
  return document ? { documentId: document.id, waiting: document.newest } : target;
}

/** Hashes a file, announces it, sends it to storage and says so: one act for the person, retried where it stopped. */
export function useUpload(onDone: () => void) {
  const client = useQueryClient();
  const [state, setState] = useState<UploadState>({ phase: 'idle' });
  const journey = useRef<Journey | undefined>(undefined);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);

  const travel = async (now: Journey): Promise<void> => {
    stop.current = new AbortController();
    const { signal } = stop.current;
    setState({ phase: 'reading' });
    now.facts ??= await factsOf(now.file).catch(() => {
      throw new UploadFailure('The file cannot be read. Was it moved or changed? Choose it once more.');
    });
    if (!now.arrived) {
      setState({ phase: 'asking' });
      const upload = await linkFor(now, now.facts);
      now.begun = upload;
      const total = now.file.size;
      setState({ phase: 'sending', sent: 0, total });
      await sendFile(now.file, upload, {
        signal,
        onProgress: (sent) => setState({ phase: 'sending', sent, total }),
      });
      now.arrived = true;
    }
    setState({ phase: 'finishing' });
    await call(completeDocumentUpload, { params: { id: now.begun?.versionId ?? '' } });
  };

  const go = (now: Journey): void => {
    journey.current = now;
    travel(now)
      .then(() => {
        journey.current = undefined;
        setState({ phase: 'idle' });
        onDone();
      })
      .catch((error: unknown) => {
        const begun = now.begun !== undefined;
        // A refusal of the API before anything was begun stays one, however often the same is asked.
        const again = begun || error instanceof UploadFailure || asApiError(error).passing;
        if (!again) journey.current = undefined;
        setState({ phase: 'failed', error, begun, again });
      })
      // Also after a failure: what was begun is listed, with what it waits for.
      .finally(() => refresh(client, [listDocuments, readDocument]));
  };

  return {
    state,
    start: (file: File, target: UploadTarget) => {
      const before = journey.current;
      if (before?.file === file) return go(before);
      return go({ file, target: nextTarget(before, target), key: crypto.randomUUID() });
    },
    retry: () => {
      if (journey.current) go(journey.current);
    },
    stop: () => stop.current.abort(),
  };
}
