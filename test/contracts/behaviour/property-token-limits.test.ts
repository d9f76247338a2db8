import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { upgradeableBeaconAbi } from '@freehold/contracts/abis';
import {
  encodeErrorResult,
  encodeFunctionData,
  numberToHex,
  parseEventLogs,
  toFunctionSelector,
  toFunctionSignature,
  zeroAddress,
} from 'viem';
import { attest, issue, tokenize } from '../support/acts.ts';
import { interfaceId } from '../support/interface-id.ts';
import { deployScripted, SCRIPTED } from '../support/mocks.ts';
import { createPlatform, key, SHARE, type Token, USDC } from '../support/platform.ts';
import { refusalOf } from '../support/refusals.ts';

const p = await createPlatform();
const asOperator = { account: p.operator.account };
const asAlice = { account: p.alice.account };
const [alice, bob, carol] = [p.alice.account.address, p.bob.account.address, p.carol.account.address];
const dave = p.dave.account.address;
const MOST_HELD = 2n ** 104n - 1n;
/** Where the token keeps its settings, the first word of its namespace, and the fields in it that only count up. */
const CONFIG = '0x3c5b45c1717408a1aff70fac4ded30b690b2494f3c8c13c667871213078a7800';
const EPOCH = { shift: 176n, most: 2n ** 16n - 1n };
const HOLDERS = { shift: 192n, most: 2n ** 24n - 1n };

const initial = {
  ...{ name: 'Linden 5', symbol: 'LIN5', maxSupply: SHARE, owner: alice, agents: [bob] },
  ...{ identityRegistry: p.registry.address, compliance: bob },
};

const tokenCode = async () => p.at(upgradeableBeaconAbi, await p.factory.read.beacon()).read.implementation();

async function held() {
  const { token } = await tokenize(p);
  await issue(p, token, [
    [alice, 100n * SHARE],
    [bob, 50n * SHARE],
  ]);
  return token;
}

const refusal = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
  } catch (error) {
    return refusalOf(error);
  }
  return 'allowed';
};

/** As after all the years or wallets it takes to count that far: nobody can wait for it. */
async function count(token: Token, { shift, most }: typeof EPOCH, value = most) {
  const word = BigInt((await p.client.getStorageAt({ address: token.address, slot: CONFIG })) ?? '0x0');
  const counted = (word & ~(most << shift)) | (value << shift);
  await p.networkHelpers.setStorageAt(token.address, CONFIG, numberToHex(counted, { size: 32 }));
}

describe('A token that has counted as far as it can', () => {
  it('lets no further wallet hold shares, and all others go on', async () => {
    const token = await p.load(held);
    await attest(p, [carol, dave]);
    await count(token, HOLDERS, HOLDERS.most - 1n);
    await token.write.transfer([carol, SHARE], asAlice);
    assert.equal(await token.read.holderIndexCount(), HOLDERS.most);
    const exhausted = 'PropertyTokenHoldersExhausted()';
    const two = [SHARE, SHARE];
    for (const attempt of [
      token.write.transfer([dave, SHARE], asAlice),
      token.write.mint([dave, SHARE], asOperator),
      token.write.forcedTransfer([alice, dave, SHARE], asOperator),
      token.write.batchTransfer([[bob, dave], two], asAlice),
      token.write.batchMint([[bob, dave], two], asOperator),
    ]) {
      assert.equal(await refusal(attempt), exhausted);
    }
    assert.equal(await refusal(token.write.transfer([dave, 0n], asAlice)), 'allowed');
    const nothing = token.write.batchTransfer(
      [
        [bob, dave],
        [SHARE, 0n],
      ],
      asAlice,
    );
    assert.equal(await refusal(nothing), 'allowed');
    assert.equal(await refusal(token.write.transfer([bob, SHARE], asAlice)), 'allowed');
    assert.equal(await refusal(token.write.burn([carol, SHARE], asOperator)), 'allowed');
    assert.equal(await token.read.holderIndexCount(), HOLDERS.most);
  });

  it('closes no further epoch', async () => {
    const token = await p.load(held);
    await count(token, EPOCH, EPOCH.most - 1n);
    const declare = (id: string) =>
      p.dividends.write.declare([key(id), token.address, USDC, key(id)], asOperator);
    await p.viem.assertions.emitWithArgs(declare('last'), token, 'EpochClosed', [
      ...([Number(EPOCH.most) - 1, 150n * SHARE] as const),
    ]);
    assert.equal(await token.read.snapshotEpoch(), Number(EPOCH.most));
    assert.equal(await refusal(declare('one more')), 'PropertyTokenEpochExhausted()');
    assert.equal(await refusal(token.write.transfer([bob, SHARE], asAlice)), 'allowed');
    assert.equal(await token.read.balanceAt([alice, Number(EPOCH.most) - 1]), 100n * SHARE);
  });
});

