import { z } from 'zod';
import { compile } from './compiler.ts';

/**
 * A place where code goes one way or another. `span` is in bytes of the source. A condition, of Solidity or (`word`) of
 * assembly, has two outcomes, true and false; a clause of try … catch and a case of assembly are taken or not. `assembly`
 * decides nothing: it is a block that such words and cases are in.
 */
export type Decision = Readonly<{
  kind: 'condition' | 'clause' | 'word' | 'case' | 'assembly';
  span: readonly [start: number, end: number];
  text: string;
}>;

const nodeSchema = z.looseObject({ nodeType: z.string(), src: z.string() });
type Node = z.infer<typeof nodeSchema>;
const outputSchema = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  sources: z.record(z.string(), z.object({ ast: nodeSchema.optional() })).default({}),
});

const CHECKS = new Set(['require', 'assert']);

function parse(source: string): Node {
  const output = outputSchema.parse(
    compile({
      language: 'Solidity',
      sources: { file: { content: source } },
      settings: { stopAfter: 'parsing', outputSelection: { '*': { '': ['ast'] } } },
    }),
  );
  const error = output.errors.find(({ severity }) => severity === 'error');
  if (error) throw new Error(error.formattedMessage);
  const ast = output.sources.file?.ast;
  if (!ast) throw new Error('The compiler returned no syntax tree.');
  return ast;
}

const asNode = (value: unknown): Node | undefined => nodeSchema.safeParse(value).data;

function spanOf({ src }: Node): readonly [number, number] {
  const [start = 0, length = 0] = src.split(':').map(Number);
  return [start, start + length];
}

/**
 * Every decision of a source, in the order of its text. A condition of `if`, `?:`, `for`, `while`, `require` or `assert`
 * is taken apart at `&&`, `||` and `!` into its smallest parts, and so is every other expression with `&&` or `||`:
 * each part must have been true and false. What the compiler adds by itself (overflow, array bounds, decoding) is none.
 */
export function decisionsOf(source: string): readonly Decision[] {
  const bytes = Buffer.from(source);
  const decisions: Decision[] = [];
  const add = (kind: Decision['kind'], node: Node): void => {
    const span = spanOf(node);
    decisions.push({ kind, span, text: bytes.subarray(...span).toString() });
  };

  /** The smallest parts of a condition; `node` itself unless it is put together. */
  const takeApart = (value: unknown): void => {
    const node = asNode(value);
    if (!node) return;
    if (isJunction(node)) {
      takeApart(node.leftExpression);
      takeApart(node.rightExpression);
    } else if (node.nodeType === 'UnaryOperation' && node.operator === '!') takeApart(node.subExpression);
    else if (node.nodeType === 'TupleExpression' && Array.isArray(node.components))
      takeApart(node.components[0]);
    else {
      add('condition', node);
      visitChildren(node);
    }
  };

  const visitAssembly = (node: Node): void => {
    const block = asNode(node.AST);
    const before = decisions.length;
    if (block) visit(block);
    if (!block || decisions.length === before) return;
    // What counts calls the test runner, which pure code may not.
    if (isPure) throw new Error('Assembly that branches in a pure function cannot be counted.');
    add('assembly', block);
  };

  let isPure = false;
  const visit = (node: Node): void => {
    if (node.nodeType === 'FunctionDefinition') isPure = node.stateMutability === 'pure';
    if (node.nodeType === 'InlineAssembly') {
      visitAssembly(node);
      return;
    }
    if (node.nodeType === 'YulIf' || node.nodeType === 'YulForLoop') {
      const word = asNode(node.condition);
      if (word) add('word', word);
    }
    if (node.nodeType === 'YulCase') {
      const body = asNode(node.body);
      if (body) add('case', body);
    }
    if (node.nodeType === 'VariableDeclaration' && node.constant === true) return;
    if (isJunction(node)) {
      takeApart(node);
      return;
    }
    if (node.nodeType === 'TryCatchClause') {
      const block = asNode(node.block);
      if (block) add('clause', block);
    }
    visitChildren(node);
  };

  const visitChildren = (node: Node): void => {
    const condition = conditionOf(node);
    for (const value of Object.values(node).flat()) {
      const child = asNode(value);
      if (child && child.src === condition?.src) takeApart(child);
      else if (child) visit(child);
    }
  };

  visit(parse(source));
  return decisions.sort((left, right) => left.span[0] - right.span[0] || right.span[1] - left.span[1]);
}

const isJunction = ({ nodeType, operator }: Node): boolean =>
  nodeType === 'BinaryOperation' && (operator === '&&' || operator === '||');

function conditionOf(node: Node): Node | undefined {
  if (node.nodeType.startsWith('Yul')) return undefined;
  if (node.nodeType !== 'FunctionCall') return asNode(node.condition);
  const callee = asNode(node.expression);
  const checks = callee?.nodeType === 'Identifier' && CHECKS.has(String(callee.name));
  return checks && Array.isArray(node.arguments) ? asNode(node.arguments[0]) : undefined;
}
