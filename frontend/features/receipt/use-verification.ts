'use client';

import type { PublicConfig } from '@freehold/shared/config';
import type { LedgerReceipt } from '@freehold/shared/ledger';
import { useCallback, useRef, useState } from 'react';
import { type CheckResult, checkReceipt } from '#features/receipt/verification.ts';

export type VerificationState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running'; readonly results: readonly CheckResult[] }
  | { readonly phase: 'passed'; readonly results: readonly CheckResult[] }
  | { readonly phase: 'failed'; readonly results: readonly CheckResult[] }
  /** The node did not answer: nothing was proved or disproved. */
  | { readonly phase: 'unreachable'; readonly results: readonly CheckResult[]; readonly rpcUrl: string };

export interface VerificationRequest {
  readonly receipt: LedgerReceipt;
  readonly config: PublicConfig;
  /** A node of the reader's choice; the platform's by default. */
  readonly rpcUrl?: string;
  /** The journal entry which the receipt must be about. */
  readonly entryId?: string;
}

/** A check takes less than a frame; this pause lets the eye follow. */
const PAUSE_MS = 220;

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/** Runs the checks in this browser and tells how far they are. A new run takes the place of an older one. */
export function useVerification() {
  const [state, setState] = useState<VerificationState>({ phase: 'idle' });
  const latest = useRef(0);

  const start = useCallback(
    async ({ receipt, config, rpcUrl = config.rpcUrl, entryId }: VerificationRequest) => {
      latest.current += 1;
      const run = latest.current;
      const show = (next: VerificationState) => {
        if (run === latest.current) setState(next);
      };
      const results: CheckResult[] = [];
      show({ phase: 'running', results: [] });
      try {
        const { anchorReaderAt } = await import('#features/receipt/anchor-reader.ts');
        const trusted = { chainId: config.chainId, ledgerAnchor: config.contracts.ledgerAnchor, entryId };
        for await (const result of checkReceipt(receipt, trusted, anchorReaderAt(rpcUrl))) {
          await pause();
          results.push(result);
          show({ phase: 'running', results: [...results] });
        }
        await pause();
        show({ phase: results.every((result) => result.passed) ? 'passed' : 'failed', results });
      } catch {
        show({ phase: 'unreachable', results, rpcUrl });
      }
    },
    [],
  );

  const reset = useCallback(() => {
    latest.current += 1;
    setState({ phase: 'idle' });
  }, []);

  return { state, start, reset };
}
