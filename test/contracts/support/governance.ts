import { accessManagerAbi, safeAbi, timelockControllerAbi } from '@freehold/contracts/abis';
import {
  type Act,
  delayedChange,
  managed,
  type Proposal,
  policyChange,
  saltOf,
} from '@freehold/contracts/access/operations';
import { type SafeCall, signedSafeCall } from '@freehold/contracts/access/safe';
import { propertyWishes } from '@freehold/contracts/access/wiring';
import type { AccessContracts } from '@freehold/contracts/deployments';
import { createPublicClient, custom, type LocalAccount } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import {
  createPlatform,
  type Platform,
  propertyKey,
  rules,
  SHARE,
  type Token,
  type Wallet,
} from './platform.ts';

const DAY = 24 * 60 * 60;
export const DELAYS = { policyDelay: 2 * DAY, upgradeDelay: 5 * DAY } as const;

const account = (addressIndex: number) =>
  mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex });

export const safeOwners = [account(11), account(12), account(13)] as const;
const [firstOwner, secondOwner] = safeOwners;

export type Governance = Awaited<ReturnType<typeof createGovernance>>;

/** The platform as it is handed over: a Safe of 2 of 3, a timelock, an AccessManager; the operator is guardian. */
export async function createGovernance() {
  const operator = account(1).address;
  const p = await createPlatform(undefined, {
    access: {
      ...{ safe: { owners: safeOwners.map(({ address }) => address), threshold: 2 }, guardians: [operator] },
      ...DELAYS,
    },
  });
  const access = given(p.deployment.access);
  const reader = createPublicClient({ transport: custom(p.provider) });
  return {
    ...{ p, access, reader },
    safe: p.at(safeAbi, access.safe),
    timelock: p.at(timelockControllerAbi, access.timelock),
    manager: p.at(accessManagerAbi, access.accessManager),
  };
}

function given(access: AccessContracts | undefined): AccessContracts {
  if (!access) throw new Error('the platform was deployed without access contracts');
  return access;
}

/** Sends a call from a wallet without any role, as anybody may. */
export const send = (p: Platform, { to, data }: SafeCall, from: Wallet = p.stranger) =>
  from.sendTransaction({ to, data });

/** The Safe makes `call`, by default with the signatures of two owners. */
export async function safeSends(
  g: Governance,
  call: SafeCall,
  signers: readonly LocalAccount[] = [firstOwner, secondOwner],
) {
  return send(g.p, await signedSafeCall(g.reader, g.access.safe, call, signers));
}

/** The Safe has the AccessManager do something at once. */
export const safeActs = (g: Governance, act: Act, signers?: readonly LocalAccount[]) =>
  safeSends(g, managed(g.access, act), signers);

/** A wallet has the AccessManager do something at once. */
export const walletActs = (g: Governance, act: Act, from: Wallet) => send(g.p, managed(g.access, act), from);

let proposals = 0;

/** Proposed through the Safe: a change of rules. */
export async function proposePolicy(g: Governance, acts: readonly Act[]): Promise<Proposal> {
  proposals += 1;
  const proposal = policyChange(g.access, acts, { ...DELAYS, salt: saltOf(`policy ${proposals}`) });
  await safeSends(g, proposal.propose);
  return proposal;
}

/** Proposed through the Safe: an upgrade or a change of roles, in its two steps. */
export async function proposeDelayed(g: Governance, acts: readonly Act[]) {
  proposals += 1;
  const steps = delayedChange(g.access, acts, { ...DELAYS, salt: saltOf(`delayed ${proposals}`) });
  for (const step of steps) await safeSends(g, step.propose);
  return steps;
}

/** Waits out both delays and executes both steps. */
export async function carryOut(g: Governance, [announce, act]: readonly [Proposal, Proposal]) {
  await g.p.networkHelpers.time.increase(DELAYS.policyDelay);
  await send(g.p, announce.execute);
  await g.p.networkHelpers.time.increase(DELAYS.upgradeDelay);
  await send(g.p, act.execute);
}

/**
 * A token as production has it: its functions were given to roles before it existed, and the AccessManager is its only
 * agent.
 */
export async function listToken(g: Governance): Promise<Token> {
  const key = propertyKey('Linden 5');
  const [token, compliance] = await g.p.factory.read.predict([key]);
  const acts = propertyWishes(g.access, { token, compliance }).map(({ to, data }) => ({ target: to, data }));
  await carryOut(g, await proposeDelayed(g, acts));
  const owner = g.access.accessManager;
  const params = { key, name: 'Linden 5', symbol: 'LIN5', maxSupply: 1_000n * SHARE, owner, agents: [owner] };
  await g.p.factory.write.tokenize([{ ...params, rules: rules() }], { account: g.p.operator.account });
  return g.p.tokenAt(token);
}
