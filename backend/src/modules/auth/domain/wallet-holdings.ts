/** What the chain says a wallet holds. */
export abstract class WalletHoldings {
  /** Whether the wallet holds shares of any property. */
  abstract any(address: string): Promise<boolean>;
}
