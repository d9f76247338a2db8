import { type DocumentRejection, MAX_DOCUMENT_BYTES } from '@freehold/shared/document';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { ObjectStorage } from '../../../common/storage/object-storage.service.ts';
import { contentTypeSchema } from './document.view.ts';
import { versionState } from './document-state.ts';
import { DocumentVersions } from './document-versions.ts';
import { examine, type Verdict } from './examine.ts';

const ACTOR = 'document';

/**
 * What the platform does with uploads. Every step may be repeated: storage first, the state last, so that a crash in
 * between leaves a row that says what is still to be done.
 */
@Injectable()
export class DocumentKeeper {
  constructor(
    private readonly prisma: PrismaService,
    private readonly storage: ObjectStorage,
    private readonly versions: DocumentVersions,
  ) {}

  /** Reads what waits in quarantine, and keeps it or rejects it. */
  async examine(id: string): Promise<void> {
    const row = await this.prisma.client.documentVersion.findUniqueOrThrow({ where: { id } });
    if (versionState(row) !== 'QUARANTINED') return;
    const contentType = contentTypeSchema.parse(row.contentType);
    const announced = { contentType, bytes: row.uploadedBytes, sha256: row.uploadedSha256 };
    const verdict = await this.#look(row.quarantineKey, announced);
    if (verdict.rejection !== null) return this.#reject(id, verdict.rejection);
    const { body, sha256 } = verdict;
    // Its own hash in the name: whoever does the same once more, and be it otherwise, overwrites nothing.
    const objectKey = `documents/${row.propertyId}/${id}/${sha256}`;
    await this.storage.write(objectKey, body, { contentType, sha256 });
    await this.prisma.transaction(async (tx) => {
      const now = await this.versions.lock(tx, id);
      if (versionState(now) !== 'QUARANTINED') return;
      const facts = { objectKey, bytes: body.length, sha256, availableAt: new Date() };
      await this.versions.move(tx, now, 'release', { actor: ACTOR, facts });
    });
  }

  /** An upload whose time is over: it goes on if the file is there although nobody said so, and ends if not. */
  async giveUp(id: string): Promise<void> {
    const { quarantineKey } = await this.prisma.client.documentVersion.findUniqueOrThrow({ where: { id } });
    const arrived = (await this.storage.size(quarantineKey)) !== null;
    await this.prisma.transaction(async (tx) => {
      const row = await this.versions.lock(tx, id);
      if (versionState(row) !== 'PENDING' || row.uploadUntil.getTime() > Date.now()) return;
      const known = arrived && (await this.versions.has(tx, row.propertyId, row.uploadedSha256));
      await this.versions.move(tx, row, arrived && !known ? 'arrive' : 'expire', { actor: ACTOR });
    });
  }

  /** What is decided is removed from quarantine: good files are kept elsewhere, others nowhere. */
  async clearQuarantine(id: string): Promise<void> {
    const { client } = this.prisma;
    const { quarantineKey } = await client.documentVersion.findUniqueOrThrow({ where: { id } });
    await this.storage.remove(quarantineKey);
    await client.documentVersion.update({ where: { id }, data: { quarantineClearedAt: new Date() } });
  }

  async #look(key: string, announced: Parameters<typeof examine>[1]): Promise<Verdict> {
    const size = await this.storage.size(key);
    if (size === null) return { rejection: 'FILE_MISSING' };
    // Storage refuses more than was announced; this holds where it did not.
    if (size > MAX_DOCUMENT_BYTES) return { rejection: 'SIZE_DIFFERS' };
    const bytes = await this.storage.read(key);
    return bytes === null ? { rejection: 'FILE_MISSING' } : examine(bytes, announced);
  }

  async #reject(id: string, rejection: DocumentRejection): Promise<void> {
    await this.prisma.transaction(async (tx) => {
      const row = await this.versions.lock(tx, id);
      if (versionState(row) !== 'QUARANTINED') return;
      await this.versions.move(tx, row, 'reject', { actor: ACTOR, rejection });
    });
  }
}
