import type { Prisma } from '@freehold/database/client';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { LogService } from '../../../common/logging/log.service.ts';
import type { BackgroundTask } from '../../../common/tasks/background-task.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { providerEventChannel } from '../../blockchain/domain/channels.ts';
import { NotReady, Parked, ProviderError } from '../domain/provider-error.ts';
import { lockObject, ProviderInbox } from '../domain/provider-inbox.ts';

const BATCH = 100;
const LONGEST_PAUSE_MS = 60_000;
/** Attempts after which an event is set aside for a person. */
const PATIENCE = { notReady: 200, failing: 40 } as const;

type EventRow = Prisma.ProviderEventGetPayload<{ select: typeof columns }>;
const columns = {
  position: true,
  provider: true,
  eventId: true,
  eventType: true,
  objectType: true,
  objectId: true,
  attempts: true,
} as const;

/** Acts on what providers told us: once per object, whatever the order and however often they say it. */
@Injectable()
export class ProviderInboxTask implements BackgroundTask, OnModuleInit {
  readonly name = 'provider-inbox';
  readonly process = 'worker';
  readonly intervalMs = 2_000;
  readonly channels = [providerEventChannel];

  constructor(
    private readonly tasks: BackgroundTasks,
    private readonly prisma: PrismaService,
    private readonly inbox: ProviderInbox,
    private readonly log: LogService,
  ) {}

  onModuleInit(): void {
    this.tasks.register(this);
  }

  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      const events = await this.prisma.client.providerEvent.findMany({
        where: { state: 'RECEIVED', nextAttemptAt: { lte: new Date() } },
        orderBy: { position: 'asc' },
        take: BATCH,
        select: columns,
      });
      const objects = Map.groupBy(
        events,
        (event) => `${event.provider}/${event.objectType}/${event.objectId}`,
      );
      for (const group of objects.values()) {
        if (signal.aborted) return;
        await this.#bringInLine(group);
      }
      if (events.length < BATCH) return;
    }
  }

  /** All waiting events about one object are answered by one look at the object. */
  async #bringInLine(events: readonly EventRow[]): Promise<void> {
    const [first] = events;
    if (first === undefined) return;
    const { provider, objectType, objectId } = first;
    const synchronise = this.inbox.synchroniser(provider, objectType);
    const positions = events.map((event) => event.position);
    try {
      await this.prisma.transaction(async (tx) => {
        await lockObject(tx, provider, objectType, objectId);
        await synchronise?.(tx, objectId);
        await tx.providerEvent.updateMany({
          where: { position: { in: positions }, state: 'RECEIVED' },
          data: {
            state: 'DONE',
            doneAt: new Date(),
            reason: synchronise === undefined ? 'nothing follows from this kind of object' : null,
          },
        });
      });
    } catch (error) {
      await this.#postpone(events, error);
    }
  }

  async #postpone(events: readonly EventRow[], error: unknown): Promise<void> {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    for (const event of events) {
      const attempts = event.attempts + 1;
      const park = givesUp(error, attempts);
      const facts = {
        provider: event.provider,
        event: event.eventId,
        type: event.eventType,
        attempts,
        reason,
      };
      if (park)
        this.log.logger.error({ ...facts, err: error, alarm: 'inbox-parked' }, 'an event was set aside');
      else this.log.logger.info(facts, 'an event is looked at again later');
      await this.prisma.client.providerEvent.updateMany({
        where: { position: event.position, state: 'RECEIVED' },
        data: {
          state: park ? 'PARKED' : 'RECEIVED',
          attempts,
          reason: reason.slice(0, 1_000),
          nextAttemptAt: new Date(Date.now() + Math.min(500 * 2 ** Math.min(attempts, 10), LONGEST_PAUSE_MS)),
        },
      });
    }
  }
}

function givesUp(error: unknown, attempts: number): boolean {
  if (error instanceof Parked) return true;
  if (error instanceof NotReady) return attempts >= PATIENCE.notReady;
  if (error instanceof ProviderError && error.outcome === 'unknown') return false;
  return attempts >= PATIENCE.failing;
}
