import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { safeAbi, timelockControllerAbi } from '@freehold/contracts/abis';
import { reportFileOf } from '@freehold/contracts/access/role-report';
import { CANONICAL_SAFE } from '@freehold/contracts/access/safe';
import { deployToNetwork, dryRun } from '@freehold/contracts/deploy-network';
import { loadDeployment } from '@freehold/contracts/deployments';
import { journalFileOf, readJournal } from '@freehold/contracts/journal';
import { readNetworkDeployment } from '@freehold/contracts/network-environment';
import { NETWORKS } from '@freehold/contracts/networks';
import { network } from 'hardhat';
import { createPublicClient, getAddress, http } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import { addressOf } from '../support/acts.ts';
import { DEPLOYER_KEY } from '../support/platform.ts';
import { type Amoy, createAmoy, environment, wantedIn } from '../support/public-chain.ts';

const deployer = privateKeyToAddress(DEPLOYER_KEY);
const DAY = 24 * 60 * 60;

let folder = '';
let count = 0;
const freshFile = () => {
  count += 1;
  return path.join(folder, `${count}`, '80002.json');
};
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'freehold-network-'));
});
after(() => rm(folder, { recursive: true }));

describe('Deploying to a public chain', () => {
  const deployed = (chain: Amoy, file: string, change: Readonly<Record<string, string>> = {}) =>
    deployToNetwork(wantedIn(file, change), { transport: chain.transport, pause: 5 });
  const sentBy = (chain: Amoy) => chain.reader.getTransactionCount({ address: deployer });

  it('uses the USDC and the Safe that are there, and leaves the deployer nothing', async () => {
    const chain = await createAmoy();
    const file = freshFile();
    const lines: string[] = [];
    const deployment = await deployToNetwork(wantedIn(file), {
      ...{ transport: chain.transport, pause: 5 },
      print: (line) => lines.push(line),
    });
    assert.deepEqual(loadDeployment(file), deployment);
    assert.equal(deployment.chainId, 80002);
    assert.equal(deployment.usdc, NETWORKS['polygon-amoy']?.usdc);
    assert.ok(deployment.access);
    const safe = { address: deployment.access.safe, abi: safeAbi } as const;
    const owners = await chain.reader.readContract({ ...safe, functionName: 'getOwners' });
    assert.deepEqual(owners, [11, 12, 13].map(addressOf));
    const singleton = await chain.reader.getStorageAt({ address: safe.address, slot: '0x0' });
    assert.equal(getAddress(`0x${singleton?.slice(-40)}`), CANONICAL_SAFE.singleton.address);
    const delay = await chain.reader.readContract({
      ...{ address: deployment.access.timelock, abi: timelockControllerAbi, functionName: 'getMinDelay' },
    });
    assert.equal(delay, BigInt(2 * DAY));
    const report = await readFile(reportFileOf(file), 'utf8');
    assert.match(report, /What the deployer still holds[\s\S]*Nothing\./);
    assert.match(lines[0] ?? '', /^1\/\d+ .*: block \d+, gas \d+$/);

    const before = await sentBy(chain);
    assert.deepEqual(await deployed(chain, file), deployment);
    assert.equal(await sentBy(chain), before);
  });

  it('brings the Safe along where the chain has none', async () => {
    const chain = await createAmoy({ withSafe: false });
    const deployment = await deployed(chain, freshFile());
    assert.ok(deployment.access);
    const safe = { address: deployment.access.safe, abi: safeAbi } as const;
    assert.equal(await chain.reader.readContract({ ...safe, functionName: 'VERSION' }), '1.4.1');
  });

  it('goes on after an interruption, sends nothing twice, and ends where it would have', async () => {
    for (const [point, answers] of [
      [0, true],
      [1, false],
      [9, true],
      [20, false],
      [30, true],
    ] as const) {
      const chain = await createAmoy();
      const file = freshFile();
      chain.line.left = point;
      chain.line.answers = answers;
      await assert.rejects(deployed(chain, file), /the line is cut/);
      assert.equal(existsSync(file), false);
      chain.line.left = Number.POSITIVE_INFINITY;
      const deployment = await deployed(chain, file);
      const journal = await readJournal(journalFileOf(file));
      assert.ok(journal);
      assert.equal(await sentBy(chain), journal.sent.length);
      assert.equal(
        journal.creations.some(({ address }) => address === deployment.propertyFactory),
        true,
      );
    }
  });

  it('replaces a transaction that is stuck by a better paid one', async () => {
    const chain = await createAmoy();
    const file = freshFile();
    await chain.test.setAutomine(false);
    const impatient = { transport: chain.transport, pause: 5, patience: 50 };
    await assert.rejects(deployToNetwork(wantedIn(file), impatient), /not mined in time\. Run again/);
    await assert.rejects(deployToNetwork(wantedIn(file), impatient), /not mined in time/);
    const journal = await readJournal(journalFileOf(file));
    const [first, second] = journal?.sent[0]?.versions ?? [];
    assert.ok(first && second);
    assert.ok(second.maxFeePerGas * 8n > first.maxFeePerGas * 9n);
    assert.ok(second.maxPriorityFeePerGas * 8n > first.maxPriorityFeePerGas * 9n);
    await chain.test.setAutomine(true);
    await chain.test.mine({ blocks: 1 });
    await deployed(chain, file);
    const final = await readJournal(journalFileOf(file));
    assert.equal(await sentBy(chain), final?.sent.length);
  });

  it('waits for the confirmations', async () => {
    const chain = await createAmoy();
    const file = freshFile();
    const done = deployed(chain, file, { CONFIRMATIONS: '5' });
    let finished = false;
    const end = (): void => {
      finished = true;
    };
    void done.then(end, end);
    const journalled = async () => (await readJournal(journalFileOf(file)))?.sent.length ?? 0;
    let before = -1;
    while (before !== (await journalled()) || before < 10) {
      before = await journalled();
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    assert.equal(finished, false);
    // A busy machine may have paused between two transactions: blocks come until the last one has enough of them.
    while (!finished) {
      await chain.test.mine({ blocks: 1 });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await done;
  });

  it('stops when the deployer’s key was used for something else', async () => {
    const chain = await createAmoy();
    const file = freshFile();
    chain.line.left = 3;
    await assert.rejects(deployed(chain, file), /the line is cut/);
    chain.line.left = Number.POSITIVE_INFINITY;
    // What was journalled last never reached a node; something else took its nonce.
    await chain.provider.request({
      method: 'eth_sendTransaction',
      params: [{ from: deployer, to: deployer, value: '0x1' }],
    });
    await assert.rejects(deployed(chain, file), /was used by another transaction\. Deploy anew/);
  });

  it('stops when the environment changed in the middle', async () => {
    const chain = await createAmoy();
    const file = freshFile();
    chain.line.left = 3;
    await assert.rejects(deployed(chain, file), /the line is cut/);
    const before = await sentBy(chain);
    await assert.rejects(deployed(chain, file, { UPGRADE_DELAY: '60' }), /belongs to another plan/);
    assert.equal(await sentBy(chain), before);
  });

  it('refuses another chain, a USDC that is none and a Safe that is not there, before it sends anything', async () => {
    const chain = await createAmoy();
    const refused = (change: Readonly<Record<string, string>>, why: RegExp) =>
      assert.rejects(deployed(chain, freshFile(), change), why);
    await refused({ NETWORK: 'base-sepolia' }, /a node of chain 80002; Base Sepolia is 84532/);
    await refused({ USDC_ADDRESS: addressOf(99) }, /no USDC with 6 decimals at 0x\w+ on Polygon Amoy/);
    const { SAFE_OWNERS: _owners, SAFE_THRESHOLD: _threshold, ...rest } = environment;
    const wanted = readNetworkDeployment({
      ...rest,
      SAFE_ADDRESS: addressOf(98),
      DEPLOYMENT_FILE: freshFile(),
    });
    await assert.rejects(deployToNetwork(wanted, { transport: chain.transport }), /no Safe at/);
    assert.equal(await sentBy(chain), 0);
  });
});

describe('A dry run', () => {
  it('prints every step with its gas and sends nothing', async () => {
    const server = await network.createServer(
      { network: 'default', override: { chainId: 80002 } },
      '127.0.0.1',
      0,
    );
    const { address, port } = await server.listen();
    const RPC_URL = `http://${address}:${port}`;
    const usdc = addressOf(77);
    const answer = async (method: string, params: readonly unknown[]) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
      await fetch(RPC_URL, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    };
    // Answers 6 to whatever it is asked.
    await answer('hardhat_setCode', [usdc, '0x600660005260206000f3']);
    const file = freshFile();
    const lines: string[] = [];
    await dryRun(wantedIn(file, { RPC_URL, USDC_ADDRESS: usdc }), (line) => lines.push(line));
    assert.match(lines[0] ?? '', /^1\. registry code → creates 0x\w{40}: \d{6,7} gas$/);
    assert.match(lines.join('\n'), /\d+ transactions, \d{8} gas; at [\d.]+ gwei [\d.]+ coins/);
    assert.equal(existsSync(file), false);
    assert.equal(existsSync(journalFileOf(file)), false);
    const reader = createPublicClient({ transport: http(RPC_URL) });
    assert.equal(await reader.getTransactionCount({ address: deployer }), 0);
    await server.close();
  });
});

describe('The environment of a deployment to a public chain', () => {
  it('is refused naming every variable that is wrong and never a key', () => {
    const secret = `0x${'ab'.repeat(31)}`;
    assert.throws(
      () =>
        readNetworkDeployment({
          ...environment,
          DEPLOYER_PRIVATE_KEY: secret,
          GUARDIANS: '0x1',
          NETWORK: 'mars',
        }),
      (error: Error) => {
        for (const name of ['NETWORK', 'DEPLOYER_PRIVATE_KEY', 'GUARDIANS'])
          assert.match(error.message, new RegExp(name));
        assert.match(error.message, /polygon-amoy, base-sepolia/);
        assert.doesNotMatch(error.message, /abab/);
        return true;
      },
    );
  });

  it('names a Safe or the owners of one, not both and not neither', () => {
    const { SAFE_OWNERS: _owners, SAFE_THRESHOLD: _threshold, ...neither } = environment;
    assert.throws(() => readNetworkDeployment(neither), /SAFE_ADDRESS .* or SAFE_OWNERS/);
    assert.throws(
      () => readNetworkDeployment({ ...environment, SAFE_ADDRESS: addressOf(5) }),
      /SAFE_ADDRESS/,
    );
    const one = readNetworkDeployment({ ...neither, SAFE_ADDRESS: addressOf(5) });
    assert.equal(one.options.access.safe, addressOf(5));
  });

  it('takes delays of two and five days when none are given', () => {
    const { policyDelay, upgradeDelay } = readNetworkDeployment(environment).options.access;
    assert.deepEqual([policyDelay, upgradeDelay], [2 * DAY, 5 * DAY]);
  });
});

describe('The table of chains', () => {
  it('has each chain once, with a checksummed address of USDC and explorers by https', () => {
    const all = Object.values(NETWORKS);
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    for (const { usdc, explorers } of all) {
      assert.equal(getAddress(usdc), usdc);
      for (const { api, page } of explorers) assert.match(`${api} ${page}`, /^https:\/\/\S+ https:\/\/\S+$/);
    }
  });
});
