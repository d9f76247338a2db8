import { complianceAbi, dividendsAbi, identityRegistryAbi, propertyTokenAbi } from '@freehold/contracts/abis';
import { type Abi, type Address, parseAbi } from 'viem';
import { ReferenceCompliance, type Rules } from '../reference/compliance.ts';
import { attempt, type Context, lower, type ReferenceContract, refuse } from '../reference/refusal.ts';
import { ReferenceRegistry } from '../reference/registry.ts';
import { ReferenceSignedToken } from '../reference/signed-token.ts';
import { tokenize } from '../support/acts.ts';
import { createDriver, type Outcome } from '../support/driver.ts';
import { createPlatform, rules, SHARE } from '../support/platform.ts';
import { actorsOf } from './actors.ts';

export const MAX_SUPPLY = 10_000n * SHARE;

const moduleAbi = parseAbi(['function setRefuses(bool refuses)']);

/** Calls to a contract of ours and what the reference makes of it. */
export type Act = Readonly<{
  by: Address;
  to: Address;
  abi: Abi;
  functionName: string;
  args: readonly unknown[];
  expect: (ctx: Context) => void | Promise<void>;
}>;

type Arguments<C, K extends keyof C> = C[K] extends (ctx: Context, ...args: infer A) => void | Promise<void>
  ? A
  : never;

/** One property on the real contracts, and beside it the reference that is told the same. */
export async function createWorld() {
  const p = await createPlatform();
  const driver = createDriver(p);
  const actors = actorsOf(p);
  const start: Rules = { ...rules({ trackPositions: true }) };
  const tokenized = await tokenize(p, { maxSupply: MAX_SUPPLY, rules: start });
  const modules: Address[] = [];
  for (let i = 0; i < 2; i++) modules.push(lower((await p.viem.deployContract('SwitchModule')).address));
  const [token, compliance] = [lower(tokenized.token.address), lower(tokenized.compliance.address)];
  const registry = lower(p.registry.address);

  const { chainId } = p.deployment;
  const theRegistry = new ReferenceRegistry(actors.owner, { chainId, verifyingContract: registry });
  const theToken: ReferenceSignedToken = new ReferenceSignedToken(
    ...([actors.owner, MAX_SUPPLY, theRegistry, () => theCompliance] as const),
  ).signedUnder({ chainId, verifyingContract: token });
  const theCompliance = new ReferenceCompliance(actors.owner, start, theRegistry, () => ({
    totalSupply: () => theToken.totalSupply(),
    maxSupply: () => theToken.maxSupply,
    isAgent: (who) => theToken.agents.has(who),
  }));
  const reference = { token: theToken, compliance: theCompliance, registry: theRegistry };
  const all: readonly ReferenceContract[] = [theToken, theCompliance, theRegistry];
  theToken.agents.add(actors.operator);
  [theToken.name, theToken.symbol] = [tokenized.params.name, tokenized.params.symbol];
  theRegistry.agents.add(actors.operator);
  await copyPolicy(p.registry.read, theRegistry);

  const act = <C extends ReferenceContract, K extends string & keyof C>(
    contract: C,
    abi: Abi,
    to: Address,
    functionName: K,
  ) => {
    const expected: unknown = contract[functionName];
    if (typeof expected !== 'function') throw new Error(`the reference cannot ${functionName}`);
    return (by: Address, ...args: Arguments<C, K>): Act => ({
      ...{ by, to, abi, functionName, args },
      expect: (ctx) => Reflect.apply(expected, contract, [ctx, ...args]),
    });
  };
  const acts = {
    token: <K extends string & keyof ReferenceSignedToken>(name: K) =>
      act(theToken, propertyTokenAbi, token, name),
    compliance: <K extends string & keyof ReferenceCompliance>(name: K) =>
      act(theCompliance, complianceAbi, compliance, name),
    registry: <K extends string & keyof ReferenceRegistry>(name: K) =>
      act(theRegistry, identityRegistryAbi, registry, name),
    /** The record date, which only the dividends contract may set. */
    closeEpoch: (id: `0x${string}`): Act => ({
      ...{ by: actors.operator, to: lower(p.dividends.address), abi: dividendsAbi, functionName: 'declare' },
      args: [id, token, 1_000_000n, id],
      expect: () => {
        if (theToken.totalSupply() === 0n) refuse('DividendsNoSupply', token);
        theToken.raiseEpoch();
      },
    }),
    /** A module changes its mind. */
    setRefuses: (module: Address, refuses: boolean): Act => ({
      ...{ by: actors.stranger, to: module, abi: moduleAbi, functionName: 'setRefuses', args: [refuses] },
      expect: () => {
        if (refuses) theCompliance.refusing.add(module);
        else theCompliance.refusing.delete(module);
      },
    }),
  };

  let time = (await driver.now()) + 10n;

  /** Does it on the chain. */
  async function send(given: Omit<Act, 'expect'>, after: bigint): Promise<Outcome> {
    time += after;
    return driver.act(given, time);
  }

  /** Does it on the chain and in the reference, at the same moment. */
  async function perform(
    given: Act,
    after: bigint,
  ): Promise<{ outcome: Outcome; expected: string | undefined }> {
    const outcome = await send(given, after);
    const expected = await attempt(all, () => given.expect({ sender: given.by, now: time }));
    return { outcome, expected };
  }

  const addresses = { token, compliance, registry, modules };
  return { p, driver, actors, reference, acts, addresses, send, perform, now: () => time };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

/** Topics and issuers as the deployment left them. */
async function copyPolicy(
  real: Awaited<ReturnType<typeof createPlatform>>['registry']['read'],
  reference: ReferenceRegistry,
): Promise<void> {
  reference.topics = [...(await real.getClaimTopics())];
  reference.issuerList = (await real.getTrustedIssuers()).map(lower);
  for (const issuer of reference.issuerList) {
    reference.issuers.set(issuer, await real.getTrustedIssuerClaimTopics([issuer]));
  }
  reference.epochNumber = await real.epoch();
}
