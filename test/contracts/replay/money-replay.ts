import { dividendsAbi, ledgerAnchorAbi, treasuryAbi } from '@freehold/contracts/abis';
import { type Address, type Hex, zeroAddress, zeroHash } from 'viem';
import type { ReferenceToken } from '../reference/token.ts';
import { headOf } from '../support/anchors.ts';
import { type Reader, reader } from './fold.ts';

const nothing = (): void => {};
const STATE = { declared: 1, funded: 2, cancelled: 3, swept: 4 } as const;
const PAYOUT = { none: 0, held: 1, paid: 2, settled: 3 } as const;
const DAY = 86_400n;

type Payout = { status: number; amount: bigint };

export type ReplayedDividend = {
  token: Address;
  epoch: number;
  state: number;
  distributed: boolean;
  deadline: number;
  amount: bigint;
  carriedIn: bigint;
  supply: bigint;
  statementHash: Hex;
  carried: bigint;
  swept: bigint;
  payouts: Map<Address, Payout>;
};

/** Dividends out of their events; what a holder had at a record date comes from the token's. */
export class DividendsReplay {
  dividends = new Map<Hex, ReplayedDividend>();
  carried = new Map<Address, bigint>();
  readonly reader: Reader;
  readonly #tokens: ReadonlyMap<Address, ReferenceToken>;

  constructor(address: Address, claimPeriod: number, tokens: ReadonlyMap<Address, ReferenceToken>) {
    this.#tokens = tokens;
    this.reader = reader(address, dividendsAbi, {
      DividendDeclared: ({ id, token, epoch, amount, carriedIn, supply, statementHash }, { now }) => {
        this.carried.set(token, 0n);
        this.dividends.set(id, {
          ...{ token, epoch, state: STATE.declared, distributed: false, deadline: Number(now) + claimPeriod },
          ...{ amount, carriedIn, supply, statementHash, carried: 0n, swept: 0n, payouts: new Map() },
        });
      },
      DividendFunded: ({ id }) => {
        this.known(id).state = STATE.funded;
      },
      DividendPaid: ({ id, holder, amount }) =>
        this.known(id).payouts.set(holder, { status: PAYOUT.paid, amount }),
      DividendHeld: ({ id, holder, amount }) =>
        this.known(id).payouts.set(holder, { status: PAYOUT.held, amount }),
      DividendSettled: ({ id, holder, amount }) =>
        this.known(id).payouts.set(holder, { status: PAYOUT.settled, amount }),
      DividendDistributed: ({ id, carried }) => {
        const dividend = this.known(id);
        [dividend.distributed, dividend.carried] = [true, carried];
        this.giveOn(dividend.token, carried);
      },
      DividendSwept: ({ id, amount }) => {
        const dividend = this.known(id);
        [dividend.state, dividend.swept] = [STATE.swept, amount];
      },
      DividendCancelled: ({ id }) => {
        const dividend = this.known(id);
        dividend.state = STATE.cancelled;
        this.giveOn(dividend.token, dividend.carriedIn);
      },
      DividendRedirected: nothing,
      AgentAdded: nothing,
      AgentRemoved: nothing,
      OwnershipTransferred: nothing,
    });
  }

  /** Sums are added up from the payouts: the contract keeps them, the log does not need to. */
  sumOf(id: Hex, status: keyof typeof PAYOUT): bigint {
    return [...this.known(id).payouts.values()]
      .filter((payout) => payout.status === PAYOUT[status])
      .reduce((sum, { amount }) => sum + amount, 0n);
  }

  held(id: Hex): bigint {
    return this.known(id).state === STATE.swept ? 0n : this.sumOf(id, 'held');
  }

  accounted(id: Hex): bigint {
    const { token, epoch, payouts } = this.known(id);
    return [...payouts.keys()].reduce((sum, holder) => sum + this.sharesAt(token, holder, epoch), 0n);
  }

  claimable(id: Hex): bigint {
    const { state, amount, carriedIn, carried } = this.known(id);
    return state === STATE.funded
      ? amount + carriedIn - this.sumOf(id, 'paid') - this.sumOf(id, 'settled') - carried
      : 0n;
  }

