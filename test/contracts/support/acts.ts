import type { Address, Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import {
  GERMANY,
  type Platform,
  propertyKey,
  type Rules,
  rules,
  SHARE,
  type Token,
  type Wallet,
} from './platform.ts';

const ATTESTATION_TYPES = {
  Attestation: [
    { name: 'wallet', type: 'address' },
    { name: 'identity', type: 'address' },
    { name: 'country', type: 'uint16' },
    { name: 'accredited', type: 'bool' },
    { name: 'validUntil', type: 'uint40' },
    { name: 'issuedAt', type: 'uint40' },
  ],
} as const;

export type AttestationChange = Readonly<{
  identity?: Address;
  country?: number;
  accredited?: boolean;
  validUntil?: number;
  issuedAt?: number;
  signer?: Wallet;
}>;

/** An address nobody has the key of, the same for the same number. */
export function addressOf(number: number): Address {
  return privateKeyToAccount(`0x${(number + 1_000_000).toString(16).padStart(64, '0')}`).address;
}

/** A signed attestation, by default of the platform's attester, issued now, valid for a year, identity = wallet. */
export async function signAttestation(p: Platform, wallet: Address, change: AttestationChange = {}) {
  const now = await p.networkHelpers.time.latest();
  const attestation = {
    wallet,
    identity: change.identity ?? wallet,
    country: change.country ?? GERMANY,
    accredited: change.accredited ?? false,
    validUntil: change.validUntil ?? now + 365 * 86_400,
    issuedAt: change.issuedAt ?? now,
  };
  const signature = await (change.signer ?? p.attester).signTypedData({
    domain: {
      name: 'Freehold IdentityRegistry',
      version: '1',
      chainId: p.deployment.chainId,
      verifyingContract: p.deployment.identityRegistry,
    },
    types: ATTESTATION_TYPES,
    primaryType: 'Attestation',
    message: attestation,
  });
  return { attestation, signature };
}

/** Records attestations for wallets, submitted by somebody without any role. */
export async function attest(p: Platform, wallets: readonly Address[], change: AttestationChange = {}) {
  const signed = await Promise.all(wallets.map((wallet) => signAttestation(p, wallet, change)));
  return p.registry.write.attestBatch(
    [signed.map(({ attestation }) => attestation), signed.map(({ signature }) => signature)],
    { account: p.stranger.account },
  );
}

export type TokenizeChange = Readonly<{ key?: Hex; maxSupply?: bigint; rules?: Rules; owner?: Address }>;

/** Tokenizes a property; the operator is its agent, the platform's owner its owner. */
export async function tokenize(p: Platform, change: TokenizeChange = {}) {
  const propertyKeyUsed = change.key ?? propertyKey('Linden 5');
  const params = {
    key: propertyKeyUsed,
    name: 'Linden 5',
    symbol: 'LIN5',
    maxSupply: change.maxSupply ?? 1_000_000n * SHARE,
    owner: change.owner ?? p.owner.account.address,
    agents: [p.operator.account.address],
    rules: rules(change.rules),
  };
  const hash = await p.factory.write.tokenize([params], { account: p.operator.account });
  const [token, compliance] = await p.factory.read.predict([propertyKeyUsed]);
  return {
    hash,
    params,
    key: propertyKeyUsed,
    token: p.tokenAt(token),
    compliance: p.complianceAt(compliance),
  };
}

/** Verifies holders who are not yet and gives them shares. */
export async function issue(p: Platform, token: Token, holdings: ReadonlyArray<readonly [Address, bigint]>) {
  const unverified: Address[] = [];
  for (const [holder] of holdings) if (!(await p.registry.read.isVerified([holder]))) unverified.push(holder);
  if (unverified.length > 0) await attest(p, unverified);
  return token.write.batchMint([holdings.map(([holder]) => holder), holdings.map(([, shares]) => shares)], {
    account: p.operator.account,
  });
}

export async function mintUsdc(p: Platform, to: Address, amount: bigint) {
  return p.usdc.write.mint([to, amount], { account: p.circle.account });
}

/** Declares a dividend and funds it from the operator's own USDC. */
export async function declareAndFund(p: Platform, id: Hex, token: Address, amount: bigint) {
  await p.dividends.write.declare([id, token, amount, id], { account: p.operator.account });
  await fund(p, id, amount);
}

/** Funds a declared dividend from the operator's own USDC. */
export async function fund(p: Platform, id: Hex, amount: bigint) {
  await mintUsdc(p, p.operator.account.address, amount);
  await p.usdc.write.approve([p.deployment.dividends, amount], { account: p.operator.account });
  await p.dividends.write.fund([id], { account: p.operator.account });
}
