'use client';

import { beginSecondFactor, confirmSecondFactor } from '@freehold/shared/second-factor';
import { CodeForm } from '#features/session/code-form.tsx';
import { RecoveryCodes } from '#features/session/recovery-codes.tsx';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { QrCode } from '#ui/qr-code.tsx';

interface FactorSetUpProps {
  readonly onBegun?: () => void;
  readonly onDone: () => void;
}

/** Picture, first code, recovery codes: the three steps to a second factor. */
export function FactorSetUp({ onBegun, onDone }: FactorSetUpProps) {
  const begin = useAct(beginSecondFactor, { onDone: () => onBegun?.() });
  const confirm = useAct(confirmSecondFactor);
  if (confirm.data) return <RecoveryCodes codes={confirm.data.recoveryCodes} onKept={onDone} />;
  if (!begin.data) {
    return (
      <div className="flex flex-col items-start gap-4">
        <p className="text-sm">
          You need an authenticator app: a password manager that keeps one-time codes, or an app such as
          Aegis, 2FAS or Google Authenticator. Have it open.
        </p>
        {begin.error ? <FailureNotice error={begin.error} /> : null}
        <Button onClick={() => begin.mutate({})} busy={begin.isPending}>
          Begin
        </Button>
      </div>
    );
  }
  const { secret, uri } = begin.data;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-4 sm:flex-row">
        <QrCode text={uri} label="QR code for your authenticator app" />
        <div className="min-w-0 text-sm">
          <p className="font-medium">Scan this with the app.</p>
          <p className="mt-1 text-muted">
            On this phone itself?{' '}
            <a href={uri} className="text-brand underline underline-offset-4">
              Open it in the app
            </a>
            , or type the secret:
          </p>
          <p className="mt-2 rounded-lg bg-sunken p-3">
            <Copyable value={secret} what="secret" full />
          </p>
        </div>
      </div>
      <CodeForm
        label="First code"
        hint="The 6 digits which the app shows now. They prove that it works."
        submitLabel="Confirm"
        busy={confirm.isPending}
        error={confirm.error}
        onCode={(code) => confirm.mutate({ body: { code } })}
      />
    </div>
  );
}
