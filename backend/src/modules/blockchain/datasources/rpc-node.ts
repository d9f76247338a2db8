import {
  type Address,
  BaseError,
  CallExecutionError,
  createPublicClient,
  ExecutionRevertedError,
  fallback,
  type Hash,
  type Hex,
  http,
  type PublicClient,
  RawContractError,
  TransactionReceiptNotFoundError,
} from 'viem';
import {
  type BroadcastVerdict,
  type CallRequest,
  type ChainNode,
  ChainRevert,
  type Receipt,
} from '../domain/chain-node.ts';
import type { Fees } from '../domain/fee-policy.ts';

const TIMEOUT = 10_000;

/** Speaks to one or several nodes (comma-separated URLs, the later ones when the earlier fail). */
export function publicClientOf(rpcUrl: string): PublicClient {
  const transports = rpcUrl
    .split(',')
    .map((url) => http(url.trim(), { timeout: TIMEOUT, retryCount: 1, batch: { wait: 5 } }));
  const [only] = transports;
  return createPublicClient({
    transport: transports.length === 1 && only !== undefined ? only : fallback(transports),
    cacheTime: 0,
    pollingInterval: 500,
  });
}

/** The chain as a JSON-RPC node shows it. */
export class RpcNode implements ChainNode {
  readonly chainId: number;
  readonly #client: PublicClient;

  constructor(client: PublicClient, chainId: number) {
    this.#client = client;
    this.chainId = chainId;
  }

  async transactionCount(address: Address, at: 'latest' | 'pending' | 'finalized'): Promise<bigint> {
    return BigInt(await this.#client.getTransactionCount({ address, blockTag: at }));
  }

  async simulate(call: CallRequest): Promise<void> {
    try {
      await this.#client.call({ account: call.from, to: call.to, data: call.data, value: call.value });
    } catch (error) {
      throw revertOf(error) ?? error;
    }
  }

  async estimateGas(call: CallRequest): Promise<bigint> {
    try {
      return await this.#client.estimateGas({
        account: call.from,
        to: call.to,
        data: call.data,
        value: call.value,
      });
    } catch (error) {
      throw revertOf(error) ?? error;
    }
  }

  async suggestedFees(): Promise<Fees> {
    const { maxFeePerGas, maxPriorityFeePerGas } = await this.#client.estimateFeesPerGas();
    return { maxFeePerGas, maxPriorityFeePerGas };
  }

  async broadcast(raw: Hex): Promise<BroadcastVerdict> {
    try {
      await this.#client.request({ method: 'eth_sendRawTransaction', params: [raw] }, { retryCount: 0 });
      return 'accepted';
    } catch (error) {
      const verdict = verdictOf(error);
      if (verdict === null) throw error;
      return verdict;
    }
  }

  async receipt(hash: Hash): Promise<Receipt | null> {
    try {
      const receipt = await this.#client.getTransactionReceipt({ hash });
      return {
        hash,
        succeeded: receipt.status === 'success',
        blockNumber: receipt.blockNumber,
        blockHash: receipt.blockHash,
        gasUsed: receipt.gasUsed,
        effectiveGasPrice: receipt.effectiveGasPrice,
      };
    } catch (error) {
      if (error instanceof TransactionReceiptNotFoundError) return null;
      throw error;
    }
  }

  async finalizedBlock(): Promise<bigint> {
    return (await this.#client.getBlock({ blockTag: 'finalized' })).number;
  }
}

/** Nodes word the same refusals differently; these are the wordings of geth, reth, erigon, nethermind and anvil. */
function verdictOf(error: unknown): BroadcastVerdict | null {
  const text = (
    error instanceof BaseError ? `${error.message} ${error.details}` : String(error)
  ).toLowerCase();
  if (/already known|already imported|known transaction|alreadyknown/.test(text)) return 'known';
  if (/nonce too low|nonce is too low|oldnonce|nonce has already been used/.test(text)) return 'spent';
  if (/underpriced|fee too low to replace/.test(text)) return 'underpriced';
  return null;
}

function revertOf(error: unknown): ChainRevert | null {
  if (!(error instanceof BaseError)) return null;
  const raw = error.walk((cause) => cause instanceof RawContractError);
  const reverted = error.walk((cause) => cause instanceof ExecutionRevertedError);
  const data = raw instanceof RawContractError ? dataOf(raw) : dataInside(error);
  if (data === null && reverted === null) return null;
  const message = error instanceof CallExecutionError ? error.shortMessage : error.details || error.message;
  return new ChainRevert(message, data ?? '0x');
}

function dataOf(error: RawContractError): Hex | null {
  const data = typeof error.data === 'object' ? error.data.data : error.data;
  return data ?? null;
}

/** The revert data of a JSON-RPC error object somewhere in the chain of causes. */
function dataInside(error: BaseError): Hex | null {
  let found: Hex | null = null;
  error.walk((cause) => {
    const data = typeof cause === 'object' && cause !== null && 'data' in cause ? cause.data : undefined;
    if (typeof data === 'string' && /^0x([0-9a-f]{2}){4,}$/i.test(data)) found = `0x${data.slice(2)}`;
    return found !== null;
  });
  return found;
}
