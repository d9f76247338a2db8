import type { Metadata } from 'next';
import { CreatePropertyForm } from '#features/property/create-property-form.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Register a property' };

export default function NewPropertyPage() {
  return (
    <>
      <PageHeader
        back={{ href: '/manager', label: 'Properties' }}
        title="Register a property"
        description="Saved as a draft: nobody but you and the administrators sees it."
      />
      <Gate permission="property.create">
        <CreatePropertyForm />
      </Gate>
    </>
  );
}
