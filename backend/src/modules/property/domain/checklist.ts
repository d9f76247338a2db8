import { type Checklist, type ChecklistItem, checklistItems } from '@freehold/shared/checklist';
import type { DocumentKind } from '@freehold/shared/document';
import type { PostalAddress } from '@freehold/shared/property';

/** What the checklist is about, as it stands. */
export interface PropertyFacts {
  readonly address: PostalAddress;
  readonly units: number;
  readonly valuationCents: bigint;
  /** YYYY-MM-DD */
  readonly valuedOn: string;
  readonly today: string;
  /** Titles by kind: of documents that can be downloaded, and of those that are uploaded but not looked at yet. */
  readonly documents: ReadonlyMap<
    DocumentKind,
    { readonly available: readonly string[]; readonly waiting: number }
  >;
}

type Finding = Pick<ChecklistItem, 'done' | 'sentence'>;

const document =
  (kind: DocumentKind, name: string) =>
  ({ documents }: PropertyFacts): Finding => {
    const { available, waiting } = documents.get(kind) ?? { available: [], waiting: 0 };
    if (available.length > 0) return { done: true, sentence: `${name}: ${available.join(', ')}.` };
    const sentence =
      waiting > 0
        ? `${name}: uploaded and being looked at. Wait a moment.`
        : `${name} is missing. The manager uploads it among the documents of the property.`;
    return { done: false, sentence };
  };

const findings: Readonly<Record<(typeof checklistItems)[number], (facts: PropertyFacts) => Finding>> = {
  ADDRESS: ({ address }) => {
    const { line1, city, region, postalCode, country } = address;
    const done = [line1, city, region, postalCode, country].every((part) => part.trim() !== '');
    const whole = `${line1}, ${city}, ${region} ${postalCode}, ${country}.`;
    return { done, sentence: done ? whole : 'The address is not complete.' };
  },
  UNITS: ({ units }) => ({
    done: units > 0,
    sentence:
      units > 0
        ? `${units} ${units === 1 ? 'unit' : 'units'}.`
        : 'No unit yet. The manager adds at least one.',
  }),
  VALUATION: valuation,
  TITLE_DEED: document('TITLE_DEED', 'Title deed'),
  VALUATION_REPORT: document('VALUATION_REPORT', 'Valuation report'),
  INSURANCE: document('INSURANCE', 'Insurance'),
};

function valuation({ valuationCents, valuedOn, today }: PropertyFacts): Finding {
  if (valuationCents <= 0n) return { done: false, sentence: 'The property was never valued.' };
  if (valuedOn > today)
    return { done: false, sentence: `The valuation is dated ${valuedOn}, which is yet to come.` };
  const sentence = `Valued on ${valuedOn}`;
  return yearBefore(today) <= valuedOn
    ? { done: true, sentence: `${sentence}.` }
    : { done: false, sentence: `${sentence}, more than twelve months ago. It has to be valued anew.` };
}

/** The same day a year earlier; 29 February becomes the last day of that February. */
function yearBefore(day: string): string {
  const [year = '', rest = ''] = [day.slice(0, 4), day.slice(4)];
  return `${Number(year) - 1}${rest === '-02-29' ? '-02-28' : rest}`;
}

/** What a property has and lacks of what an approval needs. */
export function checklistOf(facts: PropertyFacts): Checklist {
  const items = checklistItems.map((name) => ({ name, ...findings[name](facts) }));
  return { complete: items.every(({ done }) => done), items };
}
