import { createHttpTransport } from './http.transport.ts';
import type { RpcTransport } from './transport.ts';
import { createWebSocketTransport } from './websocket.transport.ts';

/** HTTP or WebSocket, as the URL says. */
export function createTransport(url: string): RpcTransport {
  return /^wss?:/.test(url) ? createWebSocketTransport(url) : createHttpTransport(url);
}
