import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Clock } from './clock.ts';
import { Database } from './database.ts';
import { ACCOUNTS, Ledger } from './ledger.ts';

function build() {
  const database = new Database();
  return { database, ledger: new Ledger(database, new Clock(database)) };
}

describe('the ledger of the outside world', () => {
  it('always sums to zero, whatever is moved', () => {
    const account = fc.constantFrom(...ACCOUNTS);
    const move = fc.tuple(account, account, fc.bigInt({ min: 1n, max: 10n ** 15n }));
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        const { ledger } = build();
        moves.forEach(([from, to, amount], index) => {
          try {
            ledger.move(`m${index}`, 'move', from, to, amount);
          } catch (error) {
            assert.match(String(error), /below zero/);
          }
        });
        const report = ledger.report();
        assert.deepEqual(report.problems, []);
        assert.equal(
          Object.values(report.balances).reduce((sum, balance) => sum + BigInt(balance), 0n),
          0n,
        );
      }),
      { numRuns: 50 },
    );
  });

  it('refuses an entry that does not balance and leaves nothing of it', () => {
    const { ledger } = build();
    assert.throws(
      () => ledger.post({ key: 'x', description: '', postings: [['stripe:fees', 1n]] }),
      /does not balance/,
    );
    assert.equal(ledger.report().entries, 0);
  });

  it('refuses the same key twice', () => {
    const { ledger } = build();
    ledger.move('once', '', 'world:payers', 'bank:operating', 5n);
    assert.throws(() => ledger.move('once', '', 'world:payers', 'bank:operating', 5n), /UNIQUE/);
    assert.equal(ledger.balance('bank:operating'), 5n);
  });

  it('notices a posting that was tampered with', () => {
    const { database, ledger } = build();
    ledger.move('one', '', 'world:payers', 'bank:operating', 5n);
    database.run("UPDATE ledger_posting SET amount = 6 WHERE account = 'bank:operating'");
    assert.deepEqual(ledger.report().problems, [
      'entry 1 is off by 1',
      'bank:operating: balance 5 is not its postings',
    ]);
  });
});
