import type { Address } from 'viem';
import { createSiweMessage } from 'viem/siwe';

interface SiweNonce {
  readonly nonce: string;
  readonly domain: string;
  readonly uri: string;
  readonly chainId: number;
  readonly expiresAt: string;
}

/** The EIP-4361 message that a wallet is asked to sign: readable, bound to this site, this chain and one nonce. */
export function siweMessageOf(
  nonce: SiweNonce,
  address: Address,
  statement: string,
  now: Date = new Date(),
): string {
  return createSiweMessage({
    address,
    chainId: nonce.chainId,
    domain: nonce.domain,
    uri: nonce.uri,
    nonce: nonce.nonce,
    version: '1',
    statement,
    issuedAt: now,
    expirationTime: new Date(nonce.expiresAt),
  });
}
