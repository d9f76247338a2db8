export type Finding = Readonly<{ check: string; impact: string; where: string; description: string }>;
export type Verdict = Readonly<{ unanswered: readonly string[]; stale: readonly string[] }>;

/** These say that money may be lost: each place has an answer of its own, or none. */
const NEVER_AT_ONCE = new Set(['High', 'Medium']);

/**
 * Holds findings against a document. Its rows read `| kind | everywhere | reason |`, or for one function or variable
 * `| kind | Contract.function(types) | reason |` with the place in backticks. A finding without a row is unanswered, a row
 * without a finding is stale.
 */
export function judge(findings: readonly Finding[], document: string): Verdict {
  const answered = readAnswers(document);
  const needed = new Set<string>();
  const unanswered = new Map<string, string>();
  for (const { check, impact, where, description } of findings) {
    const [everywhere, here] = [`${check} everywhere`, `${check} ${where}`];
    if (answered.has(here)) needed.add(here);
    else if (answered.has(everywhere) && !NEVER_AT_ONCE.has(impact)) needed.add(everywhere);
    else unanswered.set(here, `${impact}: | ${check} | \`${where}\` | … |\n    ${description.trim()}`);
  }
  return {
    unanswered: [...unanswered.values()],
    stale: [...answered].filter((answer) => !needed.has(answer)),
  };
}

function readAnswers(document: string): ReadonlySet<string> {
  const answers = new Set<string>();
  for (const line of document.split('\n')) {
    const [, check = '', where = '', reason = ''] = line.split('|').map((cell) => cell.trim());
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(check) || reason.length < 10) continue;
    const place = where === 'everywhere' ? where : /^`(.+)`$/.exec(where)?.[1];
    if (place) answers.add(`${check} ${place}`);
  }
  return answers;
}
