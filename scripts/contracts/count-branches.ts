import { createHash } from 'node:crypto';
import { type Decision, decisionsOf } from './decisions.ts';

/** One way that code may go, and the mark it leaves when it goes it. */
export type Branch = Readonly<{ mark: string; file: string; line: number; text: string; way: string }>;

/** The library through which Hardhat's own statement coverage reports; it is in every source it counted in. */
const REPORTS = '__NomicFoundationCoverage.sendHit';
const TOOK = `
function __took(bool condition, uint256 mark) pure returns (bool) {
    ${REPORTS}(condition ? mark : mark + 1);
    return condition;
}
`;

/**
 * The same from within assembly, where neither memory nor the answer of the last call may change: it writes far behind
 * all memory in use, and the identity precompile answers last, with what had been answered before.
 */
const SEEN = `
function __seen(mark, condition) -> same {
    let size := returndatasize()
    returndatacopy(0x18000, 0, size)
    mstore(0x17fe0, add(mark, iszero(condition)))
    pop(staticcall(gas(), 0xc0bEc0BEc0BeC0bEC0beC0bEC0bEC0beC0beC0BE, 0x17fe0, 32, 0, 0))
    pop(staticcall(gas(), 4, 0x18000, size, 0, 0))
    same := condition
}
`.replaceAll('\n', ' ');

/**
 * Adds to a source that Hardhat counts statements in, marks for every branch. The original names the branches: both
 * have the same decisions in the same order, which is checked.
 */
export function countBranches(file: string, original: string, counted: string) {
  const named = decisionsOf(original);
  if (named.length === 0) return { source: counted, branches: [] };
  const placed = decisionsOf(counted);
  if (placed.length !== named.length)
    throw new Error(`${file}: ${named.length} decisions, ${placed.length} in the counted copy`);
  const first = firstMark(file);
  const insertions: Insertion[] = [];
  const branches: Branch[] = [];
  for (const [index, decision] of placed.entries()) {
    const source = named[index];
    if (!source || source.kind !== decision.kind)
      throw new Error(`${file}: decision ${index} is another one`);
    if ((decision.kind === 'condition' || decision.kind === 'word') && source.text !== decision.text)
      throw new Error(`${file}: "${source.text}" became "${decision.text}"`);
    const mark = first + BigInt(index) * 2n;
    insertions.push(...markers(decision, mark));
    branches.push(...waysOf(file, original, source, mark));
  }
  return { source: `${insert(counted, insertions)}${TOOK}`, branches };
}

/** Marks of different files must not meet: 48 bits of the file's name, above 24 bits of numbering. */
function firstMark(file: string): bigint {
  const hash = createHash('sha256').update(file).digest().readUIntBE(0, 6);
  return BigInt(hash) << 24n;
}

type Insertion = Readonly<{ at: number; text: string; opens: boolean; length: number }>;

function markers({ kind, span: [start, end] }: Decision, mark: bigint): readonly Insertion[] {
  const length = end - start;
  const first = (text: string) => [{ at: start + 1, text: ` ${text} `, opens: true, length }];
  if (kind === 'clause') return first(`${REPORTS}(${mark});`);
  if (kind === 'case') return first(`pop(__seen(${mark}, 1))`);
  if (kind === 'assembly') return first(SEEN);
  if (kind === 'word') {
    // The condition last: assembly evaluates it first, while the stack is lowest.
    return [
      { at: start, text: `__seen(${mark}, `, opens: true, length },
      { at: end, text: ')', opens: false, length },
    ];
  }
  return [
    { at: start, text: '__took(', opens: true, length },
    { at: end, text: `, ${mark})`, opens: false, length },
  ];
}

function waysOf(
  file: string,
  source: string,
  { kind, span, text }: Decision,
  mark: bigint,
): readonly Branch[] {
  const line = Buffer.from(source).subarray(0, span[0]).toString().split('\n').length;
  const hex = (value: bigint) => value.toString(16).padStart(64, '0');
  const where = { file, line, text: text.replace(/\s+/g, ' ') };
  if (kind === 'assembly') return [];
  if (kind === 'clause') return [{ ...where, text: 'clause of try', mark: hex(mark), way: 'taken' }];
  if (kind === 'case') return [{ ...where, text: 'case in assembly', mark: hex(mark), way: 'taken' }];
  return [
    { ...where, mark: hex(mark), way: 'true' },
    { ...where, mark: hex(mark + 1n), way: 'false' },
  ];
}

/** Where several meet, what ends ends first, from the inside out, and what begins begins from the outside in. */
function insert(source: string, insertions: readonly Insertion[]): string {
  const bytes = Buffer.from(source);
  const ordered = [...insertions].sort(
    (left, right) =>
      left.at - right.at ||
      Number(left.opens) - Number(right.opens) ||
      (left.opens ? right.length - left.length : left.length - right.length),
  );
  const parts: (Buffer | string)[] = [];
  let from = 0;
  for (const { at, text } of ordered) {
    parts.push(bytes.subarray(from, at), text);
    from = at;
  }
  parts.push(bytes.subarray(from));
  return parts.map(String).join('');
}
