import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { Sealer } from '../datasources/sealer.ts';

/** Seals what was posted, every quarter of a second. */
@Injectable()
export class SealerTask implements BackgroundTask, OnModuleInit, OnApplicationShutdown {
  readonly name = 'ledger-sealer';
  readonly process = 'scheduler';
  readonly intervalMs = 250;
  /** The sealer has a lock of its own, on the connection it writes through. */
  readonly exclusive = false;
  readonly #sealer: Sealer;

  constructor(
    private readonly tasks: BackgroundTasks,
    configuration: Configuration,
  ) {
    this.#sealer = new Sealer(configuration.environment.DATABASE_URL);
  }

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#sealer.sealAll(signal);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#sealer.close();
  }
}
