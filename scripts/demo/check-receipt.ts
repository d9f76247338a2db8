import { readPayoutReceipt } from '@freehold/shared/dividend';
import { readPortfolio } from '@freehold/shared/portfolio';
import { Contract, type JsonRpcProvider, sha256, toUtf8Bytes } from 'ethers';
import { z } from 'zod';
import type { CheckedDeployment, CheckOptions } from './checks.ts';
import { until } from './narrator.ts';

const ANCHOR = [
  'event Anchored(uint64 indexed sequence, uint64 size, bytes32 root, bytes32 head)',
  'function verify(uint64 sequence, bytes32 leafHash, uint64 index, bytes32[] proof, bytes32 previousHead, tuple(uint64 size, bytes32 root)[] roots) view returns (bool)',
];
const anchored = z.object({ sequence: z.bigint(), size: z.bigint(), root: z.string() });

/** One investor's receipt leads, hash by hash, to the root on chain; recomputed here without the platform's code. */
export async function checkReceipt(
  { investors, dividendId, narrator }: CheckOptions,
  deployment: CheckedDeployment,
  provider: JsonRpcProvider,
): Promise<boolean> {
  const investor = investors[Math.floor(investors.length / 2)];
  const portfolio = await investor?.call(readPortfolio);
  const payout = portfolio?.payouts.find((item) => item.dividendId === dividendId);
  if (investor === undefined || payout === undefined)
    return narrator.check('a receipt verifies', false, 'the investor sees no payout of this dividend');
  const { receipt } = await until(
    'the receipt to be anchored',
    () => investor.call(readPayoutReceipt, { params: { id: payout.id } }),
    (answer) => answer.receipt !== null,
  );
  if (receipt === null) return narrator.check('a receipt verifies', false, 'no receipt');
  const leaf = sha256(join('00', hex(toUtf8Bytes(canonical(receipt.entry)))));
  const root = rootOf(leaf, BigInt(receipt.index), BigInt(receipt.size), receipt.proof);
  const contract = new Contract(deployment.ledgerAnchor, ANCHOR, provider);
  // The contract keeps the newest head only: it is told all roots since the receipt's, and believes none of them.
  const since = (await contract.queryFilter('Anchored', deployment.deployedAtBlock))
    .flatMap((log) => ('args' in log ? [anchored.parse(log.args.toObject())] : []))
    .filter(({ sequence }) => sequence >= BigInt(receipt.sequence));
  const agreed: unknown = await contract.getFunction('verify')(
    receipt.sequence,
    leaf,
    receipt.index,
    receipt.proof,
    receipt.previousHead,
    since.map(({ size, root }) => ({ size, root })),
  );
  const ok = leaf === receipt.leafHash && root === receipt.root && since[0]?.root === root && agreed === true;
  return narrator.check(
    'a receipt verifies against the anchored root',
    ok,
    `payout ${payout.id} of ${payout.investor?.name}: leaf ${leaf.slice(0, 18)}… → root ${root.slice(0, 18)}… = anchor ${receipt.sequence}`,
  );
}

/** JSON with sorted keys and no white space: what the leaf is the hash of. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const join = (prefix: string, ...parts: readonly string[]): string =>
  `0x${prefix}${parts.map((part) => part.replace(/^0x/, '')).join('')}`;
const node = (left: string, right: string): string => sha256(join('01', left, right));

/** RFC 9162 §2.1.3.2: the root that an inclusion proof leads to. */
function rootOf(leaf: string, index: bigint, size: bigint, proof: readonly string[]): string {
  let at = index;
  let last = size - 1n;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0n) return '0x';
    if (at % 2n === 1n || at === last) {
      hash = node(sibling, hash);
      while (at % 2n === 0n && at !== 0n) {
        at /= 2n;
        last /= 2n;
      }
    } else {
      hash = node(hash, sibling);
    }
    at /= 2n;
    last /= 2n;
  }
  return last === 0n ? hash : '0x';
}
