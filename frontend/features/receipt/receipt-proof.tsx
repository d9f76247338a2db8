'use client';

import { readConfig } from '@freehold/shared/config';
import type { ReceiptState } from '@freehold/shared/ledger';
import { Download, ShieldCheck } from 'lucide-react';
import { useVerification } from '#features/receipt/use-verification.ts';
import { VerificationView } from '#features/receipt/verification-view.tsx';
import { VerifyLink } from '#features/receipt/verify-link.tsx';
import { downloadText } from '#lib/csv.ts';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Notice } from '#ui/notice.tsx';

const WAITS = {
  POSTED: 'Recorded in the books. Waiting to be sealed with the entries around it, which takes seconds.',
  SEALED: 'Sealed. Waiting for the next root to be anchored on the chain; then anyone can check it.',
} as const;

interface ReceiptProofProps {
  readonly state: ReceiptState;
  readonly fileName: string;
}

/** The proof of one journal entry: what it waits for, or the button that checks it here and now. */
export function ReceiptProof({ state, fileName }: ReceiptProofProps) {
  const config = useRoute(readConfig, {});
  const verification = useVerification();
  const receipt = state.receipt;
  return (
    <Card>
      <CardHeader
        title="Proof"
        description="Computed in your browser from the receipt alone, and compared with the root on the chain."
      />
      <CardBody className="flex flex-col gap-5">
        {receipt ? (
          <>
            <div className="flex flex-wrap gap-2">
              <Button
                disabled={!config.data}
                busy={verification.state.phase === 'running'}
                onClick={() => {
                  if (config.data)
                    void verification.start({ receipt, config: config.data, entryId: state.entryId });
                }}
              >
                {verification.state.phase === 'running' ? null : <ShieldCheck aria-hidden />}
                {verification.state.phase === 'idle' ? 'Verify' : 'Verify again'}
              </Button>
              <Button
                tone="secondary"
                onClick={() =>
                  downloadText(
                    `${fileName}.json`,
                    `${JSON.stringify(receipt, null, 2)}\n`,
                    'application/json',
                  )
                }
              >
                <Download aria-hidden /> Receipt file
              </Button>
            </div>
            <VerificationView state={verification.state} />
            <p className="text-muted text-xs">
              The receipt file works without us: anyone can load it on the{' '}
              <VerifyLink className="text-brand underline underline-offset-4">verify page</VerifyLink> or
              check it with a program of their own.
            </p>
          </>
        ) : (
          <Notice kind="waiting" title="The proof is not ready yet">
            {state.state === 'ANCHORED' ? WAITS.SEALED : WAITS[state.state]} This page looks again by itself.
          </Notice>
        )}
      </CardBody>
    </Card>
  );
}
