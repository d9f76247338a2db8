import type { ContractErrorName } from '@freehold/contracts/errors';
import type { ContractSentence } from '#features/contract-error/contract-sentence.ts';

/** Refusals about the building blocks that all contracts share. */
export const commonSentences = {
  AddressEmptyCode: {
    sentence: 'There is no contract at this address.',
    next: 'Check the address and the network.',
  },
  BeaconInvalidImplementation: { sentence: 'The new version is not a contract.', next: 'Check the address.' },
  Create2EmptyBytecode: { sentence: 'There is nothing to deploy.', next: 'Ask an administrator.' },
  ERC1967InvalidImplementation: {
    sentence: 'The new version is not a contract.',
    next: 'Check the address.',
  },
  ERC1967NonPayable: { sentence: 'This call takes no payment.', next: 'Send none along.' },
  ERC1967ProxyUninitialized: {
    sentence: 'The contract was deployed without being set up.',
    next: 'Ask an administrator.',
  },
  ERC20InsufficientAllowance: {
    sentence: 'The contract may not take that much from your wallet.',
    next: 'Approve the amount first.',
  },
  ERC20InsufficientBalance: {
    sentence: 'The wallet does not hold that much.',
    next: 'Add funds or enter a smaller amount.',
  },
  ERC20InvalidApprover: {
    sentence: 'The approving address is not valid.',
    next: 'Connect your wallet again.',
  },
  ERC20InvalidReceiver: { sentence: 'The receiving address is not valid.', next: 'Check the address.' },
  ERC20InvalidSender: { sentence: 'The sending address is not valid.', next: 'Connect your wallet again.' },
  ERC20InvalidSpender: { sentence: 'The spending address is not valid.', next: 'Check the address.' },
  EnforcedPause: { sentence: 'The contract is paused.', next: 'Try again when the pause is lifted.' },
  ExpectedPause: { sentence: 'The contract is not paused.' },
  FailedCall: {
    sentence: 'A contract further on refused.',
    next: 'Try again; if it stays, ask an administrator.',
  },
  FailedDeployment: { sentence: 'The contract could not be deployed.', next: 'Ask an administrator.' },
  InsufficientBalance: {
    sentence: 'The contract does not hold that much.',
    next: 'Wait for funds to arrive.',
  },
  InvalidInitialization: { sentence: 'The contract is set up already.' },
  InvalidShortString: { sentence: 'A text is not stored in its proper form.', next: 'Ask an administrator.' },
  NotInitializing: { sentence: 'This is possible only while the contract is being set up.' },
  OwnableInvalidOwner: { sentence: 'The new owner’s address is not valid.', next: 'Check the address.' },
  OwnableUnauthorizedAccount: {
    sentence: 'Only the owner of the contract may do this.',
    next: 'Connect the owner’s wallet.',
  },
  ReentrancyGuardReentrantCall: {
    sentence: 'The contract was called again while still at work, and refused.',
    next: 'Try again.',
  },
  SafeCastOverflowedUintDowncast: {
    sentence: 'The number is larger than the contract can hold.',
    next: 'Enter a smaller number.',
  },
  SafeERC20FailedOperation: {
    sentence: 'The token refused the transfer.',
    next: 'Check balance and approval, then try again.',
  },
  StringTooLong: { sentence: 'A text is too long.', next: 'Make it shorter.' },
  UUPSUnauthorizedCallContext: {
    sentence: 'This can be called only through the proxy.',
    next: 'Use the published address.',
  },
  UUPSUnsupportedProxiableUUID: {
    sentence: 'The new version cannot replace this contract.',
    next: 'Ask an administrator.',
  },
} as const satisfies Partial<Record<ContractErrorName, ContractSentence>>;
