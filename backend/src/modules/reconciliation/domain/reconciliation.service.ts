import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Prisma } from '@freehold/database/client';
import { FreeholdError } from '@freehold/shared/errors';
import { type ReconciliationRun, reconciliationCheckSchema } from '@freehold/shared/reconciliation';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import { type Difference, shown } from './comparison.ts';
import { type Hearing, WitnessHearing } from './witness-hearing.ts';

export const reconciliationChannel = 'reconciliation';
/** Money on its way is seen by one witness before the other: only what stays different is a break. */
const HEARINGS = 6;
const PAUSE_MS = 2_500;

type RunRow = Prisma.ReconciliationRunGetPayload<{ include: { breaks: true } }>;

/** Compares provider, ledger and chain; every difference that lasts becomes a break with an owner. */
@Injectable()
export class ReconciliationService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly hearing: WitnessHearing,
    private readonly log: LogService,
  ) {}

  /** Asks for a comparison; one that runs already is the answer. */
  async start(requestedBy: string): Promise<ReconciliationRun> {
    const id = await this.prisma.transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('freehold-reconciliation', 0))`;
      const running = await tx.reconciliationRun.findFirst({ where: { state: 'RUNNING' } });
      if (running !== null) return running.id;
      const created = await tx.reconciliationRun.create({
        data: { id: randomUUID(), state: 'RUNNING', requestedBy },
      });
      await tx.$executeRaw`SELECT pg_notify(${reconciliationChannel}, '')`;
      return created.id;
    });
    return this.#read(id);
  }

  async latest(): Promise<ReconciliationRun | null> {
    const row = await this.prisma.client.reconciliationRun.findFirst({
      orderBy: { startedAt: 'desc' },
      select: { id: true },
    });
    return row === null ? null : this.#read(row.id);
  }

  /** Does what was asked for, and what an earlier process left half done. */
  async work(signal: AbortSignal): Promise<void> {
    const runs = await this.prisma.client.reconciliationRun.findMany({ where: { state: 'RUNNING' } });
    for (const { id } of runs) {
      if (signal.aborted) return;
      try {
        const heard = await this.#hear(signal);
        if (heard !== null) await this.#conclude(id, heard);
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        this.log.logger.error({ err: error, run: id }, 'reconciliation could not be finished');
        await this.prisma.client.reconciliationRun.update({
          where: { id },
          data: { state: 'FAILED', finishedAt: new Date(), problem },
        });
      }
    }
  }

  /** True when the last comparison began longer ago than this. */
  async isDue(intervalMs: number): Promise<boolean> {
    const last = await this.prisma.client.reconciliationRun.findFirst({ orderBy: { startedAt: 'desc' } });
    return last === null || Date.now() - last.startedAt.getTime() >= intervalMs;
  }

  /** Null when the process is to stop. A witness that cannot be reached is asked again too. */
  async #hear(signal: AbortSignal): Promise<Hearing | null> {
    for (let hearing = 1; ; hearing += 1) {
      try {
        const heard = await this.hearing.hear();
        if (heard.differences.length === 0 || hearing === HEARINGS) return heard;
      } catch (error) {
        if (hearing === HEARINGS) throw error;
        this.log.logger.info({ err: error }, 'a witness did not answer and is asked again');
      }
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return null;
    }
  }

  async #conclude(id: string, heard: Hearing): Promise<void> {
    const { differences } = heard;
    const seen = await this.#firstSeen(differences);
    const finishedAt = new Date();
    await this.prisma.transaction(async (tx) => {
      await tx.reconciliationBreak.createMany({
        data: differences.map((difference) => ({
          id: randomUUID(),
          runId: id,
          fingerprint: fingerprint(difference),
          class: difference.class,
          subject: difference.subject,
          currency: difference.currency,
          expected: difference.expected.toString(),
          actual: difference.actual.toString(),
          owner: difference.owner,
          message: difference.message,
          firstSeenAt: seen.get(fingerprint(difference)) ?? finishedAt,
        })),
      });
      await tx.reconciliationRun.update({
        where: { id },
        data: {
          state: 'DONE',
          finishedAt,
          blockNumber: heard.block,
          checks: heard.comparisons.map(shown),
        },
      });
    });
    for (const { message, subject, owner } of differences) {
      this.log.logger.error({ subject, owner, alarm: 'reconciliation-break' }, message);
    }
  }

  /** A break that was in the run before is as old as it was there. */
  async #firstSeen(differences: readonly Difference[]): Promise<ReadonlyMap<string, Date>> {
    if (differences.length === 0) return new Map();
    const last = await this.prisma.client.reconciliationRun.findFirst({
      where: { state: 'DONE' },
      orderBy: { startedAt: 'desc' },
      include: { breaks: true },
    });
    return new Map(last?.breaks.map((row) => [row.fingerprint, row.firstSeenAt]) ?? []);
  }

  async #read(id: string): Promise<ReconciliationRun> {
    const row = await this.prisma.client.reconciliationRun.findUnique({
      where: { id },
      include: { breaks: true },
    });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    return view(row);
  }
}

const fingerprint = ({ subject, currency }: Difference): string =>
  createHash('sha256')
    .update(JSON.stringify([subject, currency]))
    .digest('hex');

function view(row: RunRow): ReconciliationRun {
  const done = row.breaks.length === 0 ? 'CLEAN' : 'BREAKS';
  return {
    id: row.id,
    state: row.state === 'RUNNING' ? 'RUNNING' : row.state === 'FAILED' ? 'FAILED' : done,
    block: row.blockNumber?.toString() ?? null,
    checks: z.array(reconciliationCheckSchema).parse(row.checks),
    breaks: row.breaks.map((entry) => ({
      id: entry.id,
      kind: entry.class,
      subject: entry.subject,
      expected: entry.expected.toFixed(0),
      actual: entry.actual.toFixed(0),
      state: 'OPEN',
      owner: null,
      firstSeenAt: entry.firstSeenAt.toISOString(),
      lastSeenAt: (row.finishedAt ?? row.startedAt).toISOString(),
    })),
    error: row.problem,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
