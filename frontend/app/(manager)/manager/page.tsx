import type { Metadata } from 'next';
import { ManagerProperties } from '#features/property/manager-properties.tsx';
import { Gate } from '#features/session/gate.tsx';

export const metadata: Metadata = { title: 'Properties' };

export default function ManagerPage() {
  return (
    <Gate permission="property.create" title="Properties">
      <ManagerProperties />
    </Gate>
  );
}
