import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  complianceAbi,
  dividendsAbi,
  identityRegistryAbi,
  ledgerAnchorAbi,
  marketplaceAbi,
  offeringAbi,
  propertyFactoryAbi,
  propertyTokenAbi,
  treasuryAbi,
  usdcAbi,
} from '@freehold/contracts/abis';
import fc from 'fast-check';
import {
  type Abi,
  type AbiEvent,
  type AbiParameter,
  decodeEventLog,
  encodeAbiParameters,
  encodeEventTopics,
  toEventSelector,
  toEventSignature,
} from 'viem';
import type { Hex, RawLog } from '../rpc/wire.ts';
import type { ContractKind } from './chain-event.ts';
import { decodeLog, followedKinds, followedSignatures } from './decoder.ts';

const ABIS: Readonly<Record<ContractKind, Abi>> = {
  usdc: usdcAbi,
  property_token: propertyTokenAbi,
  property_factory: propertyFactoryAbi,
  identity_registry: identityRegistryAbi,
  dividends: dividendsAbi,
  treasury: treasuryAbi,
  ledger_anchor: ledgerAnchorAbi,
  offering: offeringAbi,
  compliance: complianceAbi,
  marketplace: marketplaceAbi,
};

function eventOf(kind: ContractKind, signature: string): AbiEvent {
  const found = ABIS[kind].find((item) => item.type === 'event' && toEventSignature(item) === signature);
  assert.ok(found?.type === 'event', `${kind} emits no ${signature}`);
  return found;
}

const hexOf = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((value): Hex => `0x${Buffer.from(value).toString('hex')}`);

function randomValue({ type, ...input }: AbiParameter): fc.Arbitrary<unknown> {
  if ('components' in input) {
    const fields = input.components.map((field) => [field.name ?? '', randomValue(field)]);
    return fc.record(Object.fromEntries(fields));
  }
  if (type === 'bytes') return hexOf(36);
  if (type === 'address') return hexOf(20);
  if (type === 'bytes32') return hexOf(32);
  if (type === 'bool') return fc.boolean();
  if (type === 'string') return fc.string();
  if (type === 'address[]') return fc.array(hexOf(20), { maxLength: 4 });
  const bits = Number(type.slice('uint'.length));
  const value = fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n });
  return bits <= 48 ? value.map(Number) : value;
}

/** A random log of `event`, encoded by viem. */
function logOf(event: AbiEvent): fc.Arbitrary<RawLog> {
  return fc.tuple(...event.inputs.map((input) => randomValue(input))).map((values) => {
    const args = Object.fromEntries(event.inputs.map((input, i) => [input.name ?? String(i), values[i]]));
    const topics = encodeEventTopics({ abi: [event], eventName: event.name, args }).flat();
    const plain = event.inputs
      .map((input, i) => ({ input, value: values[i] }))
      .filter(({ input }) => !input.indexed);
    return {
      blockNumber: 7,
      logIndex: 3,
      blockHash: `0x${'01'.repeat(32)}`,
      txHash: `0x${'02'.repeat(32)}`,
      address: `0x${'03'.repeat(20)}`,
      topics: topics.filter((topic) => topic !== null),
      data: encodeAbiParameters(
        plain.map(({ input }) => input),
        plain.map(({ value }) => value),
      ),
      timestamp: null,
    };
  });
}

/** Everything comparable in a value, whatever the field is called or how its number is held. */
function atoms(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(atoms);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(atoms);
  return [String(value).toLowerCase()];
}

const isTopic = (topic: Hex | null): topic is Hex => topic !== null;

/** Arguments by name; those of a struct as 'struct.field'. */
function fieldsOf(args: unknown, prefix = ''): [string, unknown][] {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return [];
  return Object.entries(args).flatMap(([name, value]): [string, unknown][] =>
    typeof value === 'object' && !Array.isArray(value)
      ? fieldsOf(value, `${prefix}${name}.`)
      : [[`${prefix}${name}`, value]],
  );
}

/** A log of the marketplace with one field that is not indexed, as the decoder reads it. */
function encoded(signature: string, args: Readonly<Record<string, unknown>>, value: bigint) {
  const event = eventOf('marketplace', signature);
  const topics = encodeEventTopics({ abi: [event], eventName: event.name, args });
  return decodeLog('marketplace', {
    ...{ blockNumber: 1, logIndex: 0, blockHash: '0x', txHash: '0x', address: '0x', timestamp: null },
    topics: topics.flat().filter(isTopic),
    data: encodeAbiParameters([{ type: 'uint256' }], [value]),
  });
}

