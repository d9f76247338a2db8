import { type Address, zeroAddress } from 'viem';
import { type Context, least, most, ReferenceContract, refusalOf, refuse } from './refusal.ts';
import type { ReferenceRegistry } from './registry.ts';

export type Rules = Readonly<{
  countryMode: number;
  countries: readonly number[];
  maxBalance: bigint;
  maxShareBps: number;
  maxHolders: number;
  lockedUntil: number;
  lockupSeconds: number;
  windowSeconds: number;
  windowLimit: bigint;
  accreditedOnly: boolean;
  approvalNeeded: boolean;
  vettedSpendersOnly: boolean;
  trackPositions: boolean;
}>;

export type Kind = 'transfer' | 'mint' | 'burn' | 'forced' | 'recovery';

export type Movement = Readonly<{
  kind: Kind;
  spender: Address;
  from: Address;
  to: Address;
  amount: bigint;
}>;

/** What the rules ask of the token. */
export type Supplies = Readonly<{
  totalSupply: () => bigint;
  maxSupply: () => bigint;
  isAgent: (who: Address) => boolean;
}>;

/** The shares of one wallet, and the identity they are counted under. */
type Holding = { identity: Address; shares: bigint };

/** The rules of one property, written to be read: sums are added up whenever they are asked for. */
export class ReferenceCompliance extends ReferenceContract {
  rules: Rules;
  tracked = false;
  holdings = new Map<Address, Holding>();
  acquisitions = new Map<Address, { at: bigint; amount: bigint }[]>();
  windows = new Map<Address, { opened: bigint; spent: bigint }>();
  approvals = new Map<string, number>();
  spenders = new Set<Address>();
  modules: Address[] = [];
  /** Modules that say no to everything. */
  refusing = new Set<Address>();
  readonly #registry: ReferenceRegistry;
  readonly #token: () => Supplies;

  constructor(owner: Address, rules: Rules, registry: ReferenceRegistry, token: () => Supplies) {
    super(owner);
    this.#registry = registry;
    this.#token = token;
    this.rules = rules;
    this.tracked = needsPositions(rules);
  }

  /* WHO HOLDS WHAT */

  positionOf(identity: Address): bigint {
    return sum([...this.holdings.values()].filter((h) => h.identity === identity).map((h) => h.shares));
  }

  holderCount(): bigint {
    return BigInt(new Set([...this.holdings.values()].map(({ identity }) => identity)).size);
  }

  lockedOf(now: bigint, identity: Address): bigint {
    return least(this.acquiredLately(now, identity), this.positionOf(identity));
  }

  freeOf(now: bigint, identity: Address): bigint {
    return this.positionOf(identity) - this.lockedOf(now, identity);
  }

  freeFrom(now: bigint, identity: Address, amount: bigint): bigint {
    if (amount > this.positionOf(identity)) return 0n;
    const ends = (this.acquisitions.get(identity) ?? []).map(
      ({ at }) => at + BigInt(this.rules.lockupSeconds),
    );
    const moments = [now, ...ends.filter((end) => end > now)].sort((a, b) => Number(a - b));
    return moments.find((moment) => this.freeOf(moment, identity) >= amount) ?? 0n;
  }

  windowSpent(now: bigint, identity: Address): readonly [bigint, bigint] {
    const window = this.windows.get(identity);
    if (!window) return [0n, 0n];
    const until = window.opened + BigInt(this.rules.windowSeconds);
    return now < until ? [window.spent, until] : [0n, 0n];
  }

  transferApprovals(from: Address, to: Address, amount: bigint): bigint {
    return BigInt(this.approvals.get(`${from} ${to} ${amount}`) ?? 0);
  }

  private acquiredLately(now: bigint, identity: Address): bigint {
    const since = now - BigInt(this.rules.lockupSeconds);
    return sum(
      (this.acquisitions.get(identity) ?? []).filter(({ at }) => at > since).map(({ amount }) => amount),
    );
  }

  /* MOVEMENTS */

  /** Judges a movement, if its kind is judged, and accounts for it; refuses by throwing. */
  apply(now: bigint, m: Movement): void {
    if (m.from === m.to) return;
    const judged = m.kind === 'transfer' || m.kind === 'mint';
    if (judged) this.judgeParties(now, m);
    if (this.tracked && m.amount !== 0n) this.judgeAndCount(now, m, judged);
    else if (judged) this.askModules();
    this.useApproval(m);
  }

  /** Accounts for a movement that is known to have happened. */
  happened(now: bigint, m: Movement): void {
    if (this.tracked && m.amount !== 0n && m.from !== m.to) this.judgeAndCount(now, m, false);
  }

