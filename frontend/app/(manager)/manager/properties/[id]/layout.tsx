import type { ReactNode } from 'react';
import { ManagerPropertyFrame } from '#features/property/manager-property-frame.tsx';
import { Gate } from '#features/session/gate.tsx';

interface PropertyLayoutProps {
  readonly children: ReactNode;
  readonly params: Promise<{ readonly id: string }>;
}

export default async function PropertyLayout({ children, params }: PropertyLayoutProps) {
  const { id } = await params;
  return (
    <Gate permission="property.create" title="Property">
      <ManagerPropertyFrame id={id}>{children}</ManagerPropertyFrame>
    </Gate>
  );
}
