import { accessManagerAbi, propertyTokenAbi, timelockControllerAbi } from '@freehold/contracts/abis';
import { delayedChange, type Proposal, policyChange, saltOf } from '@freehold/contracts/access/operations';
import { ROLES } from '@freehold/contracts/access/roles';
import type { AccessContracts } from '@freehold/contracts/deployments';
import type { PublicationCall } from '@freehold/shared/document-publication';
import { Injectable } from '@nestjs/common';
import { type Address, encodeFunctionData, type Hex, isAddressEqual, toFunctionSelector } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { Configuration } from '../../../config/configuration.ts';
import { ChainClient } from '../../blockchain/domain/chain-client.ts';

export interface TokenDocument {
  readonly token: Address;
  readonly name: Hex;
  readonly uri: string;
  readonly hash: Hex;
}

/** Who can write a document into a token: we, by this call, or others, by these. */
export type WayToWrite =
  | { readonly ours: true; readonly data: Hex }
  | { readonly ours: false; readonly calls: readonly PublicationCall[] };

/** Logs of this many blocks are asked for around the moment in which a document was set. */
const BLOCKS_OF_A_MOMENT = 100n;

/** Documents in tokens (ERC-1643): what stands there, and how something comes to stand there. */
@Injectable()
export class TokenDocuments {
  readonly #access: AccessContracts | undefined;
  readonly #operator: Address;
  readonly #firstBlock: bigint;

  constructor(
    private readonly chain: ChainClient,
    configuration: Configuration,
  ) {
    this.#access = configuration.deployment.access;
    this.#operator = privateKeyToAccount(configuration.environment.OPERATOR_PRIVATE_KEY).address;
    this.#firstBlock = BigInt(configuration.deployment.deployedAtBlock);
  }

  /** Only a token's owner may write: usually an AccessManager, behind a Safe and a timelock. */
  async wayToWrite({ token, name, uri, hash }: TokenDocument, salt: string): Promise<WayToWrite> {
    const data = encodeFunctionData({
      ...{ abi: propertyTokenAbi, functionName: 'setDocument', args: [name, uri, hash] },
    });
    const owner = await this.chain.client.readContract({
      ...{ address: token, abi: propertyTokenAbi, functionName: 'owner' },
    });
    if (isAddressEqual(owner, this.#operator)) return { ours: true, data };
    const access = this.#access;
    if (access === undefined || !isAddressEqual(owner, access.accessManager)) {
      return { ours: false, calls: [{ by: 'OWNER', to: token, data, afterSeconds: 0 }] };
    }
    return { ours: false, calls: await this.#proposal(access, { target: token, data }, salt) };
  }

  async #proposal(
    access: AccessContracts,
    act: { readonly target: Address; readonly data: Hex },
    salt: string,
  ): Promise<PublicationCall[]> {
    const { client } = this.chain;
    const [role, delay, [, upgradeDelay]] = await Promise.all([
      client.readContract({
        ...{ address: access.accessManager, abi: accessManagerAbi, functionName: 'getTargetFunctionRole' },
        args: [act.target, toFunctionSelector('setDocument(bytes32,string,bytes32)')],
      }),
      client.readContract({
        ...{ address: access.timelock, abi: timelockControllerAbi, functionName: 'getMinDelay' },
      }),
      client.readContract({
        ...{ address: access.accessManager, abi: accessManagerAbi, functionName: 'hasRole' },
        args: [ROLES.UPGRADER, access.timelock],
      }),
    ]);
    const policyDelay = Number(delay);
    const delays = { policyDelay, upgradeDelay, salt: saltOf(salt) };
    if (role === ROLES.POLICY) return callsOf([[policyChange(access, [act], delays), policyDelay]]);
    // A token whose functions were given to no role yet: they are the administration's, which waits twice.
    const [announce, change] = delayedChange(access, [act], delays);
    return callsOf([
      [announce, policyDelay],
      [change, policyDelay + upgradeDelay],
    ]);
  }

  /** What the token says of a name, in a final block; null when nothing. */
  async read(token: Address, name: Hex): Promise<{ uri: string; hash: Hex; setAt: bigint } | null> {
    const [uri, hash, setAt] = await this.chain.client.readContract({
      ...{ address: token, abi: propertyTokenAbi, functionName: 'getDocument', args: [name] },
      blockTag: 'finalized',
    });
    return setAt === 0n ? null : { uri, hash, setAt };
  }

  /** The transaction in which a name was set at this time; null when the node does not tell. */
  async transactionOf(token: Address, name: Hex, setAt: bigint): Promise<Hex | null> {
    const { client } = this.chain;
    const last = (await client.getBlock({ blockTag: 'finalized' })).number;
    let [low, high] = [this.#firstBlock, last];
    while (low < high) {
      const middle = (low + high) / 2n;
      const { timestamp } = await client.getBlock({ blockNumber: middle });
      if (timestamp < setAt) low = middle + 1n;
      else high = middle;
    }
    const toBlock = low + BLOCKS_OF_A_MOMENT < last ? low + BLOCKS_OF_A_MOMENT : last;
    const logs = await client.getContractEvents({
      ...{ address: token, abi: propertyTokenAbi, eventName: 'DocumentUpdated', args: { _name: name } },
      ...{ fromBlock: low, toBlock },
    });
    return logs.at(-1)?.transactionHash ?? null;
  }
}

/** First everything for the Safe, then what anybody sends when its time has come. */
const callsOf = (proposals: readonly (readonly [Proposal, number])[]): PublicationCall[] => [
  ...proposals.map(([{ propose }]) => ({ by: 'SAFE' as const, ...propose, afterSeconds: 0 })),
  ...proposals.map(([{ execute }, afterSeconds]) => ({ by: 'ANYBODY' as const, ...execute, afterSeconds })),
];
