import { type Address, zeroAddress } from 'viem';
import type { Kind, ReferenceCompliance } from './compliance.ts';
import { type Context, least, most, ReferenceContract, Refusal, refusalOf, refuse } from './refusal.ts';
import type { ReferenceRegistry } from './registry.ts';

export const UNLIMITED = 2n ** 256n - 1n;
const LARGEST = 2n ** 104n - 1n;

type Wallet = { balance: bigint; frozenShares: bigint; frozen: boolean };
export type Moving = Readonly<{ kind: Kind; spender?: Address; from: Address; to: Address; amount: bigint }>;

/** Shares and how they move, written to be read: closing an epoch copies every balance. */
export class ReferenceToken extends ReferenceContract {
  paused = false;
  issuancePaused = false;
  maxSupply: bigint;
  wallets = new Map<Address, Wallet>();
  allowances = new Map<string, bigint>();
  closedEpochs: ReadonlyMap<Address, bigint>[] = [];
  /** Which wallet stands for a lost one. */
  successors = new Map<Address, Address>();
  /** In the order in which they first held shares. */
  holders: Address[] = [];
  readonly #registry: ReferenceRegistry;
  readonly #compliance: () => ReferenceCompliance;

  constructor(
    owner: Address,
    maxSupply: bigint,
    registry: ReferenceRegistry,
    compliance: () => ReferenceCompliance,
  ) {
    super(owner);
    this.maxSupply = maxSupply;
    this.#registry = registry;
    this.#compliance = compliance;
  }

  /* VIEWS */

  balanceOf(wallet: Address): bigint {
    return this.wallets.get(wallet)?.balance ?? 0n;
  }

  getFrozenTokens(wallet: Address): bigint {
    return this.wallets.get(wallet)?.frozenShares ?? 0n;
  }

  isFrozen(wallet: Address): boolean {
    return this.wallets.get(wallet)?.frozen ?? false;
  }

  unfrozen(wallet: Address): bigint {
    return most(0n, this.balanceOf(wallet) - this.getFrozenTokens(wallet));
  }

  totalSupply(): bigint {
    return [...this.wallets.values()].reduce((all, { balance }) => all + balance, 0n);
  }

  allowance(owner: Address, spender: Address): bigint {
    return this.allowances.get(`${owner} ${spender}`) ?? 0n;
  }

  balanceAt(holder: Address, epoch: number): bigint {
    return this.closedEpochs[epoch - 1]?.get(holder) ?? 0n;
  }

  supplyAt(epoch: number): bigint {
    return [...(this.closedEpochs[epoch - 1]?.values() ?? [])].reduce((all, balance) => all + balance, 0n);
  }

  successorOf(wallet: Address): Address {
    const next = this.successors.get(wallet);
    return next ? this.successorOf(next) : wallet;
  }

  freeBalanceOf(wallet: Address): bigint {
    return this.isFrozen(wallet) ? 0n : this.unfrozen(wallet);
  }

  canSend(wallet: Address): boolean {
    return wallet !== zeroAddress && !this.isFrozen(wallet);
  }

  canReceive(now: bigint, wallet: Address): boolean {
    return wallet !== zeroAddress && !this.isFrozen(wallet) && this.#registry.isVerified(now, wallet);
  }

  /** What a transfer by `spender` (zero: by the holder) would be refused with now. */
  transferRefusal(
    now: bigint,
    spender: Address,
    from: Address,
    to: Address,
    amount: bigint,
  ): string | undefined {
    const bySpender = spender !== zeroAddress && spender !== from;
    const allowed = this.allowance(from, spender);
    return refusalOf(() => {
      if (bySpender && amount > allowed) refuse('ERC20InsufficientAllowance', spender, allowed, amount);
      this.preview(now, { kind: 'transfer', spender: bySpender ? spender : zeroAddress, from, to, amount });
    });
  }

  mintRefusal(now: bigint, to: Address, amount: bigint): string | undefined {
    return refusalOf(() => this.preview(now, { kind: 'mint', from: zeroAddress, to, amount }));
  }

  private preview(now: bigint, moving: Moving): void {
    this.check({ sender: zeroAddress, now }, moving);
    const reason = this.#compliance().reasonAgainst(now, { spender: zeroAddress, ...moving });
    if (reason !== undefined) throw new Refusal(reason);
  }

  /* MOVING */

  private move(ctx: Context, moving: Moving): void {
    this.check(ctx, moving);
    this.askCompliance(ctx, moving);
    this.shift(moving);
  }

