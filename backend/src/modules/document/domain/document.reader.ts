import {
  type DocumentDownload,
  documentKinds,
  type PropertyDocument,
  type PropertyDocumentDetail,
} from '@freehold/shared/document';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { ObjectStorage } from '../../../common/storage/object-storage.service.ts';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import { PropertyService } from '../../property/domain/property.service.ts';
import { contentTypeSchema, documentParts, documentView, versionView } from './document.view.ts';
import { visibleDocuments, visibleVersions } from './document-policy.ts';
import { publicationParts, publicationView } from './publication.view.ts';

type Viewer = Pick<Actor, 'role' | 'userId'>;

const DOWNLOAD_SECONDS = 60;

/** Documents as each person may see them, and the way to their files. */
@Injectable()
export class DocumentReader {
  constructor(
    private readonly prisma: PrismaService,
    private readonly storage: ObjectStorage,
    private readonly properties: PropertyService,
    private readonly transitions: TransitionLog,
  ) {}

  /** By kind, then oldest first. Throws NOT_FOUND. */
  async list(viewer: Viewer, propertyId: string): Promise<PropertyDocument[]> {
    await this.properties.require(viewer, propertyId);
    const rows = await this.prisma.client.document.findMany({
      where: { AND: [{ propertyId }, visibleDocuments(viewer)] },
      include: documentParts(visibleVersions(viewer)),
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    });
    const place = ({ kind }: PropertyDocument): number => documentKinds.indexOf(kind);
    return rows.map(documentView).toSorted((a, b) => place(a) - place(b));
  }

  /** Throws NOT_FOUND unless this person may see it. */
  async read(viewer: Viewer, id: string): Promise<PropertyDocumentDetail> {
    const { client } = this.prisma;
    const row = await client.document.findFirst({
      where: { AND: [{ id }, visibleDocuments(viewer)] },
      include: documentParts(visibleVersions(viewer)),
    });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    const told = viewer.role !== 'investor';
    const versions: PropertyDocumentDetail['versions'] = [];
    for (const version of row.versions) {
      const transitions = told ? await this.transitions.of(client, 'document_version', version.id) : [];
      versions.push({ ...versionView(version), transitions });
    }
    const transitions = told ? await this.transitions.of(client, 'document', id) : [];
    const publications = await client.documentPublication.findMany({
      where: { documentId: id, ...(told ? {} : { state: 'PUBLISHED' }) },
      include: publicationParts,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    const views = publications.map((publication) => publicationView(publication, viewer.role));
    return { ...documentView(row), versions, transitions, publications: views };
  }

  /** A link to the file, after who asked for it is written down. Throws NOT_FOUND, DOCUMENT_NOT_AVAILABLE. */
  async download(actor: Actor, versionId: string): Promise<DocumentDownload> {
    const { client } = this.prisma;
    const row = await client.documentVersion.findFirst({
      where: { AND: [{ id: versionId }, visibleVersions(actor)], document: visibleDocuments(actor) },
    });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    if (row.objectKey === null || row.sha256 === null || row.bytes === null) {
      throw new FreeholdError('DOCUMENT_NOT_AVAILABLE');
    }
    await client.documentDownload.create({ data: { versionId, userId: actor.userId } });
    const link = await this.storage.downloadLink(row.objectKey, row.fileName, DOWNLOAD_SECONDS);
    return {
      url: link.url,
      expiresAt: link.expiresAt.toISOString(),
      fileName: row.fileName,
      contentType: contentTypeSchema.parse(row.contentType),
      bytes: row.bytes,
      sha256: row.sha256,
    };
  }
}
