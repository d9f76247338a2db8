import type { DocumentRejection, DocumentVersionState } from '@freehold/shared/document';

/** What is wrong with a file and what to do, for the person who uploaded it. */
const sentences: Readonly<Record<DocumentRejection, string>> = {
  SIZE_DIFFERS: 'The file that arrived has another size than the one chosen. Upload it again.',
  HASH_DIFFERS: 'The file that arrived is not the one chosen. Upload it again.',
  TYPE_DIFFERS: 'The file is not of the type its name says. Save it anew as PDF, PNG, JPEG or WebP.',
  ACTIVE_CONTENT:
    'The PDF holds scripts, forms that send data, or other files. Print it to a new PDF and upload that.',
  ENCRYPTED: 'The PDF is protected by a password. Remove the protection and upload it again.',
  UNREADABLE: 'The file is damaged and cannot be read. Save it anew and upload that.',
  TOO_MANY_PIXELS: 'The picture is too large. Make it smaller than 50 megapixels and upload it again.',
  FILE_MISSING: 'The file is not in storage any more. Upload it again as a new version.',
};

export const rejectionSentence = (rejection: DocumentRejection): string => sentences[rejection];

/** Why a version can never be downloaded; null while it still may be. */
export function reasonOf(state: DocumentVersionState, rejection: DocumentRejection | null): string | null {
  if (state === 'EXPIRED') return 'The upload was not finished in time. Upload the file as a new version.';
  return rejection === null ? null : rejectionSentence(rejection);
}
