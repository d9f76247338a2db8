import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import hre from 'hardhat';
import { encodeFunctionData, getAddress, parseEventLogs, toFunctionSelector, zeroAddress } from 'viem';
import { attest, issue, tokenize } from '../support/acts.ts';
import { deployModule, type Mood, type Moods } from '../support/modules.ts';
import { createPlatform, rules, SHARE } from '../support/platform.ts';

const p = await createPlatform();
const { viem } = p;
const asOperator = { account: p.operator.account };
const asAlice = { account: p.alice.account };
const [alice, bob] = [p.alice.account.address, p.bob.account.address];

/** A property with shares at alice, bob verified, and one module. */
const withModule =
  (moods: Moods = {}) =>
  async () => {
    const tokenized = await tokenize(p, { rules: { trackPositions: true } });
    await issue(p, tokenized.token, [[alice, 100n * SHARE]]);
    await attest(p, [bob]);
    const module = await deployModule(p);
    await tokenized.compliance.write.addModule([module.address]);
    await module.setMoods(moods);
    return { ...tokenized, module };
  };

/** Events of the compliance in a transaction, by name with their arguments. */
async function eventsOf(compliance: Awaited<ReturnType<typeof tokenize>>['compliance'], hash: `0x${string}`) {
  const { logs } = await p.client.getTransactionReceipt({ hash });
  return parseEventLogs({ abi: compliance.abi, logs })
    .filter(({ address }) => getAddress(address) === getAddress(compliance.address))
    .map(({ eventName, args }) => ({ eventName, args }));
}

describe('External modules', () => {
  it('are added and removed by the owner only, once each, up to eight', async () => {
    const { compliance, module } = await p.load(withModule());
    for (const attempt of [
      compliance.write.addModule([module.address], asOperator),
      compliance.write.removeModule([module.address], asOperator),
      compliance.write.callModuleFunction(['0x', module.address], asOperator),
    ]) {
      await viem.assertions.revertWithCustomErrorWithArgs(attempt, compliance, 'ComplianceUnauthorized', [
        getAddress(p.operator.account.address),
      ]);
    }
    await viem.assertions.revertWithCustomErrorWithArgs(
      compliance.write.addModule([module.address]),
      compliance,
      'ComplianceModuleBound',
      [getAddress(module.address)],
    );
    for (const nobody of [zeroAddress, alice]) {
      await viem.assertions.revertWithCustomErrorWithArgs(
        compliance.write.addModule([nobody]),
        compliance,
        'ComplianceNotAModule',
        [getAddress(nobody)],
      );
    }
    await viem.assertions.revertWithCustomErrorWithArgs(
      compliance.write.removeModule([bob]),
      compliance,
      'ComplianceModuleNotBound',
      [getAddress(bob)],
    );
    const others = [];
    for (let i = 0; i < 7; i++) {
      const { address } = await deployModule(p);
      await compliance.write.addModule([address]);
      others.push(getAddress(address));
    }
    await viem.assertions.revertWithCustomErrorWithArgs(
      compliance.write.addModule([(await deployModule(p)).address]),
      compliance,
      'ComplianceTooManyModules',
      [8n],
    );
    assert.deepEqual(await compliance.read.getModules(), [getAddress(module.address), ...others]);
    const removed = await compliance.write.removeModule([module.address]);
    assert.deepEqual(await eventsOf(compliance, removed), [
      { eventName: 'ModuleRemoved', args: { _module: getAddress(module.address) } },
    ]);
    assert.equal(await compliance.read.isModuleBound([module.address]), false);
    assert.equal(await module.read.isComplianceBound([compliance.address]), false);
    const last = others.pop();
    assert.deepEqual(await compliance.read.getModules(), [last, ...others]);
  });

  it('are asked whether they can work with the property unless they are plug and play', async () => {
    const { compliance } = await p.load(withModule());
    const module = await deployModule(p);
    await module.write.setBinding([false, false]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      compliance.write.addModule([module.address]),
      compliance,
      'ComplianceModuleUnsuitable',
      [getAddress(module.address)],
    );
    await module.write.setBinding([false, true]);
    const added = await compliance.write.addModule([module.address]);
    assert.deepEqual(await eventsOf(compliance, added), [
      { eventName: 'ModuleAdded', args: { _module: getAddress(module.address) } },
    ]);
    assert.equal(await module.read.isComplianceBound([compliance.address]), true);
  });

  it('get their parameters through the compliance, whose owner hears why one is refused', async () => {
    const { compliance, module } = await p.load(withModule());
    const setParameter = (value: bigint) =>
      encodeFunctionData({ abi: module.abi, functionName: 'setParameter', args: [value] });
    const called = await compliance.write.callModuleFunction([setParameter(7n), module.address]);
    assert.equal(await module.read.parameter(), 7n);
    assert.deepEqual(await eventsOf(compliance, called), [
      {
        eventName: 'ModuleInteraction',
        args: { target: getAddress(module.address), selector: toFunctionSelector('setParameter(uint256)') },
      },
    ]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      compliance.write.callModuleFunction([setParameter(13n), module.address]),
      module,
      'MoodyModuleNo',
      [13n],
    );
    await viem.assertions.revertWithCustomErrorWithArgs(
      compliance.write.callModuleFunction([setParameter(7n), p.registry.address]),
      compliance,
      'ComplianceModuleNotBound',
      [getAddress(p.registry.address)],
    );
  });

  it('are told of every movement once, after it happened', async () => {
    const { token, module } = await p.load(withModule());
    await token.write.transfer([bob, SHARE], asAlice);
    await token.write.forcedTransfer([alice, bob, SHARE], asOperator);
    await token.write.batchTransfer(
      [
        [bob, bob],
        [SHARE, SHARE],
      ],
      asAlice,
    );
    await token.write.mint([bob, SHARE], asOperator);
    await token.write.batchMint(
      [
        [bob, alice],
        [SHARE, SHARE],
      ],
      asOperator,
    );
    await token.write.burn([bob, SHARE], asOperator);
    assert.deepEqual(await module.heard(), { transfers: 4n, mints: 3n, burns: 1n });
  });

  it('see the world before a movement when asked, and after it when told', async () => {
    const { token, module } = await p.load(withModule({ onAction: 're-enters' }));
    await module.reenter(
      token.address,
      encodeFunctionData({ abi: token.abi, functionName: 'balanceOf', args: [bob] }),
    );
    await token.write.transfer([bob, 3n * SHARE], asAlice);
    assert.equal(BigInt(await module.read.outcome()), 3n * SHARE);
  });
});

