'use client';

import { type ChecklistItem, readChecklist } from '@freehold/shared/checklist';
import { reasonSchema } from '@freehold/shared/primitives';
import type { approveProperty, PropertyDetail } from '@freehold/shared/property';
import type { RequestOf } from '@freehold/shared/route';
import { useState } from 'react';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { formatDay } from '#lib/date-format.ts';
import { formatMoney } from '#lib/money-format.ts';
import { useRoute } from '#lib/use-route.ts';
import { Detail } from '#ui/details.tsx';
import { Field, Textarea } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';
import { ReviewDialog } from '#ui/review-dialog.tsx';

interface ApproveDialogProps {
  readonly property: PropertyDetail;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onConfirm: (body: RequestOf<typeof approveProperty>['body']) => void;
}

/** The last look before a property is approved; one that lacks something takes a reason that is kept. */
export function ApproveDialog({ property, busy, error, onClose, onConfirm }: ApproveDialogProps) {
  const checklist = useRoute(readChecklist, { params: { id: property.id } });
  const [reason, setReason] = useState('');
  const missing = checklist.data?.items.filter(({ done }) => !done) ?? [];
  const overrideReason = reasonSchema.safeParse(reason).data;
  return (
    <ReviewDialog
      open
      onOpenChange={onClose}
      title={`Approve ${property.name}`}
      confirmLabel={missing.length > 0 ? 'Approve anyway' : 'Approve'}
      danger={missing.length > 0}
      busy={busy}
      disabled={!checklist.data || (missing.length > 0 && overrideReason === undefined)}
      onConfirm={() =>
        onConfirm(missing.length > 0 && overrideReason !== undefined ? { overrideReason } : {})
      }
      afterwards="Its shares can be created next. The manager is told."
      problem={
        <div className="flex flex-col gap-4">
          {missing.length > 0 ? <Override missing={missing} reason={reason} onChange={setReason} /> : null}
          {checklist.error ? <FailureNotice error={checklist.error} /> : null}
          {error ? <FailureNotice error={error} /> : null}
        </div>
      }
    >
      <Detail label="Manager">{property.manager.name}</Detail>
      <Detail label="Valuation">
        {formatMoney(property.valuation)} on {formatDay(property.valuedOn)}
      </Detail>
      <Detail label="Units">{property.unitCount}</Detail>
      <Detail label="Checklist">
        {checklist.data
          ? `${checklist.data.items.length - missing.length} of ${checklist.data.items.length} done`
          : '…'}
      </Detail>
    </ReviewDialog>
  );
}

interface OverrideProps {
  readonly missing: readonly ChecklistItem[];
  readonly reason: string;
  readonly onChange: (reason: string) => void;
}

function Override({ missing, reason, onChange }: OverrideProps) {
  return (
    <>
      <Notice kind="warn" title="The checklist is not complete">
        <ul className="list-disc pl-5">
          {missing.map(({ name, sentence }) => (
            <li key={name}>{sentence}</li>
          ))}
        </ul>
      </Notice>
      <Field label="Why it is approved all the same" hint="Kept for ever with the approval.">
        {(control) => (
          <Textarea {...control} value={reason} onChange={({ target }) => onChange(target.value)} />
        )}
      </Field>
    </>
  );
}
