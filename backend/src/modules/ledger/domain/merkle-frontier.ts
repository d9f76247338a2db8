import { emptyRoot, nodeHash } from '@freehold/shared/merkle';

/** A complete inner node of the tree: `level` 1 is over two leaves. */
export interface TreeNode {
  readonly level: number;
  readonly index: bigint;
  readonly hash: Uint8Array;
}

/** The right edge of an RFC 6962 tree: all that is needed to append to it and to know its root. */
export class MerkleFrontier {
  /** Roots of the complete subtrees the tree is made of; level n is present when bit n of the size is set. */
  readonly #peaks: Map<number, Uint8Array>;
  #size: bigint;

  constructor(size: bigint, peaks: ReadonlyMap<number, Uint8Array>) {
    this.#size = size;
    this.#peaks = new Map(peaks);
  }

  static empty(): MerkleFrontier {
    return new MerkleFrontier(0n, new Map());
  }

  get size(): bigint {
    return this.#size;
  }

  /** Adds a leaf hash; answers the inner nodes which became complete, lowest first. */
  append(leaf: Uint8Array): TreeNode[] {
    const completed: TreeNode[] = [];
    let hash = leaf;
    let level = 0;
    let index = this.#size;
    for (let left = this.#peaks.get(level); left !== undefined; left = this.#peaks.get(level)) {
      this.#peaks.delete(level);
      hash = nodeHash(left, hash);
      level += 1;
      index >>= 1n;
      completed.push({ level, index, hash });
    }
    this.#peaks.set(level, hash);
    this.#size += 1n;
    return completed;
  }

  root(): Uint8Array {
    let root: Uint8Array | undefined;
    for (const level of [...this.#peaks.keys()].sort((left, right) => left - right)) {
      const peak = this.#peaks.get(level);
      if (peak !== undefined) root = root === undefined ? peak : nodeHash(peak, root);
    }
    return root ?? emptyRoot();
  }
}
