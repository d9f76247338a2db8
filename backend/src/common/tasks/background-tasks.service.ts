import { createPool } from '@freehold/database/pool';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { Configuration } from '../../config/configuration.ts';
import { PrismaService } from '../database/prisma.service.ts';
import { LogService } from '../logging/log.service.ts';
import type { BackgroundTask } from './background-task.ts';
import { NotificationListener } from './notification-listener.ts';
import { TaskLoop } from './task-loop.ts';

/**
 * Runs the background tasks of this process. A module registers its tasks in its constructor or `onModuleInit`;
 * they start once the application is up, and only in a process of their kind.
 */
@Injectable()
export class BackgroundTasks implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #tasks = new Map<string, BackgroundTask>();
  readonly #loops: TaskLoop[] = [];
  #listener: NotificationListener | null = null;
  /** Connections that hold locks while tasks run; apart, so that a waiting task cannot starve a running one. */
  #locks: pg.Pool | null = null;

  constructor(
    private readonly configuration: Configuration,
    private readonly prisma: PrismaService,
    private readonly log: LogService,
  ) {}

  register(task: BackgroundTask): void {
    if (this.#tasks.has(task.name)) throw new Error(`Two background tasks are named ${task.name}`);
    this.#tasks.set(task.name, task);
  }

  /** Wakes a task of this process at once; others find the work at their next interval. */
  wake(name: string): void {
    for (const loop of this.#loops) if (loop.name === name) loop.wake();
  }

  /** Runs a task now, here, whatever the kind of process: for tests. */
  async runOnce(name: string, signal: AbortSignal = new AbortController().signal): Promise<void> {
    await this.#tasks.get(name)?.run(signal);
  }

  onApplicationBootstrap(): void {
    const own = [...this.#tasks.values()].filter((task) => this.configuration.runs(task.process));
    if (own.length === 0) return;
    const locks = createPool(this.configuration.environment.DATABASE_URL, 'backend', {
      max: own.length,
      applicationName: 'freehold-task-locks',
    });
    this.#locks = locks;
    for (const task of own) {
      const loop = new TaskLoop(
        task,
        { locks, work: this.prisma.pool },
        this.log.logger.child({ task: task.name }),
      );
      this.#loops.push(loop);
      loop.start();
    }
    const channels = new Set(own.flatMap((task) => task.channels ?? []));
    if (channels.size === 0) return;
    this.#listener = new NotificationListener(
      this.configuration,
      this.log.logger,
      [...channels],
      (channel) => {
        for (const loop of this.#loops) if (channel === null || loop.listensTo(channel)) loop.wake();
      },
    );
    this.#listener.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#listener?.stop();
    await Promise.all(this.#loops.map((loop) => loop.stop()));
    // Not awaited: a run that outlives its grace still holds its connection, and the process ends anyway.
    void this.#locks?.end();
  }
}
