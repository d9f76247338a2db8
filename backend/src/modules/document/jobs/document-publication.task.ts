import { Injectable, type OnModuleInit } from '@nestjs/common';
import { getAddress, isHex } from 'viem';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { ChainSender } from '../../blockchain/domain/chain-sender.ts';
import { transactionMovedChannel } from '../../blockchain/domain/channels.ts';
import { TokenDocuments } from '../datasources/token-documents.ts';
import { DocumentPublisher } from '../domain/document.publisher.ts';

const ACTOR = 'document-publication';

/** Notices when a token names the hash of a document that was proposed, whoever sent it. */
@Injectable()
export class DocumentPublicationTask implements BackgroundTask, OnModuleInit {
  readonly name = ACTOR;
  readonly process = 'worker';
  readonly intervalMs = 15_000;
  readonly channels = [transactionMovedChannel];

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly prisma: PrismaService,
    private readonly tokens: TokenDocuments,
    private readonly sender: ChainSender,
    private readonly publisher: DocumentPublisher,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    const rows = await this.prisma.client.documentPublication.findMany({ where: { state: 'PROPOSED' } });
    for (const row of rows) {
      if (signal.aborted) return;
      await this.#look(row);
    }
  }

  async #look(row: {
    readonly id: string;
    readonly token: string;
    readonly name: string;
    readonly uri: string;
    readonly hash: string;
    readonly transactionKey: string | null;
  }): Promise<void> {
    const { id, name } = row;
    if (!isHex(name)) throw new Error(`publication ${id} has no name`);
    const token = getAddress(row.token);
    const step = { id, from: 'PROPOSED', actor: ACTOR } as const;
    const found = await this.tokens.read(token, name);
    if (found?.hash === row.hash && found.uri === row.uri) {
      const txHash = await this.tokens.transactionOf(token, name, found.setAt);
      const facts = { publishedAt: new Date(Number(found.setAt) * 1_000), txHash };
      await this.prisma.transaction((tx) => this.publisher.move(tx, { ...step, to: 'PUBLISHED', facts }));
      return;
    }
    const problem = row.transactionKey === null ? null : await this.#problemOf(row.transactionKey);
    if (problem === null) return;
    await this.prisma.transaction((tx) =>
      this.publisher.move(tx, { ...step, to: 'FAILED', reason: problem, facts: { problem } }),
    );
  }

  async #problemOf(key: string): Promise<string | null> {
    const status = await this.sender.status(key);
    if (status?.state === 'REVERTED') return 'The transaction was reverted.';
    if (status?.state !== 'FAILED') return null;
    return status.failureMessage ?? status.failureCode ?? 'The contract refused.';
  }
}
