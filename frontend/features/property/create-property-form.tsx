'use client';

import { createProperty, listProperties } from '@freehold/shared/property';
import { useRouter } from 'next/navigation';
import { PropertyForm } from '#features/property/property-form.tsx';
import { useAct } from '#lib/use-act.ts';

export function CreatePropertyForm() {
  const router = useRouter();
  const act = useAct(createProperty, {
    refreshes: [listProperties],
    onDone: (property) => router.push(`/manager/properties/${property.id}`),
  });
  return (
    <PropertyForm
      saveLabel="Save as draft"
      afterwards="You add units and tenants next, then hand it in for review."
      busy={act.isPending}
      problem={act.error}
      onSave={(body) => act.mutate({ body })}
    />
  );
}
