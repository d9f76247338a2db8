import type { Metadata } from 'next';
import { RegisterView } from '#features/compliance/register-view.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Register' };

export default function Page() {
  return (
    <>
      <PageHeader title="Register" description="Who held what, at the end of any day." />
      <Gate permission="holder.read">
        <RegisterView />
      </Gate>
    </>
  );
}
