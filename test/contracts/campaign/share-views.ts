import { complianceAbi, identityRegistryAbi, propertyTokenAbi } from '@freehold/contracts/abis';
import { type Abi, type Address, zeroAddress } from 'viem';
import type { Random } from '../support/random.ts';
import type { World } from './world.ts';

/** One view of a contract and what the reference says it must answer. */
export type Fact = Readonly<{
  to: Address;
  abi: Abi;
  functionName: string;
  args: readonly unknown[];
  expected: unknown;
}>;

/** Everything the contracts answer about a world, with the reference's answers. */
export function shareFacts(world: World, random: Random, persons: readonly Address[]): Fact[] {
  const { reference, actors, addresses, now } = world;
  const { token, compliance, registry } = reference;
  const time = now();
  const facts: Fact[] = [];
  const of =
    (to: Address, abi: Abi) => (functionName: string, args: readonly unknown[], expected: unknown) => {
      facts.push({ to, abi, functionName, args, expected });
    };
  const ofToken = of(addresses.token, propertyTokenAbi);
  const ofCompliance = of(addresses.compliance, complianceAbi);
  const ofRegistry = of(addresses.registry, identityRegistryAbi);

  ofToken('totalSupply', [], token.totalSupply());
  ofToken('paused', [], token.paused);
  ofToken('issuancePaused', [], token.issuancePaused);
  ofToken('name', [], token.name);
  ofToken('symbol', [], token.symbol);
  ofToken('onchainID', [], token.onchainID);
  ofToken('snapshotEpoch', [], token.closedEpochs.length + 1);
  ofToken('holderIndexCount', [], BigInt(token.holders.length));
  ofToken('getAllDocuments', [], token.documentNames);
  for (const [name, document] of token.documents) ofToken('getDocument', [name], document);
  for (const [pair, amount] of token.allowances) ofToken('allowance', pair.split(' '), amount);
  const closed = token.closedEpochs.length;
  const epochs = closed === 0 ? [] : [closed, 1 + random.below(closed)];
  for (const epoch of epochs) ofToken('supplyAt', [epoch], token.supplyAt(epoch));

  ofCompliance('holderCount', [], compliance.holderCount());
  ofCompliance('getModules', [], compliance.modules);
  const { countries, trackPositions: _, ...rules } = compliance.rules;
  const sorted = [...new Set(countries)].sort((a, b) => a - b);
  if (random.chance(5))
    ofCompliance('rules', [], { ...rules, countries: sorted, trackPositions: compliance.tracked });
  for (const [approval, left] of compliance.approvals) {
    const [from, to, amount] = approval.split(' ');
    ofCompliance('transferApprovals', [from, to, BigInt(amount ?? 0)], BigInt(left));
  }

  ofRegistry('epoch', [], registry.epochNumber);
  ofRegistry('getClaimTopics', [], registry.topics);
  ofRegistry('getTrustedIssuers', [], registry.issuerList);

  for (const wallet of [...actors.wallets, actors.stranger]) {
    ofToken('balanceOf', [wallet], token.balanceOf(wallet));
    ofToken('getFrozenTokens', [wallet], token.getFrozenTokens(wallet));
    ofToken('freeBalanceOf', [wallet], token.freeBalanceOf(wallet));
    ofToken('isFrozen', [wallet], token.isFrozen(wallet));
    ofToken('nonces', [wallet], token.nonces.get(wallet) ?? 0n);
    ofToken('successorOf', [wallet], token.successorOf(wallet));
    ofToken('canSend', [wallet], token.canSend(wallet));
    ofToken('canReceive', [wallet], token.canReceive(time, wallet));
    for (const epoch of epochs) ofToken('balanceAt', [wallet, epoch], token.balanceAt(wallet, epoch));
    ofCompliance('isSpender', [wallet], compliance.spenders.has(wallet));
    const identity = registry.identity(wallet);
    ofRegistry('identity', [wallet], identity);
    ofRegistry('contains', [wallet], identity !== zeroAddress);
    ofRegistry('investorCountry', [wallet], registry.country(wallet));
    ofRegistry('isVerified', [wallet], registry.isVerified(time, wallet));
    ofRegistry('isAccredited', [wallet], registry.isAccredited(time, wallet));
    ofRegistry('attestationOf', [wallet], registry.attestationOf(time, wallet));
  }
  for (const person of new Set([...persons, ...actors.wallets])) {
    const position = compliance.positionOf(person);
    ofCompliance('positionOf', [person], position);
    ofCompliance('lockedOf', [person], compliance.lockedOf(time, person));
    ofCompliance('freeOf', [person], compliance.freeOf(time, person));
    ofCompliance('windowSpent', [person], compliance.windowSpent(time, person));
    const amount = random.upTo(position + position / 8n);
    ofCompliance('freeFrom', [person, amount], compliance.freeFrom(time, person, amount));
  }
  return facts;
}

/** What the contracts answer when asked beforehand, for one movement anybody might make. */
export function previewFacts(world: World, random: Random): Fact[] {
  const { reference, actors, addresses, now } = world;
  const { token, compliance } = reference;
  const anybody = () => random.pick([...actors.wallets, actors.stranger, zeroAddress]);
  const [spender, from, to, receiver] = [anybody(), anybody(), anybody(), anybody()];
  const amount = random.upTo(token.balanceOf(from) + 10n);
  const ofToken = { to: addresses.token, abi: propertyTokenAbi };
  const transferRefusal = token.transferRefusal(now(), spender, from, to, amount);
  const ownRefusal = token.transferRefusal(now(), zeroAddress, from, to, amount);
  return [
    {
      ...ofToken,
      functionName: 'canTransferWithReason',
      args: [spender, from, to, amount],
      expected: transferRefusal,
    },
    { ...ofToken, functionName: 'canTransfer', args: [from, to, amount], expected: ownRefusal === undefined },
    {
      ...ofToken,
      ...{ functionName: 'canMintWithReason', args: [receiver, amount] },
      expected: token.mintRefusal(now(), receiver, amount),
    },
    {
      ...{
        to: addresses.compliance,
        abi: complianceAbi,
        functionName: 'canTransfer',
        args: [from, to, amount],
      },
      expected: compliance.canTransfer(now(), from, to, amount),
    },
  ];
}
