import { type ProgramResult, runNode } from '@freehold/scripts/build/run-program';
import type { TestSystem } from './system.ts';

/** Runs the stand-alone verifier against a system; exit code 0 means everything agrees. */
export function runVerifier(system: TestSystem): Promise<ProgramResult> {
  return runNode([
    'scripts/verify-ledger.ts',
    '--database',
    system.databaseUrl,
    '--rpc',
    system.urls.rpc,
    '--contract',
    system.ledgerAnchor(),
  ]);
}
