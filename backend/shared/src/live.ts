import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { noContent } from './primitives.ts';

/** Topics that everybody who is signed in may follow begin with the noun; `own` is whatever concerns oneself. */
export const topicSchema = z
  .string()
  .regex(/^(own|market:[0-9a-f-]{36})$/, 'must be "own" or "market:" and the id of a market');

/** What stands behind `data:` of one event. */
export const liveEventSchema = z.object({ topic: z.string(), kind: z.string(), data: z.json() });
export type LiveEvent = z.infer<typeof liveEventSchema>;

export const streamEvents = defineRoute({
  method: 'GET',
  path: '/v1/events',
  access: 'account.self',
  summary:
    'Live events as text/event-stream: topics is a comma list; Last-Event-ID (or lastEventId) goes on where a connection broke',
  query: z.strictObject({
    topics: z
      .string()
      .min(1)
      .max(2_000)
      .transform((text) => [...new Set(text.split(','))])
      .pipe(z.array(topicSchema).max(50)),
    lastEventId: z
      .string()
      .regex(/^\d{1,20}-\d{1,20}$/, 'must be the id of an event')
      .optional(),
  }),
  response: noContent,
});
