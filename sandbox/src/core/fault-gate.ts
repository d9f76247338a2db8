import type { Request, Response } from 'express';
import type { Faults, Provider, RequestFault } from './faults.ts';

/** What the faults in force do to one request, decided once on arrival. */
export interface Gate {
  readonly delayMs: number;
  readonly before: 'pass' | 'error' | 'reset' | 'rate_limit';
  readonly after: 'pass' | 'error' | 'error_stored' | 'reset';
}

export function openGate(faults: Faults, provider: Provider, request: Request): Gate {
  const strikes = faults.strikeRequest(provider, `${request.method} ${request.path}`);
  const has = (kind: RequestFault) => strikes.some((strike) => strike.kind === kind);
  return {
    delayMs: strikes
      .filter((strike) => strike.kind === 'delay')
      .reduce((sum, strike) => sum + strike.delayMs, 0),
    before: has('reset_before')
      ? 'reset'
      : has('rate_limit')
        ? 'rate_limit'
        : has('error_before')
          ? 'error'
          : 'pass',
    after: has('reset_after')
      ? 'reset'
      : has('error_stored')
        ? 'error_stored'
        : has('error_after')
          ? 'error'
          : 'pass',
  };
}

export async function pause(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}

/** Cuts the connection without an answer, as a failing network does. */
export function reset(response: Response): void {
  response.socket?.destroy();
}
