import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compile } from './compiler.ts';
import { countBranches } from './count-branches.ts';
import { decisionsOf } from './decisions.ts';

const contract = (body: string): string =>
  `pragma solidity ^0.8.24; contract A { function f(uint a, bool b, bool c) external returns (uint) { ${body} } }`;
const texts = (body: string): readonly string[] => decisionsOf(contract(body)).map(({ text }) => text);

describe('A decision', () => {
  it('is every smallest part of a condition, whatever it is put together with', () => {
    assert.deepEqual(texts('if (b && !(c || a > 1)) return 1; return 2;'), ['b', 'c', 'a > 1']);
    assert.deepEqual(texts('return b ? 1 : 2;'), ['b']);
    assert.deepEqual(texts('while (a < 3) a++; do a--; while (a > 1); return a;'), ['a < 3', 'a > 1']);
    assert.deepEqual(texts('for (uint i = 0; i < a; i++) {} return a;'), ['i < a']);
    assert.deepEqual(texts('require(b || c, "no"); assert(a == 1); return a;'), ['b', 'c', 'a == 1']);
  });

  it('is found outside of conditions and inside of other decisions', () => {
    assert.deepEqual(texts('bool d = b || c; return d ? a : 0;'), ['b', 'c', 'd']);
    assert.deepEqual(texts('if ((b ? a : 2) > 1) return 1; return 2;'), ['(b ? a : 2) > 1', 'b']);
  });

  it('is each clause of a try', () => {
    const source = contract('try this.f(1, b, c) returns (uint r) { return r; } catch { return 0; }');
    assert.deepEqual(
      decisionsOf(source).map(({ kind }) => kind),
      ['clause', 'clause'],
    );
  });

  it('in assembly is a condition or a case, but cannot be counted in a pure function', () => {
    const body = 'assembly { if a { a := 1 } for {} lt(a, 3) {} { a := 4 } switch a case 1 {} default {} }';
    assert.deepEqual(
      decisionsOf(contract(body)).map(({ kind }) => kind),
      ['assembly', 'word', 'word', 'case', 'case'],
    );
    assert.deepEqual(texts('assembly { mstore(0, a) } return 1;'), []);
    assert.throws(() => decisionsOf(contract(body).replace('external', 'external pure')), /pure function/);
  });
});

describe('Counting branches', () => {
  const original = contract(
    'if (b && ((c ? a : 2) > 1)) return 1; assembly { if gt(a, 1) { a := 2 } switch a case 1 {} default {} } return 2;\n',
  );

  it('marks both outcomes of each, and the code still compiles', () => {
    const { source, branches } = countBranches('contracts/A.sol', original, original);
    assert.equal(new Set(branches.map(({ mark }) => mark)).size, 10);
    const library = 'library __NomicFoundationCoverage { function sendHit(uint256) internal pure {} }';
    const { errors = [] } = Object(
      compile({
        language: 'Solidity',
        sources: { file: { content: `${source}\n${library}` } },
        settings: { outputSelection: { '*': { '*': ['evm.bytecode.object'] } } },
      }),
    );
    const failures = errors.filter(({ severity }: { severity: string }) => severity === 'error');
    assert.deepEqual(failures, []);
  });

  it('refuses a counted copy that decides otherwise than the original', () => {
    assert.throws(() => countBranches('A.sol', original, original.replace('> 1', '> 2')), /became/);
    assert.throws(() => countBranches('A.sol', original, contract('return 1;')), /decisions/);
  });
});
