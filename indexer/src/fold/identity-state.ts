import type { IdentityChange } from '../decode/chain-event.ts';
import type { Hex } from '../rpc/wire.ts';

export type IdentityState = {
  readonly identity: Hex | null;
  readonly country: number | null;
  readonly issuer: Hex | null;
  /** Seconds since 1970, null without an attestation. */
  readonly validUntil: number | null;
  readonly revoked: boolean;
  readonly removed: boolean;
};

export const UNKNOWN_WALLET: IdentityState = {
  identity: null,
  country: null,
  issuer: null,
  validUntil: null,
  revoked: false,
  removed: false,
};

/** What the registry holds about a wallet after `change`. */
export function applyIdentityChange(
  state: IdentityState,
  change: Omit<IdentityChange, 'type' | 'wallet'>,
): IdentityState {
  const identity = change.identity ?? state.identity;
  switch (change.kind) {
    case 'registered':
      return { ...state, identity, removed: false };
    case 'updated':
      return { ...state, identity };
    case 'country':
      return { ...state, country: change.country ?? state.country };
    case 'attested':
      return {
        identity,
        country: change.country ?? null,
        issuer: change.issuer ?? null,
        validUntil: change.validUntil ?? null,
        revoked: false,
        removed: false,
      };
    case 'revoked':
      return { ...state, revoked: true };
    case 'removed':
      return { ...UNKNOWN_WALLET, removed: true };
  }
}
