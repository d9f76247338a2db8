import { createHash } from 'node:crypto';
import type { Happening, Wording } from '../happening.ts';
import type { CheckRecord } from '../records.ts';

const CLIENT_ID = 'freehold_sandbox';

const TOPICS: Readonly<Record<Happening, string>> = {
  created: 'applicantCreated',
  pending: 'applicantPending',
  on_hold: 'applicantOnHold',
  decided: 'applicantReviewed',
  reset: 'applicantReset',
};

const STATUSES = { open: 'init', pending: 'pending', on_hold: 'onHold', decided: 'completed' } as const;

/** An id that belongs to another one, always the same. */
const derived = (kind: string, id: string): string =>
  createHash('sha256').update(`${kind}:${id}`).digest('hex').slice(0, 24);

export const inspectionIdOf = (check: CheckRecord): string => derived('inspection', check.id);

/** `2026-11-21 08:30:00.123`: the field is called createdAtMs and is text all the same. */
const momentText = (iso: string): string => iso.replace('T', ' ').replace('Z', '');

function reviewResult(check: CheckRecord): object | undefined {
  if (check.status !== 'decided') return undefined;
  if (check.answer === 'approved') return { reviewAnswer: 'GREEN' };
  return {
    reviewAnswer: 'RED',
    rejectLabels: check.labels,
    reviewRejectType: check.answer === 'rejected' ? 'FINAL' : 'RETRY',
    clientComment: 'Decided in the sandbox.',
    moderationComment: 'We could not verify your profile. Please have a look at what you sent.',
    buttonIds: [],
  };
}

export function presentReview(check: CheckRecord): object {
  return {
    reviewId: derived('review', check.id),
    attemptId: derived('attempt', `${check.id}:${check.attempts}`),
    attemptCnt: check.attempts,
    levelName: check.level,
    createDate: momentText(new Date(check.created * 1_000).toISOString()),
    ...(check.decidedAt === null ? {} : { reviewDate: `${momentText(check.decidedAt)}+0000` }),
    ...(check.status === 'decided' ? { reviewResult: reviewResult(check) } : {}),
    reviewStatus: STATUSES[check.status],
    priority: 0,
  };
}

export function presentApplicant(check: CheckRecord): object {
  return {
    id: check.id,
    createdAt: momentText(new Date(check.created * 1_000).toISOString()),
    clientId: CLIENT_ID,
    inspectionId: inspectionIdOf(check),
    externalUserId: check.subject,
    info:
      check.country === null
        ? {}
        : {
            country: check.country,
            addresses: [{ country: check.country }],
            idDocs: [{ idDocType: 'ID_CARD' }],
          },
    applicantPlatform: 'Web',
    review: presentReview(check),
    lang: 'en',
    type: 'individual',
  };
}

export function sumsubEvent(check: CheckRecord, happening: Happening, at: string): Wording {
  const topic = TOPICS[happening];
  const result = reviewResult(check);
  return {
    topic,
    body: {
      applicantId: check.id,
      inspectionId: inspectionIdOf(check),
      correlationId: derived('correlation', `${check.id}:${topic}:${at}`),
      externalUserId: check.subject,
      levelName: check.level,
      applicantType: 'individual',
      type: topic,
      ...(result === undefined ? {} : { reviewResult: result }),
      reviewStatus: STATUSES[check.status],
      createdAtMs: momentText(at),
      clientId: CLIENT_ID,
      sandboxMode: true,
    },
  };
}
