import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { deployAll } from '@freehold/contracts/deploy';
import { loadDeployment } from '@freehold/contracts/deployments';
import { network } from 'hardhat';
import { createPublicClient, http } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import { addressOf } from '../support/acts.ts';
import { createPlatform, DEPLOYER_KEY } from '../support/platform.ts';

const options = {
  deployerKey: DEPLOYER_KEY,
  operator: addressOf(1),
  attester: addressOf(2),
  anchorSigners: [addressOf(3), addressOf(4)],
} as const;

describe('Deploying', () => {
  let folder = '';
  let stop = async () => {};
  let rpcUrl = '';

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'freehold-deploy-'));
    const server = await network.createServer({ network: 'default' }, '127.0.0.1', 0);
    const { address, port } = await server.listen();
    rpcUrl = `http://${address}:${port}`;
    stop = () => server.close();
  });
  after(async () => {
    await stop();
    await rm(folder, { recursive: true });
  });

  it('writes the addresses, and a second run finds them and sends nothing', async () => {
    const file = path.join(folder, 'new', 'deployment.json');
    const deployment = await deployAll({ ...options, rpcUrl, file });
    assert.deepEqual(loadDeployment(file), deployment);
    const client = createPublicClient({ transport: http(rpcUrl) });
    const sent = () => client.getTransactionCount({ address: privateKeyToAddress(DEPLOYER_KEY) });
    const before = await sent();
    assert.deepEqual(await deployAll({ ...options, rpcUrl, file }), deployment);
    assert.equal(await sent(), before);
  });

  it('deploys anew when the file speaks of a chain that was wiped', async () => {
    const file = path.join(folder, 'wiped.json');
    const deployment = await deployAll({ ...options, rpcUrl, file });
    await writeFile(file, JSON.stringify({ ...deployment, treasury: addressOf(99) }));
    const again = await deployAll({ ...options, rpcUrl, file });
    assert.notEqual(again.treasury, deployment.treasury);
    assert.notEqual(again.treasury, addressOf(99));
  });

  it('refuses a file of another chain', async () => {
    const file = path.join(folder, 'other-chain.json');
    const deployment = await deployAll({ ...options, rpcUrl, file });
    const text = JSON.stringify({ ...deployment, chainId: 137 });
    await writeFile(file, text);
    await assert.rejects(
      deployAll({ ...options, rpcUrl, file }),
      /is of chain 137, but the node is on 31337/,
    );
    assert.equal(await readFile(file, 'utf8'), text);
  });

  it('gives the operator and the attester their rights, and nobody else', async () => {
    const p = await createPlatform();
    const operator = p.operator.account.address;
    for (const contract of [p.registry, p.factory, p.dividends, p.treasury]) {
      assert.equal(await contract.read.isAgent([operator]), true);
      assert.equal(await contract.read.isAgent([p.owner.account.address]), false);
      assert.equal((await contract.read.owner()).toLowerCase(), p.owner.account.address);
    }
    assert.equal(await p.registry.read.isTrustedIssuer([p.attester.account.address]), true);
    assert.deepEqual(await p.registry.read.getClaimTopics(), [1n]);
    assert.equal(await p.usdc.read.isMinter([p.circle.account.address]), true);
    assert.equal(await p.treasury.read.dividends(), p.dividends.address);
    assert.equal(await p.dividends.read.treasury(), p.treasury.address);
  });
});
