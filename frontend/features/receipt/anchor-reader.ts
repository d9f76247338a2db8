import { ledgerAnchorAbi } from '@freehold/contracts/abis';
import { BaseError, ContractFunctionRevertedError, createPublicClient, getAddress, http } from 'viem';
import type { AnchorReader } from '#features/receipt/verification.ts';

const TIMEOUT_MS = 10_000;

/** Reads the anchor contract through a node of the reader's choice, straight from this browser. */
export function anchorReaderAt(rpcUrl: string): AnchorReader {
  const client = createPublicClient({ transport: http(rpcUrl, { timeout: TIMEOUT_MS, retryCount: 1 }) });
  return {
    chainId: () => client.getChainId(),
    anchorAt: async (contract, sequence) => {
      const call = { address: getAddress(contract), abi: ledgerAnchorAbi, args: [sequence] } as const;
      try {
        const [root, size] = await Promise.all([
          client.readContract({ ...call, functionName: 'rootAt' }),
          client.readContract({ ...call, functionName: 'sizeAt' }),
        ]);
        return { root, size };
      } catch (error) {
        if (isUnknownSequence(error)) return undefined;
        throw error;
      }
    },
  };
}

function isUnknownSequence(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  return (
    reverted instanceof ContractFunctionRevertedError &&
    reverted.data?.errorName === 'LedgerAnchorUnknownSequence'
  );
}
