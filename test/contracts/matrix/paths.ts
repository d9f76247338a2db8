import { offeringAbi } from '@freehold/contracts/abis';
import { type Address, decodeEventLog, type Hex } from 'viem';
import { addressOf, attest, mintUsdc, tokenize } from '../support/acts.ts';
import { BUY, SELL, signed, tradeOf } from '../support/market.ts';
import { key, type Platform, SHARE, USDC, type Wallet } from '../support/platform.ts';
import { refusalFrom, refusalOf } from '../support/refusals.ts';
import { AUTHORIZATION } from '../support/typed-data.ts';

export const AMOUNT = 10n * SHARE;
export const MAX_SUPPLY = 200n * SHARE;
const DAY = 86_400;
const FOREVER = 2n ** 255n;
const OFFERING = key('offering');

/** Who takes part in a movement, beside the agent. */
type Parties = Readonly<{ sender: boolean; receiver: 'bob' | 'carol' | 'none'; spender: boolean }>;

export type PathName = keyof typeof PATHS;

/** Every way in which shares move, and who takes part in it. */
export const PATHS = {
  transfer: { sender: true, receiver: 'bob', spender: false },
  transferFrom: { sender: true, receiver: 'bob', spender: true },
  batchTransfer: { sender: true, receiver: 'bob', spender: false },
  transferWithAuthorization: { sender: true, receiver: 'bob', spender: false },
  receiveWithAuthorization: { sender: true, receiver: 'bob', spender: false },
  settle: { sender: true, receiver: 'bob', spender: true },
  mint: { sender: false, receiver: 'bob', spender: false },
  batchMint: { sender: false, receiver: 'bob', spender: false },
  deliver: { sender: false, receiver: 'bob', spender: false },
  burn: { sender: true, receiver: 'none', spender: false },
  batchBurn: { sender: true, receiver: 'none', spender: false },
  forcedTransfer: { sender: true, receiver: 'bob', spender: false },
  batchForcedTransfer: { sender: true, receiver: 'bob', spender: false },
  recoveryAddress: { sender: true, receiver: 'carol', spender: false },
} as const satisfies Record<string, Parties>;

/**
 * Alice holds 100 of 200 shares and has allowed a stranger and the marketplace to move some; bob holds none, carol is
 * another wallet of alice; an offering waits to deliver ten shares to bob. Nothing stands in the way of anything.
 */
export async function prepareMovements(p: Platform) {
  const {
    token,
    compliance,
    key: property,
  } = await tokenize(p, {
    maxSupply: MAX_SUPPLY,
    rules: { trackPositions: true },
  });
  const [alice, bob, carol] = [p.alice, p.bob, p.carol].map(({ account }) => account.address);
  if (!alice || !bob || !carol) throw new Error('three investors are needed');
  const investor = addressOf(1);
  const now = await p.networkHelpers.time.latest();
  await attest(p, [alice, carol], { identity: investor });
  await attest(p, [bob, carol], { identity: investor, validUntil: now + 30 * DAY, issuedAt: now + 60 });
  await attest(p, [bob], { validUntil: now + 30 * DAY, issuedAt: now + 120 });
  await token.write.mint([alice, 100n * SHARE], { account: p.operator.account });
  for (const spender of [p.stranger.account.address, p.deployment.marketplace]) {
    await token.write.approve([spender, AMOUNT], { account: p.alice.account });
  }
  await mintUsdc(p, bob, 1_000_000n * USDC);
  for (const spender of [p.deployment.marketplace, p.deployment.offering]) {
    await p.usdc.write.approve([spender, FOREVER], { account: p.bob.account });
  }
  await token.write.addAgent([p.deployment.offering]);
  const terms = {
    ...{ token: token.address, property, price: USDC, cap: AMOUNT, minimum: AMOUNT, minPerInvestor: SHARE },
    ...{ maxPerInvestor: AMOUNT, opens: now, closes: now + 10 * DAY },
  };
  await p.offering.write.open([OFFERING, terms], { account: p.operator.account });
  await p.offering.write.subscribe([OFFERING, AMOUNT], { account: p.bob.account });
  await p.offering.write.close([OFFERING], { account: p.operator.account });
  return { p, token, compliance, alice, bob, carol, investor };
}

