import { type Compilation, type Definition, importClosure, type SourceUnit } from '../build-info.ts';

/** A struct that ERC-7201 places at a slot of its own, and how to name it in Solidity from another file. */
export type Namespace = Readonly<{ id: string; source: string; contract?: string; struct: string }>;

const MARK = /@custom:storage-location\s+erc7201:(\S+)/;

/** Every namespace of a contract: of its bases, and of the files it imports. */
export function namespacesOf(compilation: Compilation, source: string, contract: string): Namespace[] {
  const own = definitionOf(compilation, source, contract);
  const bases = new Set(own.linearizedBaseContracts);
  const found: Namespace[] = [];
  for (const [name, unit] of compilation.units) {
    for (const definition of unit) {
      if (definition.nodeType !== 'ContractDefinition' || !bases.has(definition.id)) continue;
      for (const inner of definition.nodes ?? []) {
        const id = namespaceOf(inner);
        if (id) found.push({ id, source: name, contract: definition.name ?? '', struct: inner.name ?? '' });
      }
    }
  }
  for (const name of importClosure(compilation, source)) {
    for (const definition of compilation.units.get(name) ?? []) {
      const id = namespaceOf(definition);
      if (id) found.push({ id, source: name, struct: definition.name ?? '' });
    }
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function definitionOf({ units }: Compilation, source: string, contract: string): SourceUnit[number] {
  const found = units
    .get(source)
    ?.find(({ nodeType, name }) => nodeType === 'ContractDefinition' && name === contract);
  if (!found) throw new Error(`${source} does not define ${contract}.`);
  return found;
}

function namespaceOf({ nodeType, documentation }: Definition): string | undefined {
  if (nodeType !== 'StructDefinition') return undefined;
  return documentation?.text.match(MARK)?.[1];
}

/** Members of the enums these files define, by name as a storage layout has it. */
export function enumsOf(compilation: Compilation, sources: Iterable<string>): Map<string, string[]> {
  const enums = new Map<string, string[]>();
  for (const source of sources) {
    for (const definition of compilation.units.get(source) ?? []) {
      for (const one of [definition, ...(definition.nodes ?? [])]) {
        if (one.nodeType !== 'EnumDefinition' || !one.canonicalName) continue;
        enums.set(`enum ${one.canonicalName}`, one.members?.map(({ name }) => name) ?? []);
      }
    }
  }
  return enums;
}

/**
 * Constants at the top of the file that defines a value type, as they are written there: for words packed by hand they
 * say which bits mean what.
 */
export function constantsBeside(compilation: Compilation, valueType: string): Record<string, string> {
  for (const [source, unit] of compilation.units) {
    const defines = unit.some(
      ({ nodeType, name }) => nodeType === 'UserDefinedValueTypeDefinition' && name === valueType,
    );
    if (!defines) continue;
    const text = Buffer.from(compilation.input.sources[source]?.content ?? '');
    const constants = unit.flatMap(({ nodeType, constant, name, value }) => {
      if (nodeType !== 'VariableDeclaration' || !constant || !name || !value) return [];
      const [start = 0, length = 0] = value.src.split(':').map(Number);
      return [[name, text.subarray(start, start + length).toString()] as const];
    });
    return Object.fromEntries(constants);
  }
  return {};
}
