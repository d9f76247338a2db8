/** What the registry should say of the wallets of one investor. */
export interface Vouching {
  readonly country: number;
  readonly accredited: boolean;
  /** Unix seconds. */
  readonly validUntil: number;
}

/** Something the registry was told about a wallet. */
export interface Word {
  readonly userId: string;
  readonly kind: 'ATTEST' | 'REVOKE';
  readonly state: 'SUBMITTED' | 'FINAL' | 'FAILED';
  readonly country: number | null;
  readonly accredited: boolean;
  /** Unix seconds; null for a revocation. */
  readonly validUntil: number | null;
  /** Epoch of the registry in which it was said; null when nobody noted it. */
  readonly epoch: number | null;
  readonly saidAt: number;
}

/** What to do about a wallet; `lookAgainAt` in Unix seconds, null when only a change calls for another look. */
export type Plan =
  | { readonly act: 'attest'; readonly vouching: Vouching }
  | { readonly act: 'revoke' }
  | { readonly act: 'wait' | 'rest'; readonly lookAgainAt: number | null };

interface Approval {
  readonly approved: boolean;
  readonly country: number | null;
  /** Unix seconds. */
  readonly validUntil: number | null;
  readonly accreditedUntil: number | null;
}

const DAY = 86_400;
/** Attestations end soon by themselves, should we be gone; while we are here they are renewed in time. */
export const RENEW_BEFORE = 30 * DAY;
/** So much before it ends, accreditation is taken out, and the attestation does not end with it. */
const ACCREDITATION_MARGIN = 3_600;
const UNDER_WAY_PAUSE = 5;
const LONGEST_PAUSE = 3_600;
/** The registry keeps times in 32 bits. */
const LATEST = 2 ** 32 - 1;

/** What to vouch for now; null when for nothing. */
export function vouchingFor(approval: Approval, now: number, lifetime: number): Vouching | null {
  const { approved, country, validUntil, accreditedUntil } = approval;
  if (!approved || country === null || validUntil === null || validUntil <= now) return null;
  const accredited = accreditedUntil !== null && accreditedUntil - ACCREDITATION_MARGIN > now;
  const ends = [validUntil, now + lifetime, LATEST, ...(accredited ? [accreditedUntil] : [])];
  return { country, accredited, validUntil: Math.min(...ends) };
}

/** When what is vouched for changes by the mere passing of time. */
export function vouchingChangesAt(approval: Approval, now: number): number | null {
  const moments = [approval.validUntil, (approval.accreditedUntil ?? 0) - ACCREDITATION_MARGIN];
  const ahead = moments.filter((moment): moment is number => moment !== null && moment > now);
  return approval.approved && ahead.length > 0 ? Math.min(...ahead) : null;
}

interface WalletFacts {
  readonly userId: string;
  /** Null when nothing is vouched for, or the wallet is no longer theirs. */
  readonly wanted: Vouching | null;
  /** Newest first, whoever the wallet belonged to. */
  readonly words: readonly Word[];
  /** The registry's epoch: what it was told in another counts no longer. Null while no node answers. */
  readonly epoch: number | null;
  readonly now: number;
}

/** What to tell the registry about one wallet. */
export function planFor({ userId, wanted, words, epoch, now }: WalletFacts): Plan {
  const failures = words.findIndex((word) => word.state !== 'FAILED');
  const failed = failures < 0 ? words.length : failures;
  const standing = words[failed];
  const plan = wantedPlan({ userId, wanted, standing, epoch, now });
  const [newest] = words;
  if (failed === 0 || newest === undefined || plan.act === 'rest' || plan.act === 'wait') return plan;
  const again = newest.saidAt + Math.min(10 * 2 ** failed, LONGEST_PAUSE);
  return now >= again ? plan : { act: 'wait', lookAgainAt: again };
}

function wantedPlan(facts: Omit<WalletFacts, 'words'> & { readonly standing: Word | undefined }): Plan {
  const { userId, wanted, standing, epoch, now } = facts;
  if (wanted === null) {
    // Protection waits for nothing: not even for an attestation that is still on its way.
    const counts = standing?.kind === 'ATTEST' && (standing.validUntil ?? 0) > now;
    return counts && standing.userId === userId ? { act: 'revoke' } : { act: 'rest', lookAgainAt: null };
  }
  const attest: Plan = { act: 'attest', vouching: wanted };
  if (standing === undefined) return attest;
  if (standing.state === 'SUBMITTED') return { act: 'wait', lookAgainAt: now + UNDER_WAY_PAUSE };
  const outdated = epoch !== null && standing.epoch !== null && standing.epoch !== epoch;
  if (standing.kind === 'REVOKE' || outdated || standing.userId !== userId) return attest;
  if (standing.country !== wanted.country || standing.accredited !== wanted.accredited) return attest;
  const has = standing.validUntil ?? 0;
  if (has > wanted.validUntil) return attest;
  if (has < wanted.validUntil && has - now < RENEW_BEFORE) return attest;
  return { act: 'rest', lookAgainAt: has < wanted.validUntil ? has - RENEW_BEFORE : has };
}
