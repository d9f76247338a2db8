import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { LogService } from '../../../common/logging/log.service.ts';
import { NotificationListener } from '../../../common/tasks/notification-listener.ts';
import { Configuration } from '../../../config/configuration.ts';
import { liveEventChannel } from '../../blockchain/domain/channels.ts';
import {
  type Cursor,
  cursorOf,
  isAfter,
  LiveEventStore,
  type StoredEvent,
} from '../datasources/live-event.store.ts';

/** Looks even without a notification: an event waits until older transactions have ended. */
const LOOK_EVERY_MS = 250;

export interface Listener {
  readonly topics: readonly string[];
  hear(event: StoredEvent): void;
  /** The process stops; the browser comes back by itself, to another. */
  end(): void;
}

/** Until it has caught up, what the hub reads waits behind what the listener has missed. */
type Seat = { readonly listener: Listener; heard: Cursor; waiting: StoredEvent[] | null };

/** Reads each event once per process, and gives it to whoever follows its topic. */
@Injectable()
export class LiveHub implements BeforeApplicationShutdown {
  readonly #seats = new Set<Seat>();
  readonly #notifications: NotificationListener;
  #cursor: Cursor | null = null;
  #started: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #reading: Promise<void> | null = null;
  #again = false;

  constructor(
    private readonly store: LiveEventStore,
    private readonly log: LogService,
    configuration: Configuration,
  ) {
    this.#notifications = new NotificationListener(configuration, log.logger, [liveEventChannel], () =>
      this.#look(),
    );
  }

  /**
   * From now on, or from behind the cursor on, the listener hears its topics, each event once and in order.
   * Answers false when events behind the cursor were forgotten meanwhile.
   */
  async join(listener: Listener, after: Cursor | null): Promise<{ leave(): unknown; complete: boolean }> {
    this.#started ??= this.#start().catch((error: unknown) => {
      this.#started = null;
      throw error;
    });
    await this.#started;
    const complete = after === null || !(await this.store.hasForgotten(after));
    const seat: Seat = { listener, heard: after ?? (await this.store.edge()), waiting: [] };
    this.#seats.add(seat);
    for (let more = true; more; ) {
      const missed = await this.store.after(seat.heard, listener.topics);
      for (const event of missed) this.#pass(seat, event);
      more = missed.length > 0;
    }
    const waiting = seat.waiting ?? [];
    seat.waiting = null;
    for (const event of waiting) this.#pass(seat, event);
    return { leave: () => this.#seats.delete(seat), complete };
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const { listener } of this.#seats) listener.end();
    this.#seats.clear();
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#notifications.stop();
    await this.#reading;
  }

  async #start(): Promise<void> {
    this.#cursor = await this.store.edge();
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#timer.unref();
    this.#notifications.start();
  }

  /** One read at a time; a call during a read leads to one more. */
  #look(): void {
    if (this.#reading !== null) {
      this.#again = true;
      return;
    }
    this.#reading = this.#read()
      .catch((error: unknown) => this.log.logger.warn({ err: error }, 'live events could not be read'))
      .finally(() => {
        this.#reading = null;
        if (this.#again) {
          this.#again = false;
          this.#look();
        }
      });
  }

  async #read(): Promise<void> {
    if (this.#seats.size === 0) {
      // Nobody listens: who comes later begins at the edge or at a cursor of his own.
      const edge = await this.store.edge();
      // Unless somebody came meanwhile, who has looked at less than this edge.
      if (this.#seats.size === 0) this.#cursor = edge;
      return;
    }
    while (this.#cursor !== null) {
      const events = await this.store.after(this.#cursor);
      for (const event of events) for (const seat of this.#seats) this.#give(seat, event);
      const last = events.at(-1);
      if (last === undefined) return;
      this.#cursor = cursorOf(last);
    }
  }

  #give(seat: Seat, event: StoredEvent): void {
    if (!seat.listener.topics.includes(event.topic)) return;
    if (seat.waiting === null) this.#pass(seat, event);
    else seat.waiting.push(event);
  }

  #pass(seat: Seat, event: StoredEvent): void {
    const place = cursorOf(event);
    if (!isAfter(place, seat.heard)) return;
    seat.heard = place;
    seat.listener.hear(event);
  }
}
