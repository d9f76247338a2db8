import { type Deployment, loadDeployment } from '@freehold/contracts/deployments';
import type { ContractKind } from '../decode/chain-event.ts';
import type { FollowedContract } from '../fold/contract-registry.ts';
import type { ChainSource } from '../rpc/chain-source.ts';
import type { Hex } from '../rpc/wire.ts';
import type { ChainStart } from '../store/chain-store.ts';
import { ConfigError } from './config.ts';

const KINDS = [
  ['usdc', 'usdc'],
  ['identityRegistry', 'identity_registry'],
  ['propertyFactory', 'property_factory'],
  ['dividends', 'dividends'],
  ['treasury', 'treasury'],
  ['ledgerAnchor', 'ledger_anchor'],
  ['marketplace', 'marketplace'],
  ['offering', 'offering'],
] as const satisfies readonly (readonly [keyof Deployment, ContractKind])[];

/** The deployment of `chainId` from `file`. Throws ConfigError when the file is missing, wrong or of another chain. */
export function readDeployment(file: string, chainId: number): Deployment {
  let deployment: Deployment;
  try {
    deployment = loadDeployment(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error);
    throw new ConfigError(
      `DEPLOYMENT_FILE: ${reason}. Expected the addresses of the contracts on chain ${chainId}.`,
    );
  }
  if (deployment.chainId !== chainId)
    throw new ConfigError(
      `DEPLOYMENT_FILE: ${file} is of chain ${deployment.chainId}. Expected chain ${chainId} (CHAIN_ID).`,
    );
  return deployment;
}

/** The contracts a deployment names, as the indexer follows them. */
export function deployedContracts(deployment: Deployment): FollowedContract[] {
  return KINDS.flatMap(([field, kind]): FollowedContract[] => {
    const named = deployment[field];
    if (named === undefined) return [];
    const address: Hex = `0x${named.slice(2).toLowerCase()}`;
    return [{ address, kind, key: null, firstBlock: deployment.deployedAtBlock, firstLog: -1 }];
  });
}

/** Where indexing of the deployment begins, with the headers that tie it to this very chain. */
export async function chainStart(source: ChainSource, deployment: Deployment): Promise<ChainStart> {
  const startBlock = deployment.deployedAtBlock;
  const [genesis, before] = await source.headers(startBlock > 0 ? [0, startBlock - 1] : [0]);
  if (genesis === null || genesis === undefined) throw new Error('the node does not know block 0');
  if (before === null)
    throw new Error(`the node does not know block ${startBlock - 1} before the deployment`);
  return {
    genesisHash: genesis.hash,
    startBlock,
    before: before ?? null,
    contracts: deployedContracts(deployment),
  };
}
