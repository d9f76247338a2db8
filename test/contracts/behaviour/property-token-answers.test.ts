import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { complianceAbi } from '@freehold/contracts/abis';
import { encodeErrorResult, type Hex, toFunctionSelector, zeroAddress } from 'viem';
import { attest, issue, tokenize } from '../support/acts.ts';
import { deployPlainCompliance, deployScripted, SCRIPTED } from '../support/mocks.ts';
import { createPlatform, SHARE } from '../support/platform.ts';
import { refusalFrom, refusalOf } from '../support/refusals.ts';

const p = await createPlatform();
const asOperator = { account: p.operator.account };
const asAlice = { account: p.alice.account };
const [alice, bob, carol] = [p.alice.account.address, p.bob.account.address, p.carol.account.address];
const PARTIES = toFunctionSelector('parties(address,address)');
const PARTIES_OF = toFunctionSelector('partiesOf(address[])');
const word = (value: number) => value.toString(16).padStart(64, '0');
const NO: Hex = `0x${word(0)}`;
const YES: Hex = `0x${word(1)}`;
const broken = encodeErrorResult({
  ...{ abi: p.registry.abi, errorName: 'AgentRoleUnauthorized', args: [carol] },
});
const BROKEN = `AgentRoleUnauthorized(${carol.toLowerCase()})`;

const refusal = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
  } catch (error) {
    return refusalOf(error);
  }
  return 'allowed';
};

function selectorOf(name: string): Hex {
  const item = complianceAbi.find((one) => one.type === 'function' && one.name === name);
  assert.ok(item?.type === 'function', name);
  return toFunctionSelector(item);
}

/** Alice and bob hold shares; the registry answers as the real one until its script says otherwise. */
async function held() {
  const { token } = await tokenize(p);
  await issue(p, token, [
    [alice, 100n * SHARE],
    [bob, 50n * SHARE],
  ]);
  const registry = await deployScripted(p, p.registry.address);
  await token.write.setIdentityRegistry([registry.address]);
  const foretold = async () => {
    const [allowed, , reason] = await token.read.canTransferWithReason([alice, alice, bob, SHARE]);
    return allowed ? 'allowed' : refusalFrom(reason);
  };
  const transfer = () => refusal(token.write.transfer([bob, SHARE], asAlice));
  const batch = () =>
    refusal(
      token.write.batchTransfer(
        [
          [bob, bob],
          [SHARE, SHARE],
        ],
        asAlice,
      ),
    );
  return { token, registry, foretold, transfer, batch };
}

/** A token without shares whose compliance is scripted, with another contract behind it. */
async function judgedBy(behind: 'nothing' | 'the compliance') {
  const { token, compliance } = await tokenize(p);
  const judge = await deployScripted(p, behind === 'nothing' ? undefined : compliance.address);
  for (const one of ['bindToken(address)', 'unbindToken(address)'])
    await judge.write.write([toFunctionSelector(one), SCRIPTED.answers, '0x']);
  await token.write.setCompliance([judge.address]);
  await attest(p, [alice, bob]);
  return { token, compliance, judge };
}

describe('A registry that fails', () => {
  it('stops every movement with its own reason, and is foretold to', async () => {
    const { token, registry, foretold, transfer } = await p.load(held);
    assert.deepEqual([await foretold(), await transfer()], ['allowed', 'allowed']);
    await registry.write.write([PARTIES, SCRIPTED.reverts, broken]);
    assert.deepEqual([await foretold(), await transfer()], [BROKEN, BROKEN]);
    assert.equal(await token.read.canReceive([bob]), false);
    assert.equal(await refusal(token.write.mint([bob, SHARE], asOperator)), BROKEN);
    const recovery = token.write.recoveryAddress([alice, bob, alice], asOperator);
    assert.equal(await refusal(recovery), BROKEN);
  });

  it('stops a movement when it answers for one party only, and is foretold to', async () => {
    const { token, registry, transfer } = await p.load(held);
    const half = YES;
    await registry.write.write([PARTIES, SCRIPTED.answers, half]);
    assert.equal(await transfer(), `unknown error ${half}`);
    const [allowed, code, reason] = await token.read.canTransferWithReason([alice, alice, bob, SHARE]);
    assert.deepEqual([allowed, code, reason], [false, '0x00000000', half]);
    assert.equal(await token.read.canReceive([bob]), false);
  });

  it('stops a batch: with its own reason, or with none for an answer of another shape', async () => {
    const { token, registry, batch } = await p.load(held);
    assert.equal(await batch(), 'allowed');
    for (const answer of [
      [64, 2, 0, 0],
      [32, 3, 0, 0, 0],
    ]) {
      await registry.write.write([PARTIES_OF, SCRIPTED.answers, `0x${answer.map(word).join('')}`]);
      assert.match(await batch(), /^without a reason/u);
    }
    await registry.write.write([PARTIES_OF, SCRIPTED.reverts, broken]);
    assert.equal(await batch(), BROKEN);
    assert.equal(await token.read.balanceOf([bob]), 52n * SHARE);
  });

  it('stops a batch when it cannot tell who sends', async () => {
    const { registry, batch } = await p.load(held);
    await registry.write.write([PARTIES, SCRIPTED.reverts, broken]);
    assert.equal(await batch(), BROKEN);
  });
});

