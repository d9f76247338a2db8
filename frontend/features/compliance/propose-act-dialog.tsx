'use client';

import {
  type ComplianceActKind,
  complianceActKinds,
  listComplianceActs,
  listFrozen,
  namesReceiver,
  needsSecondAdministrator,
  newComplianceActSchema,
  proposeComplianceAct,
} from '@freehold/shared/compliance';
import { listProperties } from '@freehold/shared/property';
import { useState } from 'react';
import { toast } from 'sonner';
import { actWords } from '#features/compliance/compliance-words.ts';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { parseShares } from '#lib/money-format.ts';
import { useAct } from '#lib/use-act.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field, Input, Select, Textarea } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';

interface Typed {
  readonly kind: ComplianceActKind;
  readonly propertyId: string;
  readonly wallet: string;
  readonly toWallet: string;
  readonly shares: string;
  readonly reason: string;
}

const ofShares = (kind: ComplianceActKind): boolean =>
  kind !== 'FREEZE' && kind !== 'UNFREEZE' && kind !== 'RECOVERY';

/** What happens when the act is sent. */
function consequenceOf(kind: ComplianceActKind): string {
  if (needsSecondAdministrator(kind)) {
    return 'Moves shares: both owners are told by mail, and another administrator has to confirm.';
  }
  if (kind === 'APPROVE_TRANSFER') {
    return 'Lets the holder make one transfer of exactly this number, where the rules of the shares ask for an approval. Nothing moves by itself.';
  }
  if (kind === 'REVOKE_APPROVAL') return 'Takes back one approval that was not used yet.';
  return 'Takes effect as soon as the chain has it.';
}

/** Only what the kind of act has, as the API wants it; the sentence says what is missing. */
function actOf(typed: Typed) {
  const shares = ofShares(typed.kind) ? parseShares(typed.shares) : undefined;
  const parsed = newComplianceActSchema.safeParse({
    kind: typed.kind,
    wallet: typed.wallet.trim(),
    reason: typed.reason,
    ...(typed.kind === 'RECOVERY' || typed.propertyId === '' ? {} : { propertyId: typed.propertyId }),
    ...(namesReceiver(typed.kind) ? { toWallet: typed.toWallet.trim() } : {}),
    ...(shares === undefined ? {} : { shares: shares.toString() }),
  });
  return parsed.success ? parsed.data : undefined;
}

const INCOMPLETE =
  'Something is missing: wallets are 0x and 40 hex digits, a part or a transfer needs a property and a number of shares, and the reason needs a few words.';

export function ProposeActDialog({ onClose }: { readonly onClose: () => void }) {
  const properties = useRoute(listProperties, {});
  const [typed, setTyped] = useState<Typed>({
    ...{ kind: 'FREEZE', propertyId: '', wallet: '', toWallet: '', shares: '', reason: '' },
  });
  const [incomplete, setIncomplete] = useState(false);
  const act = useAct(proposeComplianceAct, {
    refreshes: [listComplianceActs, listFrozen],
    onDone: ({ state }) => {
      toast.success(state === 'PROPOSED' ? 'Proposed; both owners are told' : 'On its way to the chain');
      onClose();
    },
  });
  const set = (part: keyof Typed) => (event: { readonly target: { readonly value: string } }) =>
    setTyped({ ...typed, [part]: event.target.value });
  const submit = () => {
    const body = actOf(typed);
    setIncomplete(body === undefined);
    if (body) act.mutate({ body });
  };
  const second = needsSecondAdministrator(typed.kind);
  const tokens = (properties.data?.items ?? []).filter(({ token }) => token !== null);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="New act"
      description={consequenceOf(typed.kind)}
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="What">
          {(control) => (
            <Select {...control} value={typed.kind} onChange={set('kind')}>
              {complianceActKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {actWords[kind]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {typed.kind === 'RECOVERY' ? null : (
          <Field label="Property">
            {(control) => (
              <Select {...control} value={typed.propertyId} onChange={set('propertyId')}>
                <option value="">{ofShares(typed.kind) ? 'Choose one' : 'Every property'}</option>
                {tokens.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <Field label={typed.kind === 'RECOVERY' ? 'Lost wallet' : 'Wallet'}>
          {(control) => (
            <Input
              {...control}
              className="figures"
              placeholder="0x…"
              value={typed.wallet}
              onChange={set('wallet')}
            />
          )}
        </Field>
        {namesReceiver(typed.kind) ? (
          <Field
            label={typed.kind === 'RECOVERY' ? 'New wallet of the same investor' : 'To wallet'}
            hint="Must be registered to a verified investor."
          >
            {(control) => (
              <Input
                {...control}
                className="figures"
                placeholder="0x…"
                value={typed.toWallet}
                onChange={set('toWallet')}
              />
            )}
          </Field>
        ) : null}
        {ofShares(typed.kind) ? (
          <Field label="Shares">
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                className="figures text-right"
                value={typed.shares}
                onChange={set('shares')}
              />
            )}
          </Field>
        ) : null}
        <Field label="Reason" hint="Kept for ever with the act, and told to the owners.">
          {(control) => <Textarea {...control} value={typed.reason} onChange={set('reason')} />}
        </Field>
        {incomplete ? <Notice kind="bad" title={INCOMPLETE} /> : null}
        {act.error ? <FailureNotice error={act.error} /> : null}
        <Button type="submit" tone="danger" busy={act.isPending}>
          {second ? 'Propose' : actWords[typed.kind]}
        </Button>
      </form>
    </Dialog>
  );
}
