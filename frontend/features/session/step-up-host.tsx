'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { StepUpDialog } from '#features/session/step-up-dialog.tsx';
import { onStepUp } from '#lib/step-up.ts';

interface Asked {
  readonly answer: Promise<boolean>;
  readonly settle: (proved: boolean) => void;
}

/** Opens the one step-up dialog when an act asks for it; acts that ask at the same moment share the answer. */
export function StepUpHost() {
  const asked = useRef<Asked | undefined>(undefined);
  const [open, setOpen] = useState(false);
  useEffect(
    () =>
      onStepUp(() => {
        if (asked.current === undefined) {
          const { promise, resolve } = Promise.withResolvers<boolean>();
          asked.current = { answer: promise, settle: resolve };
          setOpen(true);
        }
        return asked.current.answer;
      }),
    [],
  );
  const settle = useCallback((proved: boolean) => {
    asked.current?.settle(proved);
    asked.current = undefined;
    setOpen(false);
  }, []);
  return open ? <StepUpDialog onProved={() => settle(true)} onGivenUp={() => settle(false)} /> : null;
}
