import type { PrismaTransaction } from '@freehold/database/client';
import type {
  beginDocument,
  DocumentAudience,
  DocumentFile,
  DocumentUpload,
  PropertyDocumentDetail,
} from '@freehold/shared/document';
import { FreeholdError, illegalTransition } from '@freehold/shared/errors';
import type { InputOf } from '@freehold/shared/route';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { derivedId } from '../../../common/idempotency/operation-id.ts';
import { ObjectStorage } from '../../../common/storage/object-storage.service.ts';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { DocumentReader } from './document.reader.ts';
import { contentTypeSchema } from './document.view.ts';
import { visibleDocuments } from './document-policy.ts';
import { versionState } from './document-state.ts';
import { DocumentVersions } from './document-versions.ts';

const LINK_SECONDS = 5 * 60;
/** How long an upload may take, with as many links as it needs, before it is given up. */
const UPLOAD_MS = 60 * 60_000;

type NewDocument = InputOf<typeof beginDocument>['body'];

/** What managers do with documents: begin, upload, go on, decide who sees them. */
@Injectable()
export class DocumentService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly storage: ObjectStorage,
    private readonly properties: PropertyService,
    private readonly versions: DocumentVersions,
    private readonly reader: DocumentReader,
    private readonly transitions: TransitionLog,
  ) {}

  /** Throws NOT_FOUND, DOCUMENT_DUPLICATE. `operationId` makes a repetition a read. */
  async begin(
    actor: Actor,
    propertyId: string,
    wish: NewDocument,
    operationId: string,
  ): Promise<DocumentUpload> {
    await this.properties.require(actor, propertyId);
    const id = derivedId('document', operationId);
    const { kind, title, audience, file } = wish;
    await this.prisma.transaction(async (tx) => {
      if ((await tx.document.count({ where: { id } })) > 0) return;
      await this.versions.refuseKnownFile(tx, propertyId, file.sha256);
      await tx.document.create({ data: { id, propertyId, kind, title, audience, createdBy: actor.userId } });
      await this.transitions.add(tx, [
        { noun: 'document', id, from: null, to: audience, actor: actor.userId },
      ]);
      await this.#announce(tx, actor, { id: operationId, documentId: id, propertyId, number: 1 }, file);
    });
    return this.#upload(actor, operationId);
  }

  /** Throws NOT_FOUND, DOCUMENT_DUPLICATE. */
  async beginVersion(
    actor: Actor,
    documentId: string,
    file: DocumentFile,
    operationId: string,
  ): Promise<DocumentUpload> {
    const { propertyId } = await this.#own(actor, documentId);
    await this.prisma.transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM app.document WHERE id = ${documentId}::uuid FOR UPDATE`;
      if ((await tx.documentVersion.count({ where: { id: operationId } })) > 0) return;
      await this.versions.refuseKnownFile(tx, propertyId, file.sha256);
      const { _max } = await tx.documentVersion.aggregate({ where: { documentId }, _max: { number: true } });
      const number = (_max.number ?? 0) + 1;
      await this.#announce(tx, actor, { id: operationId, documentId, propertyId, number }, file);
    });
    return this.#upload(actor, operationId);
  }

  /** A new link for a file that has not arrived. Throws NOT_FOUND, ILLEGAL_TRANSITION. */
  async renew(actor: Actor, versionId: string): Promise<DocumentUpload> {
    await this.#ownVersion(actor, versionId);
    const { count } = await this.prisma.client.documentVersion.updateMany({
      where: { id: versionId, state: 'PENDING' },
      data: { uploadUntil: new Date(Date.now() + UPLOAD_MS) },
    });
    const row = await this.#ownVersion(actor, versionId);
    if (count === 0) throw illegalTransition('document version', row.state, 'PENDING');
    return this.#upload(actor, versionId);
  }

  /** The upload is done, says the browser. Throws NOT_FOUND, UPLOAD_MISSING, DOCUMENT_DUPLICATE, ILLEGAL_TRANSITION. */
  async complete(actor: Actor, versionId: string): Promise<PropertyDocumentDetail> {
    const row = await this.#ownVersion(actor, versionId);
    const state = versionState(row);
    if (state === 'EXPIRED') throw illegalTransition('document version', state, 'QUARANTINED');
    if (state === 'PENDING') {
      if ((await this.#size(row.quarantineKey)) === null) throw new FreeholdError('UPLOAD_MISSING');
      await this.prisma.transaction(async (tx) => {
        const now = await this.versions.lock(tx, versionId);
        // Said twice, or found by the task meanwhile.
        if (versionState(now) !== 'PENDING') return;
        await this.versions.refuseKnownFile(tx, now.propertyId, now.uploadedSha256);
        await this.versions.move(tx, now, 'arrive', { actor: actor.userId });
      });
    }
    return this.reader.read(actor, row.documentId);
  }

  /** Throws NOT_FOUND. */
  async changeAudience(
    actor: Actor,
    id: string,
    audience: DocumentAudience,
  ): Promise<PropertyDocumentDetail> {
    await this.#own(actor, id);
    await this.prisma.transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM app.document WHERE id = ${id}::uuid FOR UPDATE`;
      const { audience: from } = await tx.document.findUniqueOrThrow({ where: { id } });
      if (from === audience) return;
      await tx.document.update({ where: { id }, data: { audience } });
      await this.transitions.add(tx, [{ noun: 'document', id, from, to: audience, actor: actor.userId }]);
    });
    return this.reader.read(actor, id);
  }

  async #announce(
    tx: PrismaTransaction,
    actor: Actor,
    ids: {
      readonly id: string;
      readonly documentId: string;
      readonly propertyId: string;
      readonly number: number;
    },
    file: DocumentFile,
  ): Promise<void> {
    await tx.documentVersion.create({
      data: {
        ...ids,
        state: 'PENDING',
        fileName: file.name,
        contentType: file.contentType,
        uploadedBytes: file.bytes,
        uploadedSha256: file.sha256,
        quarantineKey: `quarantine/${ids.id}`,
        uploadedBy: actor.userId,
        uploadUntil: new Date(Date.now() + UPLOAD_MS),
      },
    });
    const step = { noun: 'document_version', id: ids.id, from: null, to: 'PENDING' } as const;
    await this.transitions.add(tx, [{ ...step, actor: actor.userId }]);
  }

  async #upload(actor: Actor, versionId: string): Promise<DocumentUpload> {
    const row = await this.#ownVersion(actor, versionId);
    const contentType = contentTypeSchema.parse(row.contentType);
    const file = { contentType, bytes: row.uploadedBytes, sha256: row.uploadedSha256 };
    const link = await this.storage.uploadLink(row.quarantineKey, file, LINK_SECONDS);
    return {
      document: await this.reader.read(actor, row.documentId),
      versionId,
      method: 'PUT',
      url: link.url,
      headers: { ...link.headers },
      expiresAt: link.expiresAt.toISOString(),
    };
  }

  async #size(key: string): Promise<number | null> {
    try {
      return await this.storage.size(key);
    } catch (cause) {
      const message = 'Storage does not answer right now. Nothing was lost: try again shortly.';
      throw new FreeholdError('UPSTREAM_UNAVAILABLE', message, { cause });
    }
  }

  async #own(actor: Actor, id: string) {
    const row = await this.prisma.client.document.findFirst({
      where: { AND: [{ id }, visibleDocuments(actor)] },
    });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    return row;
  }

  async #ownVersion(actor: Actor, id: string) {
    const row = await this.prisma.client.documentVersion.findFirst({
      where: { id, document: visibleDocuments(actor) },
    });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    return row;
  }
}
