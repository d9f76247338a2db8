import { marketplaceAbi, propertyTokenAbi, usdcAbi } from '@freehold/contracts/abis';
import { errorsAbi } from '@freehold/contracts/errors';
import { FreeholdError } from '@freehold/shared/errors';
import { marketplaceDomain, orderTypes } from '@freehold/shared/signed-order';
import { Injectable } from '@nestjs/common';
import {
  type Address,
  decodeErrorResult,
  encodeFunctionData,
  type Hash,
  type Hex,
  hashTypedData,
  parseEventLogs,
  verifyTypedData,
  zeroAddress,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { Configuration } from '../../../config/configuration.ts';
import { ChainClient } from '../../blockchain/domain/chain-client.ts';
import type { ContractReason } from '../domain/contract-fault.ts';
import type { Side } from '../domain/matching/engine.types.ts';
import type { Permit } from '../domain/permit.ts';
import type { OrderWithSignature, SignedOrder } from '../domain/signed-order.ts';

export interface TradeCall {
  readonly sell: OrderWithSignature;
  readonly buy: OrderWithSignature;
  readonly shares: bigint;
  readonly cost: bigint;
}

/** What became of one trade of a batch, in the order of the batch. */
export type TradeOutcome = Readonly<{ buyHash: Hex; sellHash: Hex }> &
  (Readonly<{ kind: 'executed' }> | Readonly<{ kind: 'failed'; reason: ContractReason }>);

export interface BatchReceipt {
  readonly blockNumber: bigint;
  readonly outcomes: readonly TradeOutcome[];
}

/** Questions and calls to Marketplace, property tokens and USDC. */
@Injectable()
export class MarketChain {
  readonly chainId: number;
  readonly usdc: Address;
  /** Settles: an agent of the marketplace. */
  readonly operator: Address;
  readonly #marketplace: Address | undefined;

  constructor(
    private readonly chain: ChainClient,
    configuration: Configuration,
  ) {
    this.chainId = configuration.environment.CHAIN_ID;
    this.usdc = configuration.deployment.usdc;
    this.operator = privateKeyToAccount(configuration.environment.OPERATOR_PRIVATE_KEY).address;
    this.#marketplace = configuration.deployment.marketplace;
  }

  /** Throws `NOT_FOUND` where the platform was deployed before there was a market. */
  get marketplace(): Address {
    if (this.#marketplace === undefined)
      throw new FreeholdError('NOT_FOUND', 'This chain has no marketplace.');
    return this.#marketplace;
  }

  requireMarketplace(): { readonly chainId: number; readonly marketplace: Address } {
    return { chainId: this.chainId, marketplace: this.marketplace };
  }

  hashOf(order: SignedOrder): Hash {
    return hashTypedData({ ...this.#typed(order) });
  }

  /** By the maker's key, which needs no node, or by his contract (ERC-1271). */
  async isSigned({ order, signature }: OrderWithSignature): Promise<boolean> {
    const question = { address: order.maker, ...this.#typed(order), signature };
    if (await verifyTypedData(question).catch(() => false)) return true;
    const code = await asked(this.chain.client.getCode({ address: order.maker }));
    if (code === undefined || code === '0x') return false;
    return asked(this.chain.client.verifyTypedData(question));
  }

  /** Every reason for which what is left of the order could not be settled now, whatever the other side. */
  async orderReasons({ order, signature }: OrderWithSignature): Promise<ContractReason[]> {
    const reasons = await asked(
      this.chain.client.readContract({
        address: this.marketplace,
        abi: marketplaceAbi,
        functionName: 'checkOrder',
        args: [order, signature, this.operator],
      }),
    );
    return reasons.map(toReason);
  }

  /** Every reason for which the trade could not be settled now. */
  async tradeReasons(trade: TradeCall): Promise<ContractReason[]> {
    const reasons = await asked(
      this.chain.client.readContract({
        address: this.marketplace,
        abi: marketplaceAbi,
        functionName: 'check',
        args: [toTrade(trade), this.operator],
      }),
    );
    return reasons.map(toReason);
  }

  /** Why the token would refuse this movement by the marketplace, leaving out balances and allowances. */
  async movementReason(
    token: Address,
    from: Address,
    to: Address,
    shares: bigint,
  ): Promise<ContractReason | null> {
    const ask = async (spender: Address): Promise<ContractReason | null> => {
      const [allowed, code, reason] = await asked(
        this.chain.client.readContract({
          address: token,
          abi: propertyTokenAbi,
          functionName: 'canTransferWithReason',
          args: [spender, from, to, shares],
        }),
      );
      return allowed ? null : toReason(reason === '0x' ? code : reason);
    };
    const first = await ask(this.marketplace);
    const found = first?.name === 'ERC20InsufficientAllowance' ? await ask(zeroAddress) : first;
    return found?.name === 'ERC20InsufficientBalance' ? null : found;
  }

  /** What a wallet could give now of what an order gives: shares that are not frozen, or USDC. */
  async unfrozen(wallet: Address, side: Side, token: Address): Promise<bigint> {
    const { client } = this.chain;
    if (side === 'BUY') return asked(client.readContract(balanceOf(this.usdc, wallet)));
    const [balance, frozen] = await asked(
      Promise.all([
        client.readContract(balanceOf(token, wallet)),
        client.readContract({
          ...{ address: token, abi: propertyTokenAbi, functionName: 'getFrozenTokens' },
          args: [wallet],
        }),
      ]),
    );
    return balance > frozen ? balance - frozen : 0n;
  }

  async counterOf(wallet: Address): Promise<bigint> {
    const question = { address: this.marketplace, abi: marketplaceAbi, functionName: 'counterOf' } as const;
    return asked(this.chain.client.readContract({ ...question, args: [wallet] }));
  }

  /** One bit for each of the 256 nonces of a group that is used up. */
  async usedNonces(wallet: Address, group: bigint): Promise<bigint> {
    const question = { address: this.marketplace, abi: marketplaceAbi, functionName: 'usedNonces' } as const;
    return asked(this.chain.client.readContract({ ...question, args: [wallet, group] }));
  }

  async supplyOf(token: Address): Promise<bigint> {
    return asked(
      this.chain.client.readContract({ address: token, abi: propertyTokenAbi, functionName: 'totalSupply' }),
    );
  }

  /** Permits come first; one that its token refuses is passed over. */
  settleCall(
    trades: readonly TradeCall[],
    permits: readonly Permit[],
  ): { readonly to: Address; readonly data: Hex } {
    const args = [trades.map(toTrade), permits.map(toPermit)] as const;
    return {
      to: this.marketplace,
      data: encodeFunctionData({ abi: marketplaceAbi, functionName: 'settleBatch', args }),
    };
  }

  /** What a mined batch did, trade by trade; null while the node does not know the transaction. */
  async receiptOf(hash: Hash): Promise<BatchReceipt | null> {
    const receipt = await this.chain.client.getTransactionReceipt({ hash }).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'TransactionReceiptNotFoundError') return null;
      throw new FreeholdError('UPSTREAM_UNAVAILABLE', undefined, { cause: error });
    });
    if (receipt === null) return null;
    const own = receipt.logs.filter(
      ({ address }) => address.toLowerCase() === this.marketplace.toLowerCase(),
    );
    const events = parseEventLogs({
      abi: marketplaceAbi,
      logs: own,
      eventName: ['TradeExecuted', 'TradeFailed'],
    });
    const outcomes = events.map((event): TradeOutcome => {
      const { buyHash, sellHash } = event.args;
      if (event.eventName === 'TradeExecuted') return { kind: 'executed', buyHash, sellHash };
      return { kind: 'failed', buyHash, sellHash, reason: toReason(event.args.reason) };
    });
    return { blockNumber: receipt.blockNumber, outcomes };
  }

  #typed(order: SignedOrder) {
    return {
      domain: marketplaceDomain(this.chainId, this.marketplace),
      types: orderTypes,
      primaryType: 'Order' as const,
      message: order,
    };
  }
}

const balanceOf = (address: Address, wallet: Address) =>
  ({ address, abi: usdcAbi, functionName: 'balanceOf', args: [wallet] }) as const;

const toPermit = ({ asset, wallet, value, deadline, signature }: Permit) => ({
  ...{ token: asset, owner: wallet, value, deadline: BigInt(deadline), signature },
});

const toTrade = ({ sell, buy, shares, cost }: TradeCall) => ({
  ...{ sell: sell.order, buy: buy.order, sellSignature: sell.signature, buySignature: buy.signature },
  ...{ shares, cost },
});

/** The contract's own words for revert data. */
export function toReason(data: Hex): ContractReason {
  try {
    const error = decodeErrorResult({ abi: errorsAbi, data });
    const { errorName, args } = error;
    const reason = { name: errorName, message: `${errorName}(${(args ?? []).map(String).join(', ')})` };
    if (error.errorName !== 'MarketplaceInsufficientAllowance') return reason;
    const [asset, wallet, , needed] = error.args;
    return { ...reason, shortage: { asset, wallet, needed } };
  } catch {
    // Out of gas, or an error of a contract we do not know.
    return { name: 'UnknownRevert', message: `UnknownRevert(${data.slice(0, 74)})` };
  }
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new FreeholdError('UPSTREAM_UNAVAILABLE', undefined, { cause: error });
  }
}
