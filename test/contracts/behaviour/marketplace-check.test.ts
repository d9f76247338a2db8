import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  BaseError,
  ContractFunctionRevertedError,
  concat,
  encodeAbiParameters,
  type Hex,
  pad,
  toHex,
} from 'viem';
import { BUY, namesOf, type OrderChange, SELL, type Signed, signed, tradeOf } from '../support/market.ts';
import { deployBabblingToken, deployHostileToken } from '../support/mocks.ts';
import { createPlatform, SHARE, type Token, USDC } from '../support/platform.ts';
import { openMarket, pairOf, type Trade } from '../support/trading.ts';

const p = await createPlatform();
const { alice, bob, carol, dave, stranger, operator, marketplace, usdc, networkHelpers } = p;
const [seller, buyer] = [alice.account.address, bob.account.address];
const asOperator = { account: operator.account };
const open = () => openMarket(p, { rules: { countryMode: 1, countries: [276], maxBalance: 500n * SHARE } });

type Situation = Readonly<{
  what: string;
  reasons: readonly string[];
  sell?: OrderChange;
  buy?: OrderChange;
  trade?: Partial<Trade>;
  given?: (token: Token) => Promise<unknown>;
}>;

const revokeShares = (token: Token) =>
  token.write.approve([marketplace.address, 0n], { account: alice.account });
const revokeUsdc = () => usdc.write.approve([marketplace.address, 0n], { account: bob.account });

const situations: readonly Situation[] = [
  { what: 'nothing is wrong', reasons: [] },
  { what: 'an order expired', sell: { expiry: 1 }, reasons: ['MarketplaceOrderExpired'] },
  { what: 'a fee is too high', buy: { feeBps: 1_001 }, reasons: ['MarketplaceFeeTooHigh'] },
  { what: 'a counter is not the maker’s', buy: { counter: 1n }, reasons: ['MarketplaceCounterPassed'] },
  {
    what: 'a nonce is used up',
    given: () => marketplace.write.cancelNonces([0n, 1n], { account: alice.account }),
    reasons: ['MarketplaceNonceUsed'],
  },
  {
    what: 'a counterparty is not wanted',
    sell: { taker: dave.account.address },
    reasons: ['MarketplaceTakerNotAllowed'],
  },
  {
    what: 'the settler is not the one named',
    sell: { settler: dave.account.address },
    reasons: ['MarketplaceSettlerNotAllowed'],
  },
  { what: 'a signature is missing', trade: { buySignature: '0x' }, reasons: ['MarketplaceInvalidSignature'] },
  { what: 'more is traded than is left', buy: { shares: SHARE }, reasons: ['MarketplaceOverfilled'] },
  {
    what: 'less is traded than is wanted',
    buy: { shares: 20n * SHARE, minShares: 11n * SHARE },
    reasons: ['MarketplaceFillTooSmall'],
  },
  { what: 'the price is too high', trade: { cost: 501n * USDC }, reasons: ['MarketplacePriceNotMet'] },
  {
    what: 'nothing is paid',
    trade: { cost: 0n },
    reasons: ['MarketplaceZeroAmount', 'MarketplacePriceNotMet'],
  },
  {
    what: 'the seller has too few shares',
    sell: { shares: 101n * SHARE },
    buy: { shares: 101n * SHARE },
    trade: { shares: 101n * SHARE, cost: 5_050n * USDC },
    reasons: ['MarketplaceInsufficientBalance'],
  },
  {
    what: 'the seller allowed too little',
    given: revokeShares,
    reasons: ['MarketplaceInsufficientAllowance'],
  },
  {
    what: 'the buyer has too little money for cost and fee',
    buy: { feeBps: 1 },
    given: () => usdc.write.transfer([seller, 99_500n * USDC], { account: bob.account }),
    reasons: ['MarketplaceInsufficientBalance'],
  },
  {
    what: 'the buyer allowed too little',
    given: revokeUsdc,
    reasons: ['MarketplaceInsufficientAllowance'],
  },
  {
    what: 'the token is paused',
    given: (token) => token.write.pause(asOperator),
    reasons: ['PropertyTokenPaused'],
  },
  {
    what: 'both wallets are frozen',
    given: (token) =>
      token.write.batchSetAddressFrozen(
        [
          [seller, buyer],
          [true, true],
        ],
        asOperator,
      ),
    reasons: ['ERC7943CannotSend', 'PropertyTokenWalletFrozen'],
  },
  {
    what: 'the shares are partly frozen',
    given: (token) => token.write.freezePartialTokens([seller, 91n * SHARE], asOperator),
    reasons: ['ERC7943InsufficientUnfrozenBalance'],
  },
  {
    what: 'shares are frozen that are not sold',
    given: (token) => token.write.freezePartialTokens([seller, 90n * SHARE], asOperator),
    reasons: [],
  },
  {
    what: 'the buyer is no longer verified',
    given: () => p.registry.write.revokeAttestation([buyer], asOperator),
    reasons: ['ERC7943CannotReceive'],
  },
  {
    what: 'the rules refuse so many shares',
    sell: { shares: 600n * SHARE },
    buy: { shares: 600n * SHARE },
    trade: { shares: 600n * SHARE, cost: 30_000n * USDC },
    given: async (token) => {
      await token.write.mint([seller, 400n * SHARE], asOperator);
      await token.write.transfer([carol.account.address, 200n * SHARE], { account: alice.account });
    },
    reasons: ['MarketplaceInsufficientBalance', 'refused by the rules'],
  },
  { what: 'USDC stands still', given: () => usdc.write.pause(), reasons: ['MarketplacePaymentPaused'] },
  {
    what: 'USDC blocks the treasury, and no fee goes there',
    given: () => usdc.write.blacklist([p.treasury.address]),
    reasons: [],
  },
  {
    what: 'USDC blocks both sides, the marketplace and the treasury',
    sell: { feeBps: 1 },
    given: async () => {
      for (const account of [buyer, seller, marketplace.address, p.treasury.address]) {
        await usdc.write.blacklist([account]);
      }
    },
    reasons: Array.from({ length: 4 }, () => 'MarketplaceAccountBlacklisted'),
  },
];

