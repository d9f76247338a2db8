'use client';

import { type ChecklistItem, readChecklist } from '@freehold/shared/checklist';
import { QueryView } from '#features/shell/query-view.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { type Step, Steps } from '#ui/steps.tsx';

const titles: Readonly<Record<ChecklistItem['name'], string>> = {
  ADDRESS: 'Address',
  UNITS: 'Units',
  VALUATION: 'Valuation',
  TITLE_DEED: 'Title deed',
  VALUATION_REPORT: 'Valuation report',
  INSURANCE: 'Insurance policy',
};

export const checklistSteps = (items: readonly ChecklistItem[]): Step[] =>
  items.map(({ name, done, sentence }) => ({
    id: name,
    title: titles[name],
    state: done ? 'passed' : 'failed',
    detail: sentence,
  }));

/** What an approval needs, and what of it is there. */
export function ChecklistCard({ propertyId }: { readonly propertyId: string }) {
  const checklist = useRoute(readChecklist, { params: { id: propertyId } }, { every: 5_000 });
  return (
    <Card>
      <CardHeader title="Checklist" description="What a property needs before it is approved." />
      <CardBody>
        <QueryView query={checklist}>
          {({ items }) => <Steps label="Checklist" steps={checklistSteps(items)} />}
        </QueryView>
      </CardBody>
    </Card>
  );
}
