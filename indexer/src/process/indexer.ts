import type { Deployment } from '@freehold/contracts/deployments';
import type { Logger } from 'pino';
import { Pipeline } from '../pipeline/pipeline.ts';
import { Projection } from '../pipeline/projection.ts';
import type { ChainSource } from '../rpc/chain-source.ts';
import type { RpcTransport } from '../rpc/transport.ts';
import type { ChainStore } from '../store/chain-store.ts';
import { HaltError, LostLeadershipError } from '../store/chain-tx.ts';
import { chainStart } from './chain-start.ts';
import type { HeadWatcher } from './head-watcher.ts';
import { pause } from './leadership.ts';
import type { Status } from './status.ts';
import { auditSupplies } from './supply-audit.ts';

const LONGEST_PAUSE_MS = 2_000;
const HALT_LOOK_MS = 1_000;
const HALT_REMINDER_LOOKS = 30;
const STANDBY_LOOK_MS = 1_000;

export type IndexerParts = {
  readonly source: ChainSource;
  readonly store: ChainStore;
  readonly deployment: Deployment;
  readonly watcher: HeadWatcher;
  readonly status: Status;
  readonly log: Logger;
  readonly finalityBlocks: number;
  readonly transport: RpcTransport;
  /** Pause between two comparisons of supplies with the contracts. */
  readonly auditMs: number;
};

/** One term as leader: claims the tables and keeps them at the head until `term` ends. Returns when it does. */
export async function leadTerm(parts: IndexerParts, term: AbortSignal): Promise<void> {
  const { status, log } = parts;
  try {
    const projection = await claim(parts, term);
    if (projection === null) return;
    status.setRole('leader');
    status.moved(projection.cursor);
    log.info({ fence: projection.cursor.fence, number: projection.cursor.number }, 'leading');
    const auditing = new AbortController();
    const audit = keepAuditing(parts, AbortSignal.any([term, auditing.signal]));
    try {
      await keepUp(parts, projection, term);
    } finally {
      auditing.abort();
      await audit;
    }
  } catch (error) {
    if (!(error instanceof HaltError)) throw error;
    await remainHalted(parts, error, term);
  } finally {
    status.setRole('standby');
  }
}

async function claim(parts: IndexerParts, term: AbortSignal): Promise<Projection | null> {
  for (let failures = 0; !term.aborted; failures += 1) {
    try {
      const start = await chainStart(parts.source, parts.deployment);
      return await Projection.claim(parts.store, parts.status, start);
    } catch (error) {
      if (error instanceof HaltError) throw error;
      await complain(parts, error, failures, term);
    }
  }
  return null;
}

async function keepUp(parts: IndexerParts, projection: Projection, term: AbortSignal): Promise<void> {
  const { source, status, finalityBlocks } = parts;
  const pipeline = new Pipeline({ source, projection, finalityBlocks, signal: term });
  let done = '';
  let failures = 0;
  let reload = false;
  while (!term.aborted) {
    try {
      if (reload) await projection.reload();
      reload = false;
      const latest = await source.latest();
      status.headSeen(latest.number);
      // The cursor is part of the key: after a fork the same head may need another look.
      if (latest.hash !== done) {
        await pipeline.advance(latest);
        status.moved(projection.cursor);
        done = projection.cursor.number >= latest.number ? latest.hash : '';
      }
      status.halt(null);
      failures = 0;
      if (done !== '') await parts.watcher.wait(term);
    } catch (error) {
      if (error instanceof LostLeadershipError) return;
      if (error instanceof HaltError) {
        await projection.halt(error.message);
        throw error;
      }
      reload = true;
      done = '';
      await complain(parts, error, failures, term);
      failures += 1;
    }
  }
}

/** A mismatch makes the process not ready, so that nobody pays on wrong numbers; indexing goes on. */
async function keepAuditing(
  { store, transport, status, log, auditMs }: IndexerParts,
  term: AbortSignal,
): Promise<void> {
  while (!term.aborted) {
    await pause(auditMs, term);
    if (term.aborted) return;
    try {
      const [first] = await auditSupplies(store, transport);
      const mismatch =
        first === undefined
          ? null
          : `Balances of token ${first.token} add up to ${first.indexed} at block ${first.block}, but its supply there is ` +
            `${first.onChain}. Rebuild the projection.`;
      if (mismatch !== null) log.error({ mismatch }, 'the tables differ from the contract');
      status.audited(mismatch);
    } catch (error) {
      log.warn({ err: error }, 'audit failed, trying again later');
    }
  }
}

async function complain(
  { status, log }: IndexerParts,
  error: unknown,
  failures: number,
  term: AbortSignal,
): Promise<void> {
  if (term.aborted) return;
  const message = error instanceof Error ? error.message : String(error);
  status.problem(message);
  log.warn({ err: error, failures }, 'step failed, trying again');
  await pause(Math.min(50 * 2 ** failures, LONGEST_PAUSE_MS), term);
}

/**
 * Says so loudly and stays: a restart would find the same, and a standby must not try either.
 * Returns when somebody raised the fence, which is what a rebuild does.
 */
async function remainHalted(
  { store, status, log }: IndexerParts,
  error: HaltError,
  term: AbortSignal,
): Promise<void> {
  status.halt(error.message);
  const fenceNow = async (): Promise<number | null> =>
    (await store.cursor().catch(() => null))?.fence ?? null;
  let fence = await fenceNow();
  for (let look = 0; !term.aborted; look += 1) {
    if (look % HALT_REMINDER_LOOKS === 0) log.fatal({ reason: error.message }, 'indexing halted');
    await pause(HALT_LOOK_MS, term);
    const now = await fenceNow();
    if (fence !== null && now !== null && now !== fence) return;
    fence ??= now;
  }
}

/** While another process leads, keeps the status true by looking at the tables and the head. */
export async function watchAsStandby(parts: IndexerParts, signal: AbortSignal): Promise<void> {
  const { source, store, status } = parts;
  while (!signal.aborted) {
    if (status.report().role !== 'leader') {
      try {
        const [latest, cursor] = await Promise.all([source.latest(), store.cursor()]);
        status.headSeen(latest.number);
        if (cursor !== null && status.report().role !== 'leader') {
          status.moved(cursor);
          status.halt(cursor.halted);
        }
      } catch (error) {
        status.problem(error instanceof Error ? error.message : String(error));
      }
    }
    await pause(STANDBY_LOOK_MS, signal);
  }
}
