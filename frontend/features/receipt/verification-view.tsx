'use client';

import { ShieldCheck, ShieldX, Unplug } from 'lucide-react';
import type { VerificationState } from '#features/receipt/use-verification.ts';
import { type CheckId, type CheckResult, checkIds } from '#features/receipt/verification.ts';
import { cn } from '#lib/class-names.ts';
import { Copyable } from '#ui/copyable.tsx';
import { type Step, type StepState, Steps } from '#ui/steps.tsx';

const TITLES: Readonly<Record<CheckId, string>> = {
  receipt: 'The receipt holds a journal entry',
  leaf: 'The entry’s fingerprint is right',
  path: 'The fingerprint leads to the root',
  chain: 'The right contract on the right chain',
  root: 'The chain holds this root',
};

function CheckDetail({ result }: { readonly result: CheckResult }) {
  return (
    <>
      <p>{result.sentence}</p>
      {result.expected ? (
        <p>
          Should be <Copyable value={result.expected} what="expected value" />
        </p>
      ) : null}
      {result.found ? (
        <p>
          {result.passed ? '' : 'Is '}
          <Copyable value={result.found} what="value" />
        </p>
      ) : null}
    </>
  );
}

function stepsOf(state: Exclude<VerificationState, { phase: 'idle' }>): readonly Step[] {
  const byId = new Map(state.results.map((result) => [result.id, result]));
  const next = checkIds[state.results.length];
  return checkIds.map((id) => {
    const result = byId.get(id);
    const pending: StepState = state.phase === 'running' && id === next ? 'running' : 'waiting';
    const stuck = state.phase === 'unreachable' && id === next;
    return {
      id,
      title: TITLES[id],
      state: result ? (result.passed ? 'passed' : 'failed') : stuck ? 'failed' : pending,
      detail: result ? (
        <CheckDetail result={result} />
      ) : stuck ? (
        `No answer from ${state.rpcUrl}.`
      ) : undefined,
    };
  });
}

const VERDICTS = {
  passed: {
    icon: ShieldCheck,
    look: 'border-good/40 bg-good-soft text-good',
    title: 'Verified',
    text: 'This entry is part of the ledger whose root stands on the chain. It can no longer be changed or taken out unseen.',
  },
  failed: {
    icon: ShieldX,
    look: 'border-bad/40 bg-bad-soft text-bad',
    title: 'Not verified',
    text: 'Do not rely on this receipt.',
  },
  unreachable: {
    icon: Unplug,
    look: 'border-warn/40 bg-warn-soft text-warn',
    title: 'Could not be checked to the end',
    text: 'The chain’s node gave no answer, so nothing is proved and nothing is disproved. Try again, or use another node.',
  },
} as const;

/** The checks one under the other and, once they are through, the verdict. */
export function VerificationView({ state }: { readonly state: VerificationState }) {
  if (state.phase === 'idle') return null;
  const failed = state.phase === 'failed' ? state.results.at(-1) : undefined;
  return (
    <div>
      <div aria-live="polite">
        {state.phase === 'running' ? null : (
          <Verdict phase={state.phase} {...(failed ? { failed: failed.sentence } : {})} />
        )}
      </div>
      <Steps steps={stepsOf(state)} label="Checks" />
    </div>
  );
}

function Verdict({ phase, failed }: { readonly phase: keyof typeof VERDICTS; readonly failed?: string }) {
  const verdict = VERDICTS[phase];
  const Icon = verdict.icon;
  return (
    <div
      data-verdict={phase}
      className={cn('mb-6 flex animate-rise items-start gap-4 rounded-xl border p-4', verdict.look)}
    >
      <Icon className="size-9 shrink-0" aria-hidden />
      <div className="min-w-0">
        <p className="font-semibold text-lg">{verdict.title}</p>
        <p className="text-ink text-sm">
          {failed ? `${failed} ` : ''}
          {verdict.text}
        </p>
      </div>
    </div>
  );
}
