import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Deployment, deploymentSchema } from '@freehold/contracts/deployments';
import { ConfigurationError } from './configuration-error.ts';
import { variableNotes } from './variable-notes.ts';

/** Addresses of the contracts of one chain. */
export type ContractDeployment = Deployment;

const repository = resolve(import.meta.dirname, '../../..');

/** Reads the deployment of `chainId`; throws {@link ConfigurationError} when there is none or it is of another chain. */
export function readDeployment(file: string | undefined, chainId: number): ContractDeployment {
  const path =
    file === undefined ? resolve(repository, `contracts/deployments/${chainId}.json`) : resolve(file);
  const expected = variableNotes.DEPLOYMENT_FILE.expected;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new ConfigurationError('DEPLOYMENT_FILE', `${path} ${reason}`, expected);
  }
  const parsed = deploymentSchema.safeParse(content);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new ConfigurationError('DEPLOYMENT_FILE', `${path} has no valid "${field}"`, expected);
  }
  if (parsed.data.chainId !== chainId) {
    throw new ConfigurationError(
      'DEPLOYMENT_FILE',
      `${path} is of chain ${parsed.data.chainId}`,
      `chain ${chainId}`,
    );
  }
  return parsed.data;
}
