/** Every code the API may answer with, the HTTP status it travels under, and above each the reason it exists. */
export const errorCatalogue = {
  // --- The request itself ---
  /** A body, query or path value has the wrong shape, or a field nobody asked for; `issues` names each. */
  VALIDATION_FAILED: { status: 400, message: 'The request is not valid.' },
  /** The body is not JSON, or is too large. */
  BAD_REQUEST: { status: 400, message: 'The request could not be read.' },
  /** A POST that creates money or rights came without an Idempotency-Key, so a retry could do it twice. */
  IDEMPOTENCY_KEY_REQUIRED: { status: 400, message: 'This request needs an Idempotency-Key header.' },
  /** The same Idempotency-Key was used with another body: the caller meant two things by one key. */
  IDEMPOTENCY_KEY_REUSED: { status: 409, message: 'This Idempotency-Key was used with another request.' },
  /** The first request with this key has not answered yet; repeat it shortly. */
  IDEMPOTENCY_IN_FLIGHT: { status: 409, message: 'The same request is still being worked on.' },
  /** Too many requests in a minute; `Retry-After` says when to come back. */
  RATE_LIMITED: { status: 429, message: 'Too many requests. Try again shortly.' },
  /** No such route, or no such object, or not one this person may know of (the three look alike on purpose). */
  NOT_FOUND: { status: 404, message: 'Not found.' },
  /** Something broke on our side; the request id finds it in the log. */
  INTERNAL: { status: 500, message: 'Something went wrong on our side.' },
  /** A provider or the chain is out of reach; nothing was lost and the act may be repeated. */
  UPSTREAM_UNAVAILABLE: { status: 503, message: 'A service we depend on is not reachable right now.' },

  // --- Who is asking ---
  /** Nobody is signed in, or the session ended or was revoked. */
  UNAUTHENTICATED: { status: 401, message: 'Sign in first.' },
  /** The role has no such permission. */
  FORBIDDEN: { status: 403, message: 'You may not do this.' },
  /** A session cookie came without the matching CSRF token: the request may come from another site. */
  CSRF_FAILED: { status: 403, message: 'The security token is missing or wrong. Reload the page.' },
  /** Wrong e-mail or wrong password; which of the two stays unsaid. */
  SIGN_IN_FAILED: { status: 401, message: 'E-mail or password is wrong.' },
  /** Too many failed sign-ins; waiting grows with each. */
  SIGN_IN_LOCKED: { status: 429, message: 'Too many failed sign-ins. Wait and try again.' },
  /** Too many sign-ups from one place named addresses that have an account; waiting grows with each. */
  SIGN_UP_LOCKED: {
    status: 429,
    message: 'Too many of the addresses tried from here have an account already. Wait and try again.',
  },
  /** Signed in by the first factor only: give the code of the app, or set the app up, before anything else. */
  SECOND_FACTOR_REQUIRED: { status: 403, message: 'Enter the code of your authenticator app first.' },
  /** The code of the app or the recovery code is not right. */
  SECOND_FACTOR_WRONG: { status: 403, message: 'The code is not right. Codes change every 30 seconds.' },
  /** Each code counts once, so that one seen over a shoulder is worth nothing. */
  SECOND_FACTOR_REUSED: { status: 403, message: 'This code was used already. Wait for the next one.' },
  /** Too many wrong codes; waiting grows with each. */
  SECOND_FACTOR_LOCKED: { status: 429, message: 'Too many wrong codes. Wait and try again.' },
  /** Confirming, renewing or removing a second factor that is not there. */
  SECOND_FACTOR_MISSING: { status: 409, message: 'No second factor is there.' },
  /** A second factor is replaced by removing it first, which takes a code of it. */
  SECOND_FACTOR_EXISTS: { status: 409, message: 'A second factor is set up already.' },
  /** Administrators cannot go without. */
  SECOND_FACTOR_COMPULSORY: { status: 409, message: 'Your role cannot go without a second factor.' },
  /** The act moves money or rights and the last proof of who is acting is too old: prove it and repeat the request. */
  STEP_UP_REQUIRED: { status: 403, message: 'Confirm that it is you, then this goes on.' },
  /** The proof is not one this account may use: where there is a second factor, a password is not enough. */
  STEP_UP_REFUSED: { status: 403, message: 'This does not prove that it is you.' },
  /** Changing a password takes the present one, so that an open browser is not enough. */
  PASSWORD_WRONG: { status: 403, message: 'The present password is not right.' },
  /** The link of a password reset is unknown, used, expired or overtaken by a newer password. */
  PASSWORD_RESET_INVALID: { status: 400, message: 'This link is not valid any more. Ask for a new one.' },
  /** Nobody has shown yet that the address of the account is theirs, and the act needs one that is. */
  EMAIL_NOT_CONFIRMED: {
    status: 403,
    message:
      'Confirm your e-mail address first: open the link we mailed you, or have it mailed again on your account page.',
  },
  /** The link is unknown, used, expired, overtaken by a newer one, or was mailed for another account. */
  EMAIL_LINK_INVALID: {
    status: 400,
    message: 'This link does not work for the account you are signed in to. Have a new one mailed to you.',
  },
  /** Each link makes the wait for the next twice as long, so that nobody is flooded. */
  EMAIL_RESEND_TOO_SOON: {
    status: 429,
    message: 'A link was mailed a moment ago. Look for it, also among the junk, before you ask for another.',
  },
  /** Nothing is on its way and nothing is left to confirm. */
  EMAIL_CONFIRMED: { status: 409, message: 'Your e-mail address is confirmed already.' },
  /** Closing or opening up the own account: it takes a second administrator. */
  OWN_ACCOUNT: { status: 409, message: 'This is your own account. Ask another administrator.' },
  /** Without an administrator nobody could ever make one again. */
  LAST_ADMINISTRATOR: {
    status: 409,
    message: 'This is the last administrator. Give the role to somebody else first.',
  },
  /** What a person holds in a role would belong to nobody who may act on it; `issues` names what is held. */
  ROLE_IN_USE: {
    status: 409,
    message:
      'This role cannot be taken away while something depends on it. Invite them to a second account instead.',
  },
  /** An account with this e-mail exists already. */
  EMAIL_TAKEN: { status: 409, message: 'An account with this e-mail exists already.' },
  /** The invitation is unknown, used or expired. */
  INVITATION_INVALID: { status: 400, message: 'This invitation is not valid any more.' },
  /** The SIWE message does not match the nonce, domain, chain or time we expect. */
  WALLET_MESSAGE_INVALID: { status: 400, message: 'The signed message is not valid for this site.' },
  /** The signature was not made by the address in the message. */
  WALLET_SIGNATURE_INVALID: { status: 401, message: 'The signature does not belong to this wallet.' },
  /** No account knows this wallet yet; sign in by e-mail and link it. */
  WALLET_NOT_LINKED: { status: 401, message: 'No account is linked to this wallet.' },
  /** Shares in a wallet that belongs to nobody would be shares of nobody. */
  WALLET_HOLDS_SHARES: {
    status: 409,
    message: 'This wallet still holds shares. Move them to another of your wallets first.',
  },
  /** A lost wallet, perhaps in wrong hands: it keeps its history with the account and does nothing any more. */
  WALLET_REPLACED: {
    status: 409,
    message: 'This wallet was lost and replaced by another. Use the new one, or sign in by e-mail.',
  },
  /** The wallet is linked to another account. */
  WALLET_TAKEN: { status: 409, message: 'This wallet is linked to another account.' },

  // --- The life of things ---
  /** The object is in a state from which this act is not allowed. */
  ILLEGAL_TRANSITION: { status: 409, message: 'This is not possible in the present state.' },
  /** The object is what it should be only once per period or name, and exists already. */
  ALREADY_EXISTS: { status: 409, message: 'This exists already.' },
  /** Two leases of one unit would overlap. */
  LEASE_OVERLAPS: { status: 409, message: 'The unit is let in this time already.' },
  /** The e-mail of the tenant belongs to an account of another role. */
  NOT_A_TENANT: { status: 409, message: 'This e-mail belongs to an account that is not a tenant.' },
  /** A period lies in the future or before the property existed. */
  PERIOD_INVALID: { status: 400, message: 'This period cannot be used.' },
  /** The charge is paid, or being paid: a second payment would take the money twice. */
  CHARGE_NOT_PAYABLE: { status: 409, message: 'This rent charge cannot be paid now.' },
  /** Expenses of a period are closed once its statement is submitted. */
  PERIOD_CLOSED: { status: 409, message: 'The statement of this period was submitted already.' },
  /** Expenses and fees exceed the rent received: there is nothing to distribute. */
  STATEMENT_SHORTFALL: { status: 409, message: 'Expenses exceed the rent received.' },
  /** Nothing was received since the last statement. */
  STATEMENT_EMPTY: { status: 409, message: 'No rent was received since the last statement.' },
  /** The rent is received, but not all of it has reached the treasury on chain yet. */
  FUNDS_IN_TRANSIT: { status: 409, message: 'The money has not reached the treasury yet.' },
  /** The treasury or the bank holds less than this act needs. */
  INSUFFICIENT_FUNDS: { status: 409, message: 'There is not enough money for this.' },
  /** The property is held: distributions stop until an administrator lifts it. */
  PROPERTY_HELD: { status: 409, message: 'This property is held.' },
  /** The act needs a token which does not exist yet. */
  NOT_TOKENIZED: { status: 409, message: 'This property is not tokenized yet.' },
  /** Shares can only go to a wallet whose owner is verified. */
  INVESTOR_NOT_VERIFIED: { status: 409, message: 'This investor is not verified.' },
  /** The provider is looking at what was handed in; there is nothing to do meanwhile. */
  KYC_IN_REVIEW: {
    status: 409,
    message: 'Your identity check is being reviewed. You will get a mail when it is done.',
  },
  /** Rejected for good or revoked: only an administrator can let this person begin anew. */
  KYC_CLOSED: {
    status: 409,
    message: 'Your identity check is closed. Write to us if you think this is wrong.',
  },
  /** Approved and good for a while yet. */
  KYC_NOT_DUE: { status: 409, message: 'Your identity is verified. Nothing is to be done now.' },
  /** The investor never began a check, so there is nothing to decide on. */
  KYC_NOT_STARTED: { status: 409, message: 'This investor has not begun an identity check.' },
  /** Who takes rights away cannot also be the one who looks at it again. */
  SECOND_PERSON_NEEDED: { status: 409, message: 'Another administrator must look at this.' },
  /** The investor has linked no wallet. */
  WALLET_MISSING: { status: 409, message: 'This investor has linked no wallet.' },
  /** More shares than the token may ever have. */
  SUPPLY_EXCEEDED: { status: 409, message: 'This would exceed the maximum supply.' },
  /** The token symbol is taken by another property. */
  SYMBOL_TAKEN: { status: 409, message: 'This symbol is used by another property.' },
  /** Taking shares or replacing a wallet takes two people: who proposed it cannot confirm it. */
  SECOND_ADMINISTRATOR_NEEDED: {
    status: 409,
    message: 'Another administrator has to confirm this. You proposed it.',
  },
  /** Wallet and new wallet are not registered to one identity: the contract would refuse. */
  RECOVERY_NOT_POSSIBLE: {
    status: 409,
    message: 'Both wallets must be registered to the same investor before one can replace the other.',
  },
  /** The wallet holds fewer shares, or has fewer frozen, than the act names. */
  SHARES_MISSING: { status: 409, message: 'The wallet does not have that many shares.' },
  /** The rate of a day or country is stored with another value: what was shown with it must stay true. */
  RATE_FIXED: { status: 409, message: 'Another rate is stored for this day and never changes.' },
  /** The contract would refuse this purchase now; `issues` names each of its errors. */
  SUBSCRIPTION_REFUSED: { status: 409, message: 'This purchase would be refused.' },
  /** A property sells its shares in one offering at a time. */
  OFFERING_RUNNING: { status: 409, message: 'This property has an offering already.' },
  /** The platform was deployed before there were primary sales. */
  OFFERING_UNAVAILABLE: { status: 409, message: 'Primary sales are not available on this chain.' },
  /** No wallet is registered to receive what the sale earned. */
  PAYOUT_ADDRESS_MISSING: {
    status: 409,
    message: 'The manager has registered no wallet for the proceeds of this property.',
  },
  /** An account of the platform itself, or of a token: what is sent there is lost or mixed up. */
  PAYOUT_ADDRESS_REFUSED: { status: 409, message: 'Proceeds cannot be paid to this address.' },
  /** Another wallet was registered after the payout was proposed: propose it anew. */
  PAYOUT_ADDRESS_CHANGED: {
    status: 409,
    message: 'Another wallet is registered by now. Refuse this payout and propose it anew.',
  },
  /** The first payout to a wallet takes its address from the second administrator, who got it by another way. */
  PAYOUT_ADDRESS_UNCONFIRMED: {
    status: 409,
    message: 'Nothing was paid to this wallet before. Ask the manager for its address and enter it.',
  },
  /** More than the sale earned and has not paid out or promised yet. */
  PROCEEDS_EXCEEDED: { status: 409, message: 'The sale has not that much left to pay out.' },
  /** The entry is not sealed or not anchored yet; its proof follows shortly. */
  RECEIPT_PENDING: { status: 409, message: 'The proof of this entry is not ready yet.' },
  /** A webhook came with a signature that does not match: nothing was written. */
  WEBHOOK_SIGNATURE_INVALID: { status: 400, message: 'The signature of this webhook is wrong.' },
  /** The provider refused; the message says why. */
  PROVIDER_REFUSED: { status: 502, message: 'The payment provider refused.' },
  // --- Documents ---
  /** The property has a file of the same bytes already; the message names it. */
  DOCUMENT_DUPLICATE: { status: 409, message: 'The property has this file already.' },
  /** The upload was reported as done, but storage has no such file. */
  UPLOAD_MISSING: {
    status: 409,
    message: 'The file has not arrived in storage. Upload it again, then go on.',
  },
  /** No file of this version can be downloaded: it is being looked at, was rejected or never came. */
  DOCUMENT_NOT_AVAILABLE: { status: 409, message: 'This version cannot be downloaded.' },
  /** Something an approval needs is missing; each issue names an item. Approving anyway takes a reason. */
  CHECKLIST_INCOMPLETE: {
    status: 409,
    message:
      'The property lacks something an approval needs. Have it added, or give a reason to approve anyway.',
  },
  // --- The order book ---
  /** An administrator approves every transfer of these shares by name and number, which matching cannot wait for. */
  MARKET_NOT_POSSIBLE: {
    status: 409,
    message:
      'The rules of these shares have every transfer approved one by one, which an order book cannot wait for. Holders transfer them by wallet, after an approval under Compliance.',
  },
  /** The market is halted: nothing new rests until an administrator lifts it; cancelling goes on. */
  MARKET_HALTED: { status: 409, message: 'This market is halted.' },
  /** Tick, lot, bounds, fee, settler or expiry are not those of the market; `issues` names each. */
  ORDER_TERMS_REFUSED: { status: 400, message: 'The order does not keep the rules of this market.' },
  /** The wallet that the order names is not linked to this account. */
  ORDER_WALLET_NOT_OWN: { status: 403, message: 'The wallet of this order is not linked to your account.' },
  /** The signature is not the maker's, neither by its key nor by its contract (ERC-1271). */
  ORDER_SIGNATURE_INVALID: { status: 400, message: 'The order is not signed by its wallet. Sign it again.' },
  /** Another open order carries this nonce: filling one would end the other on chain. */
  ORDER_NONCE_TAKEN: { status: 409, message: 'Another order uses this nonce. Sign with the next one.' },
  /** Open orders and unsettled trades bind what this order would give. */
  ORDER_EXCEEDS_FREE: {
    status: 409,
    message: 'Your other orders bind too much. Cancel one or give a smaller order.',
  },
  /** The permit that came with the order would not be taken by its token; `issues` names each fault. */
  ORDER_PERMIT_REFUSED: {
    status: 400,
    message: 'The permission signed with this order cannot be used. Sign a new one.',
  },
  /** A permit with this nonce is in a transaction of ours that is in no block yet. */
  ORDER_PERMIT_UNDER_WAY: {
    status: 409,
    message: 'A permission you signed before is being used in a block right now. Try again in a moment.',
  },
  /** The order could not be settled now; each issue names the contract's error at `contract.<name>`. */
  ORDER_WOULD_FAIL: { status: 409, message: 'This order would fail on chain.' },
  /** The contract refused; the message says why. */
  CHAIN_REFUSED: { status: 409, message: 'The contract refused.' },
} as const satisfies Record<string, { readonly status: number; readonly message: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

export const isErrorCode = (value: string): value is ErrorCode => Object.hasOwn(errorCatalogue, value);

/** One wrong field: where it is ("address.city") and what is wrong. */
export interface ErrorIssue {
  readonly path: string;
  readonly message: string;
}

/** What domain code throws: the API answers with the code's status and the envelope. */
export class FreeholdError extends Error {
  override readonly name = 'FreeholdError';
  readonly code: ErrorCode;
  readonly issues: readonly ErrorIssue[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string = errorCatalogue[code].message,
    options: {
      readonly issues?: readonly ErrorIssue[];
      readonly cause?: unknown;
      readonly retryAfterSeconds?: number;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.issues = options.issues ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }
}

/** Thrown by a state machine: names the thing, where it is and where it was to go. */
export const illegalTransition = (noun: string, from: string, to: string): FreeholdError =>
  new FreeholdError('ILLEGAL_TRANSITION', `A ${noun} in state ${from} cannot become ${to}.`);
