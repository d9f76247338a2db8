import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { accessManagerAbi } from '@freehold/contracts/abis';
import { readRoleFacts } from '@freehold/contracts/access/role-facts';
import { reportFileOf } from '@freehold/contracts/access/role-report';
import { duration, roleReport } from '@freehold/contracts/access/role-report-text';
import { governed } from '@freehold/contracts/access/roles';
import { CANONICAL_SAFE, findSafeBase } from '@freehold/contracts/access/safe';
import { handOver, notRight, plannedContracts } from '@freehold/contracts/access/wire';
import { platformWishes } from '@freehold/contracts/access/wiring';
import { bytecode } from '@freehold/contracts/bytecode';
import {
  type AccessOptions,
  type ContractOptions,
  deployAll,
  deployContracts,
} from '@freehold/contracts/deploy';
import { type Deployment, loadDeployment } from '@freehold/contracts/deployments';
import { network } from 'hardhat';
import {
  createPublicClient,
  custom,
  getContractAddress,
  http,
  keccak256,
  type Transport,
  zeroHash,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { addressOf, tokenize } from '../support/acts.ts';
import { createGovernance, DELAYS, listToken } from '../support/governance.ts';
import { createPlatform, DEPLOYER_KEY, propertyKey } from '../support/platform.ts';

const deployer = privateKeyToAccount(DEPLOYER_KEY);
const options: AccessOptions = {
  safe: { owners: [addressOf(11), addressOf(12), addressOf(13)], threshold: 2 },
  guardians: [addressOf(1), addressOf(14)],
  ...DELAYS,
};
const platform: ContractOptions = {
  deployerKey: DEPLOYER_KEY,
  operator: addressOf(1),
  attester: addressOf(2),
  anchorSigners: [addressOf(3), addressOf(4)],
};

/** A chain of its own, and a transport to it that can be cut after so many sent transactions. */
async function createChain() {
  const { provider } = await network.create();
  let left = Number.POSITIVE_INFINITY;
  let sent = 0;
  const cut: Transport = custom(
    {
      async request({ method, params }) {
        if (method === 'eth_sendRawTransaction') {
          if (left === 0) throw new Error('the line is cut');
          left -= 1;
          sent += 1;
        }
        return provider.request({ method, params });
      },
    },
    { retryCount: 0 },
  );
  return {
    transport: cut,
    reader: createPublicClient({ transport: cut }),
    cutAfter: (transactions: number) => {
      left = transactions;
    },
    sent: () => sent,
  };
}

describe('Handing a deployment over', () => {
  const handed = async (chain: Awaited<ReturnType<typeof createChain>>, deployment: Deployment) => {
    let kept = deployment;
    const keep = async (found: Deployment) => {
      kept = found;
    };
    const done = handOver(chain.transport, { deployment, options, deployer, keep });
    return { done, kept: () => kept };
  };

  const isComplete = async ({ reader }: Awaited<ReturnType<typeof createChain>>, deployment: Deployment) => {
    assert.ok(deployment.access);
    const contracts = await plannedContracts(reader, deployment);
    assert.deepEqual(await notRight(reader, platformWishes(contracts, deployment.access, options)), []);
    const { deployerHolds } = await readRoleFacts(reader, deployment);
    assert.deepEqual(deployerHolds, [
      'administrator of the test USDC, which stands in for Circle’s on a local chain',
    ]);
  };

  it('of contracts that the deployer owns creates what governs and moves every right', async () => {
    const chain = await createChain();
    const deployment = await deployContracts(chain.transport, platform);
    assert.equal(deployment.access, undefined);
    const { done } = await handed(chain, deployment);
    await isComplete(chain, await done);
  });

  it('sends nothing when everything is as it should be', async () => {
    const chain = await createChain();
    const deployment = await deployContracts(chain.transport, { ...platform, access: options });
    const before = chain.sent();
    const { done } = await handed(chain, deployment);
    assert.deepEqual(await done, deployment);
    assert.equal(chain.sent(), before);
  });

  it('goes on after an interruption at any point, and does nothing twice', async () => {
    for (let point = 0; point < 40; point += 1) {
      const chain = await createChain();
      const deployment = await deployContracts(chain.transport, platform);
      chain.cutAfter(point);
      const first = await handed(chain, deployment);
      const outcome = await first.done.then(
        () => 'finished',
        () => 'interrupted',
      );
      chain.cutAfter(Number.POSITIVE_INFINITY);
      const second = await handed(chain, first.kept());
      const final = await second.done;
      await isComplete(chain, final);
      assert.ok(final.access);
      const given = await chain.reader.getContractEvents({
        ...{ address: final.access.accessManager, abi: accessManagerAbi, fromBlock: 0n },
        eventName: 'TargetFunctionRoleUpdated',
      });
      const keys = given.map(({ args }) => `${args.target} ${args.selector}`);
      assert.equal(new Set(keys).size, keys.length, `cut after ${point}`);
      if (outcome === 'finished') return;
    }
    assert.fail('never finished in one go');
  });

  it('says what is missing that the deployer may not change any more', async () => {
    const chain = await createChain();
    const deployment = await deployContracts(chain.transport, { ...platform, access: options });
    const more = { ...options, guardians: [...options.guardians, addressOf(15)] };
    await assert.rejects(
      handOver(chain.transport, { deployment, options: more, deployer, keep: async () => {} }),
      /"GUARDIAN: 0x\w+" does not hold, and the deployer .* Propose it through the Safe/,
    );
  });

  it('refuses a Safe of which one owner decides, and delays of nothing', async () => {
    const chain = await createChain();
    const deploy = (access: AccessOptions) => deployContracts(chain.transport, { ...platform, access });
    const owners = [addressOf(11), addressOf(12)];
    await assert.rejects(deploy({ ...options, safe: { owners, threshold: 1 } }), /at least 2/);
    await assert.rejects(deploy({ ...options, safe: { owners, threshold: 3 } }), /at most all of its 2/);
    const twice = [addressOf(11), addressOf(11)];
    await assert.rejects(deploy({ ...options, safe: { owners: twice, threshold: 2 } }), /different/);
    await assert.rejects(deploy({ ...options, upgradeDelay: 0 }), /at least one/);
    await assert.rejects(deploy({ ...options, guardians: [] }), /guardian/);
    assert.equal(chain.sent(), 0);
  });
});

describe('The Safe', () => {
  it('is the one its team published, at the addresses everybody knows', () => {
    for (const [name, address] of [
      ['SafeL2', CANONICAL_SAFE.singleton.address],
      ['SafeProxyFactory', CANONICAL_SAFE.factory.address],
      ['CompatibilityFallbackHandler', CANONICAL_SAFE.fallbackHandler.address],
    ] as const) {
      const from = '0x914d7Fec6aaC8cd542e72Bca78B30650d45643d7';
      const found = getContractAddress({ opcode: 'CREATE2', from, salt: zeroHash, bytecode: bytecode[name] });
      assert.equal(found, address);
    }
  });

  it('is used where the chain has its code, and created where the code is missing or another', async () => {
    const { viem } = await network.create();
    const reader = await viem.getPublicClient();
    assert.equal(await findSafeBase(reader), undefined);
    const test = await viem.getTestClient();
    for (const [name, { address, codeHash }] of Object.entries(CANONICAL_SAFE)) {
      const contract =
        { singleton: 'SafeL2', factory: 'SafeProxyFactory' }[name] ?? 'CompatibilityFallbackHandler';
      const [wallet] = await viem.getWalletClients();
      assert.ok(wallet);
      const code = Object.entries(bytecode).find(([one]) => one === contract)?.[1];
      assert.ok(code);
      const hash = await wallet.sendTransaction({ data: code, gas: 10_000_000n });
      const { contractAddress } = await reader.waitForTransactionReceipt({ hash });
      assert.ok(contractAddress);
      const deployed = await reader.getCode({ address: contractAddress });
      assert.ok(deployed);
      assert.equal(keccak256(deployed), codeHash);
      await test.setCode({ address, bytecode: deployed });
    }
    const base = await findSafeBase(reader);
    assert.equal(base?.singleton, CANONICAL_SAFE.singleton.address);
    await test.setCode({ address: CANONICAL_SAFE.factory.address, bytecode: '0x00' });
    assert.equal(await findSafeBase(reader), undefined);
  });
});

describe('The role report', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'freehold-roles-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is written beside the deployment file', async () => {
    const server = await network.createServer({ network: 'default' }, '127.0.0.1', 0);
    const { address, port } = await server.listen();
    const rpcUrl = `http://${address}:${port}`;
    const file = path.join(folder, 'deployment.json');
    const deployment = await deployAll({ ...platform, access: options, rpcUrl, file });
    assert.deepEqual(loadDeployment(file), deployment);
    const report = await readFile(reportFileOf(file), 'utf8');
    assert.match(report, /2 of 3 owners/);
    await rm(reportFileOf(file));
    const client = createPublicClient({ transport: http(rpcUrl) });
    const count = () => client.getTransactionCount({ address: deployer.address });
    const sent = await count();
    assert.deepEqual(await deployAll({ ...platform, access: options, rpcUrl, file }), deployment);
    assert.equal(await count(), sent);
    assert.equal(existsSync(reportFileOf(file)), false);
    await server.close();
  });

  it('says who owns, who decides, who waits how long and what the deployer has left', async () => {
    const g = await createGovernance();
    const text = roleReport(await readRoleFacts(g.reader, g.p.deployment));
    assert.match(text, /\*\*Safe\*\* `0x\w+` \(version 1\.4\.1\): 2 of 3 owners/);
    assert.match(
      text,
      /waits 2 days\. Proposes: Safe `0x\w+`\. Cancels: Safe `0x\w+`\. Executes after the delay: anybody/,
    );
    for (const name of ['identityRegistry', 'treasury', 'dividends', 'propertyFactory', 'tokenBeacon']) {
      assert.match(text, new RegExp(`\\| ${name} \\| .0x\\w+. \\| AccessManager`));
    }
    assert.match(text, /\| ADMIN \| .* \| timelock `0x\w+`, waits 5 days more \|/);
    assert.match(text, /\| UPGRADER \| .* \| timelock `0x\w+`, waits 5 days more \| ADMIN \| GUARDIAN \|/);
    assert.match(text, /\| UPGRADER \| tokenBeacon \| .*`upgradeTo`/);
    assert.match(text, /its owner can sweep to Safe `0x\w+` and nowhere else\./);
    assert.match(text, /There is no token yet/);
    assert.doesNotMatch(text, /owner of|agent of the|role ADMIN\n/);
  });

  it('tells the production from the development profile by the agents of the tokens', async () => {
    const g = await createGovernance();
    await listToken(g);
    const production = roleReport(await readRoleFacts(g.reader, g.p.deployment));
    assert.match(production, /Production profile: no token has an agent that is a plain key/);
    assert.match(production, /\| GUARDIAN \| token LIN5 \| .*`pause`/);
    assert.doesNotMatch(production, /No function was given/);
    await tokenize(g.p, { key: propertyKey('Birch 7') });
    const development = roleReport(await readRoleFacts(g.reader, g.p.deployment));
    assert.match(development, /Development profile: these keys can issue, seize and recover shares alone/);
    assert.match(development, /No function was given to any role on: token LIN5/);
  });

  it('lists every right of a deployer that kept them', async () => {
    const p = await createPlatform();
    const reader = createPublicClient({ transport: custom(p.provider) });
    const facts = await readRoleFacts(reader, p.deployment, 3n);
    assert.equal(facts.deployer.toLowerCase(), deployer.address.toLowerCase());
    assert.equal(
      facts.deployerHolds.filter((right) => right.startsWith('owner of ')).length,
      Object.keys(governed).length,
    );
    assert.match(roleReport(facts), /has no Safe, timelock or AccessManager/);
    assert.match(roleReport(facts), /can sweep nowhere: no multisig was named/);
  });

  it('says seconds as days, hours and minutes', () => {
    assert.equal(duration(2 * 86_400), '2 days');
    assert.equal(duration(90_061), '1 day 1 hour 1 minute 1 second');
    assert.equal(duration(0), 'not at all');
  });
});
