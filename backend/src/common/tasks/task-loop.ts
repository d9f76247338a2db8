import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from '../logging/logger.ts';
import { requestContext } from '../logging/request-context.ts';
import type { BackgroundTask } from './background-task.ts';

/** How long a stopping process waits for a run that is under way. */
const STOP_GRACE_MS = 1_500;

export interface TaskPools {
  readonly locks: pg.Pool;
  readonly work: pg.Pool;
}

/** Runs one task again and again: at its interval, and at once when woken. Never two runs at a time. */
export class TaskLoop {
  readonly #task: BackgroundTask;
  readonly #pools: TaskPools;
  readonly #logger: Logger;
  readonly #stopping = new AbortController();
  #woken = Promise.withResolvers<void>();
  #finished: Promise<void> = Promise.resolve();
  #failures = 0;

  constructor(task: BackgroundTask, pools: TaskPools, logger: Logger) {
    this.#task = task;
    this.#pools = pools;
    this.#logger = logger;
  }

  get name(): string {
    return this.#task.name;
  }

  listensTo(channel: string): boolean {
    return this.#task.channels?.includes(channel) ?? false;
  }

  start(): void {
    this.#finished = this.#loop();
  }

  /** A wake-up during a run leads to one more run. */
  wake(): void {
    this.#woken.resolve();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.wake();
    await Promise.race([this.#finished, sleep(STOP_GRACE_MS, undefined, { ref: false })]);
  }

  async #loop(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#woken = Promise.withResolvers();
      await requestContext.run({ requestId: `${this.#task.name}-${randomUUID()}` }, () => this.#runSafely());
      await this.#pause();
    }
  }

  /** A failing task waits longer each time, up to a minute; a wake-up cannot hurry it then. */
  async #pause(): Promise<void> {
    const backOff = this.#failures === 0 ? 0 : Math.min(250 * 2 ** this.#failures, 60_000);
    const { signal } = this.#stopping;
    try {
      if (backOff > 0) await sleep(backOff, undefined, { signal });
      const timer = new AbortController();
      await Promise.race([
        this.#woken.promise,
        sleep(this.#task.intervalMs, undefined, { signal: timer.signal }),
      ])
        .catch(() => undefined)
        .finally(() => timer.abort());
    } catch {
      // Stopping: the loop sees it.
    }
  }

  async #runSafely(): Promise<void> {
    try {
      const ran = this.#task.exclusive === false ? await this.#runTask() : await this.#runAlone();
      if (!ran) return;
      this.#failures = 0;
      await this.#report(null);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.#failures += 1;
      this.#logger.error({ err: error, failures: this.#failures }, 'background task failed');
      await this.#report(error instanceof Error ? error.message : String(error));
    }
  }

  async #runTask(): Promise<boolean> {
    await this.#task.run(this.#stopping.signal);
    return true;
  }

  /** False when another process is at it. The lock lives in a connection, so it dies with the process. */
  async #runAlone(): Promise<boolean> {
    const client = await this.#pools.locks.connect();
    let broken: Error | undefined;
    // An unhandled 'error' event of a lost connection would end the process.
    const onError = (error: Error): void => {
      broken = error;
    };
    client.on('error', onError);
    try {
      const key = `freehold-task:${this.#task.name}`;
      const { rows } = await client.query<{ locked: boolean }>(
        'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
        [key],
      );
      if (rows[0]?.locked !== true) return false;
      try {
        return await this.#runTask();
      } finally {
        await client
          .query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [key])
          .catch((error: Error) => onError(error));
      }
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  async #report(failure: string | null): Promise<void> {
    await this.#pools.work
      .query(
        `INSERT INTO app.background_task AS t (name, last_run_at, last_success_at, last_error)
         VALUES ($1, now(), CASE WHEN $2::text IS NULL THEN now() END, $2)
         ON CONFLICT (name) DO UPDATE SET last_run_at = now(), last_error = $2,
           last_success_at = CASE WHEN $2::text IS NULL THEN now() ELSE t.last_success_at END
         WHERE t.last_run_at < now() - interval '5 seconds' OR t.last_error IS DISTINCT FROM $2`,
        [this.#task.name, failure],
      )
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'could not report the outcome of a task'));
  }
}
