import { type Address, type Hex, zeroHash } from 'viem';
import { attest, mintUsdc, type TokenizeChange, tokenize } from './acts.ts';
import { key, type Platform, SHARE, USDC, type Wallet } from './platform.ts';

export const OFFERING = key('offering:Linden 5');
export const PRICE = 50n * USDC;
export const DAY = 86_400;

/** States of an offering, as the contract numbers them. */
export const State = { None: 0, Open: 1, Succeeded: 2, Cancelled: 3 } as const;

const AUTHORIZATION_TYPES = {
  ReceiveWithAuthorization: [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'validAfter', type: 'uint256' },
    { name: 'validBefore', type: 'uint256' },
    { name: 'nonce', type: 'bytes32' },
  ],
} as const;

export type Terms = Readonly<{
  token: Address;
  property: Hex;
  price: bigint;
  cap: bigint;
  minimum: bigint;
  minPerInvestor: bigint;
  maxPerInvestor: bigint;
  opens: number;
  closes: number;
}>;

/** Terms of 100 shares at 50 USDC, at least 40 of them, 2 to 60 per investor, open now and for thirty days. */
export async function termsOf(
  p: Platform,
  token: Address,
  property: Hex,
  change: Partial<Terms> = {},
): Promise<Terms> {
  const now = await p.networkHelpers.time.latest();
  return {
    ...{ token, property, price: PRICE, cap: 100n * SHARE, minimum: 40n * SHARE },
    ...{ minPerInvestor: 2n * SHARE, maxPerInvestor: 60n * SHARE },
    ...{ opens: now, closes: now + 30 * DAY },
    ...change,
  };
}

/** A tokenized property whose shares the offering may issue; alice, bob and carol are verified and have USDC. */
export async function prepareOffering(p: Platform, change: TokenizeChange = {}) {
  const { token, key: property } = await tokenize(p, change);
  await token.write.addAgent([p.deployment.offering]);
  const investors = [p.alice, p.bob, p.carol];
  await attest(
    p,
    investors.map(({ account }) => account.address),
  );
  for (const { account } of investors) {
    await mintUsdc(p, account.address, 10_000n * USDC);
    await p.usdc.write.approve([p.deployment.offering, 10_000n * USDC], { account });
  }
  return { token, property };
}

/** As `prepareOffering`, with the offering open. */
export async function openOffering(
  p: Platform,
  change: Partial<Terms> = {},
  tokenChange: TokenizeChange = {},
) {
  const { token, property } = await prepareOffering(p, tokenChange);
  const terms = await termsOf(p, token.address, property, change);
  await p.offering.write.open([OFFERING, terms], { account: p.operator.account });
  return { token, property, terms };
}

export const subscribe = (p: Platform, wallet: Wallet, shares: bigint) =>
  p.offering.write.subscribe([OFFERING, shares], { account: wallet.account });

/** Lets the sale end and closes it, as somebody without any role. */
export async function closeAfterwards(p: Platform) {
  const { closes } = await p.offering.read.termsOf([OFFERING]);
  await p.networkHelpers.time.increaseTo(closes);
  return p.offering.write.close([OFFERING], { account: p.stranger.account });
}

export const deliver = (p: Platform, wallets: readonly Wallet[]) =>
  p.offering.write.deliver([OFFERING, wallets.map(({ account }) => account.address)], {
    account: p.stranger.account,
  });

export const refundFor = (p: Platform, wallets: readonly Wallet[]) =>
  p.offering.write.refundFor([OFFERING, wallets.map(({ account }) => account.address)], {
    account: p.stranger.account,
  });

export type AuthorizationChange = Readonly<{ value?: bigint; nonce?: Hex; validBefore?: bigint }>;

/** Arguments of `subscribeWithAuthorization`, signed by the investor. */
export async function authorization(
  p: Platform,
  wallet: Wallet,
  shares: bigint,
  change: AuthorizationChange = {},
) {
  const from = wallet.account.address;
  const validBefore = change.validBefore ?? 2n ** 255n;
  const nonce =
    change.nonce ?? (await p.offering.read.authorizationNonce([OFFERING, from, shares, zeroHash]));
  const signature = await wallet.signTypedData({
    domain: {
      name: 'USD Coin',
      version: '2',
      chainId: p.deployment.chainId,
      verifyingContract: p.deployment.usdc,
    },
    types: AUTHORIZATION_TYPES,
    primaryType: 'ReceiveWithAuthorization',
    message: {
      ...{ from, to: p.deployment.offering, value: change.value ?? (shares * PRICE) / SHARE },
      ...{ validAfter: 0n, validBefore, nonce },
    },
  });
  return [OFFERING, from, shares, zeroHash, 0n, validBefore, signature] as const;
}

/** Escrow of the offering, USDC the contract holds, and what its progress says they should be. */
export async function money(p: Platform) {
  const { subscribed, delivered, refunded } = await p.offering.read.progressOf([OFFERING]);
  return {
    escrow: await p.offering.read.escrowOf([OFFERING]),
    held: await p.usdc.read.balanceOf([p.deployment.offering]),
    total: await p.offering.read.totalEscrow(),
    expected: ((subscribed - delivered - refunded) * PRICE) / SHARE,
  };
}
