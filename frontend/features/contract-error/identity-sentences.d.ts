/** Refusals about verification of people. */
export declare const identitySentences: {
  readonly IdentityRegistryArrayLengths: {
    readonly sentence: 'The lists differ in length.';
    readonly next: 'Check the lists.';
  };
  readonly IdentityRegistryAttestationExpired: {
    readonly sentence: 'The verification has run out.';
    readonly next: 'Verify the person again.';
  };
  readonly IdentityRegistryAttestationFromFuture: {
    readonly sentence: 'The verification is dated in the future.';
    readonly next: 'Check the clock of the server, then verify again.';
  };
  readonly IdentityRegistryAttestationStale: {
    readonly sentence: 'A newer verification of this wallet is recorded already.';
    readonly next: 'Make a new one.';
  };
  readonly IdentityRegistryEpochExhausted: {
    readonly sentence: 'No more changes of the rules for verification are possible.';
    readonly next: 'Ask an administrator.';
  };
  readonly IdentityRegistryForeignRegistry: {
    readonly sentence: 'This is not Freehold’s register.';
    readonly next: 'Use the one named in the configuration.';
  };
  readonly IdentityRegistryIssuerKnown: {
    readonly sentence: 'This issuer is trusted already.';
  };
  readonly IdentityRegistryIssuerLacksTopic: {
    readonly sentence: 'The issuer is not trusted for this kind of statement.';
    readonly next: 'Ask an administrator.';
  };
  readonly IdentityRegistryIssuerUnknown: {
    readonly sentence: 'This issuer is not known.';
    readonly next: 'Add it first.';
  };
  readonly IdentityRegistryNoTopics: {
    readonly sentence: 'An issuer must be trusted for at least one kind of statement.';
    readonly next: 'Choose one.';
  };
  readonly IdentityRegistryTooMany: {
    readonly sentence: 'The list is longer than allowed.';
    readonly next: 'Make it shorter.';
  };
  readonly IdentityRegistryTopicKnown: {
    readonly sentence: 'This kind of statement is required already.';
  };
  readonly IdentityRegistryTopicUnknown: {
    readonly sentence: 'This kind of statement is not required.';
  };
  readonly IdentityRegistryUnauthorized: {
    readonly sentence: 'Only an agent of the register may do this.';
    readonly next: 'Ask an administrator.';
  };
  readonly IdentityRegistryUntrustedIssuer: {
    readonly sentence: 'The verification is signed by somebody who is not trusted.';
    readonly next: 'Ask an administrator.';
  };
  readonly IdentityRegistryValidityTooLong: {
    readonly sentence: 'A verification cannot be valid for that long.';
    readonly next: 'Choose an earlier day.';
  };
  readonly IdentityRegistryWalletKnown: {
    readonly sentence: 'This wallet is registered already.';
  };
  readonly IdentityRegistryWalletUnknown: {
    readonly sentence: 'This wallet is not registered.';
    readonly next: 'Verify its owner first.';
  };
  readonly IdentityRegistryZeroAddress: {
    readonly sentence: 'An address is missing.';
    readonly next: 'Enter the address.';
  };
};
