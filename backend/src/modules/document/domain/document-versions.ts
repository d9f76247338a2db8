import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import type { DocumentRejection } from '@freehold/shared/document';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import { documentChannel, notify } from '../../blockchain/domain/channels.ts';
import { type DocumentTransition, nextVersionState, versionState } from './document-state.ts';
import { rejectionSentence } from './rejections.ts';

interface Move {
  /** A user id, or the name of the task. */
  readonly actor: string;
  readonly rejection?: DocumentRejection;
  /** What else changes with it. */
  readonly facts?: Prisma.DocumentVersionUpdateInput;
}

/** The one writer of states: every move is a named transition, a row of history, and a call to go on. */
@Injectable()
export class DocumentVersions {
  constructor(private readonly transitions: TransitionLog) {}

  /** The version, locked until the transaction ends. */
  async lock(tx: PrismaTransaction, id: string) {
    await tx.$queryRaw`SELECT 1 FROM app.document_version WHERE id = ${id}::uuid FOR UPDATE`;
    return tx.documentVersion.findUniqueOrThrow({ where: { id } });
  }

  /** Takes a step; the row must be locked. Throws ILLEGAL_TRANSITION. */
  async move(
    tx: PrismaTransaction,
    row: { readonly id: string; readonly state: string },
    step: DocumentTransition,
    { actor, rejection, facts }: Move,
  ): Promise<void> {
    const from = versionState(row);
    const to = nextVersionState(from, step);
    await tx.documentVersion.update({
      where: { id: row.id },
      data: { state: to, rejection: rejection ?? null, ...facts },
    });
    const reason = rejection === undefined ? undefined : rejectionSentence(rejection);
    await this.transitions.add(tx, [{ noun: 'document_version', id: row.id, from, to, actor, reason }]);
    await notify(tx, documentChannel);
  }

  /** The same bytes twice in one property are a mistake. Throws DOCUMENT_DUPLICATE, which says where they are. */
  async refuseKnownFile(tx: PrismaTransaction, propertyId: string, sha256: string): Promise<void> {
    const known = await this.#known(tx, propertyId, sha256);
    if (known === null) return;
    throw new FreeholdError(
      'DOCUMENT_DUPLICATE',
      `The property has this file already: version ${known.number} of “${known.document.title}”.`,
    );
  }

  async has(tx: PrismaTransaction, propertyId: string, sha256: string): Promise<boolean> {
    return (await this.#known(tx, propertyId, sha256)) !== null;
  }

  async #known(tx: PrismaTransaction, propertyId: string, sha256: string) {
    // One at a time for a property, so that two uploads of one file do not both find none.
    await tx.$queryRaw`SELECT 1 FROM app.property WHERE id = ${propertyId}::uuid FOR NO KEY UPDATE`;
    return tx.documentVersion.findFirst({
      where: { propertyId, uploadedSha256: sha256, state: { in: ['QUARANTINED', 'AVAILABLE'] } },
      include: { document: { select: { title: true } } },
    });
  }
}
