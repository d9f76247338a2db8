import { identityRegistryAbi, propertyFactoryAbi } from '@freehold/contracts/abis';
import type { CompleteDeployment } from '@freehold/contracts/deployments';
import { propertyKey } from '@freehold/shared/chain-keys';
import { openMarket } from '@freehold/shared/marketplace';
import {
  type Abi,
  type Account,
  type Address,
  createWalletClient,
  type Hex,
  http,
  type PublicClient,
  type WriteContractParameters,
} from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { TestApplication } from '../../../common/testing/test-application.ts';
import type { TestClient } from '../../../common/testing/test-client.ts';
import { someone, someProperty } from '../../../common/testing/test-people.ts';

export const SHARE = 10n ** 18n;
const MNEMONIC = 'test test test test test test test test test test test junk';
const USA = 840;
const YEAR = 365 * 86_400;

export const development = (index: number) => mnemonicToAccount(MNEMONIC, { addressIndex: index });
export const keyOf = (index: number): Hex =>
  `0x${Buffer.from(development(index).getHdKey().privateKey ?? []).toString('hex')}`;

export const agent = development(1);

export type Send = (account: Account, call: ContractCall) => Promise<void>;
type ContractCall = { address: Address; abi: Abi; functionName: string; args: unknown[] };

/** Sends a call from an account and waits until it is mined. */
export function sender(rpcUrl: string, client: PublicClient): Send {
  return async (account, call) => {
    const wallet = createWalletClient({ account, transport: http(rpcUrl) });
    const request = { ...call, chain: null, account } as unknown as WriteContractParameters;
    await client.waitForTransactionReceipt({ hash: await wallet.writeContract(request) });
  };
}

/** Lets a wallet hold shares. */
export async function attest(
  at: { client: PublicClient; deployment: CompleteDeployment; send: Send },
  wallet: Address,
): Promise<void> {
  const issuedAt = Number((await at.client.getBlock()).timestamp);
  const attestation = {
    ...{ wallet, identity: wallet, country: USA, accredited: false, validUntil: issuedAt + YEAR, issuedAt },
  };
  const address = at.deployment.identityRegistry;
  const signature = await development(2).signTypedData({
    domain: { name: 'Freehold IdentityRegistry', version: '1', chainId: 31_337, verifyingContract: address },
    types: {
      Attestation: [
        { name: 'wallet', type: 'address' },
        { name: 'identity', type: 'address' },
        { name: 'country', type: 'uint16' },
        { name: 'accredited', type: 'bool' },
        { name: 'validUntil', type: 'uint40' },
        { name: 'issuedAt', type: 'uint40' },
      ],
    },
    primaryType: 'Attestation',
    message: attestation,
  });
  const args = [attestation, signature];
  await at.send(development(9), { address, abi: identityRegistryAbi, functionName: 'attest', args });
}

/** A property whose token exists on chain, and its open market. */
export async function tokenized(
  system: TestApplication,
  at: { client: PublicClient; deployment: CompleteDeployment; send: Send; admin: TestClient },
) {
  const manager = await someone(system, at.admin, 'manager');
  const { id: propertyId } = await someProperty(manager);
  const key = propertyKey(propertyId);
  const rules = {
    ...{ countryMode: 0, countries: [], maxBalance: 0n, maxShareBps: 0, maxHolders: 0, lockedUntil: 0 },
    ...{ lockupSeconds: 0, windowSeconds: 0, windowLimit: 0n, accreditedOnly: false, approvalNeeded: false },
    ...{ vettedSpendersOnly: false, trackPositions: true },
  };
  const { address: operator } = development(1);
  const supply = 1_000_000n * SHARE;
  const params = {
    ...{ key, name: 'House', symbol: 'HOUSE', maxSupply: supply, owner: development(0).address },
    ...{ agents: [operator], rules },
  };
  const address = at.deployment.propertyFactory;
  await at.send(development(1), {
    address,
    abi: propertyFactoryAbi,
    functionName: 'tokenize',
    args: [params],
  });
  const [token, compliance] = await at.client.readContract({
    ...{ address, abi: propertyFactoryAbi, functionName: 'predict', args: [key] },
  });
  await system.app.get(PrismaService).client.tokenization.create({
    data: {
      ...{ propertyId, chainId: 31_337n, name: 'House', symbol: 'HOUSE', shares: supply.toString() },
      ...{
        state: 'FINAL',
        transactionKey: `tokenize:${propertyId}`,
        tokenAddress: token,
        requestedBy: 'test',
      },
    },
  });
  await at.admin.call(openMarket, { body: { propertyId, feeBps: 50 } });
  return { propertyId, token, compliance };
}
