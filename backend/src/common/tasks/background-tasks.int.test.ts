import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Configuration, parseEnvironment } from '../../config/configuration.ts';
import { PrismaService } from '../database/prisma.service.ts';
import { LogService } from '../logging/log.service.ts';
import { testDeployment, testEnvironment } from '../testing/test-application.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import type { BackgroundTask } from './background-task.ts';
import { BackgroundTasks } from './background-tasks.service.ts';

/** Waits until `holds`, at most two minutes: a busy machine takes its time. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await holds())) {
    if (Date.now() > deadline) assert.fail('waited too long');
    await sleep(20);
  }
}

describe('background tasks', () => {
  let database: TestDatabase;
  const running: { tasks: BackgroundTasks; prisma: PrismaService }[] = [];
  before(async () => {
    database = await testDatabase();
  });
  after(async () => {
    for (const { tasks, prisma } of running) {
      await tasks.onApplicationShutdown();
      await prisma.onApplicationShutdown();
    }
    await database.drop();
  });

  /** A process of this kind with these tasks. */
  function startProcess(kind: string, ...tasks: BackgroundTask[]): BackgroundTasks {
    const environment = parseEnvironment({ ...testEnvironment(database.url), PROCESS: kind });
    const configuration = new Configuration(environment, testDeployment);
    const prisma = new PrismaService(configuration);
    const service = new BackgroundTasks(configuration, prisma, new LogService(configuration));
    for (const task of tasks) service.register(task);
    service.onApplicationBootstrap();
    running.push({ tasks: service, prisma });
    return service;
  }

  const counting = (name: string, options: Partial<BackgroundTask> = {}) => {
    const seen = { runs: 0 };
    const task: BackgroundTask = {
      name,
      process: 'worker',
      intervalMs: 60_000,
      run: async () => {
        seen.runs += 1;
      },
      ...options,
    };
    return { task, seen };
  };

  it('run in processes of their kind only', async () => {
    const worker = counting('only-worker');
    const scheduler = counting('only-scheduler', { process: 'scheduler' });
    startProcess('worker', worker.task, scheduler.task);
    await until(() => worker.seen.runs === 1);
    assert.equal(scheduler.seen.runs, 0);
  });

  it('run at their interval', async () => {
    const often = counting('often', { intervalMs: 30 });
    startProcess('worker', often.task);
    await until(() => often.seen.runs >= 4);
  });

  it('wake at once when PostgreSQL notifies their channel', async () => {
    const { task, seen } = counting('listening', { channels: ['test_channel'] });
    startProcess('worker', task);
    // Once at the start, once more when the connection listens.
    await until(() => seen.runs >= 2);
    const before = seen.runs;
    await running.at(-1)?.prisma.pool.query('SELECT pg_notify($1, $2)', ['test_channel', '']);
    await until(() => seen.runs > before);
  });

  it('leave others alone when they fail, and try again', async () => {
    let attempts = 0;
    let broken = true;
    const failing = counting('failing', {
      intervalMs: 20,
      run: async () => {
        attempts += 1;
        if (broken) throw new Error('not yet');
      },
    });
    const fine = counting('fine', { intervalMs: 20 });
    startProcess('worker', failing.task, fine.task);
    await until(() => attempts >= 2 && fine.seen.runs > 3);
    broken = false;
    const { client } = running.at(-1)?.prisma ?? assert.fail();
    await until(async () => {
      const report = await client.backgroundTaskReport.findUnique({ where: { name: 'failing' } });
      return report !== null && report.lastError === null && report.lastSuccessAt !== null;
    });
  });

  it('never run in two processes at a time', async () => {
    let [inside, most, runs] = [0, 0, 0];
    const task = (): BackgroundTask => ({
      name: 'alone',
      process: 'worker',
      intervalMs: 5,
      run: async () => {
        inside += 1;
        most = Math.max(most, inside);
        await sleep(15);
        inside -= 1;
        runs += 1;
      },
    });
    startProcess('worker', task());
    startProcess('worker', task());
    await until(() => runs >= 10);
    assert.equal(most, 1);
  });
});
