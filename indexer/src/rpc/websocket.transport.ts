import {
  orderReplies,
  type RpcCall,
  RpcConnectionError,
  type RpcReply,
  type RpcTransport,
} from './transport.ts';

type Waiting = {
  readonly count: number;
  readonly base: number;
  readonly settle: (body: unknown[]) => void;
  readonly fail: (error: RpcConnectionError) => void;
  readonly replies: unknown[];
};

/** JSON-RPC over one WebSocket which reconnects at the next call; announces new heads while it is connected. */
export function createWebSocketTransport(url: string, timeoutMs = 30_000): RpcTransport {
  const connection = new WebSocketConnection(url, timeoutMs);
  return {
    send: (calls) => connection.send(calls),
    onHead: (listener) => connection.onHead(listener),
    close: () => connection.close(),
  };
}

/** The answer carries an id no call waits for; a node that refuses is noticed by polling alone. */
function subscribe(socket: WebSocket): void {
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: -1, method: 'eth_subscribe', params: ['newHeads'] }));
}

class WebSocketConnection {
  readonly #url: string;
  readonly #timeoutMs: number;
  readonly #waiting = new Set<Waiting>();
  readonly #listeners: (() => void)[] = [];
  #socket: Promise<WebSocket> | null = null;
  #nextId = 0;

  constructor(url: string, timeoutMs: number) {
    this.#url = url;
    this.#timeoutMs = timeoutMs;
  }

  /** Also when the socket is open already; a later socket subscribes by itself. */
  onHead(listener: () => void): void {
    this.#listeners.push(listener);
    if (this.#listeners.length === 1) void this.#socket?.then(subscribe, () => undefined);
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = null;
    void socket?.then(
      (open) => open.close(),
      () => undefined,
    );
  }

  async send(calls: readonly RpcCall[]): Promise<readonly RpcReply[]> {
    this.#socket ??= this.#open();
    const socket = await this.#socket;
    const base = this.#nextId;
    this.#nextId += calls.length;
    const { promise, resolve, reject } = Promise.withResolvers<unknown[]>();
    const waiting: Waiting = { count: calls.length, base, settle: resolve, fail: reject, replies: [] };
    this.#waiting.add(waiting);
    const timer = setTimeout(() => reject(new RpcConnectionError('no answer in time')), this.#timeoutMs);
    try {
      const requests = calls.map((call, index) => ({ jsonrpc: '2.0', id: base + index, ...call }));
      socket.send(JSON.stringify(requests.length === 1 ? requests[0] : requests));
      return orderReplies(await promise, calls.length);
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(waiting);
    }
  }

  #open(): Promise<WebSocket> {
    const { promise, resolve, reject } = Promise.withResolvers<WebSocket>();
    const socket = new WebSocket(this.#url);
    const timer = setTimeout(() => socket.close(), this.#timeoutMs);
    socket.addEventListener('message', (event) => this.#receive(event.data));
    socket.addEventListener('open', () => {
      clearTimeout(timer);
      if (this.#listeners.length > 0) subscribe(socket);
      resolve(socket);
    });
    const gone = (): void => {
      clearTimeout(timer);
      const error = new RpcConnectionError('the WebSocket is closed');
      this.#socket = null;
      reject(error);
      for (const waiting of this.#waiting) waiting.fail(error);
    };
    socket.addEventListener('close', gone);
    socket.addEventListener('error', gone);
    return promise;
  }

  #receive(data: unknown): void {
    if (typeof data !== 'string') return;
    let body: unknown;
    try {
      body = JSON.parse(data);
    } catch {
      return;
    }
    for (const entry of Array.isArray(body) ? body : [body]) this.#deliver(entry);
  }

  #deliver(entry: unknown): void {
    if (typeof entry !== 'object' || entry === null) return;
    if ('method' in entry && entry.method === 'eth_subscription') {
      for (const listener of this.#listeners) listener();
      return;
    }
    const id = 'id' in entry ? entry.id : undefined;
    if (typeof id !== 'number') return;
    for (const waiting of this.#waiting) {
      if (id < waiting.base || id >= waiting.base + waiting.count) continue;
      waiting.replies.push({ ...entry, id: id - waiting.base });
      if (waiting.replies.length === waiting.count) waiting.settle(waiting.replies);
    }
  }
}
