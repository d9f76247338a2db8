import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { ProviderError } from '../../payments/domain/provider-error.ts';

const TIMEOUT_MS = 15_000;
const RATE_LIMIT_PAUSES_MS = [500, 1_500];

export interface ProviderRequest {
  readonly provider: string;
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** Made anew for each try: signatures carry the time. */
  readonly headers: () => Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a request and parses the answer. Throws `ProviderError`, which says whether it may have taken effect. */
export async function callProvider<T>(request: ProviderRequest, answer: z.ZodType<T>): Promise<T> {
  const { provider } = request;
  for (let attempt = 0; ; attempt += 1) {
    const response = await send(request);
    const text = await response.text().catch(() => '');
    const pause = RATE_LIMIT_PAUSES_MS[attempt];
    if (response.status === 429 && pause !== undefined) {
      await sleep(pause);
      continue;
    }
    if (!response.ok) throw failure(provider, response.status, text);
    const parsed = answer.safeParse(jsonOf(text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const what = `answered without a usable "${issue?.path.join('.') ?? ''}"`;
    throw new ProviderError(provider, 'unknown', 'UNREADABLE', `${provider} ${what}`);
  }
}

async function send({ provider, method, url, headers, body }: ProviderRequest): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers: headers(),
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw new ProviderError(provider, 'unknown', 'UNREACHABLE', `${provider} could not be reached`, error);
  }
}

function failure(provider: string, status: number, text: string): ProviderError {
  const outcome = status === 404 ? 'absent' : status === 429 || status >= 500 ? 'unknown' : 'refused';
  return new ProviderError(
    provider,
    outcome,
    String(status),
    `${provider} answered ${status}: ${text.slice(0, 200)}`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
