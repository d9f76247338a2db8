import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import { LogService } from '../../../common/logging/log.service.ts';
import { ProviderInbox } from '../../payments/domain/provider-inbox.ts';
import type { KycEvent } from './kyc-provider.ts';
import { KycProviders } from './kyc-providers.ts';

/** Takes what identity providers send: verifies, keeps that it came, answers. Acting on it is the inbox task's. */
@Injectable()
export class KycWebhookService {
  constructor(
    private readonly providers: KycProviders,
    private readonly inbox: ProviderInbox,
    private readonly log: LogService,
  ) {}

  /** Throws NOT_FOUND for a provider we do not use, WEBHOOK_SIGNATURE_INVALID when it did not sign these bytes. */
  async take(name: string, raw: Buffer, headers: IncomingHttpHeaders): Promise<void> {
    const provider = this.providers.find(name);
    if (provider === undefined) throw new FreeholdError('NOT_FOUND');
    let event: KycEvent;
    try {
      event = provider.event(raw, headers);
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 200) : 'not an event';
      this.log.logger.warn({ provider: name, reason, alarm: 'webhook-refused' }, 'a webhook was refused');
      throw new FreeholdError('WEBHOOK_SIGNATURE_INVALID');
    }
    await this.inbox.keep([
      {
        provider: provider.name,
        eventId: event.eventId,
        eventType: event.eventType,
        objectType: provider.objectType,
        objectId: event.externalId,
        // Names, birthdays and addresses come with some events. We keep a fingerprint of what came, not what came.
        raw: createHash('sha256').update(raw).digest(),
        source: 'webhook',
        verdict: event.verdict,
      },
    ]);
  }
}
