import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { documentPublicationSchema } from './document-publication.ts';
import { listOf } from './page.ts';
import {
  idParams,
  idSchema,
  instantSchema,
  nameSchema,
  personSchema,
  transitionSchema,
} from './primitives.ts';

export const documentKinds = [
  'TITLE_DEED',
  'VALUATION_REPORT',
  'INSPECTION_REPORT',
  'INSURANCE',
  'OFFERING_MEMORANDUM',
  'PHOTO',
  'OTHER',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** MANAGEMENT: the property's manager and the platform. INVESTORS: besides them whoever may see the property. */
export const documentAudiences = ['MANAGEMENT', 'INVESTORS'] as const;
export type DocumentAudience = (typeof documentAudiences)[number];

export const documentVersionStates = ['PENDING', 'QUARANTINED', 'AVAILABLE', 'REJECTED', 'EXPIRED'] as const;
export type DocumentVersionState = (typeof documentVersionStates)[number];

/** Why a version was rejected. */
export const documentRejections = [
  /** What arrived has another size than was announced. */
  'SIZE_DIFFERS',
  /** What arrived are other bytes than were announced. */
  'HASH_DIFFERS',
  /** The first bytes are not those of the announced type. */
  'TYPE_DIFFERS',
  /** The PDF runs code, opens programs, sends forms or carries other files. */
  'ACTIVE_CONTENT',
  /** The PDF is locked, so nobody could tell what it does. */
  'ENCRYPTED',
  /** The PDF or image is damaged. */
  'UNREADABLE',
  /** The image would take too much memory to look at. */
  'TOO_MANY_PIXELS',
  /** What was uploaded is not in storage any more. */
  'FILE_MISSING',
] as const;
export type DocumentRejection = (typeof documentRejections)[number];

export const documentContentTypes = ['application/pdf', 'image/png', 'image/jpeg', 'image/webp'] as const;
export type DocumentContentType = (typeof documentContentTypes)[number];

export const MAX_DOCUMENT_BYTES = 25 * 1024 * 1024;

/** SHA-256 as storage providers and command lines write it: 64 hex digits without 0x. */
export const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 (64 lower-case hex digits)');

/** What a browser tells of a file before it uploads it; storage accepts exactly this. */
export const documentFileSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'The file has no name.')
    .max(150, 'The name of the file is too long.')
    // Format characters too: some turn the direction of writing, so that a name seems to end in another suffix.
    .regex(/^[^/\\\p{Cc}\p{Cf}]+$/u, 'The name of the file must not hold slashes or invisible characters.'),
  contentType: z.enum(documentContentTypes, 'Only PDF, PNG, JPEG and WebP files can be uploaded.'),
  bytes: z
    .int('must be a whole number')
    .min(1, 'The file is empty.')
    .max(MAX_DOCUMENT_BYTES, 'A file may have 25 MB at most.'),
  sha256: sha256Schema,
});
export type DocumentFile = z.infer<typeof documentFileSchema>;

export const documentVersionSchema = z.object({
  id: idSchema,
  documentId: idSchema,
  /** 1, 2, 3 … within the document. */
  number: z.int(),
  state: z.enum(documentVersionStates),
  rejection: z.enum(documentRejections).nullable(),
  /** What is wrong with the file and what to do, as a sentence; null unless it was rejected or expired. */
  reason: z.string().nullable(),
  fileName: z.string(),
  contentType: z.enum(documentContentTypes),
  /** Size of the stored file; of the announced one until it is available. */
  bytes: z.int(),
  /** SHA-256 of what a download answers with; null until the version is available. */
  sha256: sha256Schema.nullable(),
  /** SHA-256 of what was uploaded. Differs for images: they are stored without the camera's notes (EXIF). */
  uploadedSha256: sha256Schema,
  uploadedBy: personSchema,
  createdAt: instantSchema,
  availableAt: instantSchema.nullable(),
});
export type DocumentVersion = z.infer<typeof documentVersionSchema>;

export const documentSchema = z.object({
  id: idSchema,
  propertyId: idSchema,
  propertyName: z.string(),
  kind: z.enum(documentKinds),
  title: z.string(),
  audience: z.enum(documentAudiences),
  /** The newest version that can be downloaded. */
  current: documentVersionSchema.nullable(),
  /** The newest version, if that is not `current`: on its way, rejected or never uploaded. Always null for investors. */
  newest: documentVersionSchema.nullable(),
  createdAt: instantSchema,
});
export type PropertyDocument = z.infer<typeof documentSchema>;

