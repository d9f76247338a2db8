import { ledgerAnchorAbi } from '@freehold/contracts/abis';
import {
  createPublicClient,
  getAddress,
  http,
  isAddressEqual,
  isHash,
  parseEventLogs,
  TransactionReceiptNotFoundError,
} from 'viem';
import type { AnchorReader } from '#features/receipt/verification.ts';

const TIMEOUT_MS = 10_000;

/** Reads the anchor contract's events through a node of the reader's choice, straight from this browser. */
export function anchorReaderAt(rpcUrl: string): AnchorReader {
  const client = createPublicClient({ transport: http(rpcUrl, { timeout: TIMEOUT_MS, retryCount: 1 }) });
  return {
    chainId: () => client.getChainId(),
    anchorIn: async (contract, transaction, sequence) => {
      if (!isHash(transaction)) return undefined;
      const address = getAddress(contract);
      try {
        const { logs } = await client.getTransactionReceipt({ hash: transaction });
        return parseEventLogs({ abi: ledgerAnchorAbi, eventName: 'Anchored', logs }).find(
          (log) => isAddressEqual(log.address, address) && log.args.sequence === sequence,
        )?.args;
      } catch (error) {
        if (error instanceof TransactionReceiptNotFoundError) return undefined;
        throw error;
      }
    },
  };
}
