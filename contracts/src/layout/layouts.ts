import solc from 'solc';
import { z } from 'zod';
import { type Compilation, compilationOf, importClosure, readArtifact } from '../build-info.ts';
import { constantsBeside, enumsOf, type Namespace, namespacesOf } from './namespaces.ts';

const fieldSchema = z.object({
  label: z.string(),
  slot: z.string(),
  offset: z.number(),
  type: z.string(),
});
export type Field = z.infer<typeof fieldSchema>;

/** Where a contract keeps what: the slots of its namespaces count from the beginning of each. */
export const layoutSchema = z.object({
  contract: z.string(),
  /** State variables outside any namespace. */
  plain: z.array(fieldSchema),
  namespaces: z.record(z.string(), z.array(fieldSchema)),
  /** Structs inside mappings and arrays; `inArray` ones cannot grow. */
  structs: z.record(z.string(), z.object({ fields: z.array(fieldSchema), inArray: z.boolean() })),
  enums: z.record(z.string(), z.array(z.string())),
  /** Of words packed by hand: what says which bits mean what. */
  words: z.record(z.string(), z.record(z.string(), z.string())),
});
export type Layout = z.infer<typeof layoutSchema>;

const typeSchema = z.object({
  label: z.string(),
  encoding: z.string(),
  base: z.string().optional(),
  members: z.array(fieldSchema).optional(),
});
const compiledSchema = z.object({
  types: z.record(z.string(), typeSchema).nullish(),
  storage: z.array(fieldSchema),
});
const outputSchema = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  contracts: z
    .record(z.string(), z.record(z.string(), z.object({ storageLayout: compiledSchema })))
    .default({}),
});

const PROBE = 'project/layout-probe.sol';

export type LaidOut = Readonly<{ contract: string; source: string }>;

/** Computes the layouts of compiled contracts of one compilation. */
export async function computeLayouts(contracts: readonly LaidOut[]): Promise<Layout[]> {
  const layouts: Layout[] = [];
  for (const { contract, source } of contracts) {
    const artifact = await readArtifact(source, contract);
    const compilation = await compilationOf(artifact);
    layouts.push(computeLayout(compilation, artifact.inputSourceName, contract));
  }
  return layouts;
}

function computeLayout(compilation: Compilation, source: string, contract: string): Layout {
  const namespaces = namespacesOf(compilation, source, contract);
  const sources = importClosure(compilation, source);
  const output = compileProbe(compilation, { namespaces, sources, source, contract });
  const plain = output.contracts[source]?.[contract]?.storageLayout;
  const probe = output.contracts[PROBE]?.LayoutProbe?.storageLayout;
  if (!plain || !probe) throw new Error(`No storage layout of ${contract} came out of the compiler.`);
  const types = { ...plain.types, ...probe.types };
  const name = (type: string) => types[type]?.label ?? type;
  const readable = ({ label, slot, offset, type }: Field): Field => ({
    label,
    slot,
    offset,
    type: name(type),
  });
  const inside = namespaces.map(({ id }, index) => {
    const variable = probe.storage[index];
    return [id, (types[variable?.type ?? '']?.members ?? []).map(readable)] as const;
  });
  const top = new Set([...probe.storage, ...plain.storage].map(({ type }) => type));
  const arrays = new Set(Object.values(types).flatMap(({ base }) => (base ? [base] : [])));
  const structs = Object.entries(types).flatMap(([id, { label, members }]) =>
    members && !top.has(id)
      ? [[label, { fields: members.map(readable), inArray: arrays.has(id) }] as const]
      : [],
  );
  const labels = new Set(Object.values(types).map(({ label }) => label));
  const enums = [...enumsOf(compilation, sources)].filter(([label]) => labels.has(label));
  const words = [...labels].flatMap((label) => {
    const constants = constantsBeside(compilation, label);
    return Object.keys(constants).length > 0 ? [[label, constants] as const] : [];
  });
  return {
    ...{ contract, plain: plain.storage.map(readable), namespaces: Object.fromEntries(inside) },
    ...{ structs: sorted(structs), enums: sorted(enums), words: sorted(words) },
  };
}

/** Asks the compiler where the fields of the namespaces are, by putting each in a variable of a contract. */
function compileProbe(
  { input }: Compilation,
  {
    namespaces,
    sources,
    source,
    contract,
  }: Readonly<{
    namespaces: readonly Namespace[];
    sources: ReadonlySet<string>;
    source: string;
    contract: string;
  }>,
): z.infer<typeof outputSchema> {
  const imports = namespaces.map(
    (one, index) => `import {${one.contract ?? one.struct} as N${index}} from "${one.source}";`,
  );
  const variables = namespaces.map(
    (one, index) => `N${index}${one.contract ? `.${one.struct}` : ''} n${index};`,
  );
  const content = [
    '// SPDX-License-Identifier: Apache-2.0',
    'pragma solidity ^0.8.24;',
    ...imports,
    `contract LayoutProbe { ${variables.join(' ')} }`,
  ].join('\n');
  const used = Object.entries(input.sources).filter(([name]) => sources.has(name));
  const { remappings, evmVersion } = input.settings;
  const outputSelection = {
    [PROBE]: { LayoutProbe: ['storageLayout'] },
    [source]: { [contract]: ['storageLayout'] },
  };
  const request = {
    language: input.language,
    sources: { ...Object.fromEntries(used), [PROBE]: { content } },
    settings: { remappings, evmVersion, outputSelection },
  };
  const output = outputSchema.parse(JSON.parse(solc.compile(JSON.stringify(request))));
  const failed = output.errors.find(({ severity }) => severity === 'error');
  if (failed) throw new Error(failed.formattedMessage);
  return output;
}

function sorted<T>(entries: ReadonlyArray<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
