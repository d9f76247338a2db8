import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { propertyTokenAbi } from '@freehold/contracts/abis';
import { encodeFunctionData, type Hex, numberToHex } from 'viem';
import { attest, issue, mintUsdc } from '../support/acts.ts';
import {
  orderOf,
  SELL,
  type Signed,
  signOrder,
  signPermit,
  splitSignature,
  tradeOf,
} from '../support/market.ts';
import { deployMockWallet, WalletMood } from '../support/mocks.ts';
import { createPlatform, SHARE, type Token, USDC } from '../support/platform.ts';
import { openMarket, pairOf, type Trade } from '../support/trading.ts';

const p = await createPlatform();
const { alice, bob, carol, stranger, marketplace, usdc, viem } = p;
const asAnyone = { account: stranger.account };
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const refused = async (trade: Trade) =>
  viem.assertions.revertWithCustomErrorWithArgs(
    marketplace.write.settle([trade, []], asAnyone),
    marketplace,
    'MarketplaceInvalidSignature',
    [await marketplace.read.orderHash([trade.sell]), trade.sell.maker],
  );

async function withSignature(token: Token, change: (signature: Hex) => Hex) {
  const [sell, buy] = await pairOf(p, token);
  return tradeOf({ ...sell, signature: change(sell.signature) }, buy);
}

/** The other signature of the same key over the same hash, which naive checks take for a second one. */
function malleated(signature: Hex): Hex {
  const { r, s, v } = splitSignature(signature);
  const other = numberToHex(CURVE_ORDER - BigInt(s), { size: 32 });
  return `${r}${other.slice(2)}${v === 27 ? '1c' : '1b'}`;
}

describe('The signature of an order', () => {
  it('is its maker’s over exactly this order, in its one canonical form', async () => {
    const token = await p.load(() => openMarket(p));
    const [sell] = await pairOf(p, token);
    const byBob = await signOrder(p, bob, sell.order);
    const forms: ReadonlyArray<(signature: Hex) => Hex> = [
      malleated,
      () => byBob,
      () => '0x',
      (signature) => `0x${signature.slice(2, 130)}`,
      compact,
    ];
    for (const form of forms) await refused(await withSignature(token, form));
    await marketplace.write.settle([await withSignature(token, (s) => s), []], asAnyone);
  });

  it('of another marketplace, or made for another domain, is worth nothing here', async () => {
    const token = await p.load(() => openMarket(p));
    const [sell, buy] = await pairOf(p, token);
    const other = await viem.deployContract('Marketplace', [
      ...[p.owner.account.address, usdc.address, p.treasury.address],
    ]);
    const elsewhere = { ...p, deployment: { ...p.deployment, marketplace: other.address } };
    const [foreign] = await pairOf(elsewhere, token);
    await refused(tradeOf({ ...sell, signature: foreign.signature }, buy));
  });

  it('may be that of a wallet contract, as long as the wallet says yes', async () => {
    const token = await p.load(() => openMarket(p));
    const wallet = await deployMockWallet(p, WalletMood.Accepts);
    await attest(p, [wallet.address]);
    await issue(p, token, [[wallet.address, 10n * SHARE]]);
    const approve = encodeFunctionData({
      ...{ abi: propertyTokenAbi, functionName: 'approve' },
      args: [marketplace.address, 10n * SHARE],
    });
    await wallet.write.execute([token.address, approve]);
    const [, buy] = await pairOf(p, token);
    const sell: Signed = { order: orderOf(wallet.address, token.address, SELL), signature: '0x' };
    for (const mood of [WalletMood.Refuses, WalletMood.Reverts, WalletMood.SaysOne]) {
      await wallet.write.setMode([mood]);
      await refused(tradeOf(sell, buy, { shares: SHARE }));
    }
    await wallet.write.setMode([WalletMood.Accepts]);
    await marketplace.write.settle([tradeOf(sell, buy, { shares: SHARE }), []], asAnyone);
    await wallet.write.setMode([WalletMood.Refuses]);
    await refused(tradeOf(sell, buy, { shares: SHARE }));
    assert.equal(await usdc.read.balanceOf([wallet.address]), 50n * USDC);
  });
});

