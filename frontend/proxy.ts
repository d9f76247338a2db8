import { type NextRequest, NextResponse } from 'next/server';
import { connectionsOf, contentSecurityPolicy } from '#lib/content-security-policy.ts';

/** Says per request whom the page may talk to: chain and storage are known at run time, when pages are built long since. */
export function proxy(request: NextRequest): NextResponse {
  const reply = NextResponse.next();
  const connections = connectionsOf(request.nextUrl.pathname, process.env.CONNECT_ORIGINS);
  reply.headers.set('Content-Security-Policy', contentSecurityPolicy(connections));
  return reply;
}

export const config = { matcher: '/((?!v1/|_next/).*)' };
