/**
 * Every account path the product uses. The first letter is the type: A asset and X expense grow by debit; L liability
 * and R revenue grow by credit; E is a conversion pair that returns to zero. The database holds the same chart
 * (ledger.account_rule) and refuses any other path.
 */
export const accounts = {
  /** Invoiced, not received. */
  rentReceivable: (leaseId: string) => `A:rent_receivable:${leaseId}`,
  /** Charges succeeded, not yet available; equals Stripe's `pending`. */
  stripePending: 'A:stripe_pending',
  /** Equals Stripe's `available`. */
  stripeAvailable: 'A:stripe_available',
  /** Payouts created, not yet on the bank; returns to zero. */
  stripeInTransit: 'A:stripe_in_transit',
  /** Equals the bank statement. */
  bank: 'A:bank:operating',
  /** Bank to Circle; returns to zero. */
  wireInTransit: 'A:wire_in_transit',
  /** Deposit seen at Circle, not complete; returns to zero. */
  circleUsdPending: 'A:circle_usd_pending',
  /** Equals Circle Mint's available USDC. */
  circleUsdc: 'A:circle_usdc',
  /** Circle to chain, under way; returns to zero. */
  chainTransferOut: 'A:chain_transfer_out',
  /** Equals USDC balanceOf(treasury). */
  treasury: (chainId: number, address: string) => `A:treasury:${chainId}:${address.toLowerCase()}`,
  /** Equals USDC balanceOf(Dividends): what is funded, not yet paid, and what is carried. */
  distributor: (chainId: number, address: string) => `A:distributor:${chainId}:${address.toLowerCase()}`,
  /** Native coin of a wallet that pays for gas. */
  gas: (chainId: number, address: string) => `A:gas:${chainId}:${address.toLowerCase()}`,
  /** Money taken by an open dispute; returns to zero. */
  disputeReceivable: (disputeId: string) => `A:dispute_receivable:${disputeId}`,

  /** Invoiced, not received: not distributable yet. */
  rentDeferred: (propertyId: string) => `L:rent_deferred:${propertyId}`,
  /** Received for the holders of the property; its currency tells how far the money has come. */
  rentCollected: (propertyId: string) => `L:rent_collected:${propertyId}`,
  /** Overpayment of a tenant. */
  tenantCredit: (leaseId: string) => `L:tenant_credit:${leaseId}`,
  /** Promised refunds; returns to zero. */
  refundPayable: 'L:refund_payable',
  /** Maintenance, taxes, vacancy. */
  propertyReserve: (propertyId: string) => `L:property_reserve:${propertyId}`,
  /** Approved expenses of the property, owed to whoever paid them. */
  expensePayable: (propertyId: string) => `L:expense_payable:${propertyId}`,
  /** Declared, not yet allocated to holders. */
  dividendPayable: (propertyId: string, period: string) => `L:dividend_payable:${propertyId}:${period}`,
  /** Allocated to one holder, not yet paid. `holder` is a wallet address. */
  dividendPayableInvestor: (holder: string, dividendId: string) =>
    `L:dividend_payable_investor:${holder.toLowerCase()}:${dividendId}`,
  /** Units that could not be divided; they enter the next dividend of the property. */
  dividendCarried: (propertyId: string) => `L:dividend_carried:${propertyId}`,
  /** Price of shares delivered in a primary sale, owed to the issuer. */
  issuerProceeds: (offeringId: string) => `L:issuer_proceeds:${offeringId}`,
  /** Payouts nobody claimed before the deadline. */
  unclaimed: (jurisdiction: string) => `L:unclaimed:${jurisdiction}`,
  /** Fiat payout sent, not confirmed; returns to zero. */
  payoutClearing: (rail: string) => `L:payout_clearing:${rail}`,
  /** Money seen, not understood. */
  suspense: (provider: string) => `L:suspense:${provider}`,

  platformFee: 'R:platform_fee',
  /** Card fees recharged to the properties. */
  interchangeRecovered: 'R:interchange_recovered',

  stripeFees: 'X:stripe_fees',
  disputeFees: 'X:dispute_fees',
  circleFees: 'X:circle_fees',
  gasSpent: 'X:gas',
  badDebt: 'X:bad_debt',

  /** US dollars to USDC at Circle. */
  fxUsdUsdc: 'E:fx_usd_usdc:circle',
  /** USDC at Circle to USDC on a chain. */
  fxCircleChain: (chainId: number) => `E:fx_circle_chain:${chainId}`,
} as const;