describe('A module that says no', () => {
  it('stops transfers and issues, by itself or in a batch, but nothing that is forced', async () => {
    const { token, compliance, module } = await p.load(withModule({ onCheck: 'says no' }));
    for (const attempt of [
      token.write.transfer([bob, SHARE], asAlice),
      token.write.batchTransfer(
        [
          [bob, bob],
          [SHARE, SHARE],
        ],
        asAlice,
      ),
      token.write.mint([bob, SHARE], asOperator),
      token.write.batchMint(
        [
          [bob, alice],
          [SHARE, SHARE],
        ],
        asOperator,
      ),
    ]) {
      await viem.assertions.revertWithCustomErrorWithArgs(attempt, compliance, 'ComplianceModuleRefused', [
        getAddress(module.address),
      ]);
    }
    assert.equal(await compliance.read.canTransfer([alice, bob, SHARE]), false);
    assert.equal(await compliance.read.judgesBatches(), false);
    await token.write.forcedTransfer([alice, bob, SHARE], asOperator);
    await token.write.burn([bob, SHARE], asOperator);
    await compliance.write.removeModule([module.address]);
    assert.equal(await compliance.read.judgesBatches(), true);
    await token.write.transfer([bob, SHARE], asAlice);
  });

  it('keeps saying it whatever rules are set beside it', async () => {
    const { token, compliance } = await p.load(withModule({ onCheck: 'says no' }));
    await compliance.write.setRules([rules({ maxHolders: 9 })]);
    await viem.assertions.revertWithCustomError(
      token.write.transfer([bob, SHARE], asAlice),
      compliance,
      'ComplianceModuleRefused',
    );
  });

  const badAnswers: Mood[] = ['reverts', 'reverts hugely', 'answers nothing', 'answers two', 'eats gas'];
  for (const onCheck of badAnswers) {
    it(`is one that ${onCheck} when asked`, async () => {
      const { token, compliance, module } = await p.load(withModule({ onCheck }));
      await viem.assertions.revertWithCustomErrorWithArgs(
        token.write.transfer([bob, SHARE], { ...asAlice, gas: 5_000_000n }),
        compliance,
        'ComplianceModuleRefused',
        [getAddress(module.address)],
      );
      assert.equal(await compliance.read.canTransfer([alice, bob, SHARE]), false);
      await token.write.forcedTransfer([alice, bob, SHARE], asOperator);
    });
  }

  it('is not one that answers yes at great length: no more than the yes is read', async () => {
    const { token } = await p.load(withModule({ onCheck: 'answers hugely' }));
    await token.write.transfer([bob, SHARE], asAlice);
  });
});

