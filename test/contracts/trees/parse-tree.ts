/** What proves a leaf: the title of a test in TypeScript, or the name of a test or invariant in Solidity. */
export type Leaf = Readonly<{ line: number; outcome: string; provenBy: string }>;
export type Tree = Readonly<{ name: string; leaves: readonly Leaf[]; faults: readonly string[] }>;

const ARROW = ' ⇐ ';
const BRANCH = /^((?:│ {3}| {4})*)(├── |└── )(\S.*)$/u;

type Node = Readonly<{ line: number; depth: number; last: boolean; rail: string; text: string }>;

/**
 * Reads the branches of one function: the first line names it, a condition starts with `when`, a leaf with `it` and ends
 * with what proves it. Says what is wrong with the drawing instead of throwing at the first fault.
 */
export function parseTree(source: string): Tree {
  const [name = '', ...lines] = source.trimEnd().split('\n');
  const faults: string[] = [];
  const nodes: Node[] = [];
  for (const [index, text] of lines.entries()) {
    const [, rail, corner, rest] = BRANCH.exec(text) ?? [];
    if (rail === undefined || rest === undefined) faults.push(`line ${index + 2} is no branch: ${text}`);
    else
      nodes.push({
        line: index + 2,
        depth: rail.length / 4,
        last: corner === '└── ',
        rail,
        text: rest.trim(),
      });
  }
  const leaves = nodes.flatMap((node, index): Leaf[] => {
    const fault = faultOf(nodes, index);
    if (fault) faults.push(`line ${node.line} ${fault}`);
    const [outcome = '', provenBy, ...more] = node.text.split(ARROW);
    return provenBy && more.length === 0 && isLeaf(node) ? [{ line: node.line, outcome, provenBy }] : [];
  });
  if (leaves.length === 0) faults.push('has no leaf');
  return { name, leaves, faults };
}

const isLeaf = ({ text }: Node): boolean => text.startsWith('it ');

function faultOf(nodes: readonly Node[], index: number): string | undefined {
  const node = nodes[index];
  const next = nodes[index + 1];
  if (!node) return;
  const nextDepth = next?.depth ?? -1;
  if (index === 0 && node.depth !== 0) return 'starts too deep';
  if (isLeaf(node)) {
    if (nextDepth > node.depth) return 'is a leaf with branches';
    if (node.text.split(ARROW).length !== 2) return `names no test behind "${ARROW.trim()}"`;
  } else {
    if (!node.text.startsWith('when ')) return 'starts neither with "when" nor with "it"';
    if (nextDepth !== node.depth + 1) return 'is a condition of which nothing follows';
  }
  const sibling = nodes.slice(index + 1).find(({ depth }) => depth <= node.depth);
  const isLast = sibling === undefined || sibling.depth < node.depth;
  if (isLast !== node.last) return `must be drawn as ${isLast ? '"└── "' : '"├── "'}`;
  for (let depth = 0; depth < node.depth; depth++) {
    const open = nodes.slice(0, index).findLast((above) => above.depth === depth);
    const rail = node.rail.slice(depth * 4, depth * 4 + 4);
    if (rail !== (open?.last ? '    ' : '│   ')) return 'does not hang from the branches above it';
  }
}
