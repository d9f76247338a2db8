import { randomUUID } from 'node:crypto';
import type { Message } from '../core/deliveries.ts';
import type { KycContext } from './context.ts';
import type { Happening, Wording } from './happening.ts';
import { personaEvent } from './persona/persona-objects.ts';
import type { CheckRecord, LetterRecord } from './records.ts';
import { sumsubEvent } from './sumsub/sumsub-objects.ts';
import { veriffEvent } from './veriff/veriff-objects.ts';

/** Tells the customer, in the words of the check's provider. Called inside the change's transaction. */
export function notify(context: KycContext, check: CheckRecord, happening: Happening): void {
  const { clock } = context.world;
  const wording = wordingOf(check, happening, clock.iso());
  if (wording === null) return;
  const letter = context.letters.insert({
    id: randomUUID(),
    created: clock.now(),
    provider: check.provider,
    topic: wording.topic,
    body: JSON.stringify(wording.body),
  });
  const message = toMessage(context, letter);
  if (message !== null) context.world.deliveries.enqueue(message);
}

function wordingOf(check: CheckRecord, happening: Happening, at: string): Wording | null {
  if (check.provider === 'sumsub') return sumsubEvent(check, happening, at);
  if (check.provider === 'persona') return personaEvent(check, happening, at);
  return veriffEvent(check, happening);
}

export function toMessage(context: KycContext, letter: LetterRecord): Message | null {
  const { webhookUrl } = context.settings;
  if (webhookUrl === undefined) return null;
  return {
    provider: 'kyc',
    message: letter.id,
    topic: `${letter.provider}:${letter.topic}`,
    endpoint: `${webhookUrl}/${letter.provider}`,
    body: letter.body,
  };
}
