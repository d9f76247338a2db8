import {
  dividendsAbi,
  ledgerAnchorAbi,
  marketplaceAbi,
  offeringAbi,
  treasuryAbi,
} from '@freehold/contracts/abis';
import { type Abi, type Address, encodeAbiParameters, type Hex, keccak256, slice } from 'viem';
import type { Models } from './platform-acts.ts';
import type { Fact } from './share-views.ts';
import type { World } from './world.ts';

/** Of the statement's hash the contract keeps so much; the whole is in the event. */
const tagOf = (statementHash: Hex): Hex =>
  slice(keccak256(encodeAbiParameters([{ type: 'bytes32' }], [statementHash])), 0, 8);

/** Everything the contracts around the shares answer, with what their events say they must. */
export function platformFacts(world: World, models: Models, property: Hex): Fact[] {
  const { p, actors, addresses, now } = world;
  const { wallets } = actors;
  const facts: Fact[] = [];
  const of =
    (to: Address, abi: Abi) => (functionName: string, args: readonly unknown[], expected: unknown) => {
      facts.push({ to, abi, functionName, args, expected });
    };

  const ofDividends = of(p.deployment.dividends, dividendsAbi);
  const { dividends, treasury, anchor, market, offering } = models;
  ofDividends('carried', [addresses.token], dividends.carried.get(addresses.token) ?? 0n);
  for (const [id, { payouts: _, statementHash, ...d }] of dividends.dividends) {
    const sums = {
      paid: dividends.sumOf(id, 'paid'),
      settled: dividends.sumOf(id, 'settled'),
      held: dividends.held(id),
    };
    ofDividends('dividend', [id], {
      ...d,
      ...sums,
      accounted: dividends.accounted(id),
      statementTag: tagOf(statementHash),
    });
    ofDividends('claimable', [id], dividends.claimable(id));
    for (const wallet of wallets) {
      ofDividends('payoutStatus', [id, wallet], dividends.statusOf(id, wallet));
      ofDividends('entitlementOf', [id, wallet], dividends.entitlementOf(id, wallet));
    }
  }

  const ofTreasury = of(p.deployment.treasury, treasuryAbi);
  ofTreasury('balanceOf', [property], treasury.balances.get(property) ?? 0n);
  ofTreasury('allocated', [], treasury.allocated());
  ofTreasury('dailyLimit', [], treasury.dailyLimit);
  ofTreasury('remainingToday', [], treasury.remainingOn(now()));
  ofTreasury('multisig', [], treasury.multisig);
  ofTreasury('paused', [], treasury.paused);
  ofTreasury('dividends', [], treasury.wired[0]);
  ofTreasury('factory', [], treasury.wired[1]);
  ofTreasury('owner', [], treasury.owner);
  for (const agent of treasury.agents) ofTreasury('isAgent', [agent], true);
  for (const ref of treasury.used) ofTreasury('isReferenceUsed', [ref], true);

  const last = anchor.anchors.at(-1);
  of(p.deployment.ledgerAnchor, ledgerAnchorAbi)(
    'latest',
    [],
    [last?.sequence ?? 0n, last?.size ?? 0n, anchor.head],
  );

  const ofMarket = of(p.deployment.marketplace, marketplaceAbi);
  for (const [hash, shares] of market.filledInParts) ofMarket('filledInParts', [hash], shares);
  for (const wallet of wallets) {
    ofMarket('counterOf', [wallet], market.counters.get(wallet) ?? 0n);
    for (const group of [0n, 1n, 2n]) {
      ofMarket('usedNonces', [wallet, group], market.usedNonces.get(`${wallet} ${group}`) ?? 0n);
    }
  }

  const ofOffering = of(p.deployment.offering, offeringAbi);
  ofOffering('totalEscrow', [], offering.totalEscrow());
  for (const [
    id,
    { terms, state, closedAt, subscribed, delivered, refunded, pending, byIdentity },
  ] of offering.offerings) {
    ofOffering('termsOf', [id], terms);
    ofOffering('progressOf', [id], { state, closedAt, subscribed, delivered, refunded });
    ofOffering('escrowOf', [id], offering.escrowOf(id));
    for (const [wallet, shares] of pending) ofOffering('pendingOf', [id, wallet], shares);
    for (const [identity, shares] of byIdentity) ofOffering('subscribedBy', [id, identity], shares);
  }
  return facts;
}
