import { complianceAbi, propertyTokenAbi } from '@freehold/contracts/abis';
import { Injectable } from '@nestjs/common';
import { type Address, encodeFunctionData, getAddress, type Hex } from 'viem';

export interface CallFacts {
  readonly kind: string;
  readonly wallet: string;
  readonly toWallet: string | null;
  readonly shares: bigint | null;
  readonly identity: string | null;
}

/** The calls on a property token, of which the operator is an agent, and on its rules. */
@Injectable()
export class ComplianceContracts {
  /** Throws when a stored act lacks what its kind needs. */
  dataOf(facts: CallFacts): Hex {
    const abi = propertyTokenAbi;
    const wallet = getAddress(facts.wallet);
    switch (facts.kind) {
      case 'FREEZE':
      case 'UNFREEZE':
        return encodeFunctionData({
          abi,
          functionName: 'setAddressFrozen',
          args: [wallet, facts.kind === 'FREEZE'],
        });
      case 'FREEZE_SHARES':
        return encodeFunctionData({
          abi,
          functionName: 'freezePartialTokens',
          args: [wallet, needed(facts.shares)],
        });
      case 'UNFREEZE_SHARES':
        return encodeFunctionData({
          abi,
          functionName: 'unfreezePartialTokens',
          args: [wallet, needed(facts.shares)],
        });
      case 'FORCED_TRANSFER':
        return encodeFunctionData({
          abi,
          functionName: 'forcedTransfer',
          args: [wallet, address(facts.toWallet), needed(facts.shares)],
        });
      case 'RECOVERY':
        return encodeFunctionData({
          abi,
          functionName: 'recoveryAddress',
          args: [wallet, address(facts.toWallet), address(facts.identity)],
        });
      case 'APPROVE_TRANSFER':
      case 'REVOKE_APPROVAL':
        return encodeFunctionData({
          abi: complianceAbi,
          functionName: facts.kind === 'APPROVE_TRANSFER' ? 'approveTransfer' : 'revokeTransferApproval',
          args: [wallet, address(facts.toWallet), needed(facts.shares)],
        });
      default:
        throw new Error(`No contract knows the act ${facts.kind}.`);
    }
  }
}

const address = (text: string | null): Address => getAddress(needed(text));

function needed<Value>(value: Value | null): Value {
  if (value === null) throw new Error('The act lacks what its call needs.');
  return value;
}
