import pg from 'pg';

/** Namespace of the advisory locks; the chain id is added to it. */
const LOCK_BASE = 5_064_659_000_000_000_000n;
const TRY_EVERY_MS = 400;
const HEARTBEAT_MS = 1_000;
/** The server ends a leader's session that says nothing for so long (a stopped process, a lost machine). */
const SESSION_IDLE_LIMIT_MS = 3_000;

export type LeadershipOptions = {
  readonly connection: pg.ClientConfig;
  readonly chainId: number;
  readonly signal: AbortSignal;
  /** Called once per term; its signal is aborted when leadership is lost or the process stops. */
  readonly onLead: (term: AbortSignal) => Promise<void>;
  readonly onProblem: (error: unknown) => void;
};

/**
 * Campaigns for the advisory lock of the chain, leads while it is held, and campaigns again after losing it.
 * The lock lives on a session of its own; the fence in the cursor row stops a leader who has not noticed yet.
 */
export async function campaign(options: LeadershipOptions): Promise<void> {
  while (!options.signal.aborted) {
    try {
      await serveTerm(options);
    } catch (error) {
      options.onProblem(error);
    }
    await pause(TRY_EVERY_MS, options.signal);
  }
}

async function serveTerm(options: LeadershipOptions): Promise<void> {
  const session = new pg.Client({
    ...options.connection,
    application_name: 'freehold-indexer-leader',
    keepAlive: true,
  });
  const lost = new AbortController();
  const lose = (): void => lost.abort();
  session.on('error', lose);
  session.on('end', lose);
  const term = AbortSignal.any([options.signal, lost.signal]);
  try {
    await session.connect();
    if (!(await win(session, options.chainId, term))) return;
    await session.query(`SET idle_session_timeout = ${SESSION_IDLE_LIMIT_MS}`);
    const heart = beat(session, term, lose);
    try {
      await options.onLead(term);
    } finally {
      lose();
      await heart;
    }
  } finally {
    // The socket goes first: a server that no longer answers must not keep us here.
    await Promise.race([session.end().catch(() => undefined), pause(500)]);
  }
}

async function win(session: pg.Client, chainId: number, term: AbortSignal): Promise<boolean> {
  while (!term.aborted) {
    const { rows } = await session.query<{ won: boolean }>('SELECT pg_try_advisory_lock($1) AS won', [
      (LOCK_BASE + BigInt(chainId)).toString(),
    ]);
    if (rows[0]?.won === true) return true;
    await pause(TRY_EVERY_MS, term);
  }
  return false;
}

async function beat(session: pg.Client, term: AbortSignal, lose: () => void): Promise<void> {
  while (!term.aborted) {
    await pause(HEARTBEAT_MS, term);
    if (term.aborted) return;
    const timer = setTimeout(lose, SESSION_IDLE_LIMIT_MS - HEARTBEAT_MS);
    try {
      await session.query('SELECT 1');
    } catch {
      lose();
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Resolves after `ms`, or at once when the signal is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((done) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      done();
    };
    const timer = setTimeout(finish, ms);
    signal?.addEventListener('abort', finish);
  });
}