describe('A compliance that fails', () => {
  it('stops a movement with its own reason, and is foretold to', async () => {
    const { token, judge } = await p.load(() => judgedBy('the compliance'));
    const mint = () => refusal(token.write.mint([alice, SHARE], asOperator));
    await judge.write.write([selectorOf('reasonAgainst'), SCRIPTED.reverts, broken]);
    const [allowed, , reason] = await token.read.canMintWithReason([alice, SHARE]);
    assert.deepEqual([allowed, refusalFrom(reason)], [false, BROKEN]);
    await judge.write.write([selectorOf('checkAndApply'), SCRIPTED.reverts, broken]);
    assert.equal(await mint(), BROKEN);
    await judge.write.write([selectorOf('checkAndApply'), SCRIPTED.answers, '0x']);
    assert.match(await mint(), /^without a reason/u);
    await judge.write.write([selectorOf('checkAndApply'), SCRIPTED.answers, NO]);
    assert.equal(await mint(), 'allowed');
  });

  it('stops a movement that it wants to hear of afterwards, when it cannot hear', async () => {
    const { token, judge } = await p.load(() => judgedBy('the compliance'));
    await judge.write.write([selectorOf('checkAndApply'), SCRIPTED.answers, YES]);
    await judge.write.write([selectorOf('applied'), SCRIPTED.reverts, broken]);
    assert.equal(await refusal(token.write.mint([alice, SHARE], asOperator)), BROKEN);
    assert.equal(await token.read.totalSupply(), 0n);
  });

  it('stops a batch with its own reason, when asked whether it judges batches and when it judges', async () => {
    const { token, judge } = await p.load(() => judgedBy('the compliance'));
    for (const asked of ['judgesBatches', 'checkAndApplyBatch']) {
      await judge.write.write([selectorOf(asked), SCRIPTED.reverts, broken]);
      const minted = token.write.batchMint(
        [
          [alice, bob],
          [SHARE, SHARE],
        ],
        asOperator,
      );
      assert.equal(await refusal(minted), BROKEN);
      await judge.write.write([selectorOf(asked), SCRIPTED.answers, YES]);
    }
  });

  it('is not asked about shares that stay where they are', async () => {
    const { token, judge } = await p.load(() => judgedBy('the compliance'));
    await judge.write.write([selectorOf('checkAndApply'), SCRIPTED.answers, NO]);
    await token.write.mint([alice, SHARE], asOperator);
    for (const asked of ['checkAndApply', 'checkAndApplyBatch'])
      await judge.write.write([selectorOf(asked), SCRIPTED.reverts, broken]);
    assert.equal(await refusal(token.write.transfer([bob, SHARE], asAlice)), BROKEN);
    assert.equal(await refusal(token.write.transfer([alice, SHARE], asAlice)), 'allowed');
    const twice = [SHARE, SHARE];
    assert.equal(await refusal(token.write.batchTransfer([[alice, alice], twice], asAlice)), 'allowed');
    assert.equal(await token.read.balanceOf([alice]), SHARE);
  });

  it('that knows ERC-3643 only is asked beforehand too', async () => {
    const { token } = await p.load(() => tokenize(p));
    const plain = await deployPlainCompliance(p, 10n * SHARE);
    await token.write.setCompliance([plain.address]);
    await issue(p, token, [
      [alice, 10n * SHARE],
      [bob, SHARE],
    ]);
    assert.equal(await token.read.canTransfer([alice, bob, SHARE]), true);
    assert.deepEqual(await token.read.canMintWithReason([alice, 10n * SHARE]), [true, '0x00000000', '0x']);
    const [, , reason] = await token.read.canMintWithReason([alice, 11n * SHARE]);
    const [a, b] = [alice.toLowerCase(), bob.toLowerCase()];
    const tooMuch = 11n * SHARE;
    assert.equal(refusalFrom(reason), `ERC7943CannotTransfer(${zeroAddress}, ${a}, ${tooMuch})`);
    await token.write.mint([alice, SHARE], asOperator);
    assert.equal(
      await refusal(token.write.transfer([bob, tooMuch], asAlice)),
      `ERC7943CannotTransfer(${a}, ${b}, ${tooMuch})`,
    );
    // Not a judgement: it is only told.
    assert.equal(await refusal(token.write.forcedTransfer([alice, bob, tooMuch], asOperator)), 'allowed');
  });

  it('that knows ERC-3643 only stops a movement with its own reason, and is foretold to', async () => {
    const { token, judge } = await p.load(() => judgedBy('nothing'));
    const asked = toFunctionSelector('canTransfer(address,address,uint256)');
    await judge.write.write([asked, SCRIPTED.reverts, broken]);
    const [allowed, , reason] = await token.read.canMintWithReason([alice, SHARE]);
    assert.deepEqual([allowed, refusalFrom(reason)], [false, BROKEN]);
    assert.equal(await refusal(token.write.mint([alice, SHARE], asOperator)), BROKEN);
  });
});
