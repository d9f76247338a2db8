import type { PublicConfig, SystemStatus } from '@freehold/shared/config';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { Configuration } from '../../../config/configuration.ts';
import { ChainHead } from './chain-head.ts';

const chainNames: Readonly<Record<number, string>> = {
  137: 'Polygon',
  8453: 'Base',
  80002: 'Polygon Amoy',
  84532: 'Base Sepolia',
  31337: 'Local chain',
};

const explorers: Readonly<Record<number, string>> = {
  137: 'https://polygonscan.com',
  8453: 'https://basescan.org',
  80002: 'https://amoy.polygonscan.com',
  84532: 'https://sepolia.basescan.org',
};

const countsRow = z.object({ entries: z.string(), sealed: z.string(), anchored: z.string() });

interface Check {
  readonly ok: boolean;
  readonly detail: string | null;
}

/** How the platform stands, for people, balancers and browsers. */
@Injectable()
export class HealthService {
  readonly #startedAt = new Date().toISOString();

  constructor(
    private readonly prisma: PrismaService,
    private readonly head: ChainHead,
    private readonly configuration: Configuration,
  ) {}

  publicConfig(): PublicConfig {
    const { environment, deployment, sandbox } = this.configuration;
    const { chainId, deployedAtBlock, ...contracts } = deployment;
    return {
      chainId,
      chainName: chainNames[chainId] ?? `Chain ${chainId}`,
      rpcUrl: environment.RPC_URL,
      explorerUrl: explorers[chainId] ?? null,
      deployedAtBlock,
      contracts,
      platformFeeBps: environment.PLATFORM_FEE_BPS,
      reserveBps: environment.RESERVE_BPS,
      sandbox,
    };
  }

  /** Ready means that database and chain answer. */
  async readiness(): Promise<{ readonly status: 'ok' | 'degraded'; readonly checks: Record<string, Check> }> {
    const database = await this.prisma.pool.query('SELECT 1').then(
      () => ({ ok: true, detail: null }),
      () => ({ ok: false, detail: 'does not answer' }),
    );
    const head = await this.head.read();
    const chain =
      head === null ? { ok: false, detail: 'does not answer' } : { ok: true, detail: `block ${head}` };
    return { status: database.ok && chain.ok ? 'ok' : 'degraded', checks: { database, chain } };
  }

  async system(): Promise<SystemStatus> {
    const { CHAIN_ID } = this.configuration.environment;
    const [head, cursor, counts, tasks] = await Promise.all([
      this.head.read(),
      this.prisma.client.chainCursor.findUnique({ where: { chainId: BigInt(CHAIN_ID) } }),
      this.prisma.pool.query(
        `SELECT (SELECT count(*) FROM ledger.journal_entry)::text AS entries,
                (SELECT count(*) FROM ledger.sealed_entry)::text AS sealed,
                (SELECT coalesce(max(size), 0) FROM ledger.anchor WHERE state = 'FINAL')::text AS anchored`,
      ),
      this.prisma.client.backgroundTaskReport.findMany({ orderBy: { name: 'asc' } }),
    ]);
    return {
      version: '0.1.0',
      startedAt: this.#startedAt,
      now: new Date().toISOString(),
      chain: {
        chainId: CHAIN_ID,
        head: head?.toString() ?? null,
        indexed: cursor?.number.toString() ?? null,
        final: cursor?.final.toString() ?? null,
      },
      ledger: countsRow.parse(counts.rows[0]),
      tasks: tasks.map((task) => ({
        name: task.name,
        lastRunAt: task.lastRunAt.toISOString(),
        lastSuccessAt: task.lastSuccessAt?.toISOString() ?? null,
        // The message may hold names and amounts; that something failed is enough for everybody.
        lastError: task.lastError === null ? null : 'failed; see the log',
      })),
    };
  }
}