export const documentDetailSchema = documentSchema.extend({
  /** Newest first; only available ones for investors. */
  versions: z.array(documentVersionSchema.extend({ transitions: z.array(transitionSchema) })),
  transitions: z.array(transitionSchema),
  /** Newest first; only published ones for investors. */
  publications: z.array(documentPublicationSchema),
});
export type PropertyDocumentDetail = z.infer<typeof documentDetailSchema>;

/** How the browser sends the file: this method and exactly these headers, the file as the body, no cookies. */
export const documentUploadSchema = z.object({
  document: documentDetailSchema,
  versionId: idSchema,
  method: z.literal('PUT'),
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  /** The link is refused afterwards; `renewDocumentUpload` answers with a new one. */
  expiresAt: instantSchema,
});
export type DocumentUpload = z.infer<typeof documentUploadSchema>;

export const documentDownloadSchema = z.object({
  /** Good for one minute. */
  url: z.url(),
  expiresAt: instantSchema,
  fileName: z.string(),
  contentType: z.enum(documentContentTypes),
  bytes: z.int(),
  /** What the downloaded bytes must hash to. */
  sha256: sha256Schema,
});
export type DocumentDownload = z.infer<typeof documentDownloadSchema>;

export const beginDocument = defineRoute({
  method: 'POST',
  path: '/v1/properties/:id/documents',
  access: 'document.write',
  summary: 'Begin a new document: answers with where the browser uploads the file to',
  status: 201,
  idempotent: true,
  params: idParams,
  body: z.strictObject({
    kind: z.enum(documentKinds),
    title: nameSchema,
    audience: z.enum(documentAudiences),
    file: documentFileSchema,
  }),
  response: documentUploadSchema,
});
export const beginDocumentVersion = defineRoute({
  method: 'POST',
  path: '/v1/documents/:id/versions',
  access: 'document.write',
  summary: 'Begin a new version of a document; earlier ones stay',
  status: 201,
  idempotent: true,
  params: idParams,
  body: z.strictObject({ file: documentFileSchema }),
  response: documentUploadSchema,
});
export const renewDocumentUpload = defineRoute({
  method: 'POST',
  path: '/v1/document-versions/:id/upload',
  access: 'document.write',
  summary: 'A new link for an upload that did not arrive',
  params: idParams,
  response: documentUploadSchema,
});
export const completeDocumentUpload = defineRoute({
  method: 'POST',
  path: '/v1/document-versions/:id/complete',
  access: 'document.write',
  summary:
    'Say that the file was uploaded: it is looked at next, and can be downloaded when nothing is wrong with it',
  status: 202,
  params: idParams,
  response: documentDetailSchema,
});
export const changeDocumentAudience = defineRoute({
  method: 'POST',
  path: '/v1/documents/:id/audience',
  access: 'document.write',
  summary: 'Change who may see a document',
  params: idParams,
  body: z.strictObject({ audience: z.enum(documentAudiences) }),
  response: documentDetailSchema,
});
export const listDocuments = defineRoute({
  method: 'GET',
  path: '/v1/properties/:id/documents',
  access: 'document.read',
  summary:
    'Documents of a property, by kind; for an investor those that are available and meant for investors',
  params: idParams,
  response: listOf(documentSchema),
});
export const readDocument = defineRoute({
  method: 'GET',
  path: '/v1/documents/:id',
  access: 'document.read',
  summary: 'One document with its versions and history',
  params: idParams,
  response: documentDetailSchema,
});
export const downloadDocument = defineRoute({
  method: 'POST',
  path: '/v1/document-versions/:id/download',
  access: 'document.download',
  summary: 'A link, good for one minute, to the file of a version; who asked for it is recorded',
  params: idParams,
  response: documentDownloadSchema,
});
export const publishDocument = defineRoute({
  method: 'POST',
  path: '/v1/documents/:id/publish',
  access: 'document.publish',
  summary:
    'Have the hash of the current version written into the token (ERC-1643); the answer says who has to send what',
  status: 202,
  idempotent: true,
  params: idParams,
  response: documentDetailSchema,
});
