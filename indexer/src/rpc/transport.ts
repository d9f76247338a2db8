export type RpcCall = { readonly method: string; readonly params: readonly unknown[] };

/** The answer of one call of a batch: `error` is what the node itself answered. */
export type RpcReply =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: RpcAnswerError };

/** Carries a batch of calls to the node and back. Two kinds: HTTP and WebSocket. */
export interface RpcTransport {
  /** Replies in the order of the calls. Throws RpcConnectionError when no answer arrived. */
  send(calls: readonly RpcCall[]): Promise<readonly RpcReply[]>;
  /** Calls `listener` on every new head the node announces; absent where the node cannot announce. */
  onHead?(listener: () => void): void;
  close(): void;
}

/** The node answered, and the answer is an error. */
export class RpcAnswerError extends Error {
  override readonly name = 'RpcAnswerError';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** No usable answer arrived: refused, reset, timed out, HTTP error, or told to slow down. Worth retrying. */
export class RpcConnectionError extends Error {
  override readonly name = 'RpcConnectionError';
  /** The node asks for fewer requests (HTTP 429). */
  readonly throttled: boolean;
  /** The answer or the request was too big for the node (HTTP 413). */
  readonly tooLarge: boolean;
  constructor(message: string, options: { throttled?: boolean; tooLarge?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.throttled = options.throttled ?? false;
    this.tooLarge = options.tooLarge ?? false;
  }
}

const RANGE_HINTS =
  /block range|range.*(large|wide|limit|exceed)|too many (logs|results|blocks)|more than \d+ (results|logs)|query returned|response size|limit exceeded|exceed.*(limit|max|range)|log response|timed? ?out/i;

/** True when asking for fewer blocks is the cure. */
export function asksForSmallerRange(error: unknown): boolean {
  if (error instanceof RpcConnectionError) return error.tooLarge;
  return error instanceof RpcAnswerError && (error.code === -32005 || RANGE_HINTS.test(error.message));
}

/** Sorts the raw JSON of an answered batch into the order of its ids 0..count-1. */
export function orderReplies(body: unknown, count: number): readonly RpcReply[] {
  const list: unknown[] = Array.isArray(body) ? body : [body];
  const replies = new Array<RpcReply | undefined>(count);
  for (const entry of list) {
    if (typeof entry !== 'object' || entry === null) continue;
    const id = 'id' in entry ? entry.id : undefined;
    const reply = readReply(entry);
    if (typeof id === 'number' && id >= 0 && id < count) replies[id] = reply;
    // An error without id concerns the whole batch.
    else if (!reply.ok) replies.fill(reply);
  }
  return Array.from(replies, (reply) => {
    if (reply === undefined) throw new RpcConnectionError('the node left a call of a batch unanswered');
    return reply;
  });
}

function readReply(entry: object): RpcReply {
  if ('error' in entry && typeof entry.error === 'object' && entry.error !== null) {
    const { error } = entry;
    const code = 'code' in error && typeof error.code === 'number' ? error.code : 0;
    const message = 'message' in error && typeof error.message === 'string' ? error.message : 'unknown error';
    return { ok: false, error: new RpcAnswerError(code, message) };
  }
  if ('result' in entry) return { ok: true, result: entry.result };
  return { ok: false, error: new RpcAnswerError(0, 'an answer with neither result nor error') };
}