/** What the rules say depends on how much the token tells; that they refuse does not. */
const byRules = new Set(['ERC7943CannotTransfer', 'ComplianceMaxBalanceExceeded']);
const readable = (reasons: readonly Hex[]) =>
  namesOf(reasons).map((name) => (byRules.has(name) ? 'refused by the rules' : name));

async function outcomeOf(trade: Trade): Promise<string> {
  try {
    await marketplace.simulate.settle([trade, []], { account: stranger.account.address });
    return 'settled';
  } catch (error) {
    assert.ok(error instanceof BaseError);
    const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
    assert.ok(reverted instanceof ContractFunctionRevertedError);
    return reverted.raw ?? '0x';
  }
}

describe('The check of a trade beforehand', () => {
  for (const { what, reasons, sell, buy, trade: change, given } of situations) {
    it(`tells exactly what is wrong when ${what}, and settling agrees`, async () => {
      const token = await p.load(open);
      await given?.(token);
      const trade = { ...tradeOf(...(await pairOf(p, token, sell, buy))), ...change };
      const told = await marketplace.read.check([trade, stranger.account.address]);
      assert.deepEqual(readable(told), reasons);
      const outcome = await outcomeOf(trade);
      assert.equal(outcome === 'settled', told.length === 0);
      if (told[0] && namesOf(told)[0]?.startsWith('Marketplace') && !isOfToken(namesOf(told)[0])) {
        assert.equal(outcome, told[0]);
      }
    });
  }

  it('tells everything at once', async () => {
    const token = await p.load(open);
    await token.write.pause(asOperator);
    await revokeShares(token);
    const [sell, buy] = await pairOf(
      p,
      token,
      { expiry: 1, feeBps: 2_000 },
      { counter: 4n, taker: carol.account.address },
    );
    const trade = { ...tradeOf(sell, buy), sellSignature: '0x', cost: 1n } as const;
    assert.deepEqual(namesOf(await marketplace.read.check([trade, stranger.account.address])), [
      ...['MarketplacePriceNotMet', 'MarketplaceCounterPassed', 'MarketplaceOrderExpired'],
      ...['MarketplaceFeeTooHigh', 'MarketplaceInvalidSignature', 'MarketplaceTakerNotAllowed'],
      ...['MarketplaceInsufficientAllowance', 'PropertyTokenPaused'],
    ]);
  });

  it('answers for orders that do not belong together at all', async () => {
    const token = await p.load(open);
    const nowhere = p.tokenAt(dave.account.address);
    const sell = await signed(p, alice, nowhere, BUY);
    const trade = tradeOf(sell, await signed(p, alice, token, SELL));
    const names = namesOf(await marketplace.read.check([trade, alice.account.address]));
    for (const name of ['WrongSide', 'NotAToken', 'TokensDiffer', 'SelfTrade']) {
      assert.ok(names.includes(`Marketplace${name}`), name);
    }
  });
});

