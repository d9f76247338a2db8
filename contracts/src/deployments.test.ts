import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readDeployOptions } from './deploy-environment.ts';
import { loadDeployment } from './deployments.ts';

const address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const deployment = {
  ...{ chainId: 31337, deployedAtBlock: 1, usdc: address.toLowerCase(), identityRegistry: address },
  ...{ propertyFactory: address, dividends: address, treasury: address, ledgerAnchor: address },
};

describe('A deployment file', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'freehold-deployment-'));
  });
  after(() => rm(folder, { recursive: true }));

  const written = async (content: string) => {
    const file = path.join(folder, 'deployment.json');
    await writeFile(file, content);
    return file;
  };

  it('is read with checksummed addresses', async () => {
    assert.equal(loadDeployment(await written(JSON.stringify(deployment))).usdc, address);
  });

  it('is refused with a sentence naming the file and the field', async () => {
    assert.throws(() => loadDeployment(path.join(folder, 'none.json')), /none\.json cannot be read; deploy/);
    const broken = await written('{');
    assert.throws(() => loadDeployment(broken), /deployment\.json is not JSON/);
    const wrong = await written(JSON.stringify({ ...deployment, treasury: '0x12' }));
    assert.throws(() => loadDeployment(wrong), /not an address[\s\S]*treasury/);
    const extra = await written(JSON.stringify({ ...deployment, other: 1 }));
    assert.throws(() => loadDeployment(extra), /other/);
  });
});

describe('The environment of a deployment', () => {
  it('is refused naming every variable that is wrong and never a key', () => {
    const secret = `0x${'ab'.repeat(31)}`;
    assert.throws(
      () =>
        readDeployOptions({ RPC_URL: 'nonsense', DEPLOYER_PRIVATE_KEY: secret, OPERATOR_ADDRESS: address }),
      (error: Error) => {
        for (const name of ['RPC_URL', 'DEPLOYER_PRIVATE_KEY', 'ATTESTER_ADDRESS', 'DEPLOYMENT_FILE']) {
          assert.match(error.message, new RegExp(name));
        }
        assert.doesNotMatch(error.message, /abab/);
        return true;
      },
    );
  });
});