  private judgeParties(now: bigint, { kind, spender, from, to, amount }: Movement): void {
    const { rules } = this;
    if (kind === 'transfer') {
      if (now < rules.lockedUntil) refuse('ComplianceLocked', rules.lockedUntil);
      if (rules.vettedSpendersOnly && spender !== zeroAddress && !this.spenders.has(spender)) {
        refuse('ComplianceSpenderNotVetted', spender);
      }
    }
    const country = this.#registry.country(to);
    if (rules.countryMode !== 0 && rules.countries.includes(country) !== (rules.countryMode === 1)) {
      refuse('ComplianceCountryNotAllowed', country);
    }
    if (rules.accreditedOnly && !this.#registry.isAccredited(now, to)) refuse('ComplianceNotAccredited', to);
    const needsApproval = rules.approvalNeeded && kind === 'transfer' && amount !== 0n;
    if (needsApproval && this.transferApprovals(from, to, amount) === 0n) {
      refuse('ComplianceNotApproved', from, to, amount);
    }
  }

  private judgeAndCount(now: bigint, m: Movement, judged: boolean): void {
    const [from, fromRelocked] = this.arrive(now, m.from);
    const [to, toRelocked] = this.arrive(now, m.to);
    if (judged && from !== to) {
      this.judgeLimits(m, from, to);
      if (m.kind === 'transfer') this.judgeTime(now, m.amount, from, fromRelocked);
    }
    if (judged) this.askModules();
    this.acquire(now, from, fromRelocked);
    this.acquire(now, to, toRelocked);
    if (from !== to && this.rules.lockupSeconds !== 0) this.acquire(now, to, m.amount);
    if (from !== to && m.kind === 'transfer' && this.rules.windowLimit !== 0n)
      this.spend(now, from, m.amount);
    this.count(m.from, from, -m.amount);
    this.count(m.to, to, m.amount);
  }

  private judgeLimits({ kind, amount }: Movement, from: Address, to: Address): void {
    const { maxBalance, maxShareBps, maxHolders } = this.rules;
    const balance = this.positionOf(to) + amount;
    if (maxBalance !== 0n && balance > maxBalance)
      refuse('ComplianceMaxBalanceExceeded', to, balance, maxBalance);
    const supply = kind === 'mint' ? this.#token().maxSupply() : this.#token().totalSupply();
    const maxShare = (supply * BigInt(maxShareBps)) / 10_000n;
    if (maxShareBps !== 0 && balance > maxShare) refuse('ComplianceMaxShareExceeded', to, balance, maxShare);
    const isNew = this.positionOf(to) === 0n;
    const takesPlace = from !== zeroAddress && this.positionOf(from) === amount;
    if (maxHolders !== 0 && isNew && !takesPlace && this.holderCount() >= maxHolders) {
      refuse('ComplianceMaxHoldersReached', maxHolders);
    }
  }

  private judgeTime(now: bigint, amount: bigint, from: Address, relocked: bigint): void {
    const { lockupSeconds, windowLimit } = this.rules;
    const position = this.positionOf(from);
    const free = position - least(this.acquiredLately(now, from) + relocked, position);
    if (lockupSeconds !== 0 && amount > free) refuse('ComplianceAcquisitionLocked', from, free, amount);
    if (windowLimit === 0n) return;
    const [spent, until] = this.windowSpent(now, from);
    const left = most(0n, windowLimit - spent);
    if (amount > left) refuse('ComplianceWindowExceeded', from, left, amount, until);
  }

  private askModules(): void {
    const refusing = this.modules.find((module) => this.refusing.has(module));
    if (refusing) refuse('ComplianceModuleRefused', refusing);
  }

  private useApproval({ kind, from, to, amount }: Movement): void {
    if (!this.rules.approvalNeeded || kind !== 'transfer' || amount === 0n) return;
    this.approvals.set(`${from} ${to} ${amount}`, Number(this.transferApprovals(from, to, amount)) - 1);
  }

  /**
   * The identity a wallet acts as, its shares counted under it. Shares that come over from another identity take their
   * lock-up along: as many of them as may be locked are acquired anew.
   */
  private arrive(now: bigint, wallet: Address): readonly [Address, bigint] {
    if (wallet === zeroAddress) return [zeroAddress, 0n];
    const registered = this.#registry.identity(wallet);
    const holding = this.holdings.get(wallet);
    if (!holding) return [registered === zeroAddress ? wallet : registered, 0n];
    if (registered === zeroAddress || registered === holding.identity) return [holding.identity, 0n];
    const relocked =
      this.rules.lockupSeconds === 0 ? 0n : least(this.lockedOf(now, holding.identity), holding.shares);
    holding.identity = registered;
    return [registered, relocked];
  }

  private acquire(now: bigint, identity: Address, amount: bigint): void {
    if (identity === zeroAddress || amount === 0n) return;
    this.acquisitions.set(identity, [...(this.acquisitions.get(identity) ?? []), { at: now, amount }]);
  }

  private spend(now: bigint, identity: Address, amount: bigint): void {
    const [spent, until] = this.windowSpent(now, identity);
    const opened = until === 0n ? now : (this.windows.get(identity)?.opened ?? now);
    this.windows.set(identity, { opened, spent: spent + amount });
  }

  private count(wallet: Address, identity: Address, change: bigint): void {
    if (wallet === zeroAddress) return;
    const shares = (this.holdings.get(wallet)?.shares ?? 0n) + change;
    if (shares === 0n) this.holdings.delete(wallet);
    else this.holdings.set(wallet, { identity, shares });
  }

  /* ACTS */

  setRules({ sender }: Context, rules: Rules): void {
    this.onlyTokenOwner(sender);
    if (!this.tracked && needsPositions(rules) && this.#token().totalSupply() !== 0n) {
      refuse('CompliancePositionsNotTracked');
    }
    if (rules.maxShareBps > 10_000) refuse('ComplianceShareOutOfRange', rules.maxShareBps);
    if ((rules.windowSeconds === 0) !== (rules.windowLimit === 0n)) {
      refuse('ComplianceWindowIncomplete', rules.windowSeconds, rules.windowLimit);
    }
    const beyond = rules.countries.find((country) => country >= 1024);
    if (beyond !== undefined) refuse('ComplianceCountryOutOfRange', beyond);
    this.rules = rules;
    this.tracked ||= needsPositions(rules);
  }

  approveTransfer({ sender }: Context, from: Address, to: Address, amount: bigint): void {
    this.onlyTokenAgent(sender);
    this.approvals.set(`${from} ${to} ${amount}`, Number(this.transferApprovals(from, to, amount)) + 1);
  }

  revokeTransferApproval({ sender }: Context, from: Address, to: Address, amount: bigint): void {
    this.onlyTokenAgent(sender);
    const left = Number(this.transferApprovals(from, to, amount));
    if (left === 0) refuse('ComplianceNotApproved', from, to, amount);
    this.approvals.set(`${from} ${to} ${amount}`, left - 1);
  }

  setSpender({ sender }: Context, spender: Address, vetted: boolean): void {
    this.onlyTokenOwner(sender);
    if (spender === zeroAddress) refuse('ComplianceZeroAddress');
    if (vetted) this.spenders.add(spender);
    else this.spenders.delete(spender);
  }

  reconcile({ now }: Context, wallet: Address): void {
    if (!this.tracked || !this.holdings.has(wallet)) return;
    const [identity, relocked] = this.arrive(now, wallet);
    this.acquire(now, identity, relocked);
  }

  addModule({ sender }: Context, module: Address): void {
    this.onlyTokenOwner(sender);
    if (this.modules.includes(module)) refuse('ComplianceModuleBound', module);
    if (this.modules.length === 8) refuse('ComplianceTooManyModules', 8);
    this.modules.push(module);
  }

  removeModule({ sender }: Context, module: Address): void {
    this.onlyTokenOwner(sender);
    const index = this.modules.indexOf(module);
    if (index === -1) refuse('ComplianceModuleNotBound', module);
    const last = this.modules.pop();
    if (last !== undefined && last !== module) this.modules[index] = last;
  }

  /** What `canTransfer` of the compliance says: the rules alone, without what the token itself has against it. */
  canTransfer(now: bigint, from: Address, to: Address, amount: bigint): boolean {
    const kind = from === zeroAddress ? 'mint' : to === zeroAddress ? 'burn' : 'transfer';
    return this.reasonAgainst(now, { kind, spender: zeroAddress, from, to, amount }) === undefined;
  }

  reasonAgainst(now: bigint, movement: Movement): string | undefined {
    if (movement.kind !== 'transfer' && movement.kind !== 'mint') return undefined;
    const saved = structuredClone({ ...this });
    const reason = refusalOf(() => this.apply(now, movement));
    Object.assign(this, saved);
    return reason;
  }

  private onlyTokenOwner(sender: Address): void {
    if (sender !== this.owner) refuse('ComplianceUnauthorized', sender);
  }

  private onlyTokenAgent(sender: Address): void {
    if (!this.#token().isAgent(sender)) refuse('ComplianceUnauthorized', sender);
  }
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);

const needsPositions = (rules: Rules): boolean =>
  rules.trackPositions ||
  rules.maxBalance !== 0n ||
  rules.maxHolders !== 0 ||
  rules.maxShareBps !== 0 ||
  rules.lockupSeconds !== 0 ||
  rules.windowLimit !== 0n;
