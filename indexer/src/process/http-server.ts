import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Status } from './status.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

function send(response: ServerResponse, code: number, type: string, body: string): void {
  response.writeHead(code, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}

/** Serves /health/live, /health/ready, /status and /metrics. Throws when the port cannot be had. */
export async function serveStatus(status: Status, options: { host: string; port: number }): Promise<Server> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    const report = status.report();
    if (path === '/health/live') return send(response, 200, JSON_TYPE, '{"status":"ok"}');
    if (path === '/health/ready')
      return send(
        response,
        report.ready ? 200 : 503,
        JSON_TYPE,
        JSON.stringify({
          status: report.ready ? 'ok' : 'unavailable',
          reason: report.reason,
          lagBlocks: report.lagBlocks,
        }),
      );
    if (path === '/status') return send(response, 200, JSON_TYPE, JSON.stringify(report));
    if (path === '/metrics')
      return send(response, 200, 'text/plain; version=0.0.4; charset=utf-8', status.metrics.render());
    return send(response, 404, JSON_TYPE, '{"code":"NOT_FOUND","message":"There is no such page here."}');
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(options.port, options.host, done);
  });
  return server;
}
