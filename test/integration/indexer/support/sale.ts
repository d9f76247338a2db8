import { offeringAbi, usdcAbi } from '@freehold/contracts/abis';
import { type Address, encodeFunctionData, type Hex } from 'viem';
import { investors, operator, type Signer } from './accounts.ts';
import { hash, type World } from './world.ts';

const SHARE = 10n ** 18n;
const PRICE = 2_000_000n;

/** One offering that succeeds, with a delivery that is held and one that follows, and one that is called off. */
export async function tellSales(world: World, property: string, token: Address): Promise<void> {
  const [first, second] = investors;
  if (!first || !second) throw new Error('too few accounts');
  const buyers = [first, second];
  const block = async (...sends: readonly (Hex | Promise<Hex>)[]): Promise<void> => {
    const sent: Hex[] = [];
    for (const send of sends) sent.push(await send);
    await world.mine(sent);
  };
  await block(
    ...buyers.map((buyer) => world.mintUsdc(buyer.address, 400_000_000n)),
    ...buyers.map((buyer) => approve(world, buyer, 400_000_000n)),
  );
  const good = hash(`offering:${property}`);
  const bad = hash(`failed:${property}`);
  await block(open(world, good, property, token), open(world, bad, property, token));
  await block(
    subscribe(world, good, first, 40n * SHARE),
    subscribe(world, good, second, 20n * SHARE),
    subscribe(world, bad, first, 5n * SHARE),
  );
  await block(world.freezeWallet(token, second.address, true), cancel(world, bad));
  await block(act(world, 'refundFor', bad, [first.address, second.address]));
  await world.client.increaseTime({ seconds: 7_200 });
  await block(close(world, good));
  await block(
    act(
      world,
      'deliver',
      good,
      buyers.map(({ address }) => address),
    ),
  );
  await block(
    world.freezeWallet(token, second.address, false),
    act(world, 'deliver', good, [second.address]),
  );
}

function approve(world: World, buyer: Signer, amount: bigint): Promise<Hex> {
  const args = [world.offering, amount] as const;
  return world.send(
    buyer,
    world.deployment.usdc,
    encodeFunctionData({ abi: usdcAbi, functionName: 'approve', args }),
  );
}

async function open(world: World, id: Hex, property: string, token: Address): Promise<Hex> {
  const now = Number((await world.client.getBlock()).timestamp);
  const terms = {
    ...{ token, property: hash(`property:${property}`), price: PRICE },
    ...{ cap: 100n * SHARE, minimum: 50n * SHARE, minPerInvestor: SHARE, maxPerInvestor: 60n * SHARE },
    ...{ opens: now - 1, closes: now + 3_600 },
  };
  const data = encodeFunctionData({ abi: offeringAbi, functionName: 'open', args: [id, terms] });
  return world.send(operator, world.offering, data);
}

function subscribe(world: World, id: Hex, buyer: Signer, shares: bigint): Promise<Hex> {
  const data = encodeFunctionData({ abi: offeringAbi, functionName: 'subscribe', args: [id, shares] });
  return world.send(buyer, world.offering, data);
}

function act(
  world: World,
  functionName: 'deliver' | 'refundFor',
  id: Hex,
  wallets: readonly Address[],
): Promise<Hex> {
  const data = encodeFunctionData({ abi: offeringAbi, functionName, args: [id, wallets] });
  return world.send(operator, world.offering, data);
}

function cancel(world: World, id: Hex): Promise<Hex> {
  const data = encodeFunctionData({ abi: offeringAbi, functionName: 'cancel', args: [id] });
  return world.send(operator, world.offering, data);
}

function close(world: World, id: Hex): Promise<Hex> {
  const data = encodeFunctionData({ abi: offeringAbi, functionName: 'close', args: [id] });
  return world.send(operator, world.offering, data);
}