export type Scene = Awaited<ReturnType<typeof prepareMovements>>;

/** Moves ten shares in one of the ways (a recovery: all). Returns the name of the refusal, or `passes`. */
export async function drive(scene: Scene, path: PathName): Promise<string> {
  const { p, token, alice, bob, carol, investor } = scene;
  const agent = { account: p.operator.account };
  const by = (wallet: Wallet) => ({ account: wallet.account });
  const ways: Record<PathName, () => Promise<Hex>> = {
    transfer: () => token.write.transfer([bob, AMOUNT], by(p.alice)),
    transferFrom: () => token.write.transferFrom([alice, bob, AMOUNT], by(p.stranger)),
    batchTransfer: () =>
      token.write.batchTransfer(
        [
          [bob, bob],
          [AMOUNT / 2n, AMOUNT / 2n],
        ],
        by(p.alice),
      ),
    transferWithAuthorization: async () =>
      token.write.transferWithAuthorization(
        await authorize(scene, 'TransferWithAuthorization'),
        by(p.stranger),
      ),
    receiveWithAuthorization: async () =>
      token.write.receiveWithAuthorization(await authorize(scene, 'ReceiveWithAuthorization'), by(p.bob)),
    settle: async () => p.marketplace.write.settle([await trade(scene), []], by(p.stranger)),
    mint: () => token.write.mint([bob, AMOUNT], agent),
    batchMint: () =>
      token.write.batchMint(
        [
          [bob, bob],
          [AMOUNT / 2n, AMOUNT / 2n],
        ],
        agent,
      ),
    deliver: () => p.offering.write.deliver([OFFERING, [bob]], by(p.stranger)),
    burn: () => token.write.burn([alice, AMOUNT], agent),
    batchBurn: () =>
      token.write.batchBurn(
        [
          [alice, alice],
          [AMOUNT / 2n, AMOUNT / 2n],
        ],
        agent,
      ),
    forcedTransfer: () => token.write.forcedTransfer([alice, bob, AMOUNT], agent),
    batchForcedTransfer: () => token.write.batchForcedTransfer([[alice], [bob], [AMOUNT]], agent),
    recoveryAddress: () => token.write.recoveryAddress([alice, carol, investor], agent),
  };
  try {
    const hash = await ways[path]();
    return path === 'deliver' ? await delivery(p, hash) : 'passes';
  } catch (error) {
    return nameOf(refusalOf(error));
  }
}

/** A delivery that cannot be made reverts nothing: it says why it was held back. */
async function delivery(p: Platform, hash: Hex): Promise<string> {
  const { logs } = await p.client.getTransactionReceipt({ hash });
  for (const { address, data, topics } of logs) {
    if (address !== p.offering.address.toLowerCase()) continue;
    const event = decodeEventLog({ abi: offeringAbi, data, topics });
    if (event.eventName === 'OfferingDelivered') return 'passes';
    if (event.eventName === 'OfferingDeliveryHeld') {
      return event.args.reason === '0x'
        ? 'PropertyTokenWalletFrozen'
        : nameOf(refusalFrom(event.args.reason));
    }
  }
  throw new Error('the delivery said nothing');
}

const nameOf = (refusal: string): string => refusal.split('(')[0] ?? refusal;

async function authorize({ p, token, alice, bob }: Scene, primaryType: string) {
  const nonce = key('authorization');
  const message = { from: alice, to: bob, value: AMOUNT, validAfter: 0n, validBefore: FOREVER, nonce };
  const signature = await p.alice.signTypedData({
    domain: {
      ...{ name: 'Freehold Property Token', version: '1' },
      ...{ chainId: p.deployment.chainId, verifyingContract: token.address },
    },
    types: { [primaryType]: AUTHORIZATION },
    primaryType,
    message,
  });
  return [alice, bob, AMOUNT, 0n, FOREVER, nonce, signature] as const;
}

async function trade({ p, token }: Scene) {
  const sell = await signed(p, p.alice, token, SELL, { shares: AMOUNT });
  return tradeOf(sell, await signed(p, p.bob, token, BUY, { shares: AMOUNT }));
}

/** Whom a path takes shares to. */
export function receiverOf(scene: Scene, path: PathName): Address {
  return PATHS[path].receiver === 'carol' ? scene.carol : scene.bob;
}
