/** Prints the gas of the acts that matter, as receipts say it: `npx hardhat run test/contracts/gas.ts`. */
import { type Hex, zeroHash } from 'viem';
import { addressOf, attest, fund, issue, mintUsdc, signAttestation, tokenize } from './support/acts.ts';
import {
  createPlatform,
  dividendId,
  GERMANY,
  key,
  type Platform,
  propertyKey,
  type Rules,
  SHARE,
  USDC,
} from './support/platform.ts';

type Row = readonly [act: string, gas: bigint, must: bigint | undefined];

const p = await createPlatform();
const asOperator = { account: p.operator.account };
const asAlice = { account: p.alice.account };
const [alice, bob] = [p.alice.account.address, p.bob.account.address];
const rows: Row[] = [];

const gasOf = async (hash: Hex) => (await p.client.getTransactionReceipt({ hash })).gasUsed;
const record = async (act: string, hash: Hex, must?: bigint, share = 1n) =>
  rows.push([act, (await gasOf(hash)) / share, must]);

async function measureTransfers(name: string, rules: Rules, limits: Readonly<Record<string, bigint>>) {
  await p.load(async () => {});
  const { token } = await tokenize(p, { rules });
  await issue(p, token, [
    [alice, 10_000n * SHARE],
    [bob, 10_000n * SHARE],
  ]);
  const many = Array.from({ length: 50 }, (_, index) => addressOf(index));
  await issue(
    p,
    token,
    many.map((holder) => [holder, SHARE] as const),
  );
  const batch = () => token.write.batchTransfer([many, many.map(() => SHARE)], asAlice);
  await token.write.transfer([bob, SHARE], asAlice);
  await batch();
  await record(`transfer, ${name}`, await token.write.transfer([bob, SHARE], asAlice), limits.transfer);
  await record(`batchTransfer ×50, each, ${name}`, await batch(), limits.batch, 50n);
  await record(
    `forcedTransfer, ${name}`,
    await token.write.forcedTransfer([alice, bob, SHARE], asOperator),
    limits.forced,
  );
  const fresh = addressOf(1_000);
  await attest(p, [fresh]);
  await record(
    `mint to a new holder, ${name}`,
    await token.write.mint([fresh, SHARE], asOperator),
    limits.mint,
  );
}

async function measureOnboarding() {
  await p.load(async () => {});
  const { attestation, signature } = await signAttestation(p, alice, { identity: addressOf(2) });
  await record(
    'attest one investor',
    await p.registry.write.attest([attestation, signature], { account: p.stranger.account }),
    75_000n,
  );
  await record(
    'registerIdentity',
    await p.registry.write.registerIdentity([bob, addressOf(3), GERMANY], asOperator),
    55_000n,
  );
  await tokenize(p);
  await record(
    'tokenize one more property',
    (await tokenize(p, { key: propertyKey('next') })).hash,
    450_000n,
  );
}

async function measureDividend(size: number) {
  await p.load(async () => {});
  const { token } = await tokenize(p);
  const holders = Array.from({ length: size + 2 }, (_, index) => addressOf(index));
  for (let from = 0; from < holders.length; from += 100) {
    await issue(
      p,
      token,
      holders.slice(from, from + 100).map((holder) => [holder, SHARE] as const),
    );
  }
  for (const holder of holders) await mintUsdc(p, holder, USDC);
  for (const month of ['january', 'february']) {
    const id = dividendId(month);
    const declared = await p.dividends.write.declare(
      [id, token.address, 1_000n * USDC, zeroHash],
      asOperator,
    );
    await fund(p, id, 1_000n * USDC);
    const paid = await p.dividends.write.pay([id, holders.slice(0, size)], asOperator);
    if (month === 'january') continue;
    await record('declare', declared, 70_000n);
    await record(`pay ×${size}, each`, paid, 15_000n, BigInt(size));
    const last = holders[size];
    if (last) await record('claim', await p.dividends.write.claimFor([id, last]), 88_000n);
  }
}

async function measureAnchor() {
  await p.load(async () => {});
  for (const sequence of [1n, 2n]) {
    const [, , , previousHead] = await p.anchor.read.latest();
    const message = { sequence, size: sequence * 1_000n, root: key(`root ${sequence}`), previousHead };
    const domain = { name: 'Freehold LedgerAnchor', version: '1', chainId: p.deployment.chainId } as const;
    const types = {
      Anchor: [
        { name: 'sequence', type: 'uint64' },
        { name: 'size', type: 'uint64' },
        { name: 'root', type: 'bytes32' },
        { name: 'previousHead', type: 'bytes32' },
      ],
    } as const;
    const sign = (signer: Platform['alice']) =>
      signer.signTypedData({
        domain: { ...domain, verifyingContract: p.anchor.address },
        types,
        primaryType: 'Anchor',
        message,
      });
    const [a, b] = await Promise.all([sign(p.operator), sign(p.cosigner)]);
    const hash = await p.anchor.write.anchor([
      message.sequence,
      message.size,
      message.root,
      previousHead,
      a,
      b,
    ]);
    if (sequence > 1n) await record('anchor', hash, 40_000n);
  }
}

await measureTransfers('0 rules', {}, { transfer: 75_000n, batch: 11_000n, forced: 78_000n, mint: 110_000n });
await measureTransfers('1 rule', { countryMode: 1, countries: [GERMANY] }, { transfer: 84_000n });
await measureTransfers(
  '3 rules',
  { countryMode: 1, countries: [GERMANY], maxBalance: 100_000n * SHARE, maxHolders: 1_000 },
  { transfer: 98_000n, batch: 16_000n, forced: 100_000n, mint: 145_000n },
);
await measureOnboarding();
await measureDividend(200);
await measureAnchor();

const number = (value: bigint) => value.toLocaleString('en').padStart(9);
console.log(`${'act'.padEnd(36)}${'gas'.padStart(9)}${'goal'.padStart(12)}`);
for (const [act, gas, must] of rows) {
  const goal = must === undefined ? '' : `  ≤${number(must)}${gas > must ? '  above' : ''}`;
  console.log(`${act.padEnd(36)}${number(gas)}${goal}`);
}