  /** What the token itself asks of a movement, in this order. */
  private check({ now }: Context, { kind, from, to, amount }: Moving): void {
    if (from === zeroAddress && kind !== 'mint') refuse('ERC20InvalidSender', zeroAddress);
    if (to === zeroAddress && kind !== 'burn') refuse('ERC20InvalidReceiver', zeroAddress);
    if (kind === 'transfer') {
      if (this.paused) refuse('PropertyTokenPaused');
      if (this.isFrozen(from)) refuse('ERC7943CannotSend', from);
    }
    const balance = this.balanceOf(from);
    if (kind !== 'mint' && amount > balance) refuse('ERC20InsufficientBalance', from, balance, amount);
    if (kind === 'transfer' && amount > this.unfrozen(from)) {
      refuse('ERC7943InsufficientUnfrozenBalance', from, amount, this.unfrozen(from));
    }
    if ((kind === 'mint' || kind === 'burn') && this.issuancePaused) refuse('PropertyTokenIssuancePaused');
    const supply = this.totalSupply();
    if (kind === 'mint' && supply + amount > this.maxSupply) {
      refuse('PropertyTokenMaxSupplyExceeded', supply, this.maxSupply);
    }
    if (kind === 'forced' && from === to) refuse('PropertyTokenSelfTransfer');
    if (kind !== 'recovery' && kind !== 'burn' && this.isFrozen(to)) refuse('PropertyTokenWalletFrozen', to);
    if (kind !== 'burn' && !this.#registry.isVerified(now, to)) refuse('ERC7943CannotReceive', to);
  }

  private askCompliance({ now }: Context, { spender = zeroAddress, ...moving }: Moving): void {
    this.#compliance().apply(now, { ...moving, spender });
  }

  /** Takes and gives; what is frozen goes down only when it must, to let this amount through. */
  private shift({ from, to, amount }: Moving): void {
    if (from === to) return;
    if (from !== zeroAddress) {
      const sender = this.wallet(from);
      sender.frozenShares -= most(0n, amount - this.unfrozen(from));
      sender.balance -= amount;
    }
    if (to === zeroAddress) return;
    if (amount !== 0n && !this.holders.includes(to)) this.holders.push(to);
    this.wallet(to).balance += amount;
  }

  /**
   * Many receivers. When they may go together, the token looks at all of them before the compliance does; otherwise
   * each is looked at by both before the next.
   */
  private moveMany(
    ctx: Context,
    kind: 'transfer' | 'mint',
    from: Address,
    to: readonly Address[],
    amounts: readonly bigint[],
  ): void {
    checkLengths(to, amounts);
    const legs = to.map((receiver, i) => ({ kind, from, to: receiver, amount: amounts[i] ?? 0n }));
    const refusedAnyway = kind === 'mint' ? this.issuancePaused : this.paused || this.isFrozen(from);
    if (legs.length < 2 || refusedAnyway || this.#compliance().modules.length > 0) {
      for (const leg of legs) this.move(ctx, leg);
      return;
    }
    for (const leg of legs) {
      this.check(ctx, leg);
      this.shift(leg);
    }
    for (const leg of legs) this.askCompliance(ctx, leg);
  }

  transfer(ctx: Context, to: Address, amount: bigint): void {
    this.move(ctx, { kind: 'transfer', from: ctx.sender, to, amount });
  }

  transferFrom(ctx: Context, from: Address, to: Address, amount: bigint): void {
    const allowed = this.allowance(from, ctx.sender);
    if (amount > allowed) refuse('ERC20InsufficientAllowance', ctx.sender, allowed, amount);
    if (allowed !== UNLIMITED) this.allowances.set(`${from} ${ctx.sender}`, allowed - amount);
    const spender = ctx.sender === from ? zeroAddress : ctx.sender;
    this.move(ctx, { kind: 'transfer', spender, from, to, amount });
  }

  approve({ sender }: Context, spender: Address, amount: bigint): void {
    this.setAllowance(sender, spender, amount);
  }

  batchTransfer(ctx: Context, to: readonly Address[], amounts: readonly bigint[]): void {
    this.moveMany(ctx, 'transfer', ctx.sender, to, amounts);
  }

  mint(ctx: Context, to: Address, amount: bigint): void {
    this.onlyAgent(ctx);
    this.move(ctx, { kind: 'mint', from: zeroAddress, to, amount });
  }

  batchMint(ctx: Context, to: readonly Address[], amounts: readonly bigint[]): void {
    this.onlyAgent(ctx);
    this.moveMany(ctx, 'mint', zeroAddress, to, amounts);
  }

  burn(ctx: Context, from: Address, amount: bigint): void {
    this.onlyAgent(ctx);
    this.move(ctx, { kind: 'burn', from, to: zeroAddress, amount });
  }

  batchBurn(ctx: Context, from: readonly Address[], amounts: readonly bigint[]): void {
    this.onlyAgent(ctx);
    checkLengths(from, amounts);
    for (const [i, wallet] of from.entries()) this.burn(ctx, wallet, amounts[i] ?? 0n);
  }

  forcedTransfer(ctx: Context, from: Address, to: Address, amount: bigint): void {
    this.onlyAgent(ctx);
    this.move(ctx, { kind: 'forced', from, to, amount });
  }

  batchForcedTransfer(
    ctx: Context,
    from: readonly Address[],
    to: readonly Address[],
    amounts: readonly bigint[],
  ): void {
    this.onlyAgent(ctx);
    checkLengths(from, to);
    checkLengths(from, amounts);
    for (const [i, wallet] of from.entries())
      this.forcedTransfer(ctx, wallet, to[i] ?? zeroAddress, amounts[i] ?? 0n);
  }

  /** Everything the lost wallet had goes to another wallet of the same investor, what was frozen as frozen. */
  recoveryAddress(ctx: Context, lost: Address, fresh: Address, investor: Address): void {
    this.onlyAgent(ctx);
    if (!this.holders.includes(lost)) refuse('PropertyTokenNothingToRecover', lost);
    const ofInvestor = [lost, fresh].every((wallet) => this.#registry.identity(wallet) === investor);
    if (lost === fresh || investor === zeroAddress || !ofInvestor) {
      refuse('PropertyTokenRecoveryNotPossible', lost, fresh, investor);
    }
    const { frozenShares, frozen } = this.wallet(lost);
    this.wallet(lost).frozenShares = 0n;
    this.move(ctx, { kind: 'recovery', from: lost, to: fresh, amount: this.balanceOf(lost) });
    this.wallet(fresh).frozenShares = least(LARGEST, this.getFrozenTokens(fresh) + frozenShares);
    if (frozen) this.wallet(fresh).frozen = true;
    this.successors.set(lost, fresh);
    this.successors.delete(fresh);
  }

  /* FREEZING AND PAUSING */

  setAddressFrozen(ctx: Context, wallet: Address, frozen: boolean): void {
    this.onlyAgent(ctx);
    this.wallet(wallet).frozen = frozen;
  }

  batchSetAddressFrozen(ctx: Context, wallets: readonly Address[], frozen: readonly boolean[]): void {
    this.onlyAgent(ctx);
    checkLengths(wallets, frozen);
    for (const [i, wallet] of wallets.entries()) this.setAddressFrozen(ctx, wallet, frozen[i] ?? false);
  }

  setFrozenTokens(ctx: Context, wallet: Address, amount: bigint): void {
    this.onlyAgent(ctx);
    if (wallet === zeroAddress) refuse('PropertyTokenZeroAddress');
    if (amount > LARGEST) refuse('PropertyTokenAmountTooLarge', amount);
    this.wallet(wallet).frozenShares = amount;
  }

  freezePartialTokens(ctx: Context, wallet: Address, amount: bigint): void {
    this.onlyAgent(ctx);
    const free = this.unfrozen(wallet);
    if (amount > free) refuse('PropertyTokenInsufficientFreeBalance', wallet, free, amount);
    this.wallet(wallet).frozenShares += amount;
  }

  unfreezePartialTokens(ctx: Context, wallet: Address, amount: bigint): void {
    this.onlyAgent(ctx);
    const held = this.getFrozenTokens(wallet);
    if (amount > held) refuse('PropertyTokenAmountAboveFrozen', wallet, held, amount);
    this.wallet(wallet).frozenShares -= amount;
  }

  batchFreezePartialTokens(ctx: Context, wallets: readonly Address[], amounts: readonly bigint[]): void {
    this.onlyAgent(ctx);
    checkLengths(wallets, amounts);
    for (const [i, wallet] of wallets.entries()) this.freezePartialTokens(ctx, wallet, amounts[i] ?? 0n);
  }

  batchUnfreezePartialTokens(ctx: Context, wallets: readonly Address[], amounts: readonly bigint[]): void {
    this.onlyAgent(ctx);
    checkLengths(wallets, amounts);
    for (const [i, wallet] of wallets.entries()) this.unfreezePartialTokens(ctx, wallet, amounts[i] ?? 0n);
  }

  pause(ctx: Context): void {
    this.onlyAgent(ctx);
    if (this.paused) refuse('PropertyTokenPaused');
    this.paused = true;
  }

  unpause(ctx: Context): void {
    this.onlyAgent(ctx);
    if (!this.paused) refuse('PropertyTokenNotPaused');
    this.paused = false;
  }

  pauseIssuance(ctx: Context): void {
    this.onlyAgent(ctx);
    if (this.issuancePaused) refuse('PropertyTokenIssuancePaused');
    this.issuancePaused = true;
  }

  unpauseIssuance(ctx: Context): void {
    this.onlyAgent(ctx);
    if (!this.issuancePaused) refuse('PropertyTokenIssuanceNotPaused');
    this.issuancePaused = false;
  }

  /** By the contract that pays dividends. */
  raiseEpoch(): void {
    this.closedEpochs.push(new Map([...this.wallets].map(([wallet, { balance }]) => [wallet, balance])));
  }

  protected setAllowance(owner: Address, spender: Address, amount: bigint): void {
    if (spender === zeroAddress) refuse('ERC20InvalidSpender', zeroAddress);
    this.allowances.set(`${owner} ${spender}`, amount);
  }

  protected moveSigned(ctx: Context, moving: Omit<Moving, 'kind' | 'spender'>): void {
    this.move(ctx, { ...moving, kind: 'transfer' });
  }

  private wallet(address: Address): Wallet {
    const wallet = this.wallets.get(address) ?? { balance: 0n, frozenShares: 0n, frozen: false };
    this.wallets.set(address, wallet);
    return wallet;
  }
}

function checkLengths(a: readonly unknown[], b: readonly unknown[]): void {
  if (a.length !== b.length) refuse('PropertyTokenArrayLengths');
}
