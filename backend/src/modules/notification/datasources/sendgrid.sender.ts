import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Configuration } from '../../../config/configuration.ts';
import { type MailOutcome, MailSender, type OutgoingMail } from '../domain/mail-sender.ts';

const TIMEOUT_MS = 15_000;
/** What a better moment or a mended configuration can change. */
const PASSING = new Set([401, 403, 408, 429]);

const refusal = z.object({ errors: z.array(z.object({ message: z.string() })) });

/**
 * SendGrid v3. It knows no idempotency keys: after an unknown outcome the mail is sent again and may come twice, with
 * the same `mail_id` in its custom arguments.
 */
@Injectable()
export class SendGridSender extends MailSender {
  constructor(private readonly configuration: Configuration) {
    super();
  }

  async send(mail: OutgoingMail): Promise<MailOutcome> {
    const { SENDGRID_API_URL, SENDGRID_API_KEY, MAIL_FROM } = this.configuration.environment;
    const body = {
      personalizations: [{ to: [{ email: mail.recipient }], custom_args: { mail_id: mail.id } }],
      from: { email: MAIL_FROM, name: 'Freehold' },
      subject: mail.subject,
      content: [
        { type: 'text/plain', value: mail.text },
        { type: 'text/html', value: mail.html },
      ],
      // Links that open accounts are not led through a counting server.
      tracking_settings: { click_tracking: { enable: false }, open_tracking: { enable: false } },
    };
    try {
      const response = await fetch(new URL('/v3/mail/send', SENDGRID_API_URL), {
        method: 'POST',
        headers: { authorization: `Bearer ${SENDGRID_API_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      if (response.ok) return { kind: 'sent', providerId: response.headers.get('x-message-id') };
      const kind = response.status >= 500 || PASSING.has(response.status) ? 'later' : 'refused';
      return { kind, problem: `${response.status} ${reasonOf(text)}`.trim() };
    } catch (error) {
      return { kind: 'later', problem: error instanceof Error ? error.message : String(error) };
    }
  }
}

function reasonOf(text: string): string {
  try {
    const parsed = refusal.safeParse(JSON.parse(text));
    return parsed.success ? (parsed.data.errors[0]?.message ?? '') : '';
  } catch {
    return '';
  }
}
