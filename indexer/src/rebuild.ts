import { createPool } from '@freehold/database/pool';
import { readDeployment } from './process/chain-start.ts';
import { ConfigError, readConfig } from './process/config.ts';
import { probeContracts, probeNode } from './process/probes.ts';
import { type RebuildResult, rebuildChain } from './rebuild/rebuild-chain.ts';
import { createTransport } from './rpc/create-transport.ts';
import { NodeSource } from './rpc/node.source.ts';

const USAGE = 'Usage: node indexer/src/rebuild.ts [--from=chain|raw] [--apply]';

function readArguments(args: readonly string[]): { readonly from: 'chain' | 'raw'; readonly apply: boolean } {
  let from: 'chain' | 'raw' = 'chain';
  let apply = false;
  for (const arg of args) {
    if (arg === '--apply') apply = true;
    else if (arg === '--from=raw') from = 'raw';
    else if (arg !== '--from=chain') throw new ConfigError(`${arg}: unknown. ${USAGE}`);
  }
  return { from, apply };
}

function show({ tables, number, identical, applied }: RebuildResult): void {
  for (const { table, live, rebuilt } of tables) {
    const verdict = live === null ? 'new' : live.digest === rebuilt.digest ? 'identical' : 'DIFFERENT';
    const counts = live === null ? `${rebuilt.rows}` : `${live.rows} live, ${rebuilt.rows} rebuilt`;
    console.log(`${table.padEnd(18)} ${verdict.padEnd(10)} ${counts}`);
  }
  console.log(
    identical
      ? `Rebuilt to block ${number}: identical.`
      : `Rebuilt to block ${number}: ${applied ? 'the live tables were replaced.' : 'not identical; run again with --apply to replace the live tables.'}`,
  );
}

/** Derives schema chain anew and compares. Exit code 0: identical or replaced; 1: different or impossible. */
async function main(): Promise<number> {
  const { from, apply } = readArguments(process.argv.slice(2));
  const config = readConfig(process.env);
  const deployment = readDeployment(config.deploymentFile, config.chainId);
  const transport = createTransport(config.rpcUrl);
  await probeNode(config, transport);
  await probeContracts(config, transport, deployment);
  // As the owner: the shadow schema has to be created.
  const pool = createPool(config.databaseUrl, 'owner', { max: 4, applicationName: 'freehold-rebuild' });
  try {
    const result = await rebuildChain({
      pool,
      source: new NodeSource(transport),
      deployment,
      chainId: config.chainId,
      from,
      apply,
      report: (line) => console.log(line),
    });
    show(result);
    return result.identical || result.applied ? 0 : 1;
  } finally {
    transport.close();
    await pool.end();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
