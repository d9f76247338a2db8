import { accounts } from '../chart-of-accounts.ts';
import {
  credit,
  debit,
  type JournalEntry,
  journalEntry,
  linesAsMetadata,
  move,
  type PropertyLine,
  sumOfLines,
  UNITS_PER_CENT,
  USD,
  USDC_CIRCLE,
  usdcOn,
} from '../journal-entry.ts';

export interface WireSent {
  /** Our id of the wire, also its tracking reference at the bank. */
  readonly wireId: string;
  /** USD cents per property. */
  readonly lines: readonly PropertyLine[];
  readonly effectiveAt: Date;
}

/** The bank sends money to Circle: D wire_in_transit / C bank. */
export function wireSent(input: WireSent): JournalEntry {
  return journalEntry({
    key: { sourceType: 'wire', sourceId: input.wireId, postingKind: 'sent' },
    description: 'Wire sent to Circle',
    effectiveAt: input.effectiveAt,
    postings: move({ debit: accounts.wireInTransit, credit: accounts.bank }, sumOfLines(input.lines), USD),
    metadata: linesAsMetadata(input.lines),
  });
}

export interface CircleDepositPending {
  /** Circle's deposit id. */
  readonly depositId: string;
  readonly wireId?: string;
  /** USD cents. */
  readonly amount: bigint;
  readonly effectiveAt: Date;
}

/** Circle has seen the wire: D circle_usd_pending / C wire_in_transit. */
export function circleDepositPending(input: CircleDepositPending): JournalEntry {
  return journalEntry({
    key: { sourceType: 'circle_deposit', sourceId: input.depositId, postingKind: 'pending' },
    description: 'Wire seen by Circle',
    effectiveAt: input.effectiveAt,
    postings: move({ debit: accounts.circleUsdPending, credit: accounts.wireInTransit }, input.amount, USD),
    metadata: { wire: input.wireId },
  });
}

export interface CircleDepositComplete {
  readonly depositId: string;
  readonly wireId?: string;
  /** USD cents per property; the sum is the deposit. */
  readonly lines: readonly PropertyLine[];
  readonly effectiveAt: Date;
}

/**
 * Circle turned the dollars into USDC, one to one (1 cent = 10,000 units). Cash and what is owed to each property
 * change currency in the same entry, so that the conversion pair returns to zero:
 * USD: D fx / C circle_usd_pending, D rent_collected / C fx; USDC: D circle_usdc / C fx, D fx / C rent_collected.
 */
export function circleDepositComplete(input: CircleDepositComplete): JournalEntry {
  const cents = sumOfLines(input.lines);
  const units = cents * UNITS_PER_CENT;
  const fx = accounts.fxUsdUsdc;
  return journalEntry({
    key: { sourceType: 'circle_deposit', sourceId: input.depositId, postingKind: 'complete' },
    description: 'US dollars became USDC at Circle',
    effectiveAt: input.effectiveAt,
    postings: [
      debit(fx, cents, USD),
      credit(accounts.circleUsdPending, cents, USD),
      ...input.lines.map((line) => debit(accounts.rentCollected(line.propertyId), line.amount, USD)),
      credit(fx, cents, USD),
      debit(accounts.circleUsdc, units, USDC_CIRCLE),
      credit(fx, units, USDC_CIRCLE),
      debit(fx, units, USDC_CIRCLE),
      ...input.lines.map((line) =>
        credit(accounts.rentCollected(line.propertyId), line.amount * UNITS_PER_CENT, USDC_CIRCLE),
      ),
    ],
    metadata: { wire: input.wireId, ...linesAsMetadata(input.lines) },
  });
}

export interface CircleFeeCharged {
  readonly feeId: string;
  /** USDC units, borne by the platform. */
  readonly amount: bigint;
  readonly effectiveAt: Date;
}

/** Circle charged us: D circle_fees / C circle_usdc. */
export function circleFeeCharged(input: CircleFeeCharged): JournalEntry {
  return journalEntry({
    key: { sourceType: 'circle_fee', sourceId: input.feeId, postingKind: 'charged' },
    description: 'Circle fee',
    effectiveAt: input.effectiveAt,
    postings: move({ debit: accounts.circleFees, credit: accounts.circleUsdc }, input.amount, USDC_CIRCLE),
  });
}

export interface CircleTransfer {
  /** Circle's transfer id, or our idempotency key while Circle has not answered. */
  readonly transferId: string;
  /** USDC units per property. */
  readonly lines: readonly PropertyLine[];
  readonly effectiveAt: Date;
}

/** USDC leaves Circle for the chain: D chain_transfer_out / C circle_usdc. */
export function circleTransferSubmitted(input: CircleTransfer): JournalEntry {
  return circleTransfer(input, 'submitted', 'USDC sent from Circle to the treasury', {
    debit: accounts.chainTransferOut,
    credit: accounts.circleUsdc,
  });
}

/** The transfer failed before reaching the chain: D circle_usdc / C chain_transfer_out. */
export function circleTransferFailed(input: CircleTransfer): JournalEntry {
  return circleTransfer(input, 'failed', 'Transfer from Circle failed', {
    debit: accounts.circleUsdc,
    credit: accounts.chainTransferOut,
  });
}

function circleTransfer(
  input: CircleTransfer,
  postingKind: string,
  description: string,
  legs: { readonly debit: string; readonly credit: string },
): JournalEntry {
  return journalEntry({
    key: { sourceType: 'circle_transfer', sourceId: input.transferId, postingKind },
    description,
    effectiveAt: input.effectiveAt,
    postings: move(legs, sumOfLines(input.lines), USDC_CIRCLE),
    metadata: linesAsMetadata(input.lines),
  });
}

export interface CircleTransferComplete extends CircleTransfer {
  readonly chainId: number;
  /** Address of the treasury contract. */
  readonly treasury: string;
  /** Of the ERC-20 transfer, seen final on chain. */
  readonly txHash: string;
}

/**
 * Circle says complete and the ERC-20 log is final. Cash and what is owed to each property move from Circle's USDC to
 * the chain's in one entry: USDC.circle: D fx / C chain_transfer_out, D rent_collected / C fx;
 * USDC.<chain>: D treasury / C fx, D fx / C rent_collected.
 */
export function circleTransferComplete(input: CircleTransferComplete): JournalEntry {
  const units = sumOfLines(input.lines);
  const fx = accounts.fxCircleChain(input.chainId);
  const onChain = usdcOn(input.chainId);
  return journalEntry({
    key: { sourceType: 'circle_transfer', sourceId: input.transferId, postingKind: 'complete' },
    description: 'USDC arrived in the treasury',
    effectiveAt: input.effectiveAt,
    postings: [
      debit(fx, units, USDC_CIRCLE),
      credit(accounts.chainTransferOut, units, USDC_CIRCLE),
      ...input.lines.map((line) => debit(accounts.rentCollected(line.propertyId), line.amount, USDC_CIRCLE)),
      credit(fx, units, USDC_CIRCLE),
      debit(accounts.treasury(input.chainId, input.treasury), units, onChain),
      credit(fx, units, onChain),
      debit(fx, units, onChain),
      ...input.lines.map((line) => credit(accounts.rentCollected(line.propertyId), line.amount, onChain)),
    ],
    metadata: { txHash: input.txHash, ...linesAsMetadata(input.lines) },
  });
}