describe('An amount beyond what any wallet can hold', () => {
  it('is an amount the sender has not, even between holders', async () => {
    const token = await p.load(held);
    for (const amount of [MOST_HELD + 1n, 2n ** 256n - 1n]) {
      const beyond = `ERC20InsufficientBalance(${alice}, ${100n * SHARE}, ${amount})`;
      assert.equal(await refusal(token.write.transfer([bob, amount], asAlice)), beyond);
      assert.equal(await refusal(token.write.forcedTransfer([alice, bob, amount], asOperator)), beyond);
      assert.equal(await refusal(token.write.burn([alice, amount], asOperator)), beyond);
    }
  });
});

describe('A movement', () => {
  it('from nobody is refused, even of nothing', async () => {
    const token = await p.load(held);
    for (const attempt of [
      token.write.transferFrom([zeroAddress, bob, 0n], asAlice),
      token.write.burn([zeroAddress, 0n], asOperator),
      token.write.batchBurn([[zeroAddress], [0n]], asOperator),
      token.write.forcedTransfer([zeroAddress, bob, 0n], asOperator),
    ]) {
      assert.equal(await refusal(attempt), `ERC20InvalidSender(${zeroAddress})`);
    }
    const missing = `ERC20InsufficientAllowance(${alice}, 0, 1)`;
    assert.equal(await refusal(token.write.transferFrom([zeroAddress, bob, 1n], asAlice)), missing);
  });

  it('to nobody is refused, even of nothing, unless it burns', async () => {
    const token = await p.load(held);
    for (const attempt of [
      token.write.transfer([zeroAddress, 0n], asAlice),
      token.write.mint([zeroAddress, 0n], asOperator),
      token.write.batchMint(
        [
          [zeroAddress, bob],
          [0n, 0n],
        ],
        asOperator,
      ),
      token.write.forcedTransfer([alice, zeroAddress, 0n], asOperator),
    ]) {
      assert.equal(await refusal(attempt), `ERC20InvalidReceiver(${zeroAddress})`);
    }
    assert.equal(await refusal(token.write.burn([alice, 0n], asOperator)), 'allowed');
  });
});

describe('A token that would lack something it needs', () => {
  /** A proxy for the code of tokens, initialised as told. */
  async function create(change: Partial<typeof initial>) {
    const { abi } = p.tokenAt(zeroAddress);
    const args = [{ ...initial, ...change }] as const;
    const call = encodeFunctionData({ abi, functionName: 'initialize', args });
    return p.viem.deployContract('ERC1967Proxy', [await tokenCode(), call]);
  }

  it('is not created: without a registry, a compliance, an owner, a name or a symbol', async () => {
    await p.load(async () => undefined);
    const zero = 'PropertyTokenZeroAddress()';
    assert.equal(await refusal(create({ identityRegistry: zeroAddress })), zero);
    assert.equal(await refusal(create({ compliance: zeroAddress })), zero);
    assert.equal(await refusal(create({ agents: [zeroAddress] })), 'AgentRoleZeroAddress()');
    assert.equal(await refusal(create({ owner: zeroAddress })), `OwnableInvalidOwner(${zeroAddress})`);
    for (const change of [{ name: '' }, { symbol: '' }])
      assert.equal(await refusal(create(change)), 'PropertyTokenEmptyString()');
    const tooMany = MOST_HELD + 1n;
    assert.equal(await refusal(create({ maxSupply: tooMany })), `PropertyTokenAmountTooLarge(${tooMany})`);
  });

  it('begins with what it was given, and says so', async () => {
    await p.load(async () => undefined);
    const { address } = await create({});
    const token = p.tokenAt(address);
    const logs = await p.client.getLogs({ address });
    assert.deepEqual(
      parseEventLogs({ abi: token.abi, logs }).map(({ eventName }) => eventName),
      [
        ...['OwnershipTransferred', 'IdentityRegistryAdded', 'ComplianceAdded', 'AgentAdded', 'Unpaused'],
        'Initialized',
      ],
    );
    assert.deepEqual(
      [await token.read.name(), await token.read.symbol(), await token.read.maxSupply()],
      ['Linden 5', 'LIN5', SHARE],
    );
    assert.deepEqual(
      [(await token.read.owner()).toLowerCase(), await token.read.isAgent([bob])],
      [alice, true],
    );
    assert.deepEqual([await token.read.snapshotEpoch(), await token.read.paused()], [1, false]);
    assert.equal(await token.read.identityRegistry(), p.registry.address);
  });

  it('has no code without the contract that closes its epochs', async () => {
    await p.load(async () => undefined);
    const code = p.viem.deployContract('PropertyToken', [zeroAddress]);
    assert.equal(await refusal(code), 'PropertyTokenZeroAddress()');
  });

  it('keeps what it has: no owner can give it no compliance, one that is taken, or an empty name', async () => {
    const { token } = await p.load(() => tokenize(p));
    const other = await tokenize(p, { key: key('other') });
    const taken = `ComplianceTokenBound(${other.token.address.toLowerCase()})`;
    assert.equal(await refusal(token.write.setCompliance([other.compliance.address])), taken);
    assert.equal(await refusal(token.write.setCompliance([zeroAddress])), 'PropertyTokenZeroAddress()');
    assert.equal(await refusal(token.write.setName([''])), 'PropertyTokenEmptyString()');
    assert.equal(await refusal(token.write.setSymbol([''])), 'PropertyTokenEmptyString()');
  });

  it('keeps a compliance that will not let it go', async () => {
    const { token, compliance } = await p.load(() => tokenize(p));
    const clinging = await deployScripted(p);
    await token.write.setCompliance([clinging.address]);
    const unbind = toFunctionSelector('unbindToken(address)');
    const reason = encodeErrorResult({
      abi: compliance.abi,
      errorName: 'ComplianceTokenNotBound',
      args: [bob],
    });
    await clinging.write.write([unbind, SCRIPTED.reverts, reason]);
    const left = token.write.setCompliance([compliance.address]);
    assert.equal(await refusal(left), `ComplianceTokenNotBound(${bob})`);
  });
});

