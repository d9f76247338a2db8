import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Hex, zeroHash } from 'viem';
import { addressOf, attest, declareAndFund, fund, issue, mintUsdc, tokenize } from '../support/acts.ts';
import {
  CLAIM_PERIOD,
  createPlatform,
  dividendId,
  key,
  propertyKey,
  SHARE,
  USDC,
} from '../support/platform.ts';

const p = await createPlatform();
const { networkHelpers, viem, dividends, operator, usdc } = p;
const [alice, bob, carol] = [p.alice.account.address, p.bob.account.address, p.carol.account.address];
const march = dividendId('march');
const april = dividendId('april');
const asOperator = { account: operator.account };

async function funded() {
  const { token } = await tokenize(p);
  await issue(p, token, [
    [alice, 50n * SHARE],
    [bob, 30n * SHARE],
    [carol, 20n * SHARE],
  ]);
  await declareAndFund(p, march, token.address, 100n * USDC);
  return { token };
}

/** Three equal holders and 100 USDC: 10^-6 USDC of dust. */
async function fundedUnevenly() {
  const { token } = await tokenize(p);
  await issue(p, token, [
    [alice, SHARE],
    [bob, SHARE],
    [carol, SHARE],
  ]);
  await declareAndFund(p, march, token.address, 100n * USDC);
  return { token };
}

async function conserves(id: Hex) {
  const d = await dividends.read.dividend([id]);
  const claimable = await dividends.read.claimable([id]);
  assert.equal(d.paid + d.settled + claimable + d.carried + d.swept, d.amount + d.carriedIn);
}

describe('Paying a dividend', () => {
  it('pays each holder once however often the batch is sent', async () => {
    await p.load(funded);
    await dividends.write.pay([march, [alice, bob, alice]], asOperator);
    await dividends.write.pay([march, [alice, bob]], asOperator);
    assert.equal(await usdc.read.balanceOf([alice]), 50n * USDC);
    assert.equal(await usdc.read.balanceOf([bob]), 30n * USDC);
    assert.equal(await dividends.read.isPaid([march, alice]), true);
    assert.equal(await dividends.read.isPaid([march, carol]), false);
    await conserves(march);
  });

  it('says when every share is accounted for', async () => {
    await p.load(funded);
    await dividends.write.pay([march, [alice, bob]], asOperator);
    assert.equal((await dividends.read.dividend([march])).distributed, false);
    await viem.assertions.emitWithArgs(
      dividends.write.pay([march, [carol]], asOperator),
      dividends,
      'DividendDistributed',
      [march, 100n * USDC, 0n],
    );
  });

  it('skips strangers and the zero address', async () => {
    await p.load(funded);
    await dividends.write.pay([march, [addressOf(1), `0x${'0'.repeat(40)}`, alice]], asOperator);
    assert.equal((await dividends.read.dividend([march])).paid, 50n * USDC);
  });

  it('is for agents only, and only once it is funded', async () => {
    const { token } = await p.load(funded);
    await viem.assertions.revertWithCustomError(
      dividends.write.pay([march, [alice]], { account: p.alice.account }),
      dividends,
      'AgentRoleUnauthorized',
    );
    await dividends.write.declare([april, token.address, USDC, zeroHash], asOperator);
    await viem.assertions.revertWithCustomErrorWithArgs(
      dividends.write.pay([april, [alice]], asOperator),
      dividends,
      'DividendsWrongState',
      [april, 1],
    );
    await viem.assertions.revertWithCustomErrorWithArgs(
      dividends.write.claim([april], { account: p.alice.account }),
      dividends,
      'DividendsWrongState',
      [april, 1],
    );
  });

  it('pitfall 15: holds the part of a holder USDC has blacklisted and pays the others', async () => {
    await p.load(funded);
    await usdc.write.blacklist([bob]);
    const hash = dividends.write.pay([march, [alice, bob, carol]], asOperator);
    await viem.assertions.emitWithArgs(hash, dividends, 'DividendHeld', [march, bob, 30n * USDC]);
    assert.equal(await usdc.read.balanceOf([carol]), 20n * USDC);
    assert.equal(await dividends.read.payoutStatus([march, bob]), 1);
    await conserves(march);

    await viem.assertions.revertWithCustomError(
      dividends.write.claim([march], { account: p.bob.account }),
      dividends,
      'DividendsPayoutRefused',
    );
    await usdc.write.unBlacklist([bob]);
    await dividends.write.claim([march], { account: p.bob.account });
    assert.equal(await usdc.read.balanceOf([bob]), 30n * USDC);
    await conserves(march);
  });

  it('pitfall 15: holds the part of a frozen holder and pays it by the next push after the freeze ends', async () => {
    const { token } = await p.load(funded);
    await token.write.setAddressFrozen([alice, true], asOperator);
    await dividends.write.pay([march, [alice, bob, carol]], asOperator);
    assert.equal(await usdc.read.balanceOf([alice]), 0n);
    const { paid, held, distributed } = await dividends.read.dividend([march]);
    assert.deepEqual([paid, held, distributed], [50n * USDC, 50n * USDC, true]);
    await viem.assertions.revertWithCustomError(
      dividends.write.claimFor([march, alice]),
      dividends,
      'DividendsHolderFrozen',
    );

    await dividends.write.pay([march, [alice]], asOperator);
    assert.equal(await usdc.read.balanceOf([alice]), 0n);
    await token.write.setAddressFrozen([alice, false], asOperator);
    await dividends.write.pay([march, [alice]], asOperator);
    assert.equal(await usdc.read.balanceOf([alice]), 50n * USDC);
    assert.equal((await dividends.read.dividend([march])).held, 0n);
    await conserves(march);
  });

  it('lets holders claim with nobody of the platform left', async () => {
    await p.load(funded);
    await dividends.write.removeAgent([operator.account.address]);
    await dividends.write.renounceOwnership();
    await dividends.write.claim([march], { account: p.alice.account });
    await dividends.write.claimFor([march, bob], { account: p.stranger.account });
    assert.equal(await usdc.read.balanceOf([alice]), 50n * USDC);
    assert.equal(await usdc.read.balanceOf([bob]), 30n * USDC);
    await viem.assertions.revertWithCustomErrorWithArgs(
      dividends.write.claim([march], { account: p.alice.account }),
      dividends,
      'DividendsAlreadyPaid',
      [march, alice],
    );
  });

  it('pitfall 15: follows a recovered wallet to the one that replaced it', async () => {
    const { token } = await p.load(funded);
    const fresh = p.dave.account.address;
    const identity = alice;
    await attest(p, [fresh], { identity });
    await token.write.recoveryAddress([alice, fresh, identity], asOperator);
    const hash = dividends.write.pay([march, [alice, fresh]], asOperator);
    await viem.assertions.emitWithArgs(hash, dividends, 'DividendRedirected', [march, alice, fresh]);
    assert.equal(await usdc.read.balanceOf([fresh]), 50n * USDC);
    assert.equal(await usdc.read.balanceOf([alice]), 0n);
    await viem.assertions.revertWithCustomError(
      dividends.write.claim([march], { account: p.alice.account }),
      dividends,
      'DividendsAlreadyPaid',
    );
  });
});

