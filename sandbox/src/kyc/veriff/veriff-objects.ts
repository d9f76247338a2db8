import { alphaTwo } from '../countries.ts';
import type { Happening, Wording } from '../happening.ts';
import type { CheckRecord } from '../records.ts';

const REASONS: Readonly<Record<string, readonly [code: number, text: string]>> = {
  UNSATISFACTORY_PHOTOS: [204, 'Image quality is too low'],
  EXPIRATION_DATE: [510, 'Document has expired'],
  BAD_SELFIE: [502, 'Person does not match the document'],
  BAD_PROOF_OF_ADDRESS: [201, 'Proof of address is missing'],
  FORGERY: [101, 'Document was tampered with'],
  WRONG_USER_REGION: [514, 'Unsupported country'],
  BLOCKLIST: [120, 'Person is on a list'],
};

function outcomeOf(check: CheckRecord): readonly [code: number, status: string] {
  if (check.answer === 'approved') return [9001, 'approved'];
  return check.answer === 'rejected' ? [9102, 'declined'] : [9103, 'resubmission_requested'];
}

/** The decision; null while there is none. */
export function presentDecision(check: CheckRecord): object | null {
  const onHold = check.status === 'on_hold';
  if (check.status !== 'decided' && !onHold) return null;
  const [code, status] = onHold ? ([9121, 'review'] as const) : outcomeOf(check);
  const [reasonCode, reason] = REASONS[check.labels[0] ?? ''] ?? [null, null];
  return {
    id: check.id,
    attemptId: `${check.id}:${check.attempts}`,
    code,
    status,
    reason,
    reasonCode,
    vendorData: check.subject,
    decisionTime: check.decidedAt,
    acceptanceTime: check.submittedAt,
    // What a real decision carries beside: the customer must not keep it.
    person: { firstName: 'Sample', lastName: 'Person', dateOfBirth: '1990-01-01' },
    document: { type: 'ID_CARD', country: check.country === null ? null : alphaTwo(check.country) },
  };
}

export function veriffEvent(check: CheckRecord, happening: Happening): Wording | null {
  if (happening === 'reset') return null;
  if (happening === 'created' || happening === 'pending') {
    const [code, action] = happening === 'created' ? [7001, 'started'] : [7002, 'submitted'];
    return {
      topic: String(action),
      body: {
        id: check.id,
        attemptId: `${check.id}:${check.attempts}`,
        feature: 'selfid',
        code,
        action,
        vendorData: check.subject,
      },
    };
  }
  return { topic: 'decision', body: { status: 'success', verification: presentDecision(check) } };
}
