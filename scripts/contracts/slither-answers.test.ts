import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Finding, judge } from './slither-answers.ts';

const finding = (check: string, where: string, impact = 'Low'): Finding => ({
  ...{ check, where, impact, description: 'something' },
});
const document = (...rows: readonly string[]): string =>
  ['| kind | where | answer |', '|---|---|---|', ...rows].join('\n');

describe('Answers to an analyser', () => {
  it('cover one place, or a harmless kind everywhere', () => {
    const rows = document(
      '| timestamp | everywhere | hours, not seconds |',
      '| unused-return | `A.f(uint256)` | checked elsewhere |',
    );
    const found = [
      finding('timestamp', 'B.g()'),
      finding('timestamp', 'C.h()'),
      finding('unused-return', 'A.f(uint256)', 'Medium'),
    ];
    assert.deepEqual(judge(found, rows), { unanswered: [], stale: [] });
  });

  it('leave no place without one, and none that endangers money to an answer for all', () => {
    const rows = document('| unused-return | everywhere | never matters |', '| timestamp | everywhere | |');
    const { unanswered } = judge(
      [finding('unused-return', 'A.f()', 'Medium'), finding('timestamp', 'A.f()')],
      rows,
    );
    assert.equal(unanswered.length, 2);
  });

  it('go stale with what they answered', () => {
    const rows = document('| unused-return | `A.f()` | checked elsewhere |');
    assert.deepEqual(judge([finding('unused-return', 'A.g()')], rows).stale, ['unused-return A.f()']);
  });
});
