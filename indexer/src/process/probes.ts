import type { Deployment } from '@freehold/contracts/deployments';
import { connectionConfig } from '@freehold/database/pool';
import pg from 'pg';
import type { RpcTransport } from '../rpc/transport.ts';
import { parseBytes, parseQuantity } from '../rpc/wire.ts';
import { ConfigError, type IndexerConfig } from './config.ts';
import { maskUrl } from './masking.ts';

const OLDEST_POSTGRES = 150_000;
const PROBE_TIMEOUT_MS = 8_000;

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ECONNREFUSED') return 'connection refused';
  if ('code' in error && error.code === 'ENOTFOUND') return 'the host is unknown';
  return error.message;
}

/** Throws ConfigError unless the database answers, is recent, migrated, and lets the indexer's role write. */
export async function probeDatabase(config: IndexerConfig): Promise<void> {
  const shown = maskUrl(config.databaseUrl);
  const client = new pg.Client({
    ...connectionConfig(config.databaseUrl, 'owner'),
    connectionTimeoutMillis: PROBE_TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw new ConfigError(
      `DATABASE_URL: cannot connect to ${shown}: ${reasonOf(error)}. Expected a reachable PostgreSQL 15+ server.`,
    );
  }
  try {
    const { rows } = await client.query<{ version: string; number: string; migrated: boolean }>(
      `SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS number,
         to_regclass('chain.cursor') IS NOT NULL AS migrated`,
    );
    const row = rows[0];
    if (row === undefined || Number(row.number) < OLDEST_POSTGRES)
      throw new ConfigError(
        `DATABASE_URL: ${shown} is PostgreSQL ${row?.version ?? '?'}. Expected PostgreSQL 15+.`,
      );
    if (!row.migrated)
      throw new ConfigError(
        `DATABASE_URL: ${shown} is not migrated (table chain.cursor is missing). Expected a migrated database.`,
      );
    await client.query('SET ROLE freehold_indexer');
    await client.query('SELECT 1 FROM chain.cursor LIMIT 1');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      `DATABASE_URL: ${shown} refuses the role freehold_indexer: ${reasonOf(error)}. Expected a user who may act as it.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Throws ConfigError unless the node answers for the expected chain. */
export async function probeNode(config: IndexerConfig, transport: RpcTransport): Promise<void> {
  const shown = maskUrl(config.rpcUrl);
  let answered: number;
  try {
    const timeout = new Promise<never>((_, fail) => {
      setTimeout(
        () => fail(new Error(`no answer within ${PROBE_TIMEOUT_MS / 1_000} s`)),
        PROBE_TIMEOUT_MS,
      ).unref();
    });
    const [reply] = await Promise.race([transport.send([{ method: 'eth_chainId', params: [] }]), timeout]);
    if (reply === undefined) throw new Error('an empty answer');
    if (!reply.ok) throw reply.error;
    answered = parseQuantity(reply.result);
  } catch (error) {
    throw new ConfigError(
      `RPC_URL: no EVM node answers at ${shown}: ${reasonOf(error)}. Expected a JSON-RPC node of chain ${config.chainId}.`,
    );
  }
  if (answered !== config.chainId)
    throw new ConfigError(
      `CHAIN_ID: is ${config.chainId}, but the node at ${shown} (RPC_URL) serves chain ${answered}. Expected them to agree.`,
    );
}

/** Throws ConfigError unless every contract of the deployment has code on the node's chain. */
export async function probeContracts(
  config: IndexerConfig,
  transport: RpcTransport,
  deployment: Deployment,
): Promise<void> {
  const { chainId: _chainId, deployedAtBlock: _block, access, ...contracts } = deployment;
  const named = Object.entries({ ...contracts, ...access });
  const replies = await transport.send(
    named.map(([, address]) => ({ method: 'eth_getCode', params: [address, 'latest'] })),
  );
  for (const [index, [name, address]] of named.entries()) {
    const reply = replies[index];
    if (reply?.ok === true && parseBytes(reply.result) !== '0x') continue;
    throw new ConfigError(
      `DEPLOYMENT_FILE: ${config.deploymentFile} says ${name} is at ${address}, but there is no code there on chain ` +
        `${config.chainId}. Expected the contracts to be deployed on the node behind RPC_URL.`,
    );
  }
}
