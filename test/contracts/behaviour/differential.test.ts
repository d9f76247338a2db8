import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shareActs } from '../campaign/share-acts.ts';
import { previewFacts, shareFacts } from '../campaign/share-views.ts';
import { createWorld } from '../campaign/world.ts';
import { campaignDepth, campaignSeed, randomFrom } from '../support/random.ts';
import { refusalFrom } from '../support/refusals.ts';
import { text } from '../support/text.ts';

const STEPS = 1_500;
/** Of each kind of act tried often, so many in a hundred must go through at least, or the campaign proves little. */
const LEAST_SUCCESS = 10;
const OFTEN = 20;

/** Token, compliance and registry beside a naive reference that is told the same: same outcomes, same answers. */
describe('The shares of a property and their reference', () => {
  const seed = campaignSeed('differential campaign', 20_261);

  it('agree on every outcome, error by error, and on every view after every act', async () => {
    const world = await createWorld();
    const random = randomFrom(seed);
    const looking = randomFrom(seed + 1);
    const { next, after, persons } = shareActs(world, random);
    const counts = new Map<string, { done: number; refused: number }>();
    for (let step = 0; step < STEPS * campaignDepth(); step++) {
      const act = await next();
      const { outcome, expected } = await world.perform(act, after());
      const what = `seed ${seed}, step ${step}: ${act.functionName}(${text(act.args)}) by ${act.by}`;
      assert.equal(outcome.refusal?.toLowerCase(), expected?.toLowerCase(), what);
      const count = counts.get(act.functionName) ?? { done: 0, refused: 0 };
      counts.set(act.functionName, count);
      count[outcome.refusal === undefined ? 'done' : 'refused']++;
      const facts = [...shareFacts(world, looking, persons), ...previewFacts(world, looking)];
      const answers = await world.driver.askAll(facts);
      for (const [i, { functionName, args, expected: said }] of facts.entries()) {
        const answer = text(readable(functionName, answers[i]));
        if (answer !== text(said))
          assert.equal(answer, text(said), `${what}; then ${functionName}(${text(args)})`);
      }
    }
    const report = [...counts].map(([name, { done, refused }]) => `${name} ${done}/${done + refused}`);
    console.log(`    done/tried: ${report.sort().join(' · ')}`);
    for (const [name, { done, refused }] of counts) {
      const tried = done + refused;
      if (tried >= OFTEN) assert.ok(done * 100 >= LEAST_SUCCESS * tried, `${name}: ${done} of ${tried}`);
    }
  });
});

/** Previews answer with data to revert with; the reference with the error it stands for. */
function readable(functionName: string, answer: unknown): unknown {
  if (!functionName.endsWith('WithReason') || !Array.isArray(answer)) return answer;
  const [allowed, code, reason] = answer;
  assert.equal(
    code,
    allowed ? '0x00000000' : String(reason).slice(0, 10),
    'the code is the selector of the reason',
  );
  return allowed ? undefined : refusalFrom(reason);
}
