import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GATES, type GateName } from '../matrix/gates.ts';
import { drive, PATHS, type PathName, prepareMovements } from '../matrix/paths.ts';
import { createPlatform } from '../support/platform.ts';

/** Every way in which shares move × everything that can stand in the way. A dot passes; letters are errors, below. */
const TABLE = `
                        transfer transferFrom batchTransfer transferWithAuthorization receiveWithAuthorization settle mint batchMint deliver burn batchBurn forcedTransfer batchForcedTransfer recoveryAddress
paused                  P  P  P  P  P  P  .  .  .  .  .  .  .  .
issuance paused         .  .  .  .  .  .  I  I  I  I  I  .  .  .
sender frozen           S  S  S  S  S  S  .  .  .  .  .  .  .  .
receiver frozen         F  F  F  F  F  F  F  F  F  .  .  F  F  .
shares frozen           U  U  U  U  U  U  .  .  .  .  .  .  .  .
sender not verified     .  .  .  .  .  .  .  .  .  .  .  .  .  .
receiver not verified   R  R  R  R  R  R  R  R  R  .  .  R  R  R
receiver expired        R  R  R  R  R  R  R  R  R  .  .  R  R  R
country                 C  C  C  C  C  C  C  C  C  .  .  .  .  .
not accredited          A  A  A  A  A  A  A  A  A  .  .  .  .  .
most shares             B  B  B  B  B  B  B  B  B  .  .  .  .  .
most of the supply      M  M  M  M  M  M  M  M  M  .  .  .  .  .
most holders            H  H  H  H  H  H  H  H  H  .  .  .  .  .
lock-up date            L  L  L  L  L  L  .  .  .  .  .  .  .  .
lock-up after acquiring Q  Q  Q  Q  Q  Q  .  .  .  .  .  .  .  .
window                  W  W  W  W  W  W  .  .  .  .  .  .  .  .
no approval             N  N  N  N  N  N  .  .  .  .  .  .  .  .
spender not vetted      .  V  .  .  .  V  .  .  .  .  .  .  .  .
module refuses          X  X  X  X  X  X  X  X  X  .  .  .  .  .
another identity        .  .  .  .  .  .  .  .  .  .  .  .  .  O
most supply             .  .  .  .  .  .  Y  Y  Y  .  .  .  .  .
`;

const LEGEND: Readonly<Record<string, string>> = {
  '.': 'passes',
  A: 'ComplianceNotAccredited',
  B: 'ComplianceMaxBalanceExceeded',
  C: 'ComplianceCountryNotAllowed',
  F: 'PropertyTokenWalletFrozen',
  H: 'ComplianceMaxHoldersReached',
  I: 'PropertyTokenIssuancePaused',
  L: 'ComplianceLocked',
  M: 'ComplianceMaxShareExceeded',
  N: 'ComplianceNotApproved',
  P: 'PropertyTokenPaused',
  Q: 'ComplianceAcquisitionLocked',
  R: 'ERC7943CannotReceive',
  S: 'ERC7943CannotSend',
  U: 'ERC7943InsufficientUnfrozenBalance',
  V: 'ComplianceSpenderNotVetted',
  W: 'ComplianceWindowExceeded',
  X: 'ComplianceModuleRefused',
  O: 'PropertyTokenRecoveryNotPossible',
  Y: 'PropertyTokenMaxSupplyExceeded',
};

type Cell = Readonly<{ gate: GateName; path: PathName; outcome: string }>;

const isPath = (name: string): name is PathName => name in PATHS;
const isGate = (name: string): name is GateName => name in GATES;

const [head = '', ...rows] = TABLE.trim().split('\n');
const columns = head.trim().split(/\s+/u).filter(isPath);
const cells = rows.flatMap((row): Cell[] => {
  const [gate = '', ...letters] = row.split(/\s{2,}|\s(?=[.A-Z](?:\s|$))/u);
  if (!isGate(gate)) throw new Error(`No gate is called "${gate}".`);
  return columns.map((path, i) => ({ gate, path, outcome: LEGEND[letters[i] ?? ''] ?? 'not in the table' }));
});

describe('Every way in which shares move, and everything that can stand in the way', async () => {
  const p = await createPlatform();
  const scene = () => prepareMovements(p);

  it('pitfall 13: are all in the table', () => {
    assert.deepEqual([...columns].sort(), Object.keys(PATHS).sort());
    assert.deepEqual([...new Set(cells.map(({ gate }) => gate))].sort(), Object.keys(GATES).sort());
  });

  for (const path of columns) {
    it(`nothing stands in the way: ${path} moves shares`, async () => {
      assert.equal(await drive(await p.load(scene), path), 'passes');
    });
  }
  for (const { gate, path, outcome } of cells) {
    const meetsGate = async () => {
      const prepared = await p.load(scene);
      await GATES[gate].close(prepared, path);
      assert.equal(await drive(prepared, path), outcome);
    };
    // Two literal titles, so that the branch trees can name them.
    if (outcome === 'passes') it(`${gate}: ${path} moves shares all the same`, meetsGate);
    else it(`${gate}: ${path} is refused with ${outcome}`, meetsGate);
  }
});
