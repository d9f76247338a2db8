import type { LogPosition, Transfer } from '../decode/chain-event.ts';
import type { Hex } from '../rpc/wire.ts';

const ZERO: Hex = `0x${'0'.repeat(40)}`;

/** The net change of one holder in one block; `log` is the last log that touched the holder there. */
export type BlockChange = { readonly block: number; log: number; delta: bigint };

export type HolderChanges = { readonly token: Hex; readonly holder: Hex; readonly blocks: BlockChange[] };

/** Sums what transfers do to each (token, holder), block by block. */
export class BalanceChanges {
  readonly #holders = new Map<string, HolderChanges>();

  /** Mint and burn touch one side only; a self-transfer or an amount of 0 touches without changing. */
  transfer(token: Hex, { from, to, amount }: Transfer, at: LogPosition): void {
    if (from !== ZERO) this.#add(token, from, -amount, at);
    if (to !== ZERO) this.#add(token, to, amount, at);
  }

  /** Every touched holder with the changes in block order. */
  holders(): readonly HolderChanges[] {
    return [...this.#holders.values()];
  }

  #add(token: Hex, holder: Hex, delta: bigint, at: LogPosition): void {
    const key = token + holder;
    let changes = this.#holders.get(key);
    if (changes === undefined) {
      changes = { token, holder, blocks: [] };
      this.#holders.set(key, changes);
    }
    const last = changes.blocks.at(-1);
    if (last !== undefined && last.block === at.block) {
      last.delta += delta;
      last.log = at.log;
    } else {
      changes.blocks.push({ block: at.block, log: at.log, delta });
    }
  }
}
