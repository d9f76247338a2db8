'use client';

import { listProperties, type PropertyDetail, readProperty, updateProperty } from '@freehold/shared/property';
import { useRouter } from 'next/navigation';
import { toast } from 'sonner';
import { PropertyForm } from '#features/property/property-form.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Notice } from '#ui/notice.tsx';

/** What a draft says, to be corrected before it is handed in (again). */
export function EditPropertyForm({ id }: { readonly id: string }) {
  const property = useRoute(readProperty, { params: { id } });
  return (
    <QueryView query={property}>
      {(data) =>
        data.state === 'DRAFT' ? (
          <DraftForm property={data} />
        ) : (
          <Notice kind="info" title="Only a draft can be changed">
            This property was handed in already. If something is wrong with it, ask an administrator to send
            it back.
          </Notice>
        )
      }
    </QueryView>
  );
}

function DraftForm({ property }: { readonly property: PropertyDetail }) {
  const { id, name, description, address, valuation, valuedOn } = property;
  const router = useRouter();
  const act = useAct(updateProperty, {
    refreshes: [readProperty, listProperties],
    onDone: () => {
      toast.success('Saved');
      router.push(`/manager/properties/${id}`);
    },
  });
  return (
    <PropertyForm
      given={{
        ...{ name, description, address, valuedOn },
        valuation: { amount: valuation.amount, currency: 'USD' },
      }}
      saveLabel="Save changes"
      afterwards="It stays a draft until you hand it in."
      busy={act.isPending}
      problem={act.error}
      onSave={(body) => act.mutate({ params: { id }, body })}
    />
  );
}
