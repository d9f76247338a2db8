import { claimIssuerAbi, identityAbi } from '@freehold/contracts/abis';
import {
  type Address,
  concatHex,
  encodeAbiParameters,
  type Hex,
  keccak256,
  numberToHex,
  zeroHash,
} from 'viem';
import type { Platform, Wallet } from './platform.ts';

export const MANAGEMENT = 1n;
export const ACTION = 2n;
export const CLAIM_SIGNER = 3n;
export const ECDSA = 1n;
const YEAR = 365 * 86_400;

/** ERC-734: the key of an account. */
export const keyOf = (account: Address): Hex =>
  keccak256(encodeAbiParameters([{ type: 'address' }], [account]));

/** ERC-735: one claim per issuer and topic. */
export const claimIdOf = (issuer: Address, topic: bigint): Hex =>
  keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [issuer, topic]));

export type Identity = Awaited<ReturnType<typeof identityAt>>;
export type ClaimIssuer = Awaited<ReturnType<typeof deployClaimIssuer>>;

export const identityAt = (p: Platform, address: Address) => p.at(identityAbi, address);

/** Makes an identity; who asks pays and names it, `manager` rules it. */
export async function createIdentity(
  p: Platform,
  manager: Address,
  {
    key = zeroHash,
    claims = [],
    by = p.operator,
  }: Readonly<{ key?: Hex; claims?: readonly Claim[]; by?: Wallet }> = {},
) {
  const hash = await p.identityFactory.write.createIdentity([manager, key, claims], { account: by.account });
  const address = await p.identityFactory.read.identityAddress([by.account.address, manager, key]);
  return { hash, address, identity: identityAt(p, address) };
}

/** A claim issuer whose manager, who may also sign, is `manager`. */
export async function deployClaimIssuer(p: Platform, manager: Wallet = p.cosigner) {
  const { address } = await p.viem.deployContract('ClaimIssuer', [manager.account.address]);
  return p.at(claimIssuerAbi, address);
}

export type Claim = Readonly<{
  topic: bigint;
  scheme: bigint;
  issuer: Address;
  signature: Hex;
  data: Hex;
  uri: string;
}>;

/** What a claim signer key of ONCHAINID signs: identity, topic and data, as an Ethereum message. */
export async function signClaim(signer: Wallet, identity: Address, topic: bigint, data: Hex): Promise<Hex> {
  const types = [{ type: 'address' }, { type: 'uint256' }, { type: 'bytes' }] as const;
  const raw = keccak256(encodeAbiParameters(types, [identity, topic, data]));
  return signer.signMessage({ message: { raw } });
}

export type ClaimChange = Readonly<{
  topic?: bigint;
  signer?: Wallet;
  issuedAt?: number;
  validUntil?: number;
  payload?: Hex;
  chainId?: number;
  uri?: string;
}>;

/** The terms every claim of our issuer begins with, as contracts/interfaces/IClaimIssuerTerms.sol says. */
export function termsOf(chainId: number, issuer: Address, issuedAt: number, validUntil: number): Hex {
  const types = [{ type: 'string' }, { type: 'uint256' }, { type: 'address' }] as const;
  const domain = keccak256(encodeAbiParameters(types, ['Freehold ClaimIssuer', BigInt(chainId), issuer]));
  const times = [numberToHex(issuedAt, { size: 5 }), numberToHex(validUntil, { size: 5 })];
  return concatHex([`0x${domain.slice(2, 34)}`, ...times]);
}

/** A claim of our issuer about `identity`: by default KYC, issued now for a year, signed by its manager. */
export async function claimOf(
  p: Platform,
  issuer: Address,
  identity: Address,
  change: ClaimChange = {},
): Promise<Claim> {
  const now = await p.networkHelpers.time.latest();
  const [issuedAt, validUntil] = [change.issuedAt ?? now, change.validUntil ?? now + YEAR];
  const terms = termsOf(change.chainId ?? p.deployment.chainId, issuer, issuedAt, validUntil);
  const data = concatHex([terms, change.payload ?? '0x']);
  const topic = change.topic ?? 1n;
  const signature = await signClaim(change.signer ?? p.cosigner, identity, topic, data);
  return { topic, scheme: 1n, issuer, signature, data, uri: change.uri ?? '' };
}

export const claimArgs = (claim: Claim) =>
  [claim.topic, claim.scheme, claim.issuer, claim.signature, claim.data, claim.uri] as const;