  entitlementOf(id: Hex, holder: Address): bigint {
    const { token, epoch, amount, carriedIn, supply } = this.known(id);
    return ((amount + carriedIn) * this.sharesAt(token, holder, epoch)) / supply;
  }

  statusOf(id: Hex, holder: Address): number {
    return this.known(id).payouts.get(holder)?.status ?? PAYOUT.none;
  }

  private sharesAt(token: Address, holder: Address, epoch: number): bigint {
    return this.#tokens.get(token)?.balanceAt(holder, epoch) ?? 0n;
  }

  private giveOn(token: Address, dust: bigint): void {
    this.carried.set(token, (this.carried.get(token) ?? 0n) + dust);
  }

  private known(id: Hex): ReplayedDividend {
    const dividend = this.dividends.get(id);
    if (!dividend) throw new Error(`dividend ${id} was never declared`);
    return dividend;
  }
}

/** The treasury out of its events: what is spent on a day is what was released on it. */
export class TreasuryReplay {
  balances = new Map<Hex, bigint>();
  used = new Set<Hex>();
  multisig: Address = zeroAddress;
  dailyLimit = 0n;
  spent = { day: 0n, amount: 0n };
  wired: readonly [dividends: Address, factory: Address] = [zeroAddress, zeroAddress];
  paused = false;
  owner: Address = zeroAddress;
  agents = new Set<Address>();
  readonly reader: Reader;

  constructor(address: Address) {
    this.reader = reader(address, treasuryAbi, {
      TreasuryCredited: ({ ref, property, amount }) => {
        this.used.add(ref);
        this.add(property, amount);
      },
      TreasuryReleased: ({ ref, property, amount }, { now }) => {
        this.used.add(ref);
        this.add(property, -amount);
        const day = now / DAY;
        this.spent = { day, amount: (this.spent.day === day ? this.spent.amount : 0n) + amount };
      },
      TreasuryUncredited: ({ ref, property, amount }) => {
        this.used.add(ref);
        this.add(property, -amount);
      },
      TreasurySwept: ({ ref }) => this.used.add(ref),
      TreasuryMultisigSet: ({ multisig }) => {
        this.multisig = multisig;
      },
      TreasuryDailyLimitSet: ({ dailyLimit }) => {
        this.dailyLimit = dailyLimit;
      },
      TreasuryWired: ({ dividends, factory }) => {
        this.wired = [dividends, factory];
      },
      Paused: () => {
        this.paused = true;
      },
      Unpaused: () => {
        this.paused = false;
      },
      OwnershipTransferred: ({ newOwner }) => {
        this.owner = newOwner;
      },
      AgentAdded: ({ _agent }) => this.agents.add(_agent),
      AgentRemoved: ({ _agent }) => this.agents.delete(_agent),
      Initialized: nothing,
      Upgraded: nothing,
    });
  }

  allocated(): bigint {
    return [...this.balances.values()].reduce((sum, one) => sum + one, 0n);
  }

  remainingOn(now: bigint): bigint {
    const spent = this.spent.day === now / DAY ? this.spent.amount : 0n;
    return this.dailyLimit > spent ? this.dailyLimit - spent : 0n;
  }

  private add(property: Hex, amount: bigint): void {
    this.balances.set(property, (this.balances.get(property) ?? 0n) + amount);
  }
}

/** The chain of anchors out of its events; every head is worked out again. */
export class AnchorReplay {
  anchors: { sequence: bigint; size: bigint; root: Hex; previousHead: Hex }[] = [];
  head: Hex = zeroHash;
  readonly reader: Reader;

  constructor(address: Address) {
    this.reader = reader(address, ledgerAnchorAbi, {
      Anchored: ({ sequence, size, root, head }) => {
        const anchor = { sequence, size, root, previousHead: this.head };
        this.anchors.push(anchor);
        this.head = headOf(anchor);
        if (this.head !== head) throw new Error(`anchor ${sequence} does not continue the chain`);
      },
      EIP712DomainChanged: nothing,
    });
  }
}
