/**
 * Why the ledger refuses. Each is either a bug of the caller or an attempt to spend what is not there; none is
 * worth a retry with the same entry.
 */
export const ledgerErrorCodes = [
  /** An amount is not positive, or debits and credits of one currency differ. */
  'UNBALANCED_ENTRY',
  /** The business key was posted before with other postings or metadata. */
  'KEY_REUSED',
  /** An account path has no shape known to the chart of accounts. */
  'UNKNOWN_ACCOUNT',
  /** An account listed in `bounded` would fall below zero. */
  'OVERDRAWN',
  /** The entry resolves a pending entry that does not exist, is not pending, or is resolved already. */
  'PENDING_NOT_OPEN',
  /** The entry has the wrong shape. */
  'MALFORMED_ENTRY',
  /** Something tried to change or delete what is written. */
  'APPEND_ONLY',
] as const;
export type LedgerErrorCode = (typeof ledgerErrorCodes)[number];

export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: LedgerErrorCode;

  constructor(code: LedgerErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
