'use client';

import { type PublicConfig, readConfig } from '@freehold/shared/config';
import { readPayoutReceipt } from '@freehold/shared/dividend';
import type { LedgerReceipt } from '@freehold/shared/ledger';
import { FileUp, ShieldCheck } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { EntryCard } from '#features/receipt/entry-card.tsx';
import { useVerification } from '#features/receipt/use-verification.ts';
import { readReceiptText } from '#features/receipt/verification.ts';
import { VerificationView } from '#features/receipt/verification-view.tsx';
import { FailureNotice } from '#features/shell/failure-notice.tsx';
import { QueryView } from '#features/shell/query-view.tsx';
import { useRoute } from '#lib/use-route.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Field, Input, Textarea } from '#ui/field.tsx';

/** The public verifier: a receipt in, five checks, a verdict. */
export function VerifyPanel() {
  const config = useRoute(readConfig, {});
  return <QueryView query={config}>{(data) => <Verifier config={data} />}</QueryView>;
}

/** Fills the field with the receipt of `?payout=<id>` when the reader may see it. */
function usePayoutText(onText: (text: string) => void) {
  const id = useSearchParams().get('payout') ?? '';
  const payout = useRoute(readPayoutReceipt, { params: { id } }, { enabled: z.uuid().safeParse(id).success });
  const found = payout.data;
  const give = useRef(onText);
  give.current = onText;
  useEffect(() => {
    if (found?.receipt) give.current(JSON.stringify(found.receipt, null, 2));
  }, [found]);
  return payout;
}

function Verifier({ config }: { readonly config: PublicConfig }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const [receipt, setReceipt] = useState<LedgerReceipt>();
  const [rpcUrl, setRpcUrl] = useState(config.rpcUrl);
  const { state, start, reset } = useVerification();
  const verify = (given: string) => {
    const read = readReceiptText(given);
    setText(given);
    if (typeof read === 'string') {
      setProblem(read);
      setReceipt(undefined);
      reset();
      return;
    }
    setProblem(undefined);
    setReceipt(read);
    void start({ receipt: read, config, rpcUrl });
  };
  const payout = usePayoutText(verify);
  return (
    <div className="grid gap-6 lg:grid-cols-2 lg:items-start">
      <Card className="flex flex-col gap-4 p-6">
        <FileButton onText={verify} />
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            verify(text);
          }}
        >
          <Field label="Or paste the receipt" error={problem}>
            {(control) => (
              <Textarea
                {...control}
                value={text}
                spellCheck={false}
                onChange={(event) => setText(event.target.value)}
                placeholder='{ "version": 1, "entry": { … }, "proof": [ … ] }'
                className="min-h-56 font-mono text-[0.8125rem]"
              />
            )}
          </Field>
          <details className="text-sm">
            <summary className="min-h-6 cursor-pointer text-muted">Which node to ask</summary>
            <div className="mt-3">
              <Field
                label="RPC endpoint"
                hint={`Any node of ${config.chainName} (chain ${config.chainId}). Use your own to trust nobody.`}
              >
                {(control) => (
                  <Input
                    {...control}
                    type="url"
                    value={rpcUrl}
                    onChange={(event) => setRpcUrl(event.target.value)}
                  />
                )}
              </Field>
            </div>
          </details>
          {payout.error ? <FailureNotice error={payout.error} /> : null}
          <Button type="submit" busy={state.phase === 'running'}>
            <ShieldCheck aria-hidden /> Verify
          </Button>
        </form>
      </Card>
      <div className="flex flex-col gap-6">
        {state.phase === 'idle' ? <HowItWorks /> : null}
        {state.phase === 'idle' ? null : (
          <Card className="p-6">
            <VerificationView state={state} />
          </Card>
        )}
        {receipt ? <EntryCard receipt={receipt} verified={state.phase === 'passed'} /> : null}
      </div>
    </div>
  );
}

function FileButton({ onText }: { readonly onText: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button tone="secondary" onClick={() => input.current?.click()}>
        <FileUp aria-hidden /> Choose a receipt file
      </Button>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        className="sr-only"
        tabIndex={-1}
        aria-label="Receipt file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void file.text().then(onText);
          event.target.value = '';
        }}
      />
    </>
  );
}

function HowItWorks() {
  return (
    <div className="flex flex-col gap-3 rounded-xl border border-line-strong/50 border-dashed p-6 text-muted text-sm">
      <p className="font-medium text-ink">What happens when you press Verify</p>
      <ol className="flex list-decimal flex-col gap-2 pl-5">
        <li>Your browser turns the journal entry in the receipt into a fingerprint (SHA-256).</li>
        <li>It joins the fingerprint with the hashes of the proof, up to one root for the whole ledger.</li>
        <li>It asks a node of the chain which root was anchored, and compares.</li>
      </ol>
      <p>
        Nothing is sent to us. A root on the chain cannot be changed, so an entry under it cannot be changed
        either. Receipts come from payouts, rent payments and ledger entries.
      </p>
    </div>
  );
}
