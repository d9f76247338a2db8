import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { mustRun } from '../build/run-program.ts';
import { at, ROOT } from '../paths.ts';
import { copyContracts } from './copy.ts';
import type { Finding } from './slither-answers.ts';

const REQUIREMENTS = at('scripts/contracts/slither-requirements.txt');
const OLDEST_PYTHON = [3, 10] as const;
/** Packages are read for their types, not judged; the test USDC imitates another contract, oddities included. */
const LEFT_OUT = 'node_modules|contracts/usdc';

const elementSchema = z.object({
  type: z.string(),
  name: z.string(),
  type_specific_fields: z
    .object({ signature: z.string().optional(), parent: z.unknown().optional() })
    .optional(),
});
const reportSchema = z.object({
  success: z.boolean(),
  error: z.string().nullable().optional(),
  results: z.object({
    detectors: z
      .array(
        z.object({
          id: z.string(),
          check: z.string(),
          impact: z.string(),
          description: z.string(),
          elements: z.array(elementSchema),
        }),
      )
      .default([]),
  }),
});

/** Python of an environment of its own in `.toolchain`, made from the pinned list when it is not there yet. */
function slitherProgram(): string {
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = at('.toolchain', `slither-${wanted}`);
  const program = join(folder, 'bin', 'slither');
  const stamp = join(folder, '.complete');
  if (existsSync(stamp)) return program;
  const python = findPython();
  console.log('Installing Slither into .toolchain …');
  rmSync(folder, { recursive: true, force: true });
  must(python, ['-m', 'venv', folder], 'Python could not make a virtual environment (Debian: python3-venv)');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--no-deps'];
  must(join(folder, 'bin', 'python'), [...pip, '-r', REQUIREMENTS], 'Slither could not be installed');
  writeFileSync(stamp, wanted);
  return program;
}

function findPython(): string {
  for (const name of ['python3', 'python']) {
    const { stdout, status } = spawnSync(name, ['--version'], { encoding: 'utf8' });
    const [, major, minor] = /^Python (\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
    if (status === 0 && Number(major) === OLDEST_PYTHON[0] && Number(minor) >= OLDEST_PYTHON[1]) return name;
  }
  throw new Error(
    `Slither needs Python ${OLDEST_PYTHON.join('.')} or newer, and none is on the PATH. Nothing else of Freehold does.`,
  );
}

function must(program: string, args: readonly string[], sentence: string): void {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${sentence}:\n${stdout ?? ''}${stderr ?? ''}`.trim());
}

/** What Slither finds in the contracts, compiled here by the pinned compiler: it fetches none. */
export async function findings(): Promise<readonly Finding[]> {
  const slither = slitherProgram();
  const copy = copyContracts('analysis', 'analysis.config.ts');
  symlinkSync(at('node_modules/@openzeppelin'), join(copy, 'node_modules/@openzeppelin'), 'dir');
  await mustRun(
    'Compiling',
    [at('node_modules/hardhat/dist/src/cli.js'), 'build', '--no-tests'],
    process.env,
    copy,
  );
  const report = join(copy, 'slither.json');
  const read = ['--hardhat-ignore-compile', '--hardhat-artifacts-directory', 'contracts/artifacts'];
  const args = ['.', ...read, '--npx-disable', '--filter-paths', LEFT_OUT, '--json', report];
  const { stderr, error } = spawnSync(slither, args, {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  if (!existsSync(report)) throw new Error(`Slither wrote no report.\n${error?.message ?? stderr}`);
  const { success, error: problem, results } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
  if (!success) throw new Error(`Slither failed: ${problem ?? stderr}`);
  return results.detectors.map(({ check, impact, description, elements }) => ({
    check,
    impact,
    description: description.trim(),
    where: nameOf(elements[0]),
  }));
}

/** `Contract.function(types)` or `Contract.variable`: stays the same when lines move. */
function nameOf(element: unknown): string {
  const parsed = elementSchema.safeParse(element);
  if (!parsed.success) return 'the whole';
  const { type, name, type_specific_fields: fields } = parsed.data;
  const own = fields?.signature ?? name;
  const parent = elementSchema.safeParse(fields?.parent);
  const belongs = type !== 'contract' && parent.success && parent.data.type !== 'file';
  return belongs ? `${nameOf(parent.data)}.${own}` : own;
}
