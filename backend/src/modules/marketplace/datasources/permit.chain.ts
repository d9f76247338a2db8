import { propertyTokenAbi, usdcAbi } from '@freehold/contracts/abis';
import { FreeholdError } from '@freehold/shared/errors';
import { Injectable } from '@nestjs/common';
import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  isAddressEqual,
  slice,
} from 'viem';
import { ChainClient } from '../../blockchain/domain/chain-client.ts';
import type { Permission, Permit } from '../domain/permit.ts';
import { MarketChain } from './market.chain.ts';

export interface PermitDomain {
  readonly name: string;
  readonly version: string;
  readonly chainId: number;
  readonly verifyingContract: Address;
}

/** Length of a signature that the marketplace hands on as v, r and s. */
const KEY_SIGNATURE = 2 + 2 * 65;

/** What tokens say about permits for the marketplace. */
@Injectable()
export class PermitChain {
  readonly #domains = new Map<Address, PermitDomain>();

  constructor(
    private readonly chain: ChainClient,
    private readonly market: MarketChain,
  ) {}

  async permission(wallet: Address, asset: Address): Promise<Permission> {
    const { client } = this.chain;
    // Of one moment: a new nonce beside an old allowance would look like a permit that gave nothing.
    const blockNumber = await asked(client.getBlockNumber({ cacheTime: 0 }));
    const question = { address: asset, abi: usdcAbi, blockNumber } as const;
    const [allowance, nonce] = await Promise.all([
      unlessRefused(
        client.readContract({
          ...{ ...question, functionName: 'allowance', args: [wallet, this.market.marketplace] },
        }),
      ),
      unlessRefused(client.readContract({ ...question, functionName: 'nonces', args: [wallet] })),
    ]);
    return { allowance: allowance ?? 0n, nonce };
  }

  /** What a wallet signs under; null where the asset takes no permits. A token does not change it. */
  async domain(asset: Address): Promise<PermitDomain | null> {
    const known = this.#domains.get(asset);
    if (known !== undefined) return known;
    const { client } = this.chain;
    const { chainId } = this.market;
    const names = isAddressEqual(asset, this.market.usdc)
      ? await unlessRefused(
          Promise.all([
            client.readContract({ address: asset, abi: usdcAbi, functionName: 'name' }),
            client.readContract({ address: asset, abi: usdcAbi, functionName: 'version' }),
          ]),
        )
      : await unlessRefused(
          client
            .readContract({ address: asset, abi: propertyTokenAbi, functionName: 'eip712Domain' })
            .then(([, name, version]) => [name, version] as const),
        );
    if (names === null) return null;
    const [name, version] = names;
    const domain = { name, version, chainId, verifyingContract: asset };
    this.#domains.set(asset, domain);
    return domain;
  }

  /** Whether the token would take the permit now: the token itself judges, contract wallets (ERC-1271) included. */
  async isTaken({ wallet, asset, value, deadline, signature }: Permit): Promise<boolean> {
    const terms = [wallet, this.market.marketplace, value, BigInt(deadline)] as const;
    const base = {
      address: asset,
      abi: usdcAbi,
      functionName: 'permit',
      account: this.market.marketplace,
    } as const;
    const { client } = this.chain;
    // As the marketplace hands them on, to the byte.
    const args =
      signature.length === KEY_SIGNATURE
        ? ([
            ...terms,
            Number.parseInt(slice(signature, 64).slice(2), 16),
            slice(signature, 0, 32),
            slice(signature, 32, 64),
          ] as const)
        : ([...terms, signature] as const);
    const answer = client.simulateContract({ ...base, args }).then(() => true);
    return (await unlessRefused(answer)) !== null;
  }
}

const asked = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    throw new FreeholdError('UPSTREAM_UNAVAILABLE', undefined, { cause: error });
  });

/** Null when the contract refuses or lacks the function; throws when the node does not answer. */
async function unlessRefused<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    const refused =
      error instanceof BaseError &&
      error.walk(
        (cause) =>
          cause instanceof ContractFunctionRevertedError || cause instanceof ContractFunctionZeroDataError,
      ) !== null;
    if (refused) return null;
    throw new FreeholdError('UPSTREAM_UNAVAILABLE', undefined, { cause: error });
  }
}