describe('The code that tokens share', () => {
  it('belongs to nobody, so nobody can appoint its agents', async () => {
    const token = await p.load(held);
    const extension = p.tokenAt(await token.read.extension());
    const by = p.owner.account.address;
    for (const code of [extension, p.tokenAt(await tokenCode())]) {
      assert.equal(await refusal(code.write.addAgent([alice])), `OwnableUnauthorizedAccount(${by})`);
      assert.equal(await refusal(code.write.setName(['x'])), `OwnableUnauthorizedAccount(${by})`);
      assert.equal(await refusal(code.write.initialize([initial])), 'InvalidInitialization()');
    }
  });
});

describe('The interfaces of a token', () => {
  it('are told one by one, and no other', async () => {
    const token = await p.load(held);
    const idOf = (...names: readonly string[]) =>
      interfaceId(
        names.map((name) => {
          const item = token.abi.find((one) => one.type === 'function' && one.name === name);
          assert.ok(item?.type === 'function', name);
          return toFunctionSignature(item);
        }),
      );
    const ids = {
      'ERC-165': idOf('supportsInterface'),
      'ERC-20': idOf('totalSupply', 'balanceOf', 'transfer', 'allowance', 'approve', 'transferFrom'),
      'ERC-20, its metadata': idOf('name', 'symbol', 'decimals'),
      'ERC-1643': idOf('getDocument', 'setDocument', 'removeDocument', 'getAllDocuments'),
      'ERC-3643': idOf(
        ...['onchainID', 'version', 'identityRegistry', 'compliance', 'paused', 'isFrozen'],
        ...[
          'getFrozenTokens',
          'setName',
          'setSymbol',
          'setOnchainID',
          'setIdentityRegistry',
          'setCompliance',
        ],
        ...['pause', 'unpause', 'setAddressFrozen', 'freezePartialTokens', 'unfreezePartialTokens'],
        ...['forcedTransfer', 'mint', 'burn', 'recoveryAddress', 'batchTransfer', 'batchForcedTransfer'],
        ...['batchMint', 'batchBurn', 'batchSetAddressFrozen', 'batchFreezePartialTokens'],
        'batchUnfreezePartialTokens',
      ),
      'its agents': idOf('addAgent', 'removeAgent', 'isAgent'),
      'its record dates': idOf(
        ...['raiseEpoch', 'snapshotEpoch', 'balanceAt', 'supplyAt', 'snapshotsOf', 'successorOf'],
      ),
    };
    for (const [what, id] of Object.entries(ids))
      assert.equal(await token.read.supportsInterface([id]), true, what);
    assert.equal(await token.read.supportsInterface([idOf('raiseEpoch')]), false);
  });
});
