import { streamEvents } from '@freehold/shared/live';
import type { InputOf } from '@freehold/shared/route';
import { Controller, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor, FreeholdRequest } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input } from '../../../common/http/input.decorator.ts';
import { cursorFrom, eventText } from '../domain/event-text.ts';
import { LiveHub } from '../domain/live-hub.ts';
import { userTopic } from '../domain/publish.ts';

const HEARTBEAT_MS = 15_000;
/** Then the browser comes back with what it heard last, and its session is looked at again. */
const LONGEST_MS = 10 * 60_000;
/** Who reads slower than this is cut off, and resumes. */
const MOST_UNREAD_BYTES = 1_000_000;

@Controller()
export class LiveController {
  constructor(private readonly hub: LiveHub) {}

  /** Answers until the browser leaves. */
  @Endpoint(streamEvents)
  async stream(
    @Input() { query }: InputOf<typeof streamEvents>,
    @CurrentActor() actor: Actor,
    @Req() request: FreeholdRequest,
    @Res() response: Response,
  ): Promise<void> {
    const own = userTopic(actor.userId);
    const topics = query.topics.map((topic) => (topic === 'own' ? own : topic));
    const closed = Promise.withResolvers<void>();
    response.on('close', () => closed.resolve());
    response.status(200).set({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    // Nothing is sent before the place in the stream is taken: who sees the answer begin misses nothing from there on.
    const seat = await this.hub.join(
      {
        topics,
        hear: (event) => {
          response.write(eventText(event, event.topic === own ? 'own' : event.topic));
          if (response.writableLength > MOST_UNREAD_BYTES) response.destroy();
        },
        end: () => response.end(),
      },
      cursorFrom(request.header('last-event-id') ?? query.lastEventId),
    );
    response.write('retry: 2000\n\n');
    // Something was missed for good: the page has to load its tables again.
    if (!seat.complete) response.write('event: reset\ndata: {}\n\n');
    const heartbeat = setInterval(() => response.write(': heartbeat\n\n'), HEARTBEAT_MS);
    const end = setTimeout(() => response.end(), LONGEST_MS);
    await closed.promise;
    clearInterval(heartbeat);
    clearTimeout(end);
    seat.leave();
  }
}
