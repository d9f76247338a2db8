import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityRegistryAbi } from '@freehold/contracts/abis';
import { deployAll } from '@freehold/contracts/deploy';
import pg from 'pg';
import {
  type Address,
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  publicActions,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { type KycRig, startKycRig } from './kyc-rig.ts';

const node = z.object({
  rpcUrl: z.string(),
  stop: z.custom<() => Promise<void>>((it) => typeof it === 'function'),
});
const embedded = z.object({
  startAnvil: z.custom<(options: object) => Promise<unknown>>((it) => typeof it === 'function'),
});
// A variable keeps the compiler from making the scripts part of this project.
const specifier = '@freehold/scripts/embedded/anvil';

/** Accounts 0 to 2 of the development phrase every local node funds. */
const DEPLOYER: Hex = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const OPERATOR: Hex = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';
const ISSUER: Hex = '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a';
const CHAIN_ID = 31_337;

export interface AttestationRig extends KycRig {
  /** Works until the registry was told all there is to tell, for good. */
  tell(): Promise<void>;
  isVerified(wallet: Address): Promise<boolean>;
  isAccredited(wallet: Address): Promise<boolean>;
  /** Unix seconds until which the newest attestation counts. */
  validUntil(wallet: Address): Promise<number>;
  country(wallet: Address): Promise<number>;
  identity(wallet: Address): Promise<Address>;
  /** Makes every attestation so far stop counting, as a change of issuers does. */
  newEpoch(): Promise<void>;
  /** As the owner of the database. */
  sql(text: string): Promise<void>;
  /** Ends the node, so that nothing on chain can be asked or told; `tell` no longer works. */
  stopNode(): Promise<void>;
}

/** The API, the sandbox's identity providers, and the registry on a real chain. */
export async function startAttestationRig(): Promise<AttestationRig> {
  const { startAnvil } = embedded.parse({ ...(await import(specifier)) });
  const anvil = node.parse(await startAnvil({ slotsInAnEpoch: 1 }));
  const folder = mkdtempSync(join(tmpdir(), 'freehold-attestation-'));
  const [operator, issuer] = [OPERATOR, ISSUER].map((key) => privateKeyToAccount(key).address);
  if (operator === undefined || issuer === undefined) throw new Error('no accounts');
  const deployment = await deployAll({
    rpcUrl: anvil.rpcUrl,
    deployerKey: DEPLOYER,
    operator,
    attester: issuer,
    anchorSigners: [operator, issuer],
    usdcMinters: [operator],
    file: join(folder, 'deployment.json'),
  });
  const rig = await startKycRig(
    { RPC_URL: anvil.rpcUrl, OPERATOR_PRIVATE_KEY: OPERATOR, ATTESTATION_PRIVATE_KEY: ISSUER },
    deployment,
  );
  const client = createPublicClient({ transport: http(anvil.rpcUrl) });
  const owner = new pg.Client({ connectionString: rig.system.database.url });
  await owner.connect();
  await owner.query(
    `INSERT INTO chain.cursor (chain_id, number, schema_version, start_block, genesis_hash) VALUES ($1, 0, 1, 0, '\\x00')`,
    [CHAIN_ID],
  );
  const mine = (): Promise<unknown> => client.request({ method: 'anvil_mine', params: ['0x4'] } as never);
  const registry = { address: deployment.identityRegistry, abi: identityRegistryAbi };
  const send = async (): Promise<void> => {
    await rig.run('attestation');
    const miner = setInterval(() => void mine().catch(() => undefined), 50);
    try {
      await rig.run('chain-sender');
    } finally {
      clearInterval(miner);
    }
    await mine();
    await owner.query('UPDATE chain.cursor SET number = 1000000, head = 1000000, final = 1000000');
    await rig.run('attestation');
  };
  let stopped = false;
  return {
    ...rig,
    tell: async () => {
      for (let turn = 0; turn < 6; turn += 1) {
        await send();
        const open = await rig.prisma.client.attestation.count({ where: { state: 'SUBMITTED' } });
        const due = await rig.prisma.client.kycCase.count({ where: { attestDueAt: { lte: new Date() } } });
        if (open + due === 0) return;
      }
      throw new Error('The registry is never told everything.');
    },
    isVerified: (wallet) => client.readContract({ ...registry, functionName: 'isVerified', args: [wallet] }),
    isAccredited: (wallet) =>
      client.readContract({ ...registry, functionName: 'isAccredited', args: [wallet] }),
    validUntil: async (wallet) =>
      (await client.readContract({ ...registry, functionName: 'attestationOf', args: [wallet] }))[0],
    country: (wallet) =>
      client.readContract({ ...registry, functionName: 'investorCountry', args: [wallet] }),
    identity: (wallet) => client.readContract({ ...registry, functionName: 'identity', args: [wallet] }),
    newEpoch: async () => {
      const account = privateKeyToAccount(DEPLOYER);
      const wallet = createWalletClient({ account, transport: http(anvil.rpcUrl) }).extend(publicActions);
      const data = encodeFunctionData({
        abi: identityRegistryAbi,
        functionName: 'addClaimTopic',
        args: [77n],
      });
      const undo = encodeFunctionData({
        abi: identityRegistryAbi,
        functionName: 'removeClaimTopic',
        args: [77n],
      });
      for (const call of [data, undo]) {
        const hash = await wallet.sendTransaction({ to: registry.address, data: call, chain: null });
        await wallet.waitForTransactionReceipt({ hash });
      }
    },
    sql: async (text) => {
      await owner.query(text);
    },
    stopNode: async () => {
      stopped = true;
      await anvil.stop();
    },
    close: async () => {
      await owner.end();
      await rig.close();
      if (!stopped) await anvil.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
