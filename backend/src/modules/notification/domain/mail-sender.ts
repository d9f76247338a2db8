export interface OutgoingMail {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** `refused` for good, or `later`: the provider is down, slow, or nobody knows whether it took the mail. */
export type MailOutcome =
  | { readonly kind: 'sent'; readonly providerId: string | null }
  | { readonly kind: 'refused' | 'later'; readonly problem: string };

/** Hands mails to whoever delivers them. */
export abstract class MailSender {
  abstract send(mail: OutgoingMail): Promise<MailOutcome>;
}
