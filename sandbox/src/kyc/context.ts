import { Collection } from '../core/collection.ts';
import { randomText } from '../core/ids.ts';
import type { World } from '../core/world.ts';
import {
  type CheckRecord,
  checkSchema,
  type KycProviderName,
  type LetterRecord,
  type LinkRecord,
  letterSchema,
  linkSchema,
} from './records.ts';

export interface KycSettings {
  /** Where this server is reached, without trailing slash. */
  readonly publicUrl: () => string;
  /** Webhooks go to `<this>/<provider>`; none are sent without it. */
  readonly webhookUrl: string | undefined;
  readonly sumsub: {
    readonly appToken: string;
    readonly secretKey: string;
    readonly webhookSecret: string;
    readonly digest: 'sha1' | 'sha256' | 'sha512';
  };
  readonly persona: { readonly apiKey: string; readonly webhookSecret: string };
  readonly veriff: { readonly apiKey: string; readonly sharedSecret: string };
}

export interface KycContext {
  readonly world: World;
  readonly settings: KycSettings;
  readonly checks: Collection<CheckRecord>;
  readonly links: Collection<LinkRecord>;
  readonly letters: Collection<LetterRecord>;
}

export function createKycContext(world: World, settings: KycSettings): KycContext {
  const { database } = world;
  return {
    world,
    settings,
    checks: new Collection(database, 'kyc.check', checkSchema),
    links: new Collection(database, 'kyc.link', linkSchema),
    letters: new Collection(database, 'kyc.letter', letterSchema),
  };
}

export interface NewCheck {
  readonly id: string;
  readonly provider: KycProviderName;
  readonly subject: string;
  readonly level: string;
  readonly returnUrl?: string | null | undefined;
}

export function insertCheck(context: KycContext, fresh: NewCheck): CheckRecord {
  return context.checks.insert({
    ...fresh,
    returnUrl: fresh.returnUrl ?? null,
    created: context.world.clock.now(),
    status: 'open',
    answer: null,
    labels: [],
    country: null,
    attempts: 0,
    submittedAt: null,
    decidedAt: null,
  });
}

/** A fresh token that opens the page of a check for `ttlSeconds`. */
export function openLink(context: KycContext, check: CheckRecord, ttlSeconds: number, prefix = ''): string {
  const created = context.world.clock.now();
  const id = `${prefix}${randomText(32)}`;
  context.links.insert({ id, created, check: check.id, expires: created + ttlSeconds });
  return id;
}
