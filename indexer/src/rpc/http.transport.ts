import {
  orderReplies,
  type RpcCall,
  RpcConnectionError,
  type RpcReply,
  type RpcTransport,
} from './transport.ts';

/** JSON-RPC over HTTP; `timeoutMs` bounds one round trip, body included. */
export function createHttpTransport(url: string, timeoutMs = 30_000): RpcTransport {
  return { send: (calls) => post(url, calls, timeoutMs), close: () => undefined };
}

async function post(url: string, calls: readonly RpcCall[], timeoutMs: number): Promise<readonly RpcReply[]> {
  const requests = calls.map((call, id) => ({ jsonrpc: '2.0', id, ...call }));
  let text: string;
  let status: number;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(requests.length === 1 ? requests[0] : requests),
      signal: AbortSignal.timeout(timeoutMs),
    });
    status = response.status;
    text = await response.text();
  } catch (error) {
    throw new RpcConnectionError(reasonOf(error), { cause: error });
  }
  if (status === 429) throw new RpcConnectionError('too many requests (HTTP 429)', { throttled: true });
  if (status === 413) throw new RpcConnectionError('too large (HTTP 413)', { tooLarge: true });
  try {
    return orderReplies(JSON.parse(text), calls.length);
  } catch (error) {
    if (error instanceof RpcConnectionError) throw error;
    throw new RpcConnectionError(`HTTP ${status} without a JSON-RPC answer`, { cause: error });
  }
}

/** fetch hides the system error ("connection refused") behind "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const cause = error.cause;
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message;
  return cause instanceof Error ? cause.message : error.message;
}
