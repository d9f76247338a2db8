import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const runFileSchema = z.object({
  supervisor: z.number().int(),
  /** Process ids by name: web, api, worker, indexer, sandbox, chain, database. */
  children: z.record(z.string(), z.number().int()),
  urls: z.object({
    web: z.string(),
    api: z.string(),
    stripe: z.string(),
    circle: z.string(),
    kyc: z.string(),
    mail: z.string(),
    storage: z.string(),
    rpc: z.string(),
  }),
  databaseUrl: z.string(),
  deploymentFile: z.string(),
});

export type RunFile = z.infer<typeof runFileSchema>;

const path = (dataDir: string): string => join(dataDir, 'run.json');

/** Says which processes make up the running system, for the demo (also to kill some) and for the next start. */
export function writeRunFile(dataDir: string, content: RunFile): void {
  mkdirSync(dataDir, { recursive: true });
  const temporary = `${path(dataDir)}.new`;
  writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`);
  renameSync(temporary, path(dataDir));
}

export function readRunFile(dataDir: string): RunFile | undefined {
  if (!existsSync(path(dataDir))) return undefined;
  const parsed = runFileSchema.safeParse(JSON.parse(readFileSync(path(dataDir), 'utf8')));
  return parsed.success ? parsed.data : undefined;
}

export function removeRunFile(dataDir: string): void {
  rmSync(path(dataDir), { force: true });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The running system of this data folder, if its supervisor lives. */
export function runningSystem(dataDir: string): RunFile | undefined {
  const file = readRunFile(dataDir);
  return file !== undefined && isAlive(file.supervisor) ? file : undefined;
}

/** Ends what a killed supervisor left running, database and chain last. */
export async function endOrphans(dataDir: string): Promise<readonly string[]> {
  const file = readRunFile(dataDir);
  if (file === undefined || isAlive(file.supervisor)) return [];
  const left = Object.entries(file.children).filter(([, pid]) => isAlive(pid));
  for (const [name, pid] of left) process.kill(pid, name === 'database' ? 'SIGINT' : 'SIGTERM');
  const deadline = Date.now() + 10_000;
  while (left.some(([, pid]) => isAlive(pid)) && Date.now() < deadline) {
    await new Promise((done) => setTimeout(done, 100));
  }
  for (const [, pid] of left) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  removeRunFile(dataDir);
  return left.map(([name]) => name);
}
