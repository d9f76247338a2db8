import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { sources } from '../../generated/bytecode.ts';
import { type Compilation, compilationOf, importClosure, readArtifact } from '../build-info.ts';
import type { RecordedCreation } from '../journal.ts';
import type { Submission } from './explorer.ts';

const NPM = 'npm:';

/** What to tell explorers about a contract that a deployment created. */
export async function submissionOf(
  { contract, address, args, libraries }: RecordedCreation,
  known: Readonly<Record<string, string>> = sources,
): Promise<Submission> {
  const sourceOf = (name: string): string => {
    const found = known[name];
    if (!found) throw new Error(`No source of ${name} is known.`);
    return found;
  };
  const source = sourceOf(contract);
  if (source.startsWith(NPM)) {
    return { address, args, ...(await packaged(source.slice(NPM.length), contract)) };
  }
  const artifact = await readArtifact(source, contract);
  const compilation = await compilationOf(artifact);
  const linked: Record<string, Record<string, string>> = {};
  for (const [library, at] of Object.entries(libraries)) {
    const { inputSourceName } = await readArtifact(sourceOf(library), library);
    linked[inputSourceName] = { ...linked[inputSourceName], [library]: at };
  }
  const { inputSourceName } = artifact;
  return {
    ...{ address, args, contract: `${inputSourceName}:${contract}` },
    compiler: compilation.solcLongVersion,
    input: JSON.stringify(inputOf(compilation, inputSourceName, linked)),
  };
}

/** The compiler's input with only the files this contract imports, and its libraries where they are. */
function inputOf(
  compilation: Compilation,
  source: string,
  libraries: Readonly<Record<string, Readonly<Record<string, string>>>>,
) {
  const { language, sources: all, settings } = compilation.input;
  const used = importClosure(compilation, source);
  const outputSelection = { '*': { '*': ['abi', 'evm.bytecode', 'evm.deployedBytecode', 'metadata'] } };
  return {
    language,
    sources: Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name))),
    settings: { ...settings, outputSelection, libraries },
  };
}

const debugSchema = z.object({ buildInfo: z.string() });
const buildInfoSchema = z.object({ solcLongVersion: z.string(), input: z.looseObject({}) });
const packagedSchema = z.object({ sourceName: z.string() });

/** A contract that a package ships compiled comes with what its compiler was given. */
async function packaged(folder: string, contract: string) {
  const file = createRequire(import.meta.url).resolve(`${folder}/${contract}.dbg.json`);
  const { buildInfo } = debugSchema.parse(await readJson(file));
  const { sourceName } = packagedSchema.parse(await readJson(file.replace(/\.dbg\.json$/, '.json')));
  const { solcLongVersion, input } = buildInfoSchema.parse(
    await readJson(path.resolve(path.dirname(file), buildInfo)),
  );
  return {
    ...{ contract: `${sourceName}:${contract}`, compiler: solcLongVersion },
    input: JSON.stringify(input),
  };
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
