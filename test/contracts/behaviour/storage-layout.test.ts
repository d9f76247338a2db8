import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as abis from '@freehold/contracts/abis';
import { brokenBy } from '@freehold/contracts/layout/compare';
import { computeLayouts, type Layout } from '@freehold/contracts/layout/layouts';
import { examineLayouts, upgradeable } from '@freehold/contracts/layout/snapshots';

const mock = (contract: string) => ({ contract, source: 'test/contracts/mocks/LayoutMocks.sol' });

async function brokenFrom(next: string): Promise<string[]> {
  const [old, later] = await computeLayouts([mock('LayoutBefore'), mock(next)]);
  assert.ok(old && later);
  return brokenBy(old, later);
}

describe('The storage of upgradeable contracts', () => {
  it('only grows', async () => {
    const { broken, outdated } = await examineLayouts();
    assert.deepEqual(broken, []);
    const accept =
      'accept what was appended, or what no chain holds yet: node contracts/src/layout/main.ts --write';
    assert.deepEqual(outdated, [], accept);
  });

  it('is the same for a token and the extension it runs', async () => {
    const [token, extension] = await computeLayouts([
      { contract: 'PropertyToken', source: 'contracts/token/PropertyToken.sol' },
      { contract: 'PropertyTokenExtension', source: 'contracts/token/PropertyTokenExtension.sol' },
    ]);
    assert.ok(token && extension);
    assert.deepEqual({ ...extension, contract: token.contract }, token);
  });

  it('is watched for every contract that is initialised behind a proxy', () => {
    const initialised = Object.entries(abis)
      .filter(([, abi]) => abi.some((item) => item.type === 'function' && item.name === 'initialize'))
      .map(([name]) => name);
    const watched = upgradeable.map(({ contract }) => `${contract[0]?.toLowerCase()}${contract.slice(1)}Abi`);
    assert.deepEqual(initialised.sort(), watched.sort());
  });
});

describe('The check of a storage layout', () => {
  it('lets fields and namespaces be appended', async () => {
    assert.deepEqual(await brokenFrom('LayoutAppended'), []);
  });

  it('names a field that moved', async () => {
    assert.deepEqual(await brokenFrom('LayoutMoved'), [
      'LayoutBefore, freehold.test.Layout: first moved from slot 0, byte 0 to slot 1, byte 0.',
      'LayoutBefore, freehold.test.Layout: second moved from slot 0, byte 20 to slot 1, byte 20.',
      'LayoutBefore, freehold.test.Layout: third moved from slot 1, byte 0 to slot 2, byte 0.',
      'LayoutBefore, freehold.test.Layout: entries moved from slot 2, byte 0 to slot 3, byte 0.',
    ]);
  });

  it('notices two fields of one type that change places', async () => {
    assert.equal((await brokenFrom('LayoutSwapped')).length, 2);
  });

  it('names a field of another type', async () => {
    assert.deepEqual(await brokenFrom('LayoutRetyped'), [
      'LayoutBefore, freehold.test.Layout: second was uint96 and is uint64.',
      'LayoutBefore, freehold.test.Layout: entries was mapping(address => struct LayoutEntry) and is mapping(address => uint256).',
    ]);
  });

  it('names a field and a namespace that disappeared, and a variable that moved', async () => {
    assert.deepEqual(await brokenFrom('LayoutDropped'), [
      'LayoutBefore, freehold.test.Layout: third (address) disappeared; entries (mapping(address => struct LayoutEntry)) is in its place.',
      'LayoutBefore, freehold.test.Layout: entries moved from slot 2, byte 0 to slot 1, byte 0.',
    ]);
    assert.deepEqual(await brokenFrom('LayoutRenamed'), [
      'LayoutBefore: plain moved from slot 0, byte 0 to slot 1, byte 0.',
      'LayoutBefore, freehold.test.Layout: the namespace disappeared.',
    ]);
  });

  it('looks into structs, enums and words packed by hand', async () => {
    const [token] = await computeLayouts(upgradeable.filter(({ contract }) => contract === 'PropertyToken'));
    assert.ok(token);
    const changed = (change: (copy: Layout) => void): string[] => {
      const copy = structuredClone(token);
      change(copy);
      return brokenBy(token, copy);
    };
    assert.deepEqual(
      changed(() => {}),
      [],
    );
    assert.match(
      changed(({ structs }) => {
        const [value] = structs['struct Past']?.fields ?? [];
        if (value) value.type = 'uint128';
      }).join(),
      /struct Past: value was uint112 and is uint128/,
    );
    assert.match(
      changed(({ words }) => {
        const account = words.Account;
        if (account) account.FROZEN_SHIFT = '112';
      }).join(),
      /Account: FROZEN_SHIFT was 104 and is 112/,
    );
    const before: Layout = { ...token, enums: { 'enum Kind': ['Any', 'Allow'] }, structs: {} };
    assert.match(
      brokenBy(before, { ...before, enums: { 'enum Kind': ['Any', 'Deny', 'Allow'] } }).join(),
      /value 1 was Allow and is Deny/,
    );
    const list = (fields: string[]): Layout => ({
      ...before,
      structs: {
        'struct Item': {
          inArray: true,
          fields: fields.map((label, slot) => ({ label, slot: `${slot}`, offset: 0, type: 'uint256' })),
        },
      },
    });
    assert.match(brokenBy(list(['a']), list(['a', 'b'])).join(), /it grew, which moves every element/);
  });
});
