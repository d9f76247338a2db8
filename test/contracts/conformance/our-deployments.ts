import assert from 'node:assert/strict';
import { identityRegistryAbi, propertyTokenAbi } from '@freehold/contracts/abis';
import { bytecode } from '@freehold/contracts/bytecode';
import {
  type Address,
  concatHex,
  encodeDeployData,
  encodeFunctionData,
  getAddress,
  getContractAddress,
  type Hex,
  padHex,
  trim,
  zeroHash,
} from 'viem';
import { attest, tokenize } from '../support/acts.ts';
import { deployPlainCompliance } from '../support/mocks.ts';
import { type Platform, propertyKey, rules, SHARE } from '../support/platform.ts';
import type { Deployment } from './deployment.ts';

const IMPLEMENTATION_SLOT = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc';

/** Our token in each of the three ways it can be deployed: as shipped, as a clone, behind a proxy of its own. */
export async function ourDeployments(p: Platform): Promise<readonly Deployment[]> {
  const shipped = await tokenize(p, { key: propertyKey('shipped') });
  const code = await p.at(beaconAbi, await p.factory.read.beacon()).read.implementation();
  const tokens = [
    { name: 'a beacon proxy', token: shipped.token.address, compliance: shipped.compliance.address },
    { name: 'an ERC-1167 clone', ...(await cloned(p, code)) },
    { name: 'an ERC-1967 proxy', ...(await proxied(p, code)) },
  ];
  const start = await p.networkHelpers.takeSnapshot();
  return tokens.map((one) => ({ ...one, ...common(p, one.compliance), fresh: () => start.restore() }));
}

const beaconAbi = [
  {
    type: 'function',
    name: 'implementation',
    inputs: [],
    outputs: [{ type: 'address', name: '' }],
    stateMutability: 'view',
  },
] as const;

function common(p: Platform, compliance: Address) {
  const registry = p.deployment.identityRegistry;
  return {
    client: p.client,
    identityRegistry: registry,
    identityStorage: registry,
    trustedIssuers: registry,
    claimTopics: registry,
    owner: p.owner,
    agent: p.operator,
    investors: { alice: p.alice, bob: p.bob, carol: p.carol },
    stranger: p.stranger,
    verify: async (wallet: Address, identity?: Address) => {
      await attest(p, [wallet], identity ? { identity } : {});
    },
    unverify: async (wallet: Address) => {
      await p.registry.write.revokeAttestation([wallet], { account: p.operator.account });
    },
    refuse: async () => {
      const lockedUntil = (await p.networkHelpers.time.latest()) + 86_400;
      await p.complianceAt(compliance).write.setRules([rules({ lockedUntil })]);
    },
    otherCompliance: async () => (await deployPlainCompliance(p, 10n ** 30n)).address,
    otherRegistry: async () => {
      const slot = await p.client.getStorageAt({ address: registry, slot: IMPLEMENTATION_SLOT });
      const code = getAddress(padHex(trim(slot ?? zeroHash), { size: 20 }));
      const init = encodeFunctionData({
        abi: identityRegistryAbi,
        functionName: 'initialize',
        args: [p.owner.account.address],
      });
      return create(p, proxyCode(code, init));
    },
    module: async () => getAddress((await p.viem.deployContract('SwitchModule')).address),
    domain: { name: 'Freehold Property Token', version: '1', chainId: p.deployment.chainId },
  };
}

async function cloned(p: Platform, code: Address) {
  const token = await create(p, cloneCode(code));
  const compliance = await complianceFor(p, token);
  await p.owner.sendTransaction({ to: token, data: initialization(p, compliance) });
  return { token, compliance };
}

/** A proxy wants to be initialised as it is made, so its compliance is told its address beforehand. */
async function proxied(p: Platform, code: Address) {
  const from = p.owner.account.address;
  const nonce = BigInt(await p.client.getTransactionCount({ address: from })) + 2n;
  const token = getContractAddress({ from, nonce });
  const compliance = await complianceFor(p, token);
  assert.equal(await create(p, proxyCode(code, initialization(p, compliance))), token);
  return { token, compliance };
}

/** A compliance of its own for a token that no factory made. */
async function complianceFor(p: Platform, token: Address): Promise<Address> {
  const compliance = await create(p, cloneCode(await p.factory.read.complianceImplementation()));
  await p.complianceAt(compliance).write.initialize([token, rules()]);
  return compliance;
}

function initialization(p: Platform, compliance: Address): Hex {
  const initial = {
    name: 'Linden 5',
    symbol: 'LIN5',
    maxSupply: 1_000_000n * SHARE,
    owner: p.owner.account.address,
    agents: [p.operator.account.address],
    identityRegistry: p.deployment.identityRegistry,
    compliance,
  };
  return encodeFunctionData({ abi: propertyTokenAbi, functionName: 'initialize', args: [initial] });
}

async function create(p: Platform, data: Hex): Promise<Address> {
  const hash = await p.owner.sendTransaction({ data });
  const { contractAddress } = await p.client.getTransactionReceipt({ hash });
  if (!contractAddress) throw new Error('nothing was created');
  return getAddress(contractAddress);
}

/** ERC-1167, as its text gives it. */
const cloneCode = (code: Address): Hex =>
  concatHex(['0x3d602d80600a3d3981f3363d3d373d3d3d363d73', code, '0x5af43d82803e903d91602b57fd5bf3']);

const proxyCode = (code: Address, init: Hex): Hex => {
  const inputs = [
    { type: 'address', name: 'implementation' },
    { type: 'bytes', name: 'data' },
  ];
  const abi = [{ type: 'constructor', inputs, stateMutability: 'payable' }];
  return encodeDeployData({ abi, bytecode: bytecode.ERC1967Proxy, args: [code, init] });
};
