/** Headers that belong to one connection (RFC 9110 §7.6.1), or that the outgoing client sets itself. */
const NOT_FORWARDED = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'content-length',
  'expect',
  'accept-encoding',
]);

/** fetch has already undone the API's compression, so these no longer describe the body. */
const NOT_RETURNED = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-encoding',
  'content-length',
]);

/** Read per request, so that one build serves every environment. */
function apiOrigin(): string {
  return process.env.API_URL ?? 'http://127.0.0.1:4000';
}

function headersToApi(request: Request): Headers {
  const headers = new Headers();
  for (const [name, value] of request.headers) {
    if (!NOT_FORWARDED.has(name)) headers.append(name, value);
  }
  const host = request.headers.get('host');
  if (host && !headers.has('x-forwarded-host')) headers.set('x-forwarded-host', host);
  return headers;
}

function headersToBrowser(reply: Response): Headers {
  const headers = new Headers();
  for (const [name, value] of reply.headers) {
    if (!NOT_RETURNED.has(name) && name !== 'set-cookie') headers.append(name, value);
  }
  for (const cookie of reply.headers.getSetCookie()) headers.append('set-cookie', cookie);
  return headers;
}

/**
 * Passes a request for `/v1/...` to the API and streams the answer back, cookies included, so that the browser
 * knows one origin only. When the API does not answer: 502 with the usual error envelope.
 */
export async function proxyToApi(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const init: RequestInit & { duplex?: 'half' } = {
    method: request.method,
    headers: headersToApi(request),
    redirect: 'manual',
    signal: request.signal,
    cache: 'no-store',
  };
  if (request.body) {
    init.body = request.body;
    init.duplex = 'half';
  }
  try {
    const reply = await fetch(new URL(pathname + search, apiOrigin()), init);
    return new Response(reply.body, { status: reply.status, headers: headersToBrowser(reply) });
  } catch {
    return Response.json(
      { code: 'API_UNREACHABLE', message: 'Freehold’s server cannot be reached right now.', issues: [] },
      { status: 502 },
    );
  }
}
