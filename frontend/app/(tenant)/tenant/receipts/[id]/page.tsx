import type { Metadata } from 'next';
import { RentReceipt } from '#features/rent/rent-receipt.tsx';
import { Gate } from '#features/session/gate.tsx';
import { PageHeader } from '#ui/page-header.tsx';

export const metadata: Metadata = { title: 'Receipt' };

interface ReceiptPageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function ReceiptPage({ params }: ReceiptPageProps) {
  const { id } = await params;
  return (
    <>
      <PageHeader title="Receipt" back={{ href: '/tenant/receipts', label: 'Receipts' }} />
      <Gate permission="rent.read">
        <RentReceipt chargeId={id} />
      </Gate>
    </>
  );
}
