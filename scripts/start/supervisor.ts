import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../paths.ts';

const QUICK_MS = 15_000;
const MOST_QUICK_FAILURES = 5;

export type ChildSpec = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Resolves when the child serves; rejects or times out otherwise. */
  readonly ready?: () => Promise<boolean>;
};

type Child = {
  readonly spec: ChildSpec;
  readonly process: ChildProcess;
  readonly startedAt: number;
  readonly quickFailures: number;
};

/**
 * Keeps the programs of a local system running: each in a session of its own (so that Ctrl-C reaches only the
 * supervisor), restarted when it dies, its output in `<logs>/<name>.log`.
 */
export class Supervisor {
  private readonly children = new Map<string, Child>();
  /** Children that served at least once: only those are started again. */
  private readonly proven = new Set<string>();
  private stopping = false;
  private readonly logs: string;
  private readonly report: (line: string) => void;
  private readonly onChange: () => void;

  constructor(logs: string, report: (line: string) => void, onChange: () => void = () => undefined) {
    this.logs = logs;
    this.report = report;
    this.onChange = onChange;
    mkdirSync(logs, { recursive: true });
  }

  pids(): Record<string, number> {
    const alive = [...this.children.values()].filter((child) => child.process.exitCode === null);
    return Object.fromEntries(alive.map((child) => [child.spec.name, child.process.pid ?? 0]));
  }

  async start(spec: ChildSpec, timeoutMs = 180_000): Promise<void> {
    this.launch(spec, 0);
    if (spec.ready === undefined) {
      this.proven.add(spec.name);
      return;
    }
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      if (await spec.ready().catch(() => false)) {
        this.proven.add(spec.name);
        return;
      }
      const child = this.children.get(spec.name);
      if (child === undefined) throw new Error(`${spec.name} did not start. ${this.lastWords(spec.name)}`);
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(
      `${spec.name} did not become ready within ${timeoutMs / 1_000} seconds. ${this.lastWords(spec.name)}`,
    );
  }

  private launch(spec: ChildSpec, quickFailures: number): void {
    const log = openSync(join(this.logs, `${spec.name}.log`), 'a');
    const child = spawn(process.execPath, spec.args, {
      cwd: ROOT,
      env: spec.env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.children.set(spec.name, { spec, process: child, startedAt: Date.now(), quickFailures });
    child.once('exit', (code, signal) => this.exited(spec.name, code, signal));
    this.onChange();
  }

  private exited(name: string, code: number | null, signal: NodeJS.Signals | null): void {
    const child = this.children.get(name);
    if (child === undefined || this.stopping) return;
    const quick = Date.now() - child.startedAt < QUICK_MS;
    // A kill from outside says nothing about the program; only its own failures count towards giving up.
    const failures = quick && signal === null ? child.quickFailures + 1 : 0;
    if (!this.proven.has(name)) {
      this.children.delete(name);
      return;
    }
    if (failures >= MOST_QUICK_FAILURES) {
      this.children.delete(name);
      this.report(`${name} keeps stopping and is left stopped. ${this.lastWords(name)}`);
      return;
    }
    const how = signal === null ? `ended with code ${code}` : `was killed (${signal})`;
    this.report(`${name} ${how}; starting it again. Its log: ${join(this.logs, `${name}.log`)}`);
    setTimeout(() => !this.stopping && this.launch(child.spec, failures), failures === 0 ? 200 : 1_000);
  }

  /** The last line the child logged, for the one sentence that explains why it does not run. */
  lastWords(name: string): string {
    try {
      const lines = readFileSync(join(this.logs, `${name}.log`), 'utf8')
        .trim()
        .split('\n');
      return `It said: ${messageOf(lines.at(-1) ?? '')}`;
    } catch {
      return '';
    }
  }

  /** Ends every child, newest first: asks, and after five seconds insists. */
  async stop(): Promise<void> {
    this.stopping = true;
    const running = [...this.children.values()].reverse();
    await Promise.all(running.map((child) => terminate(child.process)));
    this.children.clear();
  }
}

const logLine = z.object({ msg: z.string() });

/** The sentence inside a JSON log line, or the line itself. */
function messageOf(line: string): string {
  try {
    return logLine.parse(JSON.parse(line)).msg;
  } catch {
    return line.slice(-800);
  }
}

async function terminate(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const pid = child.pid;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  signalGroup(pid, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), 5_000);
  await gone;
  clearTimeout(timer);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}
