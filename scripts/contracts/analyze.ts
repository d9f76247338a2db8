/** Slither over the contracts, every finding of it answered in docs/security/slither.md: `npm run analyze`. */
import { readFileSync } from 'node:fs';
import { at } from '../paths.ts';
import { findings } from './slither.ts';
import { judge } from './slither-answers.ts';

const DOCUMENT = 'docs/security/slither.md';

try {
  const found = await findings();
  const { unanswered, stale } = judge(found, readFileSync(at(DOCUMENT), 'utf8'));
  for (const finding of unanswered) console.log(`Not answered. ${finding}`);
  for (const row of stale) console.log(`Answered, but no longer found: ${row}`);
  console.log(
    `${found.length} findings, ${unanswered.length} places not answered in ${DOCUMENT}, ${stale.length} stale answers.`,
  );
  process.exitCode = unanswered.length + stale.length > 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
