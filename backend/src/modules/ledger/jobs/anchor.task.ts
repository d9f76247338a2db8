import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { chainAdvancedChannel } from '../../blockchain/domain/channels.ts';
import { AnchorService, anchorChannel } from '../domain/anchor.service.ts';

/** Without anybody asking, the log is anchored this often while it grows. */
const ANCHOR_EVERY_MS = 10 * 60_000;

/** Creates anchors when they are due, and moves them on until they are final on chain. */
@Injectable()
export class AnchorTask implements BackgroundTask, OnModuleInit {
  readonly name = 'ledger-anchor';
  readonly process = 'scheduler';
  readonly intervalMs = 2_000;
  readonly channels = [anchorChannel, chainAdvancedChannel];

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly anchors: AnchorService,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(): Promise<void> {
    await this.anchors.anchoring.anchorWhenDue(ANCHOR_EVERY_MS, new Date());
    await this.anchors.anchoring.advance();
  }
}