describe('The check of one order', () => {
  const check = ({ order, signature }: Signed) =>
    marketplace.read.checkOrder([order, signature, stranger.account.address]);

  it('finds nothing against what is left of a good one', async () => {
    const token = await p.load(open);
    const [sell, buy] = await pairOf(
      p,
      token,
      { shares: 100n * SHARE },
      { shares: 2_000n * SHARE, feeBps: 0 },
    );
    assert.deepEqual([await check(sell), await check(buy)], [[], []]);
    const part = tradeOf(sell, buy, { shares: 60n * SHARE });
    await marketplace.write.settle([part, []], { account: stranger.account });
    assert.deepEqual([await check(sell), await check(buy)], [[], []]);
  });

  it('tells what its maker lacks for what is left of it', async () => {
    const token = await p.load(open);
    const sell = await signed(p, alice, token, SELL, { shares: 100n * SHARE + 1n });
    assert.deepEqual(namesOf(await check(sell)), ['MarketplaceInsufficientBalance']);
    const buy = await signed(p, bob, token, BUY, { shares: 2_000n * SHARE, feeBps: 1 });
    assert.deepEqual(namesOf(await check(buy)), ['MarketplaceInsufficientBalance']);
    await token.write.pause(asOperator);
    await token.write.setAddressFrozen([buyer, true], asOperator);
    await p.registry.write.revokeAttestation([buyer], asOperator);
    await usdc.write.blacklist([buyer]);
    assert.deepEqual(namesOf(await check(buy)), [
      ...['MarketplaceInsufficientBalance', 'PropertyTokenWalletFrozen', 'ERC7943CannotReceive'],
      ...['PropertyTokenPaused', 'MarketplaceAccountBlacklisted'],
    ]);
    await token.write.freezePartialTokens([seller, SHARE], asOperator);
    const frozen = await signed(p, alice, token, SELL, { shares: 100n * SHARE });
    assert.deepEqual(namesOf(await check(frozen)), [
      'ERC7943InsufficientUnfrozenBalance',
      'PropertyTokenPaused',
    ]);
  });

  it('tells that it is over', async () => {
    const token = await p.load(open);
    const [sell, buy] = await pairOf(p, token, {}, { shares: 30n * SHARE });
    for (const shares of [4n, 6n]) {
      const part = tradeOf(sell, buy, { shares: shares * SHARE });
      await marketplace.write.settle([part, []], { account: stranger.account });
    }
    assert.deepEqual(namesOf(await check(sell)), ['MarketplaceNonceUsed', 'MarketplaceOverfilled']);
    const short = await signed(p, bob, token, BUY, { expiry: await networkHelpers.time.latest() });
    await networkHelpers.mine();
    assert.deepEqual(namesOf(await check(short)), ['MarketplaceOrderExpired']);
    assert.deepEqual(namesOf(await check({ ...short, signature: '0x' })), [
      ...['MarketplaceOrderExpired', 'MarketplaceInvalidSignature'],
    ]);
  });

  it('tells that its token does not exist', async () => {
    await p.load(open);
    const sell = await signed(p, alice, p.tokenAt(dave.account.address), SELL);
    assert.equal(namesOf(await check(sell))[0], 'MarketplaceNotAToken');
  });
});

describe('A token that lacks answers or gives nonsense', () => {
  const words = (...values: readonly (bigint | Hex)[]) =>
    concat(
      values.map((value) =>
        typeof value === 'bigint' ? toHex(value, { size: 32 }) : pad(value, { dir: 'right' }),
      ),
    );

  /** Both orders, signed, over a contract that answers every question so. */
  async function checkOver(token: Token) {
    const trade = tradeOf(...(await pairOf(p, token)));
    return marketplace.read.check([trade, stranger.account.address]);
  }

  it('is taken to have no objection where it knows no question', async () => {
    await p.load(open);
    const hostile = await deployHostileToken(p);
    await hostile.write.mint([seller, 10n * SHARE]);
    await hostile.write.approve([marketplace.address, 10n * SHARE], { account: alice.account });
    assert.deepEqual(await checkOver(p.tokenAt(hostile.address)), []);
  });

  it('cannot make the check fail', async () => {
    await p.load(open);
    const refusal = encodeAbiParameters(
      [{ type: 'bool' }, { type: 'bytes4' }, { type: 'bytes' }],
      [false, '0xdeadbeef', '0xdeadbeef00'],
    );
    const silent = encodeAbiParameters(
      [{ type: 'bool' }, { type: 'bytes4' }, { type: 'bytes' }],
      [false, '0xdeadbeef', '0x'],
    );
    const answers: ReadonlyArray<readonly [answer: Hex, reason: Hex | undefined]> = [
      ['0x', undefined],
      [words(1n), undefined],
      // Names as its registry and its rules a contract that cannot answer for them.
      [words(BigInt(usdc.address)), undefined],
      [refusal, '0xdeadbeef00'],
      [silent, '0xdeadbeef'],
      [words(0n, '0xdeadbeef', 32n, 0n), undefined],
      [words(0n, '0xdeadbeef', 96n, 2n ** 255n), undefined],
      [words(1n, '0xdeadbeef', 96n, 0n), undefined],
    ];
    for (const [answer, reason] of answers) {
      const reasons = await checkOver(await deployBabblingToken(p, answer));
      assert.equal(
        reasons.includes('0xdeadbeef00') ? '0xdeadbeef00' : reasons.find((r) => r === '0xdeadbeef'),
        reason,
      );
    }
  });
});

function isOfToken(name: string | undefined): boolean {
  return (
    name === 'MarketplaceInsufficientBalance' ||
    name === 'MarketplaceInsufficientAllowance' ||
    name === 'MarketplaceAccountBlacklisted' ||
    name === 'MarketplacePaymentPaused'
  );
}
