import { key, type Platform } from '../support/platform.ts';
import { rowsOf, type Scenario } from './row.ts';

const ANCHOR_TYPES = {
  Anchor: [
    { name: 'sequence', type: 'uint64' },
    { name: 'size', type: 'uint64' },
    { name: 'root', type: 'bytes32' },
    { name: 'previousHead', type: 'bytes32' },
  ],
} as const;

async function anchor(p: Platform, sequence: bigint) {
  const [, , , previousHead] = await p.anchor.read.latest();
  const message = { sequence, size: sequence * 1_000n, root: key(`root ${sequence}`), previousHead };
  const sign = (signer: Platform['alice']) =>
    signer.signTypedData({
      domain: {
        name: 'Freehold LedgerAnchor',
        version: '1',
        chainId: p.deployment.chainId,
        verifyingContract: p.anchor.address,
      },
      types: ANCHOR_TYPES,
      primaryType: 'Anchor',
      message,
    });
  const [first, second] = await Promise.all([sign(p.operator), sign(p.cosigner)]);
  return p.anchor.write.anchor([sequence, message.size, message.root, previousHead, first, second]);
}

/** The second anchor; the first also opens the storage that all later ones find open. */
export const anchoring: Scenario = {
  title: 'Ledger',
  measure: async (p) => {
    const { rows, measure } = rowsOf(p);
    await anchor(p, 1n);
    await measure('anchor a root', anchor(p, 2n));
    return rows;
  },
};
