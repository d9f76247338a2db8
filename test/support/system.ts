import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { STATE } from '@freehold/scripts/paths';
import { freePorts } from '@freehold/scripts/start/ports';
import { type RunFile, readRunFile } from '@freehold/scripts/start/run-file';
import { type LocalSystem, startSystem } from '@freehold/scripts/start/system';
import pg from 'pg';
import { z } from 'zod';

export type TestSystem = LocalSystem & {
  readonly dataDir: string;
  readonly lines: readonly string[];
  /** Addresses and process ids, as the supervisor last wrote them. */
  runFile(): RunFile;
  /** Address of the anchor contract. */
  ledgerAnchor(): string;
  /** What no door of the platform does, such as letting time pass for one row. */
  query(text: string, values: readonly unknown[]): Promise<void>;
};

/** A whole system of its own, on free ports, with data in a temporary folder of the checkout. */
export async function startTestSystem(): Promise<TestSystem> {
  const temporary = join(STATE, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const dataDir = mkdtempSync(join(temporary, 'system-'));
  const lines: string[] = [];
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    TMPDIR: process.env.TMPDIR,
  };
  const system = await startSystem({
    dataDir,
    ports: await freePorts(),
    report: (line) => lines.push(line),
    env,
  });
  return {
    ...system,
    dataDir,
    lines,
    runFile() {
      const file = readRunFile(dataDir);
      if (file === undefined) throw new Error('The test system wrote no run file.');
      return file;
    },
    ledgerAnchor: () =>
      z.object({ ledgerAnchor: z.string() }).parse(JSON.parse(readFileSync(system.deploymentFile, 'utf8')))
        .ledgerAnchor,
    async query(text, values) {
      const client = new pg.Client({ connectionString: system.databaseUrl });
      await client.connect();
      try {
        await client.query(text, [...values]);
      } finally {
        await client.end();
      }
    },
    async stop() {
      await system.stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
