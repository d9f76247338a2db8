import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { identityRegistryAbi, propertyTokenAbi } from '@freehold/contracts/abis';
import type { ApiClient } from '@freehold/scripts/demo/api-client';
import { DEMO_PEOPLE } from '@freehold/scripts/demo/cast';
import { Narrator, until } from '@freehold/scripts/demo/narrator';
import { signedIn } from '@freehold/scripts/demo/people';
import { type Estate, ensureEstate } from '@freehold/scripts/demo/property';
import { SandboxClient } from '@freehold/scripts/demo/sandbox-client';
import {
  type ComplianceActDetail,
  confirmComplianceAct,
  type NewComplianceAct,
  proposeComplianceAct,
  type Register,
  readComplianceAct,
  readRegister,
} from '@freehold/shared/compliance';
import { readPortfolio } from '@freehold/shared/portfolio';
import { readProperty } from '@freehold/shared/property';
import { allocateShares, listAllocations, tokenizeProperty } from '@freehold/shared/token';
import { type Address, createPublicClient, getAddress, http } from 'viem';
import { z } from 'zod';
import { type SaleStage, SHARE, setSaleStage } from './sale-stage.ts';
import { type Administrator, secondAdministrator } from './second-administrator.ts';
import type { TestSystem } from './system.ts';

const addresses = z.object({ dividends: z.string(), identityRegistry: z.string() });

/** A tokenized house whose shares two verified people hold, and two administrators. */
export async function setComplianceStage(system: TestSystem, parts: readonly (readonly [Address, bigint])[]) {
  const stage = await setSaleStage(system, parts.length);
  const second = await secondAdministrator(stage.admin);
  const estate = await ensureEstate(stage.admin, stage.manager, new Narrator());
  const deployed = addresses.parse(JSON.parse(readFileSync(system.deploymentFile, 'utf8')));
  const token = await issue(stage, estate, parts);
  return {
    ...{ ...stage, second, estate, propertyId: estate.property.id },
    dividends: getAddress(deployed.dividends),
    ...chainQuestions(system, { token, registry: getAddress(deployed.identityRegistry) }),
    ...actsOf(stage, second, estate.property.id),
    ...peopleOf(system),
  };
}
export type ComplianceStage = Awaited<ReturnType<typeof setComplianceStage>>;

async function issue(
  { admin }: SaleStage,
  { property }: Estate,
  parts: readonly (readonly [Address, bigint])[],
): Promise<Address> {
  const params = { id: property.id };
  await admin.call(tokenizeProperty, { params, body: { symbol: 'JUNI', shares: String(1_000n * SHARE) } });
  const { token } = await until(
    'the token to be final',
    () => admin.call(readProperty, { params }),
    (now) => now.state === 'TOKENIZED' && now.token !== null,
  );
  const allocations = parts.map(([wallet, shares]) => ({ wallet, shares: String(shares * SHARE) }));
  await admin.call(allocateShares, { params, body: { allocations } });
  await until(
    'the shares to be issued',
    () => admin.call(listAllocations, { params }),
    ({ items }) => items.length === parts.length && items.every(({ state }) => state === 'FINAL'),
  );
  return getAddress(token?.address ?? '');
}

/** What the contracts say, without anybody of ours in between. */
function chainQuestions(
  system: TestSystem,
  { token, registry }: { readonly token: Address; readonly registry: Address },
) {
  const chain = createPublicClient({ transport: http(system.urls.rpc) });
  const onToken = { address: token, abi: propertyTokenAbi } as const;
  return {
    chain,
    /** Whole shares. */
    held: async (wallet: Address): Promise<bigint> =>
      (await chain.readContract({ ...onToken, functionName: 'balanceOf', args: [wallet] })) / SHARE,
    isFrozen: (wallet: Address) =>
      chain.readContract({ ...onToken, functionName: 'isFrozen', args: [wallet] }),
    mayMove: (from: Address, to: Address) =>
      chain.readContract({ ...onToken, functionName: 'canTransfer', args: [from, to, SHARE] }),
    isVerified: (wallet: Address) =>
      chain.readContract({
        ...{ address: registry, abi: identityRegistryAbi, functionName: 'isVerified', args: [wallet] },
      }),
  };
}

function actsOf({ admin }: SaleStage, second: Administrator, propertyId: string) {
  const propose = (body: NewComplianceAct) => admin.call(proposeComplianceAct, { body });
  const confirm = (id: string) => second.client.call(confirmComplianceAct, { params: { id } });
  const ended = (id: string): Promise<ComplianceActDetail> =>
    until(
      'the act to end',
      () => admin.call(readComplianceAct, { params: { id } }),
      ({ state }) => state === 'FINAL' || state === 'FAILED',
    );
  return {
    propose,
    confirm,
    ended,
    /** By both administrators where it takes two, until the chain has it. */
    done: async (body: NewComplianceAct): Promise<void> => {
      const act = await propose(body);
      if (act.state === 'PROPOSED') await confirm(act.id);
      const end = await ended(act.id);
      assert.deepEqual([end.state, ...end.calls.flatMap(({ problem }) => problem ?? [])], ['FINAL']);
    },
    register: (on?: string): Promise<Register> =>
      admin.call(readRegister, { params: { id: propertyId }, query: on === undefined ? {} : { on } }),
  };
}

function peopleOf(system: TestSystem) {
  const sandbox = new SandboxClient(system.urls);
  const person = (index: number) => {
    const found = DEMO_PEOPLE.investors[index];
    assert.ok(found);
    return found;
  };
  const enter = async (index: number): Promise<ApiClient> => {
    const client = await signedIn(system.urls.api, person(index));
    assert.ok(client);
    return client;
  };
  return {
    person,
    enter,
    /** What somebody sees of the one property: whole shares, and in which wallets. */
    portfolio: async (index: number) => {
      const { positions } = await (await enter(index)).call(readPortfolio);
      assert.ok(positions.length <= 1);
      const wallets = positions[0]?.wallets ?? [];
      return Object.fromEntries(wallets.map(({ wallet, shares }) => [wallet, BigInt(shares) / SHARE]));
    },
    /** Waits until somebody has got so many mails with these words. */
    told: (index: number, words: RegExp, count: number) =>
      until(
        `${count} mails to ${person(index).email} that say ${words}`,
        async () => {
          const mails = await sandbox.mailsTo(person(index).email);
          return mails.filter(({ text }) => words.test(text.replaceAll(/\s+/gu, ' ')));
        },
        (mails) => mails.length === count,
      ),
  };
}

/** Whole shares by wallet, and by the name of the person. */
export const byWallet = ({ holders }: Register) =>
  Object.fromEntries(holders.map(({ wallet, shares }) => [wallet, BigInt(shares) / SHARE]));
export const byPerson = ({ capTable }: Register) =>
  Object.fromEntries(capTable.map(({ investor, shares }) => [investor?.name, BigInt(shares) / SHARE]));