describe('the precompiled decoders', () => {
  for (const kind of followedKinds()) {
    for (const signature of followedSignatures(kind)) {
      test(`read ${kind}.${signature} as viem does`, () => {
        const event = eventOf(kind, signature);
        fc.assert(
          fc.property(logOf(event), (log) => {
            const decoded = decodeLog(kind, log);
            assert.ok(decoded);
            const [first, ...rest] = log.topics;
            assert.ok(first);
            const { args } = decodeEventLog({ abi: [event], data: log.data, topics: [first, ...rest] });
            // The sign of released shares and names of unused fields (agents, who froze) are ours to drop.
            const ours = new Set(atoms(decoded).flatMap((atom) => [atom, atom.replace(/^-/, '')]));
            const ignored = new Set([
              'agents',
              '_owner',
              ...(event.name === 'IdentityRemoved' ? ['identity'] : []),
              // The property of an offering is known from its opening, where token and property stand twice.
              ...(event.name === 'OfferingProceeds' ? ['property'] : []),
              ...(event.name === 'OfferingOpened' ? ['terms.token', 'terms.property'] : []),
              // Kept as the selector alone, see below.
              ...(event.name === 'OfferingDeliveryHeld' ? ['reason'] : []),
              // Kept as a group and the bits in it, see below.
              ...(event.name === 'OrderCancelled' ? ['nonce'] : []),
              ...(event.name === 'NoncesCancelled' ? ['mask'] : []),
              ...(event.name === 'AttestationRecorded' ? ['issuedAt', 'accredited'] : []),
            ]);
            for (const [name, value] of fieldsOf(args)) {
              if (ignored.has(name)) continue;
              for (const atom of atoms(value)) assert.ok(ours.has(atom), `${name} = ${atom} is missing`);
            }
          }),
          { numRuns: 60 },
        );
      });
    }
  }

  test('keep of the error that held a delivery its selector', () => {
    const event = eventOf('offering', 'OfferingDeliveryHeld(bytes32,address,bytes)');
    const args = { id: `0x${'01'.repeat(32)}`, investor: `0x${'02'.repeat(20)}` };
    for (const [reason, kept] of [
      ['0xdeadbeef0102', '0xdeadbeef'],
      ['0xdead', '0x'],
      ['0x', '0x'],
    ] as const) {
      const log: RawLog = {
        ...{ blockNumber: 1, logIndex: 0, blockHash: '0x', txHash: '0x', address: '0x', timestamp: null },
        topics: encodeEventTopics({ abi: [event], eventName: event.name, args })
          .flat()
          .filter(isTopic),
        data: encodeAbiParameters([{ type: 'bytes' }], [reason]),
      };
      const decoded = decodeLog('offering', log);
      assert.equal(decoded?.type === 'offering_step' ? decoded.reason : undefined, kept);
    }
  });

  test('keep of cancelled orders the group of their nonces and the bits in it', () => {
    const uint = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
    fc.assert(
      fc.property(hexOf(20), hexOf(32), uint, uint, (maker, orderHash, nonce, mask) => {
        const one = encoded('OrderCancelled(address,bytes32,uint256)', { maker, orderHash }, nonce);
        assert.ok(one?.type === 'order_cancelled' && one.kind === 'order');
        assert.deepEqual([one.group, BigInt(one.mask)], [nonce / 256n, 2n ** (nonce % 256n)]);
        const some = encoded('NoncesCancelled(address,uint256,uint256)', { maker, group: nonce }, mask);
        assert.ok(some?.type === 'order_cancelled' && some.kind === 'nonces');
        assert.deepEqual([some.group, BigInt(some.mask), some.mask.length], [nonce, mask, 66]);
      }),
    );
  });

  test('leave alone what is not followed', () => {
    const log: RawLog = {
      blockNumber: 1,
      logIndex: 0,
      blockHash: '0x',
      txHash: '0x',
      address: '0x',
      topics: [toEventSelector('Approval(address,address,uint256)')],
      data: '0x',
      timestamp: null,
    };
    assert.equal(decodeLog('property_token', log), null);
    assert.equal(decodeLog('compliance', log), null);
    assert.equal(decodeLog('property_token', { ...log, topics: [] }), null);
  });

  test('refuse a followed event that lacks its fields', () => {
    const log: RawLog = {
      blockNumber: 1,
      logIndex: 0,
      blockHash: '0x',
      txHash: '0x',
      address: '0x',
      topics: [toEventSelector('Transfer(address,address,uint256)')],
      data: '0x',
      timestamp: null,
    };
    assert.throws(() => decodeLog('property_token', log), { name: 'MalformedLogError' });
  });
});
