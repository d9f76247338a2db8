export const dynamic = 'force-dynamic';

/** Says that this web process answers; it does not ask the API. */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
}
