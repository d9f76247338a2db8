import { type Address, type Hex, recoverTypedDataAddress, zeroAddress } from 'viem';
import { type Context, lower, ReferenceContract, refuse } from './refusal.ts';

export type Attestation = Readonly<{
  wallet: Address;
  identity: Address;
  country: number;
  accredited: boolean;
  validUntil: number;
  issuedAt: number;
}>;

export const ATTESTATION = [
  { name: 'wallet', type: 'address' },
  { name: 'identity', type: 'address' },
  { name: 'country', type: 'uint16' },
  { name: 'accredited', type: 'bool' },
  { name: 'validUntil', type: 'uint40' },
  { name: 'issuedAt', type: 'uint40' },
] as const;

const ACCREDITED_TOPIC = 2n;
const FIVE_MINUTES = 300n;

/** What the registry knows of one wallet. `newest` is the issue time nothing recorded from now on may be older than. */
type Entry = {
  registered?: { identity: Address; country: number };
  attestation?: { validUntil: number; accredited: boolean; epoch: number; said: string };
  shownExpiry: number;
  newest: number;
  revoked: boolean;
};

/** The identity registry, written to be read: what counts is derived from what was said, never kept twice. */
export class ReferenceRegistry extends ReferenceContract {
  entries = new Map<Address, Entry>();
  issuers = new Map<Address, readonly bigint[]>();
  issuerList: Address[] = [];
  topics: bigint[] = [];
  epochNumber = 0;
  /** Valid claims on identity contracts, as `identity issuer topic`. */
  claims = new Set<string>();
  readonly #domain: Readonly<{ chainId: number; verifyingContract: Address }>;

  constructor(owner: Address, domain: Readonly<{ chainId: number; verifyingContract: Address }>) {
    super(owner);
    this.#domain = domain;
  }

  /* WHO COUNTS */

  isVerified(now: bigint, wallet: Address): boolean {
    const entry = this.entries.get(wallet);
    if (!entry) return false;
    return this.counts(now, entry) || this.isVouchedFor(entry);
  }

  isAccredited(now: bigint, wallet: Address): boolean {
    const entry = this.entries.get(wallet);
    if (!entry) return false;
    if (this.counts(now, entry) && entry.attestation?.accredited) return true;
    return this.mayUseClaims(entry) && this.hasClaim(this.identity(wallet), ACCREDITED_TOPIC);
  }

  identity(wallet: Address): Address {
    return this.entries.get(wallet)?.registered?.identity ?? zeroAddress;
  }

  country(wallet: Address): number {
    return this.entries.get(wallet)?.registered?.country ?? 0;
  }

  attestationOf(now: bigint, wallet: Address): readonly [number, number, boolean] {
    const entry = this.entries.get(wallet);
    return entry ? [entry.shownExpiry, entry.newest, this.counts(now, entry)] : [0, 0, false];
  }

  private counts(now: bigint, { attestation }: Entry): boolean {
    return (
      attestation !== undefined && attestation.validUntil > now && attestation.epoch === this.epochNumber
    );
  }

  private mayUseClaims(entry: Entry): boolean {
    return entry.registered !== undefined && !entry.revoked;
  }

  private isVouchedFor(entry: Entry): boolean {
    const identity = entry.registered?.identity;
    if (!identity || !this.mayUseClaims(entry) || this.topics.length === 0) return false;
    return this.topics.every((topic) => this.hasClaim(identity, topic));
  }

  private hasClaim(identity: Address, topic: bigint): boolean {
    return this.issuerList.some(
      (issuer) => this.isTrustedFor(issuer, topic) && this.claims.has(`${identity} ${issuer} ${topic}`),
    );
  }

  private isTrustedFor(issuer: Address, topic: bigint): boolean {
    return this.issuers.get(issuer)?.includes(topic) ?? false;
  }

  /* ATTESTATIONS */

