import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Branch } from './count-branches.ts';

const branchSchema = z.array(
  z.object({ mark: z.string(), file: z.string(), line: z.number(), text: z.string(), way: z.string() }),
);

export type FileCoverage = Readonly<{
  file: string;
  lines: ReadonlyMap<number, boolean>;
  branches: readonly Readonly<Branch & { taken: boolean }>[];
}>;

/** What a run of the tests in `copy` went through, by file: lines as Hardhat reports them, branches by their marks. */
export function readCoverage(copy: string): readonly FileCoverage[] {
  const marks = new Set<string>();
  const folder = join(copy, 'coverage');
  for (const file of globSync('data/**/*.json', { cwd: folder })) {
    const hits = z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    for (const mark of Object.keys(hits)) marks.add(mark);
  }
  const lines = readLines(readFileSync(join(folder, 'lcov.info'), 'utf8'));
  const branchesOf = (file: string) => {
    const list = globSync(`branches/${file}.json`, { cwd: folder }).map((path) =>
      readFileSync(join(folder, path), 'utf8'),
    );
    const branches = list.flatMap((text) => branchSchema.parse(JSON.parse(text)));
    return branches.map((branch) => ({ ...branch, taken: marks.has(branch.mark) }));
  };
  return [...lines]
    .filter(([file]) => file.startsWith('contracts/'))
    .sort(([left], [right]) => left.localeCompare(right, 'en'))
    .map(([file, executed]) => ({ file, lines: executed, branches: branchesOf(file) }));
}

/** The `SF` and `DA` records of an lcov file. */
function readLines(lcov: string): ReadonlyMap<string, ReadonlyMap<number, boolean>> {
  const files = new Map<string, Map<number, boolean>>();
  let current = new Map<number, boolean>();
  for (const record of lcov.split('\n')) {
    if (record.startsWith('SF:')) {
      current = new Map();
      files.set(record.slice(3), current);
    }
    const [, line, hits] = /^DA:(\d+),(\d+)/.exec(record) ?? [];
    if (line !== undefined) current.set(Number(line), Number(hits) > 0);
  }
  return files;
}
