/** Refusals about the building blocks that all contracts share. */
export declare const commonSentences: {
  readonly AddressEmptyCode: {
    readonly sentence: 'There is no contract at this address.';
    readonly next: 'Check the address and the network.';
  };
  readonly BeaconInvalidImplementation: {
    readonly sentence: 'The new version is not a contract.';
    readonly next: 'Check the address.';
  };
  readonly Create2EmptyBytecode: {
    readonly sentence: 'There is nothing to deploy.';
    readonly next: 'Ask an administrator.';
  };
  readonly ECDSAInvalidSignature: {
    readonly sentence: 'The signature is not valid.';
    readonly next: 'Sign again.';
  };
  readonly ECDSAInvalidSignatureLength: {
    readonly sentence: 'The signature is not complete.';
    readonly next: 'Sign again.';
  };
  readonly ECDSAInvalidSignatureS: {
    readonly sentence: 'The signature is not in its standard form.';
    readonly next: 'Sign again with another wallet program.';
  };
  readonly ERC1967InvalidImplementation: {
    readonly sentence: 'The new version is not a contract.';
    readonly next: 'Check the address.';
  };
  readonly ERC1967NonPayable: {
    readonly sentence: 'This call takes no payment.';
    readonly next: 'Send none along.';
  };
  readonly ERC1967ProxyUninitialized: {
    readonly sentence: 'The contract was deployed without being set up.';
    readonly next: 'Ask an administrator.';
  };
  readonly ERC20InsufficientAllowance: {
    readonly sentence: 'The contract may not take that much from your wallet.';
    readonly next: 'Approve the amount first.';
  };
  readonly ERC20InsufficientBalance: {
    readonly sentence: 'The wallet does not hold that much.';
    readonly next: 'Add funds or enter a smaller amount.';
  };
  readonly ERC20InvalidApprover: {
    readonly sentence: 'The approving address is not valid.';
    readonly next: 'Connect your wallet again.';
  };
  readonly ERC20InvalidReceiver: {
    readonly sentence: 'The receiving address is not valid.';
    readonly next: 'Check the address.';
  };
  readonly ERC20InvalidSender: {
    readonly sentence: 'The sending address is not valid.';
    readonly next: 'Connect your wallet again.';
  };
  readonly ERC20InvalidSpender: {
    readonly sentence: 'The spending address is not valid.';
    readonly next: 'Check the address.';
  };
  readonly EnforcedPause: {
    readonly sentence: 'The contract is paused.';
    readonly next: 'Try again when the pause is lifted.';
  };
  readonly ExpectedPause: {
    readonly sentence: 'The contract is not paused.';
  };
  readonly FailedCall: {
    readonly sentence: 'A contract further on refused.';
    readonly next: 'Try again; if it stays, ask an administrator.';
  };
  readonly FailedDeployment: {
    readonly sentence: 'The contract could not be deployed.';
    readonly next: 'Ask an administrator.';
  };
  readonly InsufficientBalance: {
    readonly sentence: 'The contract does not hold that much.';
    readonly next: 'Wait for funds to arrive.';
  };
  readonly InvalidAccountNonce: {
    readonly sentence: 'Something you signed was used already.';
    readonly next: 'Sign again.';
  };
  readonly InvalidInitialization: {
    readonly sentence: 'The contract is set up already.';
  };
  readonly InvalidShortString: {
    readonly sentence: 'A text is not stored in its proper form.';
    readonly next: 'Ask an administrator.';
  };
  readonly NotInitializing: {
    readonly sentence: 'This is possible only while the contract is being set up.';
  };
  readonly OwnableInvalidOwner: {
    readonly sentence: 'The new owner’s address is not valid.';
    readonly next: 'Check the address.';
  };
  readonly OwnableUnauthorizedAccount: {
    readonly sentence: 'Only the owner of the contract may do this.';
    readonly next: 'Connect the owner’s wallet.';
  };
  readonly ReentrancyGuardReentrantCall: {
    readonly sentence: 'The contract was called again while still at work, and refused.';
    readonly next: 'Try again.';
  };
  readonly SafeCastOverflowedUintDowncast: {
    readonly sentence: 'The number is larger than the contract can hold.';
    readonly next: 'Enter a smaller number.';
  };
  readonly SafeERC20FailedOperation: {
    readonly sentence: 'The token refused the transfer.';
    readonly next: 'Check balance and approval, then try again.';
  };
  readonly StringTooLong: {
    readonly sentence: 'A text is too long.';
    readonly next: 'Make it shorter.';
  };
  readonly UUPSUnauthorizedCallContext: {
    readonly sentence: 'This can be called only through the proxy.';
    readonly next: 'Use the published address.';
  };
  readonly UUPSUnsupportedProxiableUUID: {
    readonly sentence: 'The new version cannot replace this contract.';
    readonly next: 'Ask an administrator.';
  };
};
