import { type DocumentFile, documentContentTypes, documentFileSchema } from '@freehold/shared/document';

/** What a browser may leave out of a file's type, by the end of its name. */
const BY_SUFFIX: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  pdf: 'application/pdf',
  png: 'image/png',
  webp: 'image/webp',
};

/** For the `accept` of a file field. */
export const acceptedFiles = documentContentTypes.join(',');

const typeOf = (file: Pick<File, 'name' | 'type'>): string =>
  file.type || (BY_SUFFIX[file.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? '');

/** SHA-256 as 64 hex digits. */
export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Why a file cannot be taken, before anything of it is read; undefined when it can. */
export function problemOf(file: Pick<File, 'name' | 'type' | 'size'>): string | undefined {
  const { name, size: bytes } = file;
  const parsed = documentFileSchema
    .omit({ sha256: true })
    .safeParse({ name, bytes, contentType: typeOf(file) });
  return parsed.error?.issues[0]?.message;
}

/** Name, type, size and hash, as the API announces them to storage. Throws when the file cannot be read any more. */
export async function factsOf(file: File): Promise<DocumentFile> {
  const sha256 = await sha256Of(await file.arrayBuffer());
  return documentFileSchema.parse({ name: file.name, contentType: typeOf(file), bytes: file.size, sha256 });
}
