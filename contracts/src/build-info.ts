import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const artifactsDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../artifacts');

const artifactSchema = z.object({
  contractName: z.string(),
  inputSourceName: z.string(),
  buildInfoId: z.string(),
});
const inputSchema = z.object({
  solcLongVersion: z.string(),
  input: z.looseObject({
    language: z.string(),
    sources: z.record(z.string(), z.object({ content: z.string() })),
    settings: z.looseObject({ remappings: z.array(z.string()).default([]) }),
  }),
});
export type CompilerInput = z.infer<typeof inputSchema>['input'];

const constantSchema = z.object({
  nodeType: z.string(),
  id: z.number(),
  name: z.string().optional(),
  absolutePath: z.string().optional(),
  constant: z.boolean().optional(),
  canonicalName: z.string().optional(),
  src: z.string(),
  value: z.object({ src: z.string() }).nullish(),
  members: z.array(z.object({ name: z.string() })).optional(),
  documentation: z.object({ text: z.string() }).nullish(),
});
const definitionSchema = constantSchema.extend({
  linearizedBaseContracts: z.array(z.number()).optional(),
  nodes: z.array(constantSchema).optional(),
});
const outputSchema = z.object({
  output: z.object({
    sources: z.record(z.string(), z.object({ ast: z.object({ nodes: z.array(definitionSchema) }) })),
  }),
});

export type Definition = z.infer<typeof constantSchema>;
/** What one source file defines, and the definitions inside its contracts. */
export type SourceUnit = readonly z.infer<typeof definitionSchema>[];

export type Artifact = z.infer<typeof artifactSchema>;
export type Compilation = Readonly<{
  solcLongVersion: string;
  input: CompilerInput;
  units: ReadonlyMap<string, SourceUnit>;
}>;

/** The compiled artifact of a contract, by its source as Hardhat knows it (`contracts/treasury/Treasury.sol`). */
export async function readArtifact(source: string, contract: string): Promise<Artifact> {
  return artifactSchema.parse(await readJson(path.join(source, `${contract}.json`)));
}

const compilations = new Map<string, Promise<Compilation>>();

/** What the compiler was given for an artifact, and the definitions it found. */
export function compilationOf({ buildInfoId }: Artifact): Promise<Compilation> {
  const known = compilations.get(buildInfoId) ?? readCompilation(buildInfoId);
  compilations.set(buildInfoId, known);
  return known;
}

async function readCompilation(id: string): Promise<Compilation> {
  const { solcLongVersion, input } = inputSchema.parse(await readJson(path.join('build-info', `${id}.json`)));
  const { output } = outputSchema.parse(await readJson(path.join('build-info', `${id}.output.json`)));
  const units = new Map(Object.entries(output.sources).map(([name, { ast }]) => [name, ast.nodes]));
  return { solcLongVersion, input, units };
}

/** `source` and everything it imports, directly or not. */
export function importClosure({ units }: Compilation, source: string): Set<string> {
  const seen = new Set<string>();
  const queue = [source];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const { nodeType, absolutePath } of units.get(next) ?? []) {
      if (nodeType === 'ImportDirective' && absolutePath !== undefined) queue.push(absolutePath);
    }
  }
  return seen;
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(path.join(artifactsDir, file), 'utf8'));
}
