import { randomText } from '../../core/ids.ts';
import { alphaTwo } from '../countries.ts';
import type { Happening, Wording } from '../happening.ts';
import type { CheckRecord } from '../records.ts';

function statusOf(check: CheckRecord): string {
  if (check.status === 'open') return 'created';
  if (check.status === 'pending') return 'completed';
  if (check.status === 'on_hold') return 'needs_review';
  if (check.answer === 'approved') return 'approved';
  return check.answer === 'rejected' ? 'declined' : 'failed';
}

export function presentInquiry(check: CheckRecord): object {
  const decided = check.status === 'decided' ? check.decidedAt : null;
  const red = check.status === 'decided' && check.answer !== 'approved';
  return {
    type: 'inquiry',
    id: check.id,
    attributes: {
      status: statusOf(check),
      'reference-id': check.subject,
      note: null,
      tags: red ? check.labels : [],
      'created-at': new Date(check.created * 1_000).toISOString(),
      'completed-at': check.submittedAt,
      'decisioned-at': decided,
      'failed-at': check.answer === 'retry' ? decided : null,
      // What a real inquiry carries beside: the customer must not keep it.
      'name-first': 'Sample',
      'name-last': 'Person',
      birthdate: '1990-01-01',
      'address-country-code': check.country === null ? null : alphaTwo(check.country),
    },
  };
}

function topicOf(check: CheckRecord, happening: Happening): string {
  if (happening === 'created' || happening === 'reset') return 'inquiry.created';
  if (happening === 'pending') return 'inquiry.completed';
  if (happening === 'on_hold') return 'inquiry.marked-for-review';
  return `inquiry.${statusOf(check)}`;
}

export function personaEvent(check: CheckRecord, happening: Happening, at: string): Wording {
  const name = topicOf(check, happening);
  return {
    topic: name,
    body: {
      data: {
        type: 'event',
        id: `evt_${randomText(24)}`,
        attributes: { name, payload: { data: presentInquiry(check) }, 'created-at': at },
      },
    },
  };
}
