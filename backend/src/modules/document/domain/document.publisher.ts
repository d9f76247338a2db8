import type { PrismaTransaction } from '@freehold/database/client';
import { documentKey } from '@freehold/shared/chain-keys';
import type { PropertyDocumentDetail } from '@freehold/shared/document';
import type { PublicationState } from '@freehold/shared/document-publication';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { getAddress } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import { Configuration } from '../../../config/configuration.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { type TokenDocument, TokenDocuments, type WayToWrite } from '../datasources/token-documents.ts';
import { DocumentReader } from './document.reader.ts';

interface Step {
  readonly id: string;
  readonly from: PublicationState;
  readonly to: PublicationState;
  readonly actor: string;
  readonly reason?: string;
  readonly facts?: {
    readonly publishedAt?: Date;
    readonly txHash?: string | null;
    readonly problem?: string;
  };
}

/** Has hashes of documents written into tokens. The chain alone says when one is. */
@Injectable()
export class DocumentPublisher {
  constructor(
    private readonly prisma: PrismaService,
    private readonly reader: DocumentReader,
    private readonly tokens: TokenDocuments,
    private readonly sender: ChainSender,
    private readonly transitions: TransitionLog,
    private readonly configuration: Configuration,
  ) {}

  /** Throws NOT_FOUND, DOCUMENT_NOT_AVAILABLE, NOT_TOKENIZED, ALREADY_EXISTS. */
  async publish(actor: Actor, documentId: string, operationId: string): Promise<PropertyDocumentDetail> {
    const document = await this.reader.read(actor, documentId);
    if (document.publications.some(({ id }) => id === operationId)) return document;
    const { current, propertyId } = document;
    if (!current?.sha256)
      throw new FreeholdError('DOCUMENT_NOT_AVAILABLE', 'No version of it is available yet.');
    const known = document.publications.find(({ versionId }) => versionId === current.id);
    if (known?.state === 'PUBLISHED') {
      throw new FreeholdError('ALREADY_EXISTS', `Version ${current.number} is published already.`);
    }
    const content = {
      token: await this.#tokenOf(propertyId),
      name: documentKey(documentId),
      uri: `${this.configuration.environment.PUBLIC_WEB_URL}/properties/${propertyId}`,
      hash: `0x${current.sha256}`,
    } as const;
    const way = await this.#way(content, operationId);
    await this.prisma.transaction((tx) =>
      this.#propose(tx, { actor, documentId, id: operationId, versionId: current.id, content, way }),
    );
    return this.reader.read(actor, documentId);
  }

  /** Takes a step of a publication, unless somebody else did meanwhile. */
  async move(tx: PrismaTransaction, { id, from, to, actor, reason, facts }: Step): Promise<void> {
    const { count } = await tx.documentPublication.updateMany({
      where: { id, state: from },
      data: { state: to, ...facts },
    });
    if (count === 0) return;
    await this.transitions.add(tx, [{ noun: 'document_publication', id, from, to, actor, reason }]);
  }

  async #propose(
    tx: PrismaTransaction,
    wish: {
      readonly actor: Actor;
      readonly id: string;
      readonly documentId: string;
      readonly versionId: string;
      readonly content: TokenDocument;
      readonly way: WayToWrite;
    },
  ): Promise<void> {
    const { actor, id, documentId, versionId, content, way } = wish;
    await tx.$queryRaw`SELECT 1 FROM app.document WHERE id = ${documentId}::uuid FOR UPDATE`;
    const open = await tx.documentPublication.findMany({ where: { documentId, state: 'PROPOSED' } });
    // What others have to send may be proposed anew: theirs may have been stopped. Ours is on its way.
    if (open.some((one) => one.versionId === versionId && one.transactionKey !== null)) {
      throw new FreeholdError('ALREADY_EXISTS', 'This version is on its way already.');
    }
    for (const one of open) {
      await this.move(tx, { id: one.id, from: 'PROPOSED', to: 'REPLACED', actor: actor.userId });
    }
    const transactionKey = way.ours ? `document:${id}` : null;
    await tx.documentPublication.create({
      data: {
        ...{ id, documentId, versionId, state: 'PROPOSED', ...content, transactionKey },
        chainId: BigInt(this.configuration.environment.CHAIN_ID),
        calls: way.ours ? [] : way.calls.map((call) => ({ ...call })),
        requestedBy: actor.userId,
      },
    });
    const step = { noun: 'document_publication', id, from: null, to: 'PROPOSED' } as const;
    await this.transitions.add(tx, [{ ...step, actor: actor.userId }]);
    if (!way.ours || transactionKey === null) return;
    const purpose = { purpose: 'document.publish', correlationId: id } as const;
    await this.sender.submit(
      { key: transactionKey, walletRole: 'operator', to: content.token, data: way.data, ...purpose },
      tx,
    );
  }

  async #tokenOf(propertyId: string) {
    const row = await this.prisma.client.tokenization.findUnique({ where: { propertyId } });
    if (!row?.tokenAddress) throw new FreeholdError('NOT_TOKENIZED');
    return getAddress(row.tokenAddress);
  }

  async #way(content: TokenDocument, operationId: string): Promise<WayToWrite> {
    try {
      return await this.tokens.wayToWrite(content, operationId);
    } catch (cause) {
      const message = 'The chain does not answer right now. Nothing was sent: try again shortly.';
      throw new FreeholdError('UPSTREAM_UNAVAILABLE', message, { cause });
    }
  }
}
