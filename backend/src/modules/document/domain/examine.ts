import { createHash } from 'node:crypto';
import type { DocumentContentType, DocumentRejection } from '@freehold/shared/document';
import { repaint } from './image-content.ts';
import { findInPdf } from './pdf-content.ts';

export interface AnnouncedFile {
  readonly contentType: DocumentContentType;
  readonly bytes: number;
  readonly sha256: string;
}

export type Verdict =
  | { readonly rejection: DocumentRejection }
  | { readonly rejection: null; readonly body: Uint8Array; readonly sha256: string };

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** How files of each type begin. */
const begins: Readonly<Record<DocumentContentType, (text: string) => boolean>> = {
  'application/pdf': (text) => text.startsWith('%PDF-'),
  'image/png': (text) => text.startsWith('\x89PNG\r\n\x1a\n'),
  'image/jpeg': (text) => text.startsWith('\xff\xd8\xff'),
  'image/webp': (text) => text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP',
};

/** Whether a file is what it was announced as and does no harm; answers with the bytes to keep. */
export async function examine(bytes: Uint8Array, announced: AnnouncedFile): Promise<Verdict> {
  if (bytes.length !== announced.bytes) return { rejection: 'SIZE_DIFFERS' };
  if (sha256Of(bytes) !== announced.sha256) return { rejection: 'HASH_DIFFERS' };
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  if (!begins[announced.contentType](head)) return { rejection: 'TYPE_DIFFERS' };
  if (announced.contentType === 'application/pdf') {
    const rejection = findInPdf(bytes);
    return rejection === null ? { rejection, body: bytes, sha256: announced.sha256 } : { rejection };
  }
  const painted = await repaint(bytes, announced.contentType);
  return typeof painted === 'string'
    ? { rejection: painted }
    : { rejection: null, body: painted, sha256: sha256Of(painted) };
}
