import { type Address, parseAbi } from 'viem';
import { addressOf, mintUsdc } from '../support/acts.ts';
import { SHARE, USDC } from '../support/platform.ts';
import { BATCH_SIZES, rowsOf, type Scenario } from './row.ts';

const LARGEST = 200;
const floorAbi = parseAbi([
  'function mint(address to, uint256 amount)',
  'function batchMint(address[] to, uint256[] amounts)',
  'function batchTransfer(address[] to, uint256[] amounts)',
  'function transfer(address to, uint256 amount) returns (bool)',
]);
const senderAbi = parseAbi(['function send(address token, address[] to, uint256[] amounts)']);

const addresses = (from: number, count: number): Address[] =>
  Array.from({ length: count }, (_, index) => addressOf(from + index));
const amounts = (count: number, amount: bigint): bigint[] => Array.from({ length: count }, () => amount);

/** A token without compliance, everything a compliant one can be measured against. */
export const plainToken: Scenario = {
  title: 'Floor: plain OpenZeppelin ERC-20',
  measure: async (p) => {
    const { rows, measure } = rowsOf(p);
    const asAlice = { account: p.alice.account };
    const [alice, bob] = [p.alice.account.address, p.bob.account.address];
    const { address } = await p.viem.deployContract('FloorToken');
    const token = p.at(floorAbi, address);
    const holders = addresses(0, LARGEST);
    for (const holder of [alice, bob]) await token.write.mint([holder, 10_000n * SHARE]);
    await token.write.batchMint([holders, amounts(LARGEST, SHARE)]);
    await measure('ERC-20: transfer to a holder', token.write.transfer([bob, SHARE], asAlice));
    await measure('ERC-20: transfer to a newcomer', token.write.transfer([addressOf(1_000), SHARE], asAlice));
    let next = LARGEST;
    for (const size of BATCH_SIZES) {
      const many = holders.slice(0, size);
      const one = many.map(() => bob);
      const newcomers = addresses(next, size);
      next += size;
      const shares = amounts(size, SHARE);
      const transfer = (to: readonly Address[]) => token.write.batchTransfer([to, shares], asAlice);
      await measure(`ERC-20: batch transfer to distinct holders, ×${size}`, transfer(many), size);
      await measure(`ERC-20: batch transfer to one holder, ×${size}`, transfer(one), size);
      await measure(
        `ERC-20: batch mint to newcomers, ×${size}`,
        token.write.batchMint([newcomers, shares]),
        size,
      );
    }
    return rows;
  },
};

/** What any payout in USDC costs at least, one by one or from a contract that does nothing but send. */
export const usdcLike: Scenario = {
  title: 'Floor: USDC-like token behind ERC-1967',
  measure: async (p) => {
    const { rows, measure } = rowsOf(p);
    const asAlice = { account: p.alice.account };
    const [alice, bob] = [p.alice.account.address, p.bob.account.address];
    const { usdc } = p;
    const { address } = await p.viem.deployContract('FloorSender');
    const sender = p.at(senderAbi, address);
    const holders = addresses(0, LARGEST);
    for (const holder of [...holders, alice, bob, address]) await mintUsdc(p, holder, 10_000n * USDC);
    await measure('USDC: transfer to a holder', usdc.write.transfer([bob, USDC], asAlice));
    await measure('USDC: transfer to a newcomer', usdc.write.transfer([addressOf(1_000), USDC], asAlice));
    for (const size of BATCH_SIZES) {
      const many = holders.slice(0, size);
      const send = (to: readonly Address[]) =>
        sender.write.send([usdc.address, to, amounts(size, USDC)], asAlice);
      await measure(`USDC: send to distinct holders, ×${size}`, send(many), size);
      await measure(`USDC: send to one holder, ×${size}`, send(many.map(() => bob)), size);
    }
    return rows;
  },
};
