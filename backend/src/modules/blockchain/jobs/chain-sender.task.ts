import { setTimeout as sleep } from 'node:timers/promises';
import * as abis from '@freehold/contracts/abis';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { LocalKeySigner } from '../datasources/local-key-signer.ts';
import { RpcNode } from '../datasources/rpc-node.ts';
import { TransactionStore } from '../datasources/transaction-store.ts';
import { ChainClient } from '../domain/chain-client.ts';
import { senderChannel } from '../domain/channels.ts';
import { RevertDecoder } from '../domain/revert-decoder.ts';
import { TransactionDispatcher } from '../domain/transaction-dispatcher.ts';

/** Pause between two looks at transactions that are under way. */
const BUSY_PAUSE_MS = 300;

/** Sends what modules have submitted, from the operator's wallet; in one process of the cluster at a time. */
@Injectable()
export class ChainSenderTask implements BackgroundTask, OnModuleInit {
  readonly name = 'chain-sender';
  readonly process = 'worker';
  readonly intervalMs = 1_000;
  readonly channels = [senderChannel];
  readonly #dispatcher: TransactionDispatcher;

  constructor(
    private readonly tasks: BackgroundTasks,
    configuration: Configuration,
    prisma: PrismaService,
    chain: ChainClient,
    log: LogService,
  ) {
    const { CHAIN_ID, OPERATOR_PRIVATE_KEY } = configuration.environment;
    const signer = new LocalKeySigner(OPERATOR_PRIVATE_KEY);
    this.#dispatcher = new TransactionDispatcher({
      store: new TransactionStore(prisma.client, {
        chainId: CHAIN_ID,
        address: signer.address,
        role: 'operator',
      }),
      node: new RpcNode(chain.client, CHAIN_ID),
      signer,
      decoder: new RevertDecoder(Object.values(abis)),
      log: log.logger.child({ task: this.name }),
    });
  }

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.#dispatcher.tick())) {
      await sleep(BUSY_PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
