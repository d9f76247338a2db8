import type { Metadata } from 'next';
import { Gate } from '#features/session/gate.tsx';
import { UsersTable } from '#features/user/users-table.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'People' };

export default function Page() {
  return (
    <>
      <PageHeader title="People" description="Everyone with an account. New people come by invitation." />
      <Gate permission="user.read">
        <UsersTable />
      </Gate>
    </>
  );
}