  async attest(ctx: Context, a: Attestation, signature: Hex): Promise<void> {
    if (a.wallet === zeroAddress || a.identity === zeroAddress) refuse('IdentityRegistryZeroAddress');
    if (BigInt(a.validUntil) <= ctx.now) refuse('IdentityRegistryAttestationExpired', a.wallet, a.validUntil);
    if (a.validUntil > 2 ** 32 - 1) refuse('IdentityRegistryValidityTooLong', a.validUntil);
    if (BigInt(a.issuedAt) > ctx.now + FIVE_MINUTES) {
      refuse('IdentityRegistryAttestationFromFuture', a.wallet, a.issuedAt);
    }
    this.checkIssuer(await this.signerOf(a, signature), a.accredited);
    const entry = this.entry(a.wallet);
    const said = JSON.stringify(a).toLowerCase();
    if (a.issuedAt <= entry.newest && !(entry.attestation?.said === said && this.isAsAttested(entry, a))) {
      refuse('IdentityRegistryAttestationStale', a.wallet, a.issuedAt, entry.newest);
    }
    entry.registered = { identity: a.identity, country: a.country };
    entry.attestation = { validUntil: a.validUntil, accredited: a.accredited, epoch: this.epochNumber, said };
    entry.shownExpiry = a.validUntil;
    entry.newest = a.issuedAt;
    entry.revoked = false;
  }

  async attestBatch(
    ctx: Context,
    attestations: readonly Attestation[],
    signatures: readonly Hex[],
  ): Promise<void> {
    if (attestations.length !== signatures.length) refuse('IdentityRegistryArrayLengths');
    for (const [i, a] of attestations.entries()) await this.attest(ctx, a, signatures[i] ?? '0x');
  }

  revokeAttestation(ctx: Context, wallet: Address): void {
    if (!this.agents.has(ctx.sender) && !this.issuers.has(ctx.sender)) {
      refuse('IdentityRegistryUnauthorized', ctx.sender);
    }
    if (wallet === zeroAddress) refuse('IdentityRegistryZeroAddress');
    this.revoke(ctx, this.entry(wallet));
  }

  /* REGISTER */

  registerIdentity(ctx: Context, wallet: Address, identity: Address, country: number): void {
    this.onlyAgent(ctx);
    this.register(wallet, identity, country);
  }

  batchRegisterIdentity(
    ctx: Context,
    wallets: readonly Address[],
    identities: readonly Address[],
    countries: readonly number[],
  ): void {
    this.onlyAgent(ctx);
    if (wallets.length !== identities.length || wallets.length !== countries.length) {
      refuse('IdentityRegistryArrayLengths');
    }
    for (const [i, wallet] of wallets.entries()) {
      this.register(wallet, identities[i] ?? zeroAddress, countries[i] ?? 0);
    }
  }

  deleteIdentity(ctx: Context, wallet: Address): void {
    this.onlyAgent(ctx);
    const { newest } = this.known(wallet);
    this.entries.set(wallet, { newest: Math.max(newest, Number(ctx.now)), shownExpiry: 0, revoked: false });
  }

  updateCountry(ctx: Context, wallet: Address, country: number): void {
    this.onlyAgent(ctx);
    const entry = this.known(wallet);
    entry.registered = { identity: this.identity(wallet), country };
  }

  updateIdentity(ctx: Context, wallet: Address, identity: Address): void {
    this.onlyAgent(ctx);
    if (identity === zeroAddress) refuse('IdentityRegistryZeroAddress');
    const entry = this.known(wallet);
    if (this.identity(wallet) !== identity && entry.attestation) this.revoke(ctx, entry);
    entry.registered = { identity, country: this.country(wallet) };
  }

  /* POLICY: EVERY CHANGE STARTS A NEW EPOCH */

  addTrustedIssuer(ctx: Context, issuer: Address, topics: readonly bigint[]): void {
    this.onlyOwner(ctx);
    if (issuer === zeroAddress) refuse('IdentityRegistryZeroAddress');
    if (this.issuers.has(issuer)) refuse('IdentityRegistryIssuerKnown', issuer);
    if (this.issuerList.length === 50) refuse('IdentityRegistryTooMany', 50);
    this.setTopicsOf(issuer, topics);
    this.issuerList.push(issuer);
    this.epochNumber++;
  }

