import { connectionConfig, createPool } from '@freehold/database/pool';
import { type Logger, pino } from 'pino';
import { readDeployment } from './process/chain-start.ts';
import { ConfigError, type IndexerConfig, readConfig } from './process/config.ts';
import { HeadWatcher } from './process/head-watcher.ts';
import { serveStatus } from './process/http-server.ts';
import { type IndexerParts, leadTerm, watchAsStandby } from './process/indexer.ts';
import { campaign } from './process/leadership.ts';
import { maskUrl } from './process/masking.ts';
import { probeContracts, probeDatabase, probeNode } from './process/probes.ts';
import { Status } from './process/status.ts';
import { createTransport } from './rpc/create-transport.ts';
import { NodeSource } from './rpc/node.source.ts';
import { ChainStore } from './store/chain-store.ts';

const STOP_WITHIN_MS = 2_500;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel, base: { process: 'indexer', chainId: config.chainId } });
  const deployment = readDeployment(config.deploymentFile, config.chainId);
  const transport = createTransport(config.rpcUrl);
  await probeDatabase(config);
  await probeNode(config, transport);
  await probeContracts(config, transport, deployment);

  const status = new Status(config);
  const server = await listen(status, config);
  const pool = createPool(config.databaseUrl, 'indexer', { max: 4 });
  const source = new NodeSource(transport, (method, outcome, count) =>
    status.metrics.add(
      'indexer_rpc_calls_total',
      'Calls to the node',
      count,
      `method="${method}",outcome="${outcome}"`,
    ),
  );
  const parts: IndexerParts = {
    source,
    store: new ChainStore({ pool, chainId: config.chainId }),
    deployment,
    watcher: new HeadWatcher(transport, config.pollMs),
    status,
    log,
    finalityBlocks: config.finalityBlocks,
    transport,
    auditMs: config.auditMs,
  };
  log.info(
    { rpcUrl: maskUrl(config.rpcUrl), database: maskUrl(config.databaseUrl), port: config.port },
    'started',
  );

  const stopping = stopOnSignals(log);
  status.setRole('standby');
  await Promise.all([
    watchAsStandby(parts, stopping),
    campaign({
      connection: connectionConfig(config.databaseUrl, 'indexer'),
      chainId: config.chainId,
      signal: stopping,
      onLead: (term) => leadTerm(parts, term),
      onProblem: (error) => {
        status.problem(error instanceof Error ? error.message : String(error));
        log.warn({ err: error }, 'leadership lost or unreachable');
      },
    }),
  ]);
  server.close();
  server.closeAllConnections();
  transport.close();
  await pool.end();
  log.info('stopped');
}

async function listen(status: Status, config: IndexerConfig) {
  try {
    return await serveStatus(status, config);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      `INDEXER_PORT: cannot listen on ${config.host}:${config.port}: ${reason}. Expected a free port.`,
    );
  }
}

function stopOnSignals(log: Logger): AbortSignal {
  const stopping = new AbortController();
  const stop = (): void => {
    if (stopping.signal.aborted) return;
    log.info('stopping');
    stopping.abort();
    // A transaction under way may finish; a hung node or database must not keep the process.
    setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return stopping.signal;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  // The one sentence an operator needs; the stack would only hide it.
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