describe('Pitfall 10: a module that will not be told', () => {
  const failures: Mood[] = ['reverts', 'reverts hugely', 'eats gas'];
  for (const onAction of failures) {
    it(`stops transfers and issues, not seizures, when it ${onAction}`, async () => {
      const { token, compliance, module } = await p.load(withModule({ onAction }));
      for (const attempt of [
        token.write.transfer([bob, SHARE], { ...asAlice, gas: 5_000_000n }),
        token.write.mint([bob, SHARE], { ...asOperator, gas: 5_000_000n }),
      ]) {
        await viem.assertions.revertWithCustomErrorWithArgs(attempt, compliance, 'ComplianceModuleFailed', [
          getAddress(module.address),
        ]);
      }
      const acts = [
        [
          'moduleTransferAction(address,address,uint256)',
          token.write.forcedTransfer([alice, bob, SHARE], asOperator),
        ],
        ['moduleBurnAction(address,uint256)', token.write.burn([alice, SHARE], asOperator)],
      ] as const;
      for (const [action, act] of acts) {
        assert.deepEqual(await eventsOf(compliance, await act), [
          {
            eventName: 'ModuleFailed',
            args: { module: getAddress(module.address), selector: toFunctionSelector(action) },
          },
        ]);
      }
      await attest(p, [p.carol.account.address], { identity: alice });
      await token.write.recoveryAddress([alice, p.carol.account.address, alice], asOperator);
      assert.equal(await compliance.read.positionOf([alice]), 98n * SHARE);
    });
  }

  for (const onUnbind of failures) {
    it(`is removed all the same when it ${onUnbind} at that`, async () => {
      const { token, compliance, module } = await p.load(withModule({ onCheck: 'says no', onUnbind }));
      const removed = await compliance.write.removeModule([module.address], { gas: 1_000_000n });
      assert.deepEqual(await eventsOf(compliance, removed), [
        { eventName: 'ModuleRemoved', args: { _module: getAddress(module.address) } },
        {
          eventName: 'ModuleFailed',
          args: {
            module: getAddress(module.address),
            selector: toFunctionSelector('unbindCompliance(address)'),
          },
        },
      ]);
      await token.write.transfer([bob, SHARE], asAlice);
    });
  }

  it('is never kept from hearing by too little gas', { skip: hre.globalOptions.coverage }, async () => {
    const { token, compliance, module } = await p.load(withModule());
    for (const act of [
      token.write.forcedTransfer([alice, bob, SHARE], { ...asOperator, gas: 380_000n }),
      compliance.write.removeModule([module.address], { gas: 345_000n }),
    ]) {
      await viem.assertions.revertWithCustomError(act, compliance, 'ComplianceModuleGas');
    }
    await token.write.forcedTransfer([alice, bob, SHARE], { ...asOperator, gas: 500_000n });
    await compliance.write.removeModule([module.address], { gas: 500_000n });
  });

  it('is not needed any more when its code is gone', async () => {
    const { token, compliance, module } = await p.load(withModule());
    await p.provider.request({ method: 'hardhat_setCode', params: [module.address, '0x'] });
    await viem.assertions.revertWithCustomError(
      token.write.transfer([bob, SHARE], asAlice),
      compliance,
      'ComplianceModuleRefused',
    );
    await token.write.burn([alice, SHARE], asOperator);
    await compliance.write.removeModule([module.address]);
    await token.write.transfer([bob, SHARE], asAlice);
  });
});

describe('A module that re-enters', () => {
  it('achieves nothing: movements are guarded, rules are the owner’s, accounting the token’s', async () => {
    const { token, compliance, module } = await p.load(withModule({ onAction: 're-enters' }));
    const movement = {
      ...{ kind: 1, spender: zeroAddress, from: zeroAddress, to: bob, amount: SHARE },
      ...{ fromParty: 0n, toParty: BigInt(bob), fromBalance: 0n, toBalance: 0n },
    };
    const calls = [
      [token.address, encodeFunctionData({ abi: token.abi, functionName: 'transfer', args: [bob, 0n] })],
      [
        compliance.address,
        encodeFunctionData({ abi: compliance.abi, functionName: 'checkAndApply', args: [movement] }),
      ],
      [
        compliance.address,
        encodeFunctionData({ abi: compliance.abi, functionName: 'removeModule', args: [module.address] }),
      ],
      [
        compliance.address,
        encodeFunctionData({ abi: compliance.abi, functionName: 'created', args: [bob, SHARE] }),
      ],
    ] as const;
    const errors = [];
    for (const [target, data] of calls) {
      await module.reenter(target, data);
      await token.write.transfer([bob, SHARE], asAlice);
      errors.push((await module.read.outcome()).slice(0, 10));
    }
    assert.deepEqual(errors, [
      toFunctionSelector('ReentrancyGuardReentrantCall()'),
      ...Array.from({ length: 3 }, () => toFunctionSelector('ComplianceUnauthorized(address)')),
    ]);
    assert.equal(await compliance.read.positionOf([bob]), 4n * SHARE);
    assert.equal(await compliance.read.holderCount(), 2n);
  });

  it('does not disturb the exactness of positions when it reconciles in between', async () => {
    const { token, compliance, module } = await p.load(withModule({ onAction: 're-enters' }));
    const [person] = [p.carol.account.address];
    await p.registry.write.updateIdentity([alice, person], asOperator);
    await module.reenter(
      compliance.address,
      encodeFunctionData({ abi: compliance.abi, functionName: 'reconcile', args: [alice] }),
    );
    await token.write.transfer([bob, 40n * SHARE], asAlice);
    assert.deepEqual(
      await Promise.all([alice, person, bob].map((identity) => compliance.read.positionOf([identity]))),
      [0n, 60n * SHARE, 40n * SHARE],
    );
  });
});
