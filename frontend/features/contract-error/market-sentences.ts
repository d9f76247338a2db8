import type { ContractErrorName } from '@freehold/contracts/errors';
import type { ContractSentence } from '#features/contract-error/contract-sentence.ts';

/** Refusals about orders, trades and primary sales. */
export const marketSentences = {
  MarketplaceAccountBlacklisted: {
    sentence: 'The issuer of USDC has blocked one of the wallets of this trade.',
    next: 'Trade with another wallet, or ask the issuer of USDC.',
  },
  MarketplaceCounterPassed: {
    sentence: 'All orders of this wallet were cancelled after this one was signed.',
    next: 'Place a new order.',
  },
  MarketplaceFeeTooHigh: {
    sentence: 'The order carries a fee higher than any order may.',
    next: 'Place the order again with the fee shown.',
  },
  MarketplaceFillTooSmall: {
    sentence: 'The order does not want to be filled in parts this small.',
    next: 'Trade more shares at once.',
  },
  MarketplaceInsufficientAllowance: {
    sentence: 'The wallet has not allowed the marketplace to move this much.',
    next: 'Place the order again and sign the permission your wallet asks for.',
  },
  MarketplaceInsufficientBalance: {
    sentence: 'The wallet does not hold enough for this trade.',
    next: 'Lower the amount, or add to the wallet.',
  },
  MarketplaceInvalidSignature: {
    sentence: 'The order was not signed by the wallet it names.',
    next: 'Sign the order again.',
  },
  MarketplaceNonceUsed: { sentence: 'The order was filled or cancelled.', next: 'Place a new order.' },
  MarketplaceNotAToken: {
    sentence: 'The order names shares that do not exist here.',
    next: 'Check the network and the property.',
  },
  MarketplaceNotReceived: {
    sentence: 'One side would not have received the full amount, so nothing was traded.',
    next: 'Ask an administrator: the token does not deliver what it promises.',
  },
  MarketplaceOrderExpired: { sentence: 'The order has expired.', next: 'Place a new order.' },
  MarketplaceOverfilled: {
    sentence: 'Fewer shares are left in the order than this trade needs.',
    next: 'Trade what is left, or another order.',
  },
  MarketplacePaymentPaused: {
    sentence: 'All USDC is paused by its issuer.',
    next: 'Try again when it moves again.',
  },
  MarketplacePriceNotMet: {
    sentence: 'The price is outside what one side has signed.',
    next: 'Trade at a price between both limits.',
  },
  MarketplaceSelfTrade: {
    sentence: 'A wallet cannot trade with itself.',
    next: 'Choose an order of somebody else.',
  },
  MarketplaceSettlerNotAllowed: {
    sentence: 'The order may be settled only by whom it names.',
    next: 'Leave the settling to the platform.',
  },
  MarketplaceTakerNotAllowed: {
    sentence: 'The order is meant for somebody else.',
    next: 'Choose another order.',
  },
  MarketplaceTokensDiffer: {
    sentence: 'The two orders are about shares of different properties.',
    next: 'Match orders of the same property.',
  },
  MarketplaceUnauthorized: {
    sentence: 'Only the maker of an order may cancel it.',
    next: 'Use the wallet that signed it.',
  },
  MarketplaceWrongSide: {
    sentence: 'A trade needs one order that sells and one that buys.',
    next: 'Choose an order of the other side.',
  },
  MarketplaceZeroAddress: { sentence: 'An address is missing.', next: 'Enter the address.' },
  MarketplaceZeroAmount: {
    sentence: 'A trade of no shares or for no money cannot be made.',
    next: 'Enter an amount.',
  },
  OfferingAboveInvestorMaximum: {
    sentence: 'That is more than one investor may buy in this offering.',
    next: 'Enter fewer shares.',
  },
  OfferingBelowInvestorMinimum: {
    sentence: 'That is less than one investor must buy in this offering.',
    next: 'Enter more shares.',
  },
  OfferingDeliveryPending: {
    sentence: 'The offering succeeded and the shares are still being delivered.',
    next: 'Have them delivered now, or take the money back after the delivery period.',
  },
  OfferingFractionalCost: {
    sentence: 'This number of shares costs a fraction of the smallest unit of USDC.',
    next: 'Enter a rounder number of shares.',
  },
  OfferingIdTaken: {
    sentence: 'A different offering was opened under this number.',
    next: 'Ask an administrator.',
  },
  OfferingNotOpenYet: {
    sentence: 'The offering has not begun yet.',
    next: 'Come back when it opens.',
  },
  OfferingNotOverYet: {
    sentence: 'The offering is still running.',
    next: 'Close it after its closing time.',
  },
  OfferingNotSameInvestor: {
    sentence: 'The two wallets do not belong to the same verified investor.',
    next: 'Register the new wallet for the investor first.',
  },
  OfferingNotTokenAgent: {
    sentence: 'The offering may not issue shares of this property yet.',
    next: 'Make it an agent of the property’s token first.',
  },
  OfferingNothingSubscribed: {
    sentence: 'Nothing is waiting for this wallet in this offering.',
    next: 'Check the wallet; the shares may have been delivered, or the money returned.',
  },
  OfferingOver: { sentence: 'The offering is over.', next: 'Look for shares on the marketplace.' },
  OfferingPaymentNotReceived: {
    sentence: 'The full price did not arrive, so nothing was subscribed.',
    next: 'Ask an administrator: the currency does not deliver what it promises.',
  },
  OfferingPropertyMismatch: {
    sentence: 'These shares belong to another property.',
    next: 'Choose the token of this property.',
  },
  OfferingSoldOut: {
    sentence: 'Fewer shares are left than that.',
    next: 'Enter fewer shares.',
  },
  OfferingWrongState: {
    sentence: 'The offering is not at this step.',
    next: 'Look at how far it is, and take the next step.',
  },
  OfferingWrongTerms: {
    sentence: 'The terms of the offering do not fit together.',
    next: 'Check price, cap, bounds and dates; amounts must cost whole units of USDC.',
  },
  OfferingZeroAddress: { sentence: 'An address is missing.', next: 'Enter the address.' },
  OfferingZeroId: { sentence: 'The offering’s number is missing.', next: 'Ask an administrator.' },
  OfferingZeroShares: {
    sentence: 'A purchase of no shares cannot be made.',
    next: 'Enter a number of shares.',
  },
} as const satisfies Partial<Record<ContractErrorName, ContractSentence>>;
