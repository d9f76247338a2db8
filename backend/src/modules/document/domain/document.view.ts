import {
  type DocumentVersion,
  documentAudiences,
  documentContentTypes,
  documentKinds,
  documentRejections,
  type PropertyDocument,
} from '@freehold/shared/document';
import { z } from 'zod';
import { versionState } from './document-state.ts';
import { reasonOf } from './rejections.ts';

/** What a view of a document needs beside its own row. */
export const documentParts = (versions: object) =>
  ({
    property: { select: { name: true } },
    versions: {
      where: versions,
      include: { uploader: { select: { id: true, name: true } } },
      orderBy: { number: 'desc' },
    },
  }) as const;

interface VersionRow {
  readonly id: string;
  readonly documentId: string;
  readonly number: number;
  readonly state: string;
  readonly rejection: string | null;
  readonly fileName: string;
  readonly contentType: string;
  readonly uploadedBytes: number;
  readonly uploadedSha256: string;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly availableAt: Date | null;
  readonly createdAt: Date;
  readonly uploader: { readonly id: string; readonly name: string };
}

interface DocumentRow {
  readonly id: string;
  readonly propertyId: string;
  readonly kind: string;
  readonly title: string;
  readonly audience: string;
  readonly createdAt: Date;
  readonly property: { readonly name: string };
  /** Newest first. */
  readonly versions: readonly VersionRow[];
}

const kindSchema = z.enum(documentKinds);
const audienceSchema = z.enum(documentAudiences);
const rejectionSchema = z.enum(documentRejections).nullable();
export const contentTypeSchema = z.enum(documentContentTypes);

export function versionView(row: VersionRow): DocumentVersion {
  const state = versionState(row);
  const rejection = rejectionSchema.parse(row.rejection);
  return {
    id: row.id,
    documentId: row.documentId,
    number: row.number,
    state,
    rejection,
    reason: reasonOf(state, rejection),
    fileName: row.fileName,
    contentType: contentTypeSchema.parse(row.contentType),
    bytes: row.bytes ?? row.uploadedBytes,
    sha256: row.sha256,
    uploadedSha256: row.uploadedSha256,
    uploadedBy: row.uploader,
    createdAt: row.createdAt.toISOString(),
    availableAt: row.availableAt?.toISOString() ?? null,
  };
}

export function documentView(row: DocumentRow): PropertyDocument {
  const versions = row.versions.map(versionView);
  const current = versions.find(({ state }) => state === 'AVAILABLE') ?? null;
  const newest = versions[0] ?? null;
  return {
    id: row.id,
    propertyId: row.propertyId,
    propertyName: row.property.name,
    kind: kindSchema.parse(row.kind),
    title: row.title,
    audience: audienceSchema.parse(row.audience),
    current,
    newest: newest?.id === current?.id ? null : newest,
    createdAt: row.createdAt.toISOString(),
  };
}
