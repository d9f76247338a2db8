import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { anchorHead } from '@freehold/shared/journal-encoding';
import { z } from 'zod';
import { AnchorRig } from './testing/anchor-rig.ts';

const logShape = z.looseObject({ data: z.string(), topics: z.array(z.string()) });
type Log = z.infer<typeof logShape>;

/** In the data of an event `Anchored`: size, root, head. */
const WORD = 64;
const wordOf = (data: string, at: number): string => data.slice(2 + at * WORD, 2 + (at + 1) * WORD);
const withWord = (data: string, at: number, word: string): string =>
  `${data.slice(0, 2 + at * WORD)}${word}${data.slice(2 + (at + 1) * WORD)}`;

/** Another root in an event, with the head that follows from it. */
function forgeWithHead(log: Log, before: Log | undefined): Log {
  const root = 'ab'.repeat(32);
  const head = anchorHead({
    previousHead: `0x${wordOf(before?.data ?? '', 2)}`,
    sequence: BigInt(log.topics[1] ?? 0).toString(),
    size: BigInt(`0x${wordOf(log.data, 0)}`).toString(),
    root: `0x${root}`,
  });
  return { ...log, data: withWord(withWord(log.data, 1, root), 2, head.slice(2)) };
}

describe('tampering', () => {
  let rig: AnchorRig;
  before(async () => {
    rig = await AnchorRig.create();
    await rig.postSome('first');
    await rig.postSome('second');
    await rig.anchorAll();
    await rig.postSome('third');
    await rig.anchorAll();
    await rig.postSome('fourth');
    await rig.sealAll();
  });
  after(() => rig.stop());

  it('is found intact by the stand-alone verifier', async () => {
    const { code, output } = await rig.verify();
    assert.equal(code, 0, output);
    assert.match(output, /2 anchors on chain, proving 30 of 40 sealed entries/);
  });

  for (const [what, change, restore, named] of [
    [
      'the amount of a posting',
      'UPDATE ledger.posting SET amount = 100001 WHERE entry_id = 1 AND position = 0',
      'UPDATE ledger.posting SET amount = 100000 WHERE entry_id = 1 AND position = 0',
      /posting 0 of journal_entry 1: amount is "100001", sealed as "100000"/,
    ],
    [
      'the side of a posting',
      "UPDATE ledger.posting SET side = 'C' WHERE entry_id = 1 AND position = 0",
      "UPDATE ledger.posting SET side = 'D' WHERE entry_id = 1 AND position = 0",
      /posting 0 of journal_entry 1: side is "C", sealed as "D"/,
    ],
    [
      'one letter of a description',
      "UPDATE ledger.journal_entry SET description = replace(description, 'Rent', 'rent') WHERE id = 1",
      "UPDATE ledger.journal_entry SET description = replace(description, 'rent', 'Rent') WHERE id = 1",
      /journal_entry 1: description is "rent invoiced for 2026-01", sealed as "Rent invoiced for 2026-01"/,
    ],
    [
      'a reference in the metadata',
      `UPDATE ledger.journal_entry SET metadata = metadata || '{"leaseId":"l4"}' WHERE id = 1`,
      `UPDATE ledger.journal_entry SET metadata = metadata || '{"leaseId":"l0"}' WHERE id = 1`,
      /journal_entry 1: metadata.leaseId is "l4", sealed as "l0"/,
    ],
    [
      'a millisecond of a time',
      "UPDATE ledger.journal_entry SET effective_at = effective_at + interval '1 millisecond' WHERE id = 1",
      "UPDATE ledger.journal_entry SET effective_at = effective_at - interval '1 millisecond' WHERE id = 1",
      /journal_entry 1: effectiveAt is/,
    ],
    [
      'the transaction number',
      "UPDATE ledger.journal_entry SET xid = '9' WHERE id = 1",
      "UPDATE ledger.journal_entry SET xid = (SELECT (canonical::jsonb ->> 'transaction')::xid8 FROM ledger.sealed_entry WHERE entry_id = 1) WHERE id = 1",
      /journal_entry 1: transaction is "9"/,
    ],
    [
      'the path of an account',
      "UPDATE ledger.account SET path = 'L:rent_collected:p2' WHERE path = 'L:rent_collected:p1'",
      "UPDATE ledger.account SET path = 'L:rent_collected:p1' WHERE path = 'L:rent_collected:p2'",
      /posting \d of journal_entry \d+: account is "L:rent_collected:p2", sealed as "L:rent_collected:p1"/,
    ],
    [
      'an added posting',
      "INSERT INTO ledger.posting SELECT 1, 2, account_id, 'D', 1, currency FROM ledger.posting WHERE entry_id = 1 AND position = 0",
      'DELETE FROM ledger.posting WHERE entry_id = 1 AND position = 2',
      /posting 2 of journal_entry 1: the row is/,
    ],
    [
      'a balance',
      'UPDATE ledger.account_balance SET posted_debit = posted_debit + 1 WHERE account_id = 1',
      'UPDATE ledger.account_balance SET posted_debit = posted_debit - 1 WHERE account_id = 1',
      /account_balance of \S+ in USD: differs from its postings/,
    ],
    [
      'the sealed text',
      "UPDATE ledger.sealed_entry SET canonical = replace(canonical, '100000', '100001') WHERE seq = 0",
      "UPDATE ledger.sealed_entry SET canonical = replace(canonical, '100001', '100000') WHERE seq = 0",
      /sealed_entry 0: does not have the hash it was sealed with/,
    ],
    [
      'a deleted entry',
      'CREATE TABLE public.kept AS SELECT * FROM ledger.journal_entry WHERE id = 1; DELETE FROM ledger.journal_entry WHERE id = 1',
      'INSERT INTO ledger.journal_entry OVERRIDING SYSTEM VALUE SELECT * FROM public.kept; DROP TABLE public.kept',
      /journal_entry 1: the row is missing/,
    ],
    [
      'a root of a seal',
      'UPDATE ledger.seal SET root = set_byte(root, 0, get_byte(root, 0) # 1) WHERE first_seq = 0',
      'UPDATE ledger.seal SET root = set_byte(root, 0, get_byte(root, 0) # 1) WHERE first_seq = 0',
      /seal \d+: an entry numbered 0 to \d+, or the seal, was rewritten/,
    ],
  ] as const) {
    it(`names the row when a superuser changes ${what}`, async () => {
      const { code, output } = await rig.tamper(change, restore);
      assert.equal(code, 1, output);
      assert.match(output, named);
    });
  }

  it('finds a history rewritten with all its hashes, because the root on chain differs', async () => {
    // As thorough as can be: the row, the text, the leaf, and every root of the database that follows from it.
    const forge = (from: string, to: string): string => `
      UPDATE ledger.posting SET amount = ${to} WHERE entry_id = 1;
      UPDATE ledger.sealed_entry SET canonical = replace(canonical, '"amount":"${from}"', '"amount":"${to}"') WHERE entry_id = 1;
      UPDATE ledger.sealed_entry SET leaf_hash = sha256('\\x00'::bytea || convert_to(canonical, 'UTF8')) WHERE entry_id = 1`;
    await rig.owner.query('CREATE TABLE public.seals AS SELECT * FROM ledger.seal');
    const erase =
      "; DELETE FROM ledger.seal; INSERT INTO ledger.seal SELECT 40, 0, decode(repeat('00', 32), 'hex')";
    const { code, output } = await rig.tamper(
      forge('100000', '100009') + erase,
      `${forge('100009', '100000')}; DELETE FROM ledger.seal; INSERT INTO ledger.seal SELECT * FROM public.seals; DROP TABLE public.seals`,
    );
    assert.equal(code, 1, output);
    assert.match(output, /anchor 1: the root on chain differs; an entry numbered 0 to 19 was rewritten/);
  });

  it('finds entries removed from the end, because the chain knows more', async () => {
    await rig.owner.query('CREATE TABLE public.tail AS SELECT * FROM ledger.sealed_entry WHERE seq >= 25');
    const { code, output } = await rig.tamper(
      'DELETE FROM ledger.sealed_entry WHERE seq >= 25',
      'INSERT INTO ledger.sealed_entry SELECT * FROM public.tail; DROP TABLE public.tail',
    );
    assert.equal(code, 1, output);
    assert.match(output, /anchor 2: the chain knows 30 entries, the database 25: entries were removed/);
    assert.equal((await rig.verify()).code, 0, 'everything was put back');
  });

  for (const [what, lie, named] of [
    ['hides the newest event', (logs: Log[]) => logs.slice(0, -1), /anchor 2: hidden or forged/],
    ['hides an older event', (logs: Log[]) => logs.slice(1), /anchor 1: hidden or forged/],
    ['hides all events', () => [], /anchor 1: hidden or forged/],
    ['repeats an event', (logs: Log[]) => [...logs, ...logs.slice(-1)], /anchor 3: hidden or forged/],
    ['changes their order', (logs: Log[]) => logs.toReversed(), /anchor 1: hidden or forged/],
    [
      'forges a root',
      (logs: Log[]) =>
        logs.map((log, at) => (at === 0 ? { ...log, data: withWord(log.data, 1, 'ab'.repeat(32)) } : log)),
      /anchor 1: hidden or forged/,
    ],
    [
      'forges a size',
      (logs: Log[]) =>
        logs.map((log, at) =>
          at === 1 ? { ...log, data: withWord(log.data, 0, '1f'.padStart(WORD, '0')) } : log,
        ),
      /anchor 2: hidden or forged/,
    ],
    [
      'forges the newest root together with its head',
      (logs: Log[]) => logs.map((log, at) => (at === 1 ? forgeWithHead(log, logs[0]) : log)),
      /hidden or forged, the events do not lead to the head on chain/,
    ],
  ] as const) {
    it(`does not believe a node that ${what}`, async () => {
      const { code, output } = await rig.verifyThroughLiar((logs) => lie(z.array(logShape).parse(logs)));
      assert.equal(code, 1, output);
      assert.match(output, named);
    });
  }

  it('says so when it cannot verify', async () => {
    const result = await rig.verify('postgres://127.0.0.1:9/none');
    assert.equal(result.code, 2, result.output);
    assert.match(result.output, /Could not verify/);
  });
});
