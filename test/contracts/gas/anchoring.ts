import type { Hex } from 'viem';
import { signAnchor } from '../support/anchors.ts';
import { key, type Platform, type Wallet } from '../support/platform.ts';
import { rowsOf, type Scenario } from './row.ts';

/** The first role submits, which is its signature; or a stranger submits what both have signed. */
async function anchor(p: Platform, sequence: bigint, submitter: Wallet = p.operator) {
  const [, , previousHead] = await p.anchor.read.latest();
  const [size, root] = [sequence * 1_000n, key(`root ${sequence}`)];
  const claim = { sequence, size, root, previousHead };
  const own: Hex = submitter === p.operator ? '0x' : await signAnchor(p, p.operator, claim);
  const other = await signAnchor(p, p.cosigner, claim);
  return p.anchor.write.anchor([sequence, size, root, previousHead, own, other], {
    account: submitter.account,
  });
}

/** Not the first anchor, which also opens the storage that all later ones find open. */
export const anchoring: Scenario = {
  title: 'Ledger',
  measure: async (p) => {
    const { rows, measure } = rowsOf(p);
    await anchor(p, 1n);
    await measure('anchor a root', anchor(p, 2n));
    await measure('anchor a root signed by both roles', anchor(p, 3n, p.stranger));
    return rows;
  },
};
