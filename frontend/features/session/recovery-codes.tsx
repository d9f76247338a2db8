'use client';

import { Download } from 'lucide-react';
import { downloadText } from '#lib/csv.ts';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

/** The codes for the day the phone is lost, shown this once. */
export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps) {
  const text = `Freehold recovery codes. Each opens your account once.\n\n${codes.join('\n')}\n`;
  return (
    <div className="flex flex-col gap-4">
      <Notice kind="info" title="Keep these recovery codes">
        Each lets you in once when your phone is lost. They are shown only now; we keep just their
        fingerprints.
      </Notice>
      <ul
        aria-label="Recovery codes"
        className="grid grid-cols-1 gap-x-6 gap-y-1.5 rounded-lg bg-sunken p-4 font-mono text-sm sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <Button
          tone="secondary"
          onClick={() => downloadText('freehold-recovery-codes.txt', text, 'text/plain')}
        >
          <Download aria-hidden /> Save as a file
        </Button>
        <Button onClick={onKept}>I have kept them</Button>
      </div>
    </div>
  );
}
