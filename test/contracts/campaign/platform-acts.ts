import {
  complianceAbi,
  dividendsAbi,
  ledgerAnchorAbi,
  marketplaceAbi,
  offeringAbi,
  treasuryAbi,
  usdcAbi,
} from '@freehold/contracts/abis';
import { type Abi, type Address, type Hex, parseAbi, zeroAddress } from 'viem';
import { lower } from '../reference/refusal.ts';
import type { MarketReplay, OfferingReplay } from '../replay/market-replay.ts';
import type { AnchorReplay, DividendsReplay, TreasuryReplay } from '../replay/money-replay.ts';
import { signAnchor } from '../support/anchors.ts';
import { BUY, FOREVER, marketDomain, ORDER_TYPES, type Order, SELL } from '../support/market.ts';
import { SHARE, USDC } from '../support/platform.ts';
import type { Random } from '../support/random.ts';
import type { Act, World } from './world.ts';

export type Models = Readonly<{
  dividends: DividendsReplay;
  treasury: TreasuryReplay;
  anchor: AnchorReplay;
  market: MarketReplay;
  offering: OfferingReplay;
}>;
type Signed = Readonly<{ order: Order; signature: Hex }>;

const DAY = 86_400;
const PRICE = 50n * USDC;

/** Random acts on everything around the shares: dividends, treasury, anchor, orders, offerings, USDC. */
export function platformActs(world: World, random: Random, models: Models, property: Hex) {
  const { p, actors, addresses, reference, now } = world;
  const { wallets, operator, owner, circle, stranger, attester, signerOf } = actors;
  const { pick, chance, upTo, below, weighed, bytes32, some } = random;
  const { token } = addresses;
  const orders: Signed[] = [];

  const plain =
    (abi: Abi, to: Address) =>
    (by: Address, functionName: string, ...args: readonly unknown[]): Act => ({
      ...{ by, to: lower(to), abi, functionName, args },
      expect: () => {},
    });
  const dividends = plain(dividendsAbi, p.deployment.dividends);
  const treasury = plain(treasuryAbi, p.deployment.treasury);
  const anchor = plain(ledgerAnchorAbi, p.deployment.ledgerAnchor);
  const market = plain(marketplaceAbi, p.deployment.marketplace);
  const offering = plain(offeringAbi, p.deployment.offering);
  const usdc = plain(usdcAbi, p.deployment.usdc);
  const agent = (): Address => (chance(3) ? pick([stranger, owner]) : operator);
  const someone = (): Address => pick(wallets);
  /** Mostly somebody who can: an unfrozen holder, a verified wallet. */
  const oneOf = (able: (wallet: Address) => boolean): Address => {
    const all = wallets.filter(able);
    return all.length === 0 || chance(4) ? someone() : pick(all);
  };
  const aHolder = (): Address => oneOf((who) => reference.token.freeBalanceOf(who) >= SHARE);
  const aReceiver = (): Address => oneOf((who) => reference.token.canReceive(now(), who));
  const known = <K>(from: Iterable<K>, otherwise: K): K => {
    const all = [...from];
    return all.length === 0 || chance(4) ? otherwise : pick(all);
  };

  /** Everybody has USDC and lets the platform's contracts move what he gives. */
  function preparations(): Act[] {
    const most = 2n ** 255n;
    const spenders = [p.deployment.marketplace, p.deployment.offering, p.deployment.dividends];
    return [
      ...[...wallets, operator].flatMap((who) => [
        usdc(circle, 'mint', who, 10_000_000n * USDC),
        ...spenders.map((spender) => usdc(who, 'approve', spender, most)),
      ]),
      ...wallets.map((who) => world.acts.token('approve')(who, lower(p.deployment.marketplace), most)),
      world.acts.token('addAgent')(owner, lower(p.deployment.offering)),
      usdc(circle, 'mint', p.deployment.treasury, 1_000_000n * USDC),
    ];
  }

  /* DIVIDENDS */

  const dividend = (): Act => {
    const id = known(models.dividends.dividends.keys(), bytes32());
    const state = models.dividends.dividends.get(id)?.state;
    const holders = some(wallets, 8);
    if (state === 1) {
      return chance(15)
        ? dividends(agent(), 'cancel', id)
        : dividends(chance(50) ? operator : someone(), 'fund', id);
    }
    if (state !== 2 || chance(15)) {
      const amount = upTo(chance(30) ? 100n : 90_000n * USDC);
      return dividends(agent(), 'declare', chance(3) ? id : bytes32(), token, amount, bytes32());
    }
    return weighed<() => Act>([
      [8, () => dividends(agent(), 'pay', id, holders)],
      [4, () => dividends(someone(), 'claim', id)],
      [4, () => dividends(stranger, 'claimFor', id, someone())],
      [3, () => dividends(agent(), 'markSettled', id, someone(), bytes32())],
      [2, () => dividends(agent(), 'sweep', id)],
    ])();
  };

  /* TREASURY, ANCHOR, USDC */

  const money = (): Act => {
    const ref = known(models.treasury.used, bytes32());
    const fresh = chance(4) ? ref : bytes32();
    const open = [...models.dividends.dividends].filter(([, { state }]) => state === 1).map(([id]) => id);
    const held = models.treasury.balances.get(property) ?? 0n;
    return weighed<() => Act>([
      [3, () => usdc(circle, 'mint', p.deployment.treasury, upTo(50_000n * USDC))],
      [5, () => treasury(agent(), 'credit', fresh, property, upTo(40_000n * USDC))],
      [4, () => treasury(agent(), 'release', fresh, property, someone(), upTo(held / 3n))],
      [3, () => treasury(agent(), 'fundDividend', fresh, property, known(open, bytes32()))],
      [1, () => treasury(chance(90) ? owner : stranger, 'setDailyLimit', upTo(90_000n * USDC))],
      [2, () => treasury(chance(90) ? owner : stranger, 'uncredit', fresh, property, upTo(held / 9n))],
      [2, () => treasury(owner, 'sweep', fresh, p.deployment.usdc, upTo(9_000n * USDC))],
      [1, () => treasury(owner, 'setMultisig', someone())],
      [1, () => treasury(agent(), 'pause')],
      [models.treasury.paused ? 20 : 1, () => treasury(owner, 'unpause')],
      [4, () => usdc(owner, chance(30) ? 'blacklist' : 'unBlacklist', someone())],
    ])();
  };

  async function anchoring(): Promise<Act> {
    const last = models.anchor.anchors.at(-1);
    const claim = {
      sequence: (last?.sequence ?? 0n) + (chance(5) ? 2n : 1n),
      size: (last?.size ?? 0n) + upTo(50n),
      root: bytes32(),
      previousHead: chance(5) ? bytes32() : models.anchor.head,
    };
    const a = await signAnchor(p, p.operator, claim);
    const b = await signAnchor(p, chance(4) ? p.stranger : p.cosigner, claim);
    return anchor(stranger, 'anchor', claim.sequence, claim.size, claim.root, claim.previousHead, a, b);
  }

  /* ORDERS */

  async function orderFor(side: number, maker: Address): Promise<Signed> {
    const order: Order = {
      ...{ maker, token, side, shares: (1n + upTo(20n)) * SHARE, minShares: chance(10) ? SHARE : 0n },
      price: side === SELL ? PRICE - upTo(5n * USDC) : PRICE + upTo(5n * USDC),
      ...{ feeBps: chance(30) ? 50 : 0, expiry: chance(10) ? Number(now()) + 3 * DAY : FOREVER },
      ...{ nonce: upTo(600n), counter: models.market.counters.get(maker) ?? 0n },
      ...{ taker: chance(3) ? someone() : zeroAddress, settler: chance(5) ? operator : zeroAddress },
    };
    const typed = {
      domain: marketDomain(p),
      types: ORDER_TYPES,
      primaryType: 'Order',
      message: order,
    } as const;
    const signature = await signerOf(chance(3) ? stranger : maker).signTypedData(typed);
    const signed = { order, signature };
    orders.push(signed);
    return signed;
  }
  function isGood({ maker, nonce, counter, expiry }: Order): boolean {
    const used = models.market.usedNonces.get(`${maker} ${nonce >> 8n}`) ?? 0n;
    const isUsed = (used >> (nonce & 0xffn)) % 2n === 1n;
    return !isUsed && counter === (models.market.counters.get(maker) ?? 0n) && BigInt(expiry) > now();
  }
  const buyerFor = ({ order }: Signed): Address =>
    oneOf((who) => who !== order.maker && reference.token.canReceive(now(), who));
  async function tradeBetween() {
    const old = (side: number): Signed[] =>
      orders.slice(-40).filter(({ order }) => order.side === side && (isGood(order) || chance(3)));
    const sells = old(SELL);
    const sell = sells.length > 0 && chance(50) ? pick(sells) : await orderFor(SELL, aHolder());
    const buys = old(BUY).filter(({ order }) => order.maker !== sell.order.maker || chance(3));
    const buy = buys.length > 0 && chance(50) ? pick(buys) : await orderFor(BUY, buyerFor(sell));
    const most = sell.order.shares < buy.order.shares ? sell.order.shares : buy.order.shares;
    const free = reference.token.freeBalanceOf(sell.order.maker) / SHARE;
    const few = free > 1n && free < most / SHARE ? free : most / SHARE;
    const shares = chance(60) ? SHARE * (1n + upTo(few - 1n)) : most;
    return {
      ...{ sell: sell.order, buy: buy.order, sellSignature: sell.signature, buySignature: buy.signature },
      ...{ shares, cost: (shares * (chance(96) ? PRICE : PRICE * 2n)) / SHARE },
    };
  }
  async function trading(): Promise<Act> {
    const order = orders.length === 0 ? undefined : pick(orders).order;
    const by = chance(50) ? operator : stranger;
    return weighed<() => Act | Promise<Act>>([
      [16, async () => market(by, 'settle', await tradeBetween(), [])],
      [6, async () => market(by, 'settleBatch', [await tradeBetween(), await tradeBetween()], [])],
      [1, () => market(order?.maker ?? stranger, 'cancel', order ? [order] : [])],
      [1, () => market(someone(), 'cancelNonces', upTo(2n), 1n << upTo(255n))],
      [1, () => market(someone(), 'cancelAll')],
    ])();
  }

  /* OFFERINGS */

  const selling = (): Act => {
    const all = [...models.offering.offerings];
    const open = all.filter(([, { state }]) => state === 1).map(([known]) => known);
    const pending = all.filter(([, sale]) => [...sale.pending.values()].some((shares) => shares > 0n));
    const waiting = pending.map(([known]) => known).filter((known) => !open.includes(known));
    if ((open.length === 0 && chance(50)) || chance(2)) return opening();
    const choices = [...open, ...open, ...waiting];
    const id = choices.length === 0 || chance(4) ? bytes32() : pick(choices);
    const sale = models.offering.offerings.get(id);
    const subscribers = [...(sale?.pending ?? [])].filter(([, shares]) => shares > 0n).map(([who]) => who);
    const several = some(subscribers.length === 0 ? wallets : subscribers, 6);
    if (!sale) return offering(agent(), 'cancel', id);
    const isOver = now() >= BigInt(sale.terms.closes);
    if (sale.state === 1 && !isOver) {
      return weighed<() => Act>([
        [12, () => offering(aReceiver(), 'subscribe', id, (1n + upTo(40n)) * SHARE)],
        [1, () => offering(agent(), 'cancel', id)],
        [1, () => offering(stranger, 'close', id)],
        [3, () => reassigning(id, subscribers)],
      ])();
    }
    if (sale.state === 1) return offering(stranger, 'close', id);
    return weighed<() => Act>([
      [6, () => offering(stranger, sale.state === 2 ? 'deliver' : 'refundFor', id, several)],
      [3, () => offering(subscribers.length === 0 ? someone() : pick(subscribers), 'refund', id)],
      [3, () => reassigning(id, subscribers)],
      [1, () => offering(stranger, 'skim')],
    ])();
  };
  function reassigning(id: Hex, subscribers: readonly Address[]): Act {
    const from = subscribers.length === 0 ? someone() : pick(subscribers);
    const same = wallets.filter(
      (wallet) => reference.registry.identity(wallet) === reference.registry.identity(from),
    );
    return offering(agent(), 'reassign', id, from, pick([...same, someone()]));
  }
  function opening(): Act {
    const left = reference.token.maxSupply - reference.token.totalSupply();
    const cap = ((left / 8n + SHARE) / SHARE) * SHARE;
    const opens = Number(now());
    const terms = {
      ...{ token, property, price: PRICE, cap, minimum: cap / BigInt(3 + below(60)), minPerInvestor: SHARE },
      ...{ maxPerInvestor: 200n * SHARE, opens, closes: opens + DAY * (40 + below(200)) },
    };
    return offering(agent(), 'open', bytes32(), terms);
  }

  /** A module is called by the owner, and one that will not be let go is let go. */
  const modules = (): Act => {
    const module = pick(
      reference.compliance.modules.length === 0 ? addresses.modules : reference.compliance.modules,
    );
    if (chance(40))
      return plain(parseAbi(['function setSticky(bool sticky)']), module)(stranger, 'setSticky', chance(60));
    return plain(complianceAbi, addresses.compliance)(owner, 'callModuleFunction', '0x06fdde03', module);
  };

  /** The registry's storage, written by a registry bound to it. */
  const storage = (): Act => {
    const registry = plain(p.registry.abi, p.deployment.identityRegistry);
    const by = chance(50) ? operator : attester;
    const newcomer = (): Address => `0x${bytes32().slice(26)}`;
    return weighed<() => Act>([
      [3, () => registry(owner, 'bindIdentityRegistry', attester)],
      [1, () => registry(owner, 'unbindIdentityRegistry', attester)],
      [2, () => registry(by, 'addIdentityToStorage', newcomer(), someone(), 276)],
      [1, () => registry(by, 'removeIdentityFromStorage', someone())],
      [2, () => registry(by, 'modifyStoredInvestorCountry', someone(), 250)],
      [2, () => registry(by, 'modifyStoredIdentity', someone(), someone())],
    ])();
  };

  const next = (): Act | Promise<Act> =>
    weighed<() => Act | Promise<Act>>([
      [30, dividend],
      [16, money],
      [4, anchoring],
      [26, trading],
      [24, selling],
      [2, storage],
      [2, modules],
    ])();
  return { next, preparations };
}
