/** What a person must know of a variable: shown in refusals and in `.env.example`. */
export interface VariableNote {
  readonly about: string;
  /** Completes "Expected …". */
  readonly expected: string;
  readonly example: string;
  /** Never shown; refusals print its first characters alone. */
  readonly secret?: boolean;
  readonly optional?: boolean;
}
