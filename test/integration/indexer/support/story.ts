import { marketplaceAbi } from '@freehold/contracts/abis';
import { type Address, encodeFunctionData, type Hex, zeroAddress } from 'viem';
import { investors, randomFrom } from './accounts.ts';
import { tellSales } from './sale.ts';
import type { World } from './world.ts';

const SHARE = 10n ** 18n;
const wallets = investors.map((investor) => investor.address);

/** A property tokenized, sold, frozen, traded; its dividend declared, funded, paid, held, settled; a ledger anchor. */
export async function tellStory(world: World, property: string): Promise<Address> {
  const token = await world.tokenOf(property);
  const [first, second, third] = investors;
  const [, , frozenWallet, partlyFrozen, settled] = wallets;
  if (!first || !second || !third || !frozenWallet || !partlyFrozen || !settled)
    throw new Error('too few accounts');
  const block = async (...sends: readonly Promise<Hex>[]): Promise<void> => {
    const sent: Hex[] = [];
    for (const send of sends) sent.push(await send);
    await world.mine(sent);
  };
  // Birth, mint and a transfer in one block: the child's own logs stand in the factory's block.
  const born = [await world.tokenize(property), await world.mint(token, wallets, 100n)];
  born.push(await world.transfer(token, first, second.address, 5n * SHARE));
  await world.mine(born);
  await block(
    world.transfer(token, second, second.address, 3n),
    world.transfer(token, second, first.address, 0n),
  );
  await block(world.onToken(token, 'burn', first.address, 7n));
  await block(world.onToken(token, 'freezePartialTokens', partlyFrozen, 9n));
  await block(world.onToken(token, 'unfreezePartialTokens', partlyFrozen, 4n));
  const dividend = `dividend:${property}`;
  await block(world.mintUsdc(world.deployment.treasury, 1_000_000_000n));
  await block(world.credit(`circle-transfer:${property}`, property, 900_000_000n));
  await block(world.declare(dividend, token, 777_777_777n));
  await block(world.freezeWallet(token, frozenWallet, true));
  await block(world.fund(dividend, property));
  await block(world.pay(dividend, wallets.slice(0, 3)));
  await block(world.settle(dividend, settled));
  await block(world.freezeWallet(token, frozenWallet, false));
  await block(world.pay(dividend, wallets));
  await block(world.declare(`cancelled:${property}`, token, 5n));
  await block(world.cancel(`cancelled:${property}`));
  await block(world.anchor(), world.revoke(frozenWallet));
  await block(world.attest(frozenWallet, 276));
  await tellSales(world, property, token);
  await block(...cancellations(world, token));
  return token;
}

/** One investor cancels an order, another some nonces of a distant group, a third everything. */
function cancellations(world: World, token: Address): Promise<Hex>[] {
  const { marketplace } = world.deployment;
  const [first, second, third] = investors;
  if (!marketplace || !first || !second || !third) throw new Error('there is nobody to cancel, or nowhere');
  const order = {
    ...{ maker: first.address, token, side: 0, shares: SHARE, minShares: 0n, price: 1_000_000n, feeBps: 0 },
    ...{ expiry: 4_000_000_000, nonce: 1_027n, counter: 0n, taker: zeroAddress, settler: marketplace },
  };
  const abi = marketplaceAbi;
  const calls = [
    [first, encodeFunctionData({ abi, functionName: 'cancel', args: [[order]] })],
    [second, encodeFunctionData({ abi, functionName: 'cancelNonces', args: [2n ** 200n, 2n ** 255n + 1n] })],
    [third, encodeFunctionData({ abi, functionName: 'cancelAll' })],
  ] as const;
  return calls.map(([from, data]) => world.send(from, marketplace, data));
}

/** `blocks` blocks of random transfers between investors; a different seed gives a different fork. */
export async function mineTransfers(
  world: World,
  token: Address,
  blocks: number,
  seed: number,
): Promise<void> {
  const random = randomFrom(seed);
  for (let block = 0; block < blocks; block += 1) {
    const sent: Hex[] = [];
    for (let count = random(4); count > 0; count -= 1) {
      const from = investors[random(investors.length)];
      const to = wallets[random(wallets.length)];
      if (from === undefined || to === undefined) continue;
      sent.push(await world.transfer(token, from, to, BigInt(1 + random(1_000))));
    }
    await world.mine(sent);
  }
}