describe('The dust of a dividend', () => {
  it('pitfall 15: is carried into the next dividend of the same token and is never paid twice', async () => {
    const { token } = await p.load(fundedUnevenly);
    await viem.assertions.emitWithArgs(
      dividends.write.pay([march, [alice, bob, carol]], asOperator),
      dividends,
      'DividendDistributed',
      [march, 99_999_999n, 1n],
    );
    assert.equal(await dividends.read.carried([token.address]), 1n);
    await conserves(march);

    await dividends.write.declare([april, token.address, 200n * USDC, zeroHash], asOperator);
    await fund(p, april, 200n * USDC);
    assert.equal((await dividends.read.dividend([april])).carriedIn, 1n);
    assert.equal(await dividends.read.carried([token.address]), 0n);
    assert.equal(await dividends.read.entitlementOf([april, alice]), 66_666_667n);
    await dividends.write.pay([april, [carol, bob, alice]], asOperator);
    await conserves(april);
    assert.equal(await usdc.read.balanceOf([dividends.address]), 0n);
  });

  it('returns to the token when the dividend it was carried into is cancelled', async () => {
    const { token } = await p.load(fundedUnevenly);
    await dividends.write.pay([march, [alice, bob, carol]], asOperator);
    await dividends.write.declare([april, token.address, USDC, zeroHash], asOperator);
    await viem.assertions.emitWithArgs(
      dividends.write.cancel([april], asOperator),
      dividends,
      'DividendCancelled',
      [april],
    );
    assert.equal(await dividends.read.carried([token.address]), 1n);
  });
});

