/** What must change in sources for a chain before Cancun. */

/** `contracts/base/Guarded.sol` is the one file that depends on transient storage: it gets the guard that does not. */
export function guardByStorage(guarded: string): string {
  const changed = guarded.replaceAll('ReentrancyGuardTransient', 'ReentrancyGuard');
  if (changed === guarded) throw new Error('There is no transient guard to replace.');
  return changed;
}

/** OpenZeppelin copies memory with MCOPY in a library that nearly everything imports: here a loop does it. */
export function copyByLoop<S extends Readonly<Record<string, { content: string }>>>(sources: S) {
  return Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [
      name,
      { ...source, content: withoutMcopy(source.content) },
    ]),
  );
}

/** Word by word, from the end when the target lies behind the source: overlapping ranges come out as with MCOPY. */
const COPY = [
  'switch gt(mcTo, mcFrom)',
  'case 0 { for {} gt(mcLeft, 31) {} { mstore(mcTo, mload(mcFrom))',
  'mcTo := add(mcTo, 32) mcFrom := add(mcFrom, 32) mcLeft := sub(mcLeft, 32) } }',
  'default { for {} gt(mcLeft, 31) {} { mcLeft := sub(mcLeft, 32)',
  'mstore(add(mcTo, mcLeft), mload(add(mcFrom, mcLeft))) } }',
  'if mcLeft { let mcKeep := shr(shl(3, mcLeft), not(0))',
  'mstore(mcTo, or(and(mload(mcFrom), not(mcKeep)), and(mload(mcTo), mcKeep))) }',
].join(' ');

export function withoutMcopy(source: string): string {
  let rest = source;
  let done = '';
  for (let at = nextMcopy(rest); at !== -1; at = nextMcopy(rest)) {
    const { parts, end } = parameters(rest, at + 'mcopy('.length);
    const [to, from, length] = parts;
    if (parts.length !== 3) throw new Error(`mcopy with ${parts.length} parameters`);
    done += `${rest.slice(0, at)}{ let mcTo := ${to} let mcFrom := ${from} let mcLeft := ${length} ${COPY} }`;
    rest = rest.slice(end);
  }
  return done + rest;
}

const nextMcopy = (text: string): number => text.search(/\bmcopy\(/);

/** The comma-separated parameters from `start` to the closing parenthesis, nested calls kept whole. */
function parameters(text: string, start: number): { parts: string[]; end: number } {
  const parts: string[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (depth === 0 && (character === ',' || character === ')')) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
      if (character === ')') return { parts, end: at + 1 };
    }
    if (character === '(') depth++;
    if (character === ')') depth--;
  }
  throw new Error('mcopy without an end');
}
