import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { chainAdvancedChannel, treasuryChannel } from '../../blockchain/domain/channels.ts';
import { TransferProcess } from '../domain/transfer.process.ts';
import { WireProcess } from '../domain/wire.process.ts';

/** Pause between two looks at money that is under way: providers are asked no more often than this. */
const ASK_PAUSE_MS = 1_500;
const FOREIGN_EVERY_MS = 60_000;

/** Takes the money from the bank to the treasury, a step at a time. */
@Injectable()
export class TreasuryTask implements BackgroundTask, OnModuleInit {
  readonly name = 'treasury';
  readonly process = 'worker';
  readonly intervalMs = 5_000;
  readonly channels = [treasuryChannel, chainAdvancedChannel];
  #foreignAt = 0;

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly wires: WireProcess,
    private readonly transfers: TransferProcess,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    const wiring = await this.wires.advance();
    const transferring = await this.transfers.advance();
    if (!wiring && Date.now() - this.#foreignAt > FOREIGN_EVERY_MS) {
      await this.wires.bookForeignDeposits();
      this.#foreignAt = Date.now();
    }
    // Blocks wake this task every second; Circle need not hear of each.
    if (wiring || transferring) await sleep(ASK_PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
}