describe('A permit handed in with a trade', () => {
  const approvals = async (token: Token) => [
    await token.read.allowance([alice.account.address, marketplace.address]),
    await usdc.read.allowance([bob.account.address, marketplace.address]),
  ];

  async function withoutApprovals() {
    const token = await openMarket(p);
    await token.write.approve([marketplace.address, 0n], { account: alice.account });
    await usdc.write.approve([marketplace.address, 0n], { account: bob.account });
    return token;
  }

  it('replaces the approvals of both sides: nobody sent a transaction but the settler', async () => {
    const token = await p.load(withoutApprovals);
    const trade = tradeOf(...(await pairOf(p, token)));
    await viem.assertions.revertWithCustomError(
      marketplace.write.settle([trade, []], asAnyone),
      token,
      'ERC20InsufficientAllowance',
    );
    const permits = [
      await signPermit(p, alice, token.address, 10n * SHARE),
      await signPermit(p, bob, usdc.address, 500n * USDC),
    ];
    await marketplace.write.settle([trade, permits], asAnyone);
    assert.deepEqual(await approvals(token), [0n, 0n]);
  });

  it('used by somebody else before does not stop the trade', async () => {
    const token = await p.load(withoutApprovals);
    const trade = tradeOf(...(await pairOf(p, token)));
    const shares = await signPermit(p, alice, token.address, 10n * SHARE);
    const money = await signPermit(p, bob, usdc.address, 500n * USDC);
    const argsOf = ({ owner, value, deadline, signature }: typeof shares) => {
      const { r, s, v } = splitSignature(signature);
      return [owner, marketplace.address, value, deadline, v, r, s] as const;
    };
    await token.write.permit(argsOf(shares), { account: carol.account });
    await usdc.write.permit(argsOf(money), { account: carol.account });
    await marketplace.write.settle([trade, [shares, money]], asAnyone);
    assert.equal(await token.read.balanceOf([bob.account.address]), 11n * SHARE);
  });

  it('that is worth nothing leaves the trade to the allowance', async () => {
    const token = await p.load(() => openMarket(p));
    const [sell, buy] = await pairOf(p, token);
    const good = await signPermit(p, alice, token.address, 10n * SHARE);
    const useless = [
      await signPermit(p, alice, token.address, SHARE, { deadline: 1n }),
      await signPermit(p, bob, usdc.address, USDC, { deadline: 1n }),
      await signPermit(p, alice, token.address, SHARE, { spender: carol.account.address }),
      await signPermit(p, alice, token.address, SHARE, { nonce: 9n }),
      { ...good, owner: carol.account.address },
      { ...good, token: stranger.account.address },
      { ...good, token: p.anchor.address },
      { ...good, signature: '0x' },
    ] as const;
    await marketplace.write.settle([tradeOf(sell, buy), [...useless]], asAnyone);
    assert.deepEqual(await approvals(token), [990n * SHARE, 999_500n * USDC]);
  });

  it('may be that of a wallet contract where the currency asks such wallets', async () => {
    const token = await p.load(() => openMarket(p));
    const wallet = await deployMockWallet(p, WalletMood.Accepts);
    await attest(p, [wallet.address]);
    await mintUsdc(p, wallet.address, 500n * USDC);
    const [sell] = await pairOf(p, token);
    const buy: Signed = { order: orderOf(wallet.address, token.address, 1), signature: '0x' };
    const permit = {
      ...{ token: usdc.address, owner: wallet.address, value: 500n * USDC, deadline: 2n ** 255n },
      signature: '0xabcdef',
    } as const;
    await marketplace.write.settle([tradeOf(sell, buy), [permit]], asAnyone);
    assert.equal(await token.read.balanceOf([wallet.address]), 10n * SHARE);
  });
});

/** The form of ERC-2098, 64 bytes. */
function compact(signature: Hex): Hex {
  const { r, s, v } = splitSignature(signature);
  const high = v === 28 ? BigInt(s) | (1n << 255n) : BigInt(s);
  return `${r}${numberToHex(high, { size: 32 }).slice(2)}`;
}