describe('Declaring and funding', () => {
  it('declares once: the same words again change nothing, others are refused', async () => {
    const { token } = await p.load(funded);
    const epoch = await token.read.snapshotEpoch();
    await dividends.write.declare([march, token.address, 100n * USDC, march], asOperator);
    assert.equal(await token.read.snapshotEpoch(), epoch);
    await viem.assertions.revertWithCustomErrorWithArgs(
      dividends.write.declare([march, token.address, 101n * USDC, march], asOperator),
      dividends,
      'DividendsIdTaken',
      [march],
    );
  });

  it('refuses a token without shares, an amount of nothing and strangers', async () => {
    await p.load(funded);
    const { token: empty } = await tokenize(p, { key: propertyKey('empty') });
    await viem.assertions.revertWithCustomError(
      dividends.write.declare([april, empty.address, USDC, zeroHash], asOperator),
      dividends,
      'DividendsNoSupply',
    );
    await viem.assertions.revertWithCustomError(
      dividends.write.declare([april, empty.address, 0n, zeroHash], asOperator),
      dividends,
      'DividendsZeroAmount',
    );
    await viem.assertions.revertWithCustomError(
      dividends.write.declare([april, empty.address, USDC, zeroHash], { account: p.alice.account }),
      dividends,
      'AgentRoleUnauthorized',
    );
  });

  it('takes the money once', async () => {
    await p.load(funded);
    await viem.assertions.revertWithCustomError(
      dividends.write.fund([march], asOperator),
      dividends,
      'DividendsWrongState',
    );
    await viem.assertions.revertWithCustomError(
      dividends.write.cancel([march], asOperator),
      dividends,
      'DividendsWrongState',
    );
  });

  it('funds by a signed ERC-3009 authorization, submitted by anyone, bound to this dividend', async () => {
    const { token } = await p.load(funded);
    const from = p.dave.account.address;
    await mintUsdc(p, from, 9n * USDC);
    await dividends.write.declare([april, token.address, 9n * USDC, zeroHash], asOperator);
    const may = dividendId('may');
    await dividends.write.declare([may, token.address, 9n * USDC, zeroHash], asOperator);
    const validBefore = BigInt(await networkHelpers.time.latest()) + 3600n;
    const signature = await p.dave.signTypedData({
      domain: {
        name: 'USD Coin',
        version: '2',
        chainId: p.deployment.chainId,
        verifyingContract: usdc.address,
      },
      types: {
        ReceiveWithAuthorization: [
          { name: 'from', type: 'address' },
          { name: 'to', type: 'address' },
          { name: 'value', type: 'uint256' },
          { name: 'validAfter', type: 'uint256' },
          { name: 'validBefore', type: 'uint256' },
          { name: 'nonce', type: 'bytes32' },
        ],
      },
      primaryType: 'ReceiveWithAuthorization',
      message: { from, to: dividends.address, value: 9n * USDC, validAfter: 0n, validBefore, nonce: april },
    });
    const submit = (id: Hex, nonce: Hex) =>
      dividends.write.fundWithAuthorization([id, from, 0n, validBefore, nonce, signature], {
        account: p.stranger.account,
      });
    await viem.assertions.revertWithCustomError(submit(may, april), dividends, 'DividendsNonceNotBound');
    await viem.assertions.revertWith(submit(may, may), 'FiatTokenV2: invalid signature');
    await viem.assertions.emitWithArgs(submit(april, april), dividends, 'DividendFunded', [
      april,
      from,
      9n * USDC,
    ]);
    await viem.assertions.revertWithCustomError(submit(april, april), dividends, 'DividendsWrongState');
  });
});

describe('The end of a dividend', () => {
  it('settles a holder paid elsewhere: his USDC returns to the treasury and he cannot claim', async () => {
    await p.load(funded);
    const ref = key('bank:4711');
    await viem.assertions.emitWithArgs(
      dividends.write.markSettled([march, bob, ref], asOperator),
      dividends,
      'DividendSettled',
      [march, bob, 30n * USDC, ref],
    );
    assert.equal(await usdc.read.balanceOf([p.treasury.address]), 30n * USDC);
    assert.equal(await dividends.read.isPaid([march, bob]), true);
    await viem.assertions.revertWithCustomError(
      dividends.write.markSettled([march, bob, ref], asOperator),
      dividends,
      'DividendsAlreadyPaid',
    );
    await dividends.write.pay([march, [alice, bob, carol]], asOperator);
    assert.equal(await usdc.read.balanceOf([bob]), 0n);
    assert.equal((await dividends.read.dividend([march])).distributed, true);
    await conserves(march);
  });

  it('sweeps what nobody claimed to the treasury, after the deadline only', async () => {
    await p.load(funded);
    await dividends.write.pay([march, [alice]], asOperator);
    await viem.assertions.revertWithCustomError(
      dividends.write.sweep([march], asOperator),
      dividends,
      'DividendsBeforeDeadline',
    );
    await networkHelpers.time.increase(CLAIM_PERIOD + 1);
    await viem.assertions.revertWithCustomError(
      dividends.write.sweep([march], { account: p.alice.account }),
      dividends,
      'AgentRoleUnauthorized',
    );
    await viem.assertions.emitWithArgs(
      dividends.write.sweep([march], asOperator),
      dividends,
      'DividendSwept',
      [march, 50n * USDC],
    );
    assert.equal(await usdc.read.balanceOf([p.treasury.address]), 50n * USDC);
    await viem.assertions.revertWithCustomError(
      dividends.write.claim([march], { account: p.bob.account }),
      dividends,
      'DividendsWrongState',
    );
    await conserves(march);
  });
});