  removeTrustedIssuer(ctx: Context, issuer: Address): void {
    this.onlyOwner(ctx);
    if (!this.issuers.has(issuer)) refuse('IdentityRegistryIssuerUnknown', issuer);
    this.issuerList = withoutOne(this.issuerList, issuer);
    this.issuers.delete(issuer);
    this.epochNumber++;
  }

  updateIssuerClaimTopics(ctx: Context, issuer: Address, topics: readonly bigint[]): void {
    this.onlyOwner(ctx);
    if (!this.issuers.has(issuer)) refuse('IdentityRegistryIssuerUnknown', issuer);
    this.setTopicsOf(issuer, topics);
    this.epochNumber++;
  }

  addClaimTopic(ctx: Context, topic: bigint): void {
    this.onlyOwner(ctx);
    if (this.topics.length === 15) refuse('IdentityRegistryTooMany', 15);
    if (this.topics.includes(topic)) refuse('IdentityRegistryTopicKnown', topic);
    this.topics.push(topic);
    this.epochNumber++;
  }

  removeClaimTopic(ctx: Context, topic: bigint): void {
    this.onlyOwner(ctx);
    if (!this.topics.includes(topic)) refuse('IdentityRegistryTopicUnknown', topic);
    this.topics = withoutOne(this.topics, topic);
    this.epochNumber++;
  }

  /* INTERNAL */

  private checkIssuer(issuer: Address, accredits: boolean): void {
    const trusted = this.issuers.get(issuer);
    if (!trusted) refuse('IdentityRegistryUntrustedIssuer', issuer);
    const lacking = this.topics.find((topic) => !trusted.includes(topic));
    if (lacking !== undefined) refuse('IdentityRegistryIssuerLacksTopic', issuer, lacking);
    if (accredits && !trusted.includes(ACCREDITED_TOPIC)) {
      refuse('IdentityRegistryIssuerLacksTopic', issuer, ACCREDITED_TOPIC);
    }
  }

  private async signerOf(message: Attestation, signature: Hex): Promise<Address> {
    const domain = { name: 'Freehold IdentityRegistry', version: '1', ...this.#domain };
    const types = { Attestation: ATTESTATION };
    const signer = await recoverTypedDataAddress({
      ...{ domain, types, primaryType: 'Attestation', message, signature },
    }).catch(() => zeroAddress);
    return lower(signer);
  }

  /** An agent's change of country in between makes a repetition something new. */
  private isAsAttested(entry: Entry, a: Attestation): boolean {
    return entry.registered?.country === a.country && entry.registered.identity === a.identity;
  }

  private revoke({ now }: Context, entry: Entry): void {
    delete entry.attestation;
    entry.shownExpiry = 0;
    entry.newest = Math.max(entry.newest, Number(now));
    entry.revoked = true;
  }

  private register(wallet: Address, identity: Address, country: number): void {
    if (wallet === zeroAddress || identity === zeroAddress) refuse('IdentityRegistryZeroAddress');
    const entry = this.entry(wallet);
    if (entry.registered) refuse('IdentityRegistryWalletKnown', wallet);
    entry.registered = { identity, country };
  }

  private setTopicsOf(issuer: Address, topics: readonly bigint[]): void {
    if (topics.length === 0) refuse('IdentityRegistryNoTopics');
    if (topics.length > 15) refuse('IdentityRegistryTooMany', 15);
    this.issuers.set(issuer, topics);
  }

  private known(wallet: Address): Entry {
    const entry = this.entries.get(wallet);
    if (!entry?.registered) refuse('IdentityRegistryWalletUnknown', wallet);
    return entry;
  }

  private entry(wallet: Address): Entry {
    const entry = this.entries.get(wallet) ?? { newest: 0, shownExpiry: 0, revoked: false };
    this.entries.set(wallet, entry);
    return entry;
  }
}

/** The last takes the place of the one that goes. */
function withoutOne<T>(list: readonly T[], gone: T): T[] {
  const last = list.at(-1);
  return list.slice(0, -1).map((one) => (one === gone && last !== undefined ? last : one));
}
